"""The demo's hall clock: faster than a wall clock, and it skips the nights.

`advance` is pure. `DemoClock` adds a monotonic source and a small file, so that a restart goes on where the
last run ended.
"""

import json
import os
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hall.site.plan import Plan
from hall.site.rules import business_day, sessions_of

BEFORE, AFTER = timedelta(minutes=25), timedelta(minutes=60)
KEEP_EVERY = 2.0  # seconds
A_YEAR = 366  # days: a hall that opens once a year is found
FASTEST, SLOWEST = 600.0, 0.1


def advance(plan: Plan, then: datetime, seconds: float) -> datetime:
    """Hall time `seconds` after `then`, skipping what lies outside the windows of opening days."""
    now, left = into_window(plan, then), timedelta(seconds=seconds)
    for _ in range(400):  # more days than any demo runs
        end = _window_end(plan, now)
        if now + left <= end:
            return now + left
        left -= end - now
        now = into_window(plan, end + timedelta(seconds=1))
    return now


def into_window(plan: Plan, now: datetime) -> datetime:
    """`now`, or the beginning of the next window if the hall sleeps now."""
    today = business_day(plan, now)
    if any(begin <= now <= end for begin, end in _windows(plan, today)):
        return now
    days = (today + timedelta(days=ahead) for ahead in range(A_YEAR))
    return next((begin for day in days for begin, _ in _windows(plan, day) if begin > now), now)


class DemoClock:
    """Both clocks of a demo: hall time from `advance`, device time from the machine."""

    def __init__(
        self,
        plan: Plan,
        path: Path,
        *,
        start: datetime,
        speed: float,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._plan, self._path, self._monotonic = plan, path, monotonic
        self._lock = threading.Lock()
        self._then = into_window(plan, _kept(path) or start)
        self._since = self._kept_at = monotonic()
        self._speed = speed

    @property
    def speed(self) -> float:
        return self._speed

    def hall_now(self) -> datetime:
        with self._lock:
            return self._now()

    def real_now(self) -> datetime:
        return datetime.now(UTC)

    def set_speed(self, speed: float) -> None:
        """Changes the speed from this moment on; the moment itself stays."""
        with self._lock:
            self._now()
            self._speed = min(FASTEST, max(SLOWEST, speed))

    def keep(self) -> None:
        """Writes the moment down, whole or not at all."""
        with self._lock:
            self._keep(self._now())

    def _now(self) -> datetime:
        tick = self._monotonic()
        now = advance(self._plan, self._then, (tick - self._since) * self._speed)
        self._then, self._since = now, tick
        if tick - self._kept_at >= KEEP_EVERY:
            self._kept_at = tick
            self._keep(now)
        return now

    def _keep(self, now: datetime) -> None:
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps({"hall_now": now.isoformat()}))
        os.replace(fresh, self._path)


def _window_end(plan: Plan, now: datetime) -> datetime:
    within = (end for begin, end in _windows(plan, business_day(plan, now)) if begin <= now <= end)
    return max(within, default=now)


def _windows(plan: Plan, day: date) -> list[tuple[datetime, datetime]]:
    """When something happens on a day: around each session, those for booked visits included."""
    return [(session.start - BEFORE, session.end + AFTER) for session in sessions_of(plan, day)]


def _kept(path: Path) -> datetime | None:
    try:
        return datetime.fromisoformat(json.loads(path.read_text())["hall_now"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
