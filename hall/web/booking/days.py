"""Free times as somebody chooses them: by day, and within a day by morning, noon, afternoon and evening. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from hall.appointments.queries import FreeSlot

PARTS = ((12, "morning"), (14, "noon"), (17, "afternoon"), (24, "evening"))
Local = Callable[[datetime], datetime]


@dataclass(frozen=True)
class FreeDay:
    """A day with its free times; `kind`: that of its first session, `free`: how many times there are."""

    day: date
    kind: str
    slots: tuple[FreeSlot, ...]

    @property
    def free(self) -> int:
        return len(self.slots)

    def parts(self, local: Local) -> list[tuple[str, list[FreeSlot]]]:
        """The times by part of the day."""
        return [(part, list(slots)) for part, slots in groupby(self.slots, key=lambda s: part_of(local(s.start)))]


def part_of(moment: datetime) -> str:
    """The part of a day that a moment of the hall's own clock lies in."""
    return next(name for until, name in PARTS if moment.hour < until)


def by_day(slots: Iterable[FreeSlot], local: Local) -> list[FreeDay]:
    """Free times by day, in order."""
    return [
        FreeDay(day, (found := tuple(of_day))[0].session_kind, found)
        for day, of_day in groupby(slots, key=lambda s: local(s.start).date())
    ]
