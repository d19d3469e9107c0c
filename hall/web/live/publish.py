"""A fact of the journal as messages for rooms: who may hear what, on one page.

A ticket's room is named by the ticket's id in here: its code never leaves the database for a message.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from hall.kernel.journal import JournalRow
from hall.site.events import PlanAdopted
from hall.site.models import HallMessage
from hall.site.plan import Plan
from hall.site.queries import hall as hall_of
from hall.web.live.snapshot import zones_of_counter
from hall.wire import rooms
from hall.wire.live import (
    CounterMessage,
    EmergencyMessage,
    LiveMessage,
    PlainMessage,
    ShownMessage,
    TicketMessage,
)

_TICKET_FIELDS = frozenset(TicketMessage.model_fields) - {
    *("seq", "prev", "at", "name", "counter", "call", "visual_alert"),
}
_PRIORITY = frozenset({"ticket.priority_given", "ticket.priority_taken"})
_UNSEEN = _PRIORITY | {  # they change nothing that a board shows
    *("ticket.delayed", "ticket.reprinted", "ticket.set_aside", "ticket.confirmed"),
    *("ticket.not_printed", "ticket.call_not_said"),
}
_FOR_STAFF = {"reason": None, "outcome": None}


@dataclass(frozen=True)
class Post:
    """One fact on its way to its rooms; `prev` is filled in per room."""

    message: LiveMessage  # as staff hear it
    rooms: tuple[str, ...]

    def heard_in(self, room: str) -> LiveMessage:
        """The message as it may be said in a room: reasons are for staff."""
        return self.message if of_staff(room) else self.public

    @cached_property
    def public(self) -> LiveMessage:
        """What anybody may hear of it."""
        said = self.message
        return said.model_copy(update=_FOR_STAFF) if isinstance(said, TicketMessage) else said


def of_staff(room: str) -> bool:
    """True for rooms that only staff (and a counter's own screen) may watch."""
    found = rooms.parse(room)
    return found is not None and found.kind in ("counter", "floor")


def ticket_room(ticket_id: str) -> str:
    """The inner name of a ticket's room."""
    return f"ticket#{ticket_id}"


def post(session: Session, plan: Plan, row: JournalRow) -> Post | None:
    """What a fact says to whom, or None when it is nobody's business on a screen."""
    subject = row.name.partition(".")[0]
    speak = _SPEAKERS.get(subject)
    return speak(session, plan, row) if speak else None


def _ticket(session: Session, plan: Plan, row: JournalRow) -> Post:
    data = row.data
    # Why somebody goes first is nobody's business at a counter either.
    said = _TICKET_FIELDS - {"reason"} if row.name in _PRIORITY else _TICKET_FIELDS
    message = TicketMessage(
        **_head(row),
        **{key: value for key, value in data.items() if key in said},
        counter=data.get("counter_number"),
        call=row.call_id,
        # Only a call shows a banner: no other step tells the hall that somebody does not hear well.
        visual_alert=(data.get("visual_alert") or None) if row.name == "ticket.called" else None,
    )
    zones = {data["zone"], data.get("from_zone")} | zones_of_counter(plan, data.get("counter_number", -1))
    queues = {data["queue"], data.get("from_queue")}
    concerned = {f"{plan.id}-{c.number}" for c in plan.counters if queues & set(c.queues)}
    concerned |= {row.counter_id} if row.counter_id else set()
    boards = [] if row.name in _UNSEEN else _boards(plan, zones)
    to = [*boards, *map(rooms.counter, sorted(concerned)), rooms.floor(plan.id)]
    return Post(message, (*to, ticket_room(row.ticket_id or "")))


def _counter(session: Session, plan: Plan, row: JournalRow) -> Post:
    data = row.data
    message = CounterMessage(
        **_head(row),
        counter=data["counter_number"],
        counter_state=data["counter_state"],
        counter_since=data["counter_since"],
        reason=data.get("reason"),
        until=data.get("until"),
    )
    neighbours = [rooms.counter(f"{plan.id}-{c.number}") for c in plan.counters]
    boards = _boards(plan, zones_of_counter(plan, data["counter_number"]))
    return Post(message, (*boards, *neighbours, rooms.floor(plan.id)))


def _shown(session: Session, plan: Plan, row: JournalRow) -> Post:
    zones = list(row.data.get("zones", ()))
    found = session.get(HallMessage, row.data["message"])
    shown = row.name == "message.shown" and found is not None
    message = ShownMessage(
        **_head(row),
        message=row.data["message"],
        text=found.text if shown and found else "",
        until=found.until if shown and found else None,
        zones=zones,
    )
    return Post(message, (*_boards(plan, zones or plan.zones()), rooms.floor(plan.id)))


def _emergency(session: Session, plan: Plan, row: JournalRow) -> Post:
    text = hall_of(session, plan.id).emergency if row.name == "emergency.raised" else None
    counters = [rooms.counter(f"{plan.id}-{c.number}") for c in plan.counters]
    to = (*_boards(plan, plan.zones()), *counters, rooms.floor(plan.id))
    return Post(EmergencyMessage(**_head(row), text=text), to)


def _plain(session: Session, plan: Plan, row: JournalRow) -> Post:
    # A new plan concerns every console; what else is plain concerns screens and the floor.
    counters = [rooms.counter(f"{plan.id}-{c.number}") for c in plan.counters if row.name == PlanAdopted.name]
    return Post(PlainMessage(**_head(row)), (*_boards(plan, plan.zones()), *counters, rooms.floor(plan.id)))


def _of_floor(session: Session, plan: Plan, row: JournalRow) -> Post:
    """What happened to a booking or a roster: that it happened, for staff alone. Who asks gets the rest."""
    return Post(PlainMessage(**_head(row)), (rooms.floor(plan.id),))


def _head(row: JournalRow) -> dict[str, Any]:
    return {"seq": row.seq, "prev": 0, "at": row.at, "name": row.name}


def _boards(plan: Plan, zones: Iterable[str | None]) -> list[str]:
    return [rooms.board(plan.id), *(rooms.board(plan.id, z) for z in sorted({z for z in zones if z}))]


_SPEAKERS: dict[str, Callable[[Session, Plan, JournalRow], Post]] = {
    "ticket": _ticket,
    "counter": _counter,
    "message": _shown,
    "emergency": _emergency,
    "hall": _plain,
    "queue": _plain,
    "device": _plain,
    "kiosk": _plain,
    "booking": _of_floor,
    "waitlist": _of_floor,
    "session": _of_floor,
    "shift": _of_floor,
    "swap": _of_floor,
}
