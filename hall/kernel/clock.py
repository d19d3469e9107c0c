"""Two clocks (rulebook 3.0): hall time for numbers, sessions and waits; device time for people and machines.

A clock is read once per unit of work and handed on as a value. Both answers are aware UTC instants.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def hall_now(self) -> datetime:
        """Hall time: may run faster than device time in a demo, never backwards by itself."""
        ...

    def real_now(self) -> datetime:
        """Device time: undo, call attempts, throttles, tokens, pairing codes."""
        ...


@dataclass(frozen=True)
class SystemClock:
    """Both clocks are the machine's."""

    def hall_now(self) -> datetime:
        return datetime.now(UTC)

    def real_now(self) -> datetime:
        return datetime.now(UTC)
