"""Clips on disk: what was made once is not made again, and phrases that a site has recorded itself."""

import hashlib
import os
from pathlib import Path

from voice.sound import Clip, from_wav, levelled, to_wav
from voice.wording import Part

MOST = 4000  # clips: some 200 MB
MADE_BY = "kokoro-82m-int8 1"
"""Part of every name: another model makes its clips anew."""


class Store:
    """A folder of WAV files by what they say. A pack of recorded phrases in `pack` wins over made ones."""

    def __init__(self, folder: Path, pack: Path | None = None) -> None:
        self._folder, self._pack = folder, pack
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, part: Part, rate: float) -> Path:
        """Where the clip of a part lies, or will lie."""
        said = f"{MADE_BY}|{part.language}|{part.text}|{rate:.2f}"
        return self._folder / f"{hashlib.sha256(said.encode()).hexdigest()[:32]}.wav"

    def clip(self, part: Part, rate: float) -> Clip | None:
        """The clip of a part, if it was recorded or made before."""
        if (
            self._pack is not None
            and (recorded := self._pack / part.language / f"{named(part.text)}.wav").exists()
        ):
            try:
                return levelled(from_wav(recorded))
            except ValueError:
                pass  # a file that is no sound costs the site's own voice, not the call
        path = self.path(part, rate)
        try:
            clip = from_wav(path)
            os.utime(path)
            return clip
        except (OSError, ValueError):
            return None

    def keep(self, part: Part, rate: float, clip: Clip) -> None:
        """Whole or not at all; the longest unused go when there are too many."""
        path = self.path(part, rate)
        fresh = path.with_suffix(f".{os.getpid()}.new")
        fresh.write_bytes(to_wav(clip))
        os.replace(fresh, path)
        files = sorted(self._folder.glob("*.wav"), key=lambda file: file.stat().st_mtime)
        for old in files[:-MOST]:
            old.unlink(missing_ok=True)


def named(text: str) -> str:
    """The file name of a recorded phrase: its own words, without what a file name cannot hold."""
    return "".join(c for c in text if c.isalnum() or c in " ，、-").strip()
