"""Free times as somebody chooses them: by day, and within a day by morning, noon, afternoon and evening. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from hall.appointments.queries import FreeSlot

PARTS = ((12, "morning"), (14, "noon"), (17, "afternoon"), (24, "evening"))
FEW = 12  # times that one can look over
Local = Callable[[datetime], datetime]


@dataclass(frozen=True)
class FreeDay:
    """A day with its free times; `kind`: that of its sessions, "" where there are several."""

    day: date
    kind: str
    slots: tuple[FreeSlot, ...]

    @property
    def free(self) -> int:
        return len(self.slots)

    def parts(self, local: Local) -> list[tuple[str, list[FreeSlot]]]:
        """The times by part of the day; of many the first in each quarter of an hour, so that one can choose."""
        few = self.slots if len(self.slots) <= FEW else _first_of_quarters(self.slots, local)
        return [(part, list(slots)) for part, slots in groupby(few, key=lambda s: part_of(local(s.start)))]


def _one_kind(slots: tuple[FreeSlot, ...]) -> str:
    kinds = {s.session_kind for s in slots}
    return kinds.pop() if len(kinds) == 1 else ""


def _first_of_quarters(slots: tuple[FreeSlot, ...], local: Local) -> list[FreeSlot]:
    found: dict[tuple[int, int], FreeSlot] = {}
    for slot in slots:
        start = local(slot.start)
        found.setdefault((start.hour, start.minute // 15), slot)
    return list(found.values())


def part_of(moment: datetime) -> str:
    """The part of a day that a moment of the hall's own clock lies in."""
    return next(name for until, name in PARTS if moment.hour < until)


def by_day(slots: Iterable[FreeSlot], local: Local) -> list[FreeDay]:
    """Free times by day, in order."""
    return [
        FreeDay(day, _one_kind(found := tuple(of_day)), found)
        for day, of_day in groupby(slots, key=lambda s: local(s.start).date())
    ]
