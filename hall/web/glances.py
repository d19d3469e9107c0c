"""What was free a moment ago: who comes too late is told so without waiting for the hall's turn.

At a release thousands ask for hundreds of slots. Working out each refusal in the hall's unit of work would hold up
those who get one, and the counters too. So this process remembers for three seconds what it saw. A glance only
refuses: what is sold is decided by the verb under the hall's lock and by the key of its units (R-53).
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from hall.appointments.actions import Visit
from hall.appointments.errors import SlotTaken
from hall.appointments.lookups import services_for
from hall.appointments.nearest import Around, around
from hall.appointments.supply import Wanted
from hall.kernel.clock import Clock
from hall.kernel.database import Database
from hall.site.plan import Plan
from hall.site.rules import business_day

T = TypeVar("T")
FRESH = timedelta(seconds=3)  # of device time
KEPT = 500
AT_ONCE = 2

Key = tuple[str, tuple[str, ...], int, int, date]


@dataclass(frozen=True)
class _Glance:
    at: datetime
    around: Around


class Glances:
    """The newest looks at free times, and the one place at which the public waits for its turn.

    `turn`: two at a time, one at the database and one on its way there. A counter that calls waits behind these,
    and not behind all who want a slot or confirm one.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._known: dict[Key, _Glance] = {}
        self._looking = threading.Lock()
        self.turn = threading.BoundedSemaphore(AT_ONCE)

    def hold(self, plan: Plan, visit: Visit, start: datetime, hold: Callable[[], T]) -> T:
        """What `hold` answers in its turn, or SlotTaken with the nearest free times."""
        with self.turn:
            self.refuse(plan, visit, start)  # while it waited, somebody else may have got it
            try:
                return hold()
            except SlotTaken as refusal:
                self._learn(plan, visit, start, refusal)
                raise

    def refuse(self, plan: Plan, visit: Visit, start: datetime) -> None:
        """Raises SlotTaken with the nearest free times if a glance shows that a time is gone."""
        seen = self._look(plan, visit, start)
        if seen.is_gone(start):
            raise SlotTaken(extra={"nearest": [moment.isoformat() for moment in seen.nearest(start)]})

    def _look(self, plan: Plan, visit: Visit, start: datetime) -> Around:
        key, real_now = _key(plan, visit, start), self._clock.real_now()
        with self._looking:
            known = self._known.get(key)
            if known is None or not timedelta(0) <= real_now - known.at < FRESH:
                if len(self._known) >= KEPT:
                    self._known.clear()
                known = self._known[key] = _Glance(real_now, self._fresh(plan, visit, key[-1]))
            return known.around

    def _fresh(self, plan: Plan, visit: Visit, day: date) -> Around:
        _, services = services_for(plan, visit.services)
        wanted = Wanted(services, visit.people, len(visit.needs))
        now, real_now = self._clock.hall_now(), self._clock.real_now()
        with self._database.read() as session:
            return around(session, plan, wanted, day, now, real_now)

    def _learn(self, plan: Plan, visit: Visit, start: datetime, refusal: SlotTaken) -> None:
        """A refusal under the lock knows better than the glance that let it come so far."""
        if "nearest" not in refusal.extra:
            return  # it was the key of the units that spoke
        key = _key(plan, visit, start)
        free = [datetime.fromisoformat(moment) for moment in refusal.extra["nearest"]]
        with self._looking:
            known = self._known.get(key)
            if known is not None:
                self._known[key] = replace(known, around=known.around.corrected(start, free))


def _key(plan: Plan, visit: Visit, start: datetime) -> Key:
    return plan.id, visit.services, visit.people, len(visit.needs), business_day(plan, start)
