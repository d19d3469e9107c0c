"""Tells the hall every ten seconds how this device is, and learns what the hall wants of it."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from hall.wire.devices import DeviceReport, DeviceTold

SECONDS = 10.0
Transport = Callable[[str, str, Any, dict[str, str]], tuple[int, Any]]


class Reporter:
    """Sends `report()` and hands on what the hall answers; at once after `wake()`."""

    def __init__(
        self, ask: Transport, report: Callable[[float | None], DeviceReport], on_told: Callable[[DeviceTold], None]
    ) -> None:
        self._ask, self._report, self._on_told = ask, report, on_told
        self._offset: float | None = None
        self._stop, self._wake = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="reporter", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._wake.set()

    def wake(self) -> None:
        """Something changed that managers should see now."""
        self._wake.set()

    def once(self) -> None:
        """One report; nothing when the hall does not answer."""
        began = time.monotonic()
        body = self._report(self._offset).model_dump(mode="json")
        try:
            status, answer = self._ask("PUT", "/api/v1/devices/current/report", body, {})
            told = DeviceTold.model_validate(answer) if status == 200 else None
        except (OSError, ValidationError):
            return
        if told is None:
            return
        # The hall wrote its clock half-way between question and answer.
        there = (time.monotonic() - began) / 2
        self._offset = round((datetime.now(UTC) - told.real_now).total_seconds() - there, 1)
        self._on_told(told)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            self.once()
            self._wake.wait(SECONDS)
