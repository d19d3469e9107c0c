"""Whether the hall can be reached: asked every second, so that nobody finds out by waiting."""

import threading
import time
from collections.abc import Callable

SECONDS = 1.0


class Reach:
    """`is_reached` and since when; `on_change(reached)` runs in the watching thread."""

    def __init__(self, ask: Callable[[], bool], on_change: Callable[[bool], None]) -> None:
        self._ask, self._on_change = ask, on_change
        self._stop, self._wake = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="reach", daemon=True)
        self.is_reached = False
        self.since = time.monotonic()  # of what is so now

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._wake.set()

    def look(self) -> None:
        """Somebody had no answer, or one again: looks at once."""
        self._wake.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            reached = self._ask()
            if reached != self.is_reached:
                self.is_reached, self.since = reached, time.monotonic()
                self._on_change(reached)
            self._wake.wait(SECONDS)
