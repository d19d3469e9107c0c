"""The browser in front of a device's pages: started, and started again when it ends or crashes."""

import contextlib
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-first-run",
    "--noerrdialogs",
    "--disable-session-crashed-bubble",
    "--disable-features=Translate",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-pinch",
    "--overscroll-history-navigation=0",
    "--autoplay-policy=no-user-gesture-required",
    "--password-store=basic",
)
LONGEST_PAUSE = 30.0


def command(address: str, home: Path, *, windowed: bool) -> list[str] | None:
    """How to start Chromium here, or None where there is none or no screen to draw on."""
    program = os.environ.get("HALL_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    if program is None or not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return None
    whole = [f"--app={address}", "--window-size=540,960"] if windowed else ["--kiosk", address]
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return [program, f"--user-data-dir={home / 'browser'}", *QUIET, *sandbox, *whole]


class Browser:
    """Keeps one browser running. Each end is followed by a start, with longer pauses when it ends at once."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = list(words)
        self._stop = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, name="browser", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends the browser and starts no more."""
        self._stop.set()
        self._signal(signal.SIGTERM)
        self._thread.join(3)
        self._signal(signal.SIGKILL)  # one that does not listen

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def _signal(self, number: signal.Signals) -> None:
        """To the browser and everything that it has started."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def _run(self) -> None:
        pause = 0.5
        while not self._stop.is_set():
            began = time.monotonic()
            self._process = subprocess.Popen(
                self._words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
            )
            if self._stop.is_set():  # told to stop while it was starting
                self._signal(signal.SIGKILL)
            self._process.wait()
            self._signal(signal.SIGKILL)  # what a crash leaves behind
            pause = 0.5 if time.monotonic() - began > 10 else min(LONGEST_PAUSE, pause * 2)
            self._stop.wait(pause)
