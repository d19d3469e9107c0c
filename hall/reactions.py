"""What follows from what, on one page.

WITHIN: in the same transaction, database only. AFTER: once it is committed; a failing one is logged and
never undoes what happened. There is no third column.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hall.appointments import events as bookings
from hall.appointments.actions import settle
from hall.kernel.events import Event
from hall.kernel.work import Work
from hall.notices.actions import contacts, telling
from hall.queue.actions import call_anew
from hall.queue.events import TicketMissed
from hall.roster.actions import plan_ahead
from hall.roster.events import (
    RosterSet,
    ServicesSet,
    SessionChanged,
    SessionClosed,
    SessionFact,
    ShiftClaimed,
    ShiftGivenUp,
)
from hall.roster.queries import sessions_between
from hall.site.events import EmergencyCleared, PlanAdopted
from hall.site.queries import plan_of
from hall.site.rules import business_day

log = logging.getLogger(__name__)
Within = Callable[[Work, Any], None]  # the fact is of the class that it stands beside
After = Callable[[str, list[Event]], None]


def _call_anew(work: Work, fact: Event) -> None:
    call_anew(work)


def _settle(work: Work, fact: Event) -> None:
    """The supply of a session is another one: its bookings follow in the same transaction (R-64, R-67)."""
    assert isinstance(fact, SessionFact), "the table says so"
    settle(work, fact.session, reason=_REASONS.get(type(fact), "roster"))


def _follow_plan(work: Work, fact: Event) -> None:
    """The coming sessions become those of the new plan; what it changed about counters and services is settled."""
    plan_ahead(work)
    today = business_day(plan_of(work.session, work.hall_id), work.now)
    for row in sessions_between(work.session, work.hall_id, today, today + PLANNED):
        if row.is_open:
            settle(work, row.id, reason="plan")


PLANNED = timedelta(days=100)
SUPPLY = (SessionClosed, SessionChanged, RosterSet, ServicesSet, ShiftClaimed, ShiftGivenUp)
_REASONS: dict[type[Event], str] = {SessionClosed: "closed", ServicesSet: "services"}

WITHIN: dict[type[Event], tuple[Within, ...]] = {
    # Nobody who had to leave the building has missed a turn: every open call begins again.
    EmergencyCleared: (_call_anew,),
    # Nobody's booking is cancelled silently: who cannot be served any more is told, or listed for a call.
    **dict.fromkeys(SUPPLY, (_settle,)),
    # What the plan opens can be staffed and booked from now on; what it shuts is shut for bookings too.
    PlanAdopted: (_follow_plan,),
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
