"""The floor: emergency, messages, closings, paper numbers, the live view, the audit trail."""

from typing import Any

from hall.kernel.journal import facts_after
from hall.kernel.work import Work
from hall.queue import actions as queue
from hall.queue.errors import NumberTaken
from hall.site import actions as site
from hall.site.errors import UnknownHall, UnknownMessage, UnknownZone
from hall.site.models import HallMessage
from hall.staff.rules import Role
from hall.web import shapes, site_shapes
from hall.web.api.endpoint import Ask, endpoint, number
from hall.web.guards import signed_in, staff
from hall.web.shapes import View
from hall.wire.queue import TicketView
from hall.wire.site import (
    ClosingDone,
    ClosingWish,
    EmergencyWish,
    FactPage,
    FloorView,
    HallView,
    MessageView,
    MessageWish,
    PaperWish,
)

LEAD = staff(Role.LEAD)


@endpoint("GET", "/halls/<hall>/floor", guard=LEAD, gives=FloorView, refusals=(UnknownHall,))
def floor(ask: Ask) -> FloorView:
    """Zones, counters, queues with ranges, longest waiting, warnings."""
    with ask.house.database.read() as session:
        return site_shapes.floor(View.of(ask.house, session, ask["hall"]))


@endpoint("PUT", "/halls/<hall>/emergency", guard=LEAD, takes=EmergencyWish, gives=HallView)
def raise_emergency(ask: Ask) -> HallView:
    """One text over all screens; calling stops (R-76)."""
    text = ask.body.text
    return _hall(ask, lambda work: site.raise_emergency(work, text))


@endpoint("DELETE", "/halls/<hall>/emergency", guard=LEAD, gives=HallView)
def clear_emergency(ask: Ask) -> HallView:
    """Ends the emergency message."""
    return _hall(ask, site.clear_emergency)


@endpoint(
    "POST",
    "/halls/<hall>/messages",
    guard=LEAD,
    takes=MessageWish,
    gives=MessageView,
    status=201,
    refusals=(UnknownZone,),
)
def show_message(ask: Ask) -> MessageView:
    """The line at the bottom of the screens."""
    body: MessageWish = ask.body

    def verb(work: Work) -> MessageView:
        return shapes.message(site.show_message(work, body.text, until=body.until, zones=tuple(body.zones)))

    return ask.change(ask["hall"], verb)  # type: ignore[no-any-return]


@endpoint("DELETE", "/messages/<message>", guard=signed_in, gives=MessageView, refusals=(UnknownMessage,))
def withdraw_message(ask: Ask) -> MessageView:
    """Takes a message off the screens."""
    with ask.house.database.read() as session:
        found = session.get(HallMessage, ask["message"])
    if found is None:
        raise UnknownMessage()
    ask.caller.must(ask.caller.may(found.hall_id, Role.LEAD))

    def verb(work: Work) -> MessageView:
        site.withdraw_message(work, found.id)
        return shapes.message(found)

    return ask.change(found.hall_id, verb)  # type: ignore[no-any-return]


@endpoint("POST", "/halls/<hall>/closings", guard=LEAD, takes=ClosingWish, gives=ClosingDone, status=201)
def close_queue(ask: Ask) -> ClosingDone:
    """Ends the leftovers of a queue, or of all, with a reason (R-32)."""
    reason, queue_id = ask.body.reason, ask.body.queue

    def verb(work: Work) -> ClosingDone:
        return ClosingDone(tickets=queue.close_queue(work, reason, queue_id=queue_id))

    return ask.change(ask["hall"], verb)  # type: ignore[no-any-return]


@endpoint(
    "POST",
    "/halls/<hall>/paper-tickets",
    guard=staff(Role.DESK),
    takes=PaperWish,
    gives=TicketView,
    status=201,
    refusals=(NumberTaken,),
)
def paper_ticket(ask: Ask) -> TicketView:
    """A number that was given on paper, entered after an outage (R-75)."""
    body: PaperWish = ask.body

    def verb(work: Work) -> TicketView:
        ticket = queue.enter_paper_ticket(work, body.number, body.service, body.issued_at)
        work.session.flush()
        view = View.within(ask.house, work)
        return shapes.ticket(view, ticket, code=True, staff=True)

    return ask.change(ask["hall"], verb)  # type: ignore[no-any-return]


@endpoint(
    "GET",
    "/halls/<hall>/journal",
    guard=staff(Role.MANAGER, Role.ADMIN),
    gives=FactPage,
    query={
        "since": {"type": "integer", "minimum": 0, "default": 0},
        "limit": {"type": "integer", "minimum": 1, "maximum": 200, "default": 100},
    },
)
def journal(ask: Ask) -> FactPage:
    """The audit trail after a fact's number, in order, without gaps."""
    since, limit = number("since", 0, low=0, high=10**15), number("limit", 100, low=1, high=200)
    with ask.house.database.read() as session:
        rows = facts_after(session, ask["hall"], since, limit=limit)
        items = [site_shapes.fact(row) for row in rows]
    return FactPage(items=items, next=str(rows[-1].seq) if len(rows) == limit else None)


def _hall(ask: Ask, change: Any) -> HallView:
    def verb(work: Work) -> HallView:
        change(work)
        work.session.flush()
        return site_shapes.hall(View.within(ask.house, work))

    return ask.change(ask["hall"], verb)  # type: ignore[no-any-return]
