"""What a device tells the hall and need not wait for: sent in order, again while the hall is away."""

import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

MOST = 500
AGAIN_SECONDS = 2.0
TRIES = 300  # of one that the hall does not know yet: a ticket of an outage that is still to be replayed

Transport = Callable[[str, str, Any, dict[str, str]], tuple[int, Any]]


class Outbox:
    """Kept in memory: what is lost with the program is news of paper, never a ticket."""

    def __init__(self, ask: Transport) -> None:
        self._ask = ask
        self._waiting: deque[tuple[str, Any, int]] = deque(maxlen=MOST)
        self._wake, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._wake.set()

    def put(self, path: str, body: BaseModel) -> None:
        self._waiting.append((path, body.model_dump(mode="json"), 0))
        self._wake.set()

    def send(self) -> bool:
        """Sends what waits, oldest first; False when something has to be sent again."""
        for _ in range(len(self._waiting)):
            path, body, tries = self._waiting.popleft()
            try:
                status, _ = self._ask("POST", path, body, {})
            except OSError:
                self._waiting.appendleft((path, body, tries))
                return False
            if status == 404 and tries < TRIES:
                self._waiting.append((path, body, tries + 1))
        return not self._waiting

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.wait(None if self.send() else AGAIN_SECONDS)
            self._wake.clear()
