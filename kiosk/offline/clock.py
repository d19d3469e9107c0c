"""Hall time at a kiosk: the hall's last word, and a clock of the machine that nobody can set.

CLOCK_BOOTTIME counts from the machine's start, through sleep too. The wall clock, which may be an hour off, go
back or stand in another zone, is not asked.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def boot() -> str:
    """Another text after each start of the machine."""
    return BOOT_ID.read_text().strip()


def up() -> float:
    """Seconds since the machine was started."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclass(frozen=True)
class Word:
    """What the hall said of its time, and when that was by this machine's own clock."""

    now: datetime
    speed: float
    boot: str
    up: float

    def at(self, up: float) -> datetime:
        """Hall time at a moment of the same run of the machine, also one before the word."""
        return self.now + timedelta(seconds=(up - self.up) * self.speed)


@dataclass(frozen=True)
class Reading:
    """A moment as well as it is known. `certain`: the hall's word holds in this run of the machine."""

    at: datetime
    certain: bool


class HallClock:
    """`keep` writes a word down, so that a restart of the program alone costs nothing."""

    def __init__(
        self,
        kept: dict[str, Any] | None,
        keep: Callable[[dict[str, Any]], None],
        *,
        last: datetime | None = None,
        boot: str,
        up: Callable[[], float],
    ) -> None:
        """`last`: the newest moment that was journaled; no moment is told before it."""
        self._keep, self.boot, self.up = keep, boot, up
        self._began, self._last = up(), last
        self._word = _read(kept)

    @property
    def word(self) -> Word | None:
        """The hall's word, if it was said in this run of the machine."""
        return self._word if self._word is not None and self._word.boot == self.boot else None

    @property
    def heard_at(self) -> datetime | None:
        """Hall time of the last word, in whatever run of the machine."""
        return self._word.now if self._word else None

    def told(self, now: datetime, speed: float) -> None:
        """The hall says what time it is."""
        self._word = Word(now, speed, self.boot, self.up())
        said = {"now": now.isoformat(), "speed": speed, "boot": self.boot, "up": self._word.up}
        self._keep(said)

    def read(self) -> Reading | None:
        """Now; None before the hall was ever heard. Moments never go back."""
        if (word := self.word) is not None:
            found = Reading(word.at(self.up()), certain=True)
        else:
            bound = max((m for m in (self.heard_at, self._last) if m is not None), default=None)
            if bound is None:
                return None
            # After a start of the machine: not before the last moment that was written down. It may be much later.
            found = Reading(bound + timedelta(seconds=self.up() - self._began), certain=False)
        if self._last is not None and found.at < self._last:
            found = Reading(self._last, found.certain)
        return found

    def given(self, at: datetime) -> None:
        """A number was given at this moment."""
        self._last = max(at, self._last) if self._last else at


def _read(kept: dict[str, Any] | None) -> Word | None:
    if not kept:
        return None
    return Word(datetime.fromisoformat(kept["now"]), kept["speed"], kept["boot"], kept["up"])
