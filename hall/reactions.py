"""What follows from what, on one page.

WITHIN: in the same transaction, database only. AFTER: once it is committed; a failing one is logged and
never undoes what happened. There is no third column.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hall.appointments import events as bookings
from hall.kernel.events import Event
from hall.kernel.work import Work
from hall.notices.actions import contacts, telling
from hall.queue.actions import call_anew
from hall.queue.events import TicketMissed
from hall.site.events import EmergencyCleared

log = logging.getLogger(__name__)
Within = Callable[[Work, Any], None]  # the fact is of the class that it stands beside
After = Callable[[str, list[Event]], None]


def _call_anew(work: Work, fact: Event) -> None:
    call_anew(work)


WITHIN: dict[type[Event], tuple[Within, ...]] = {
    # Nobody who had to leave the building has missed a turn: every open call begins again.
    EmergencyCleared: (_call_anew,),
    # What people are told is written where it becomes true.
    TicketMissed: (contacts.tell_missed,),
    bookings.CodeWanted: (telling.tell_code,),
    bookings.BookingMade: (telling.tell_booked,),
    bookings.BookingMoved: (telling.tell_moved,),
    bookings.BookingCancelled: (telling.tell_cancelled,),
    bookings.BookingDisplaced: (telling.tell_displaced,),
    bookings.MoverAsked: (telling.ask_mover,),
    bookings.WaitlistOffered: (telling.offer_place,),
    bookings.VisitorMissing: (telling.tell_missing,),
    bookings.PersonSuspended: (telling.tell_suspended,),
}


@dataclass
class HouseReactions:
    """The table of one running house; `app.py` fills AFTER with the publisher and the wait keeper."""

    after_any: list[After] = field(default_factory=list)

    def within(self, work: Work, fact: Event) -> None:
        for reaction in WITHIN.get(type(fact), ()):
            reaction(work, fact)

    def after(self, hall_id: str, facts: list[Event]) -> None:
        for reaction in self.after_any:
            try:
                reaction(hall_id, facts)
            except Exception:
                log.exception("a reaction after commit failed; the change itself stands")
