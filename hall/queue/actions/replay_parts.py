"""Steps of a replay: what was made twice, who is set aside, whose day is over (R-75)."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from hall.kernel.idempotency import answer_to
from hall.kernel.journal import JournalRow
from hall.kernel.work import Work
from hall.queue import events
from hall.queue.actions.issue import Wish
from hall.queue.lookups import ticket_fact
from hall.queue.models import Ticket
from hall.queue.states import TicketState
from hall.site.plan import Plan
from hall.wire.queue import TicketWish


def supersede(work: Work, plan: Plan, scope: str, by: str) -> None:
    """Takes back the number that the hall made for the same wish, whose answer was lost: nobody has seen it."""
    answer = answer_to(work.session, scope)
    if answer is None:
        return
    made = work.session.get(Ticket, str(json.loads(answer).get("id")))
    if made is None or made.id == by or made.state != TicketState.WAITING or made.first_called_at is not None:
        return
    made.end(TicketState.CANCELLED, work.now)
    more = {"from_state": TicketState.WAITING, "reason": "superseded"}
    work.record(ticket_fact(events.TicketCancelled, plan, made, None, **more))


def set_aside(work: Work, plan: Plan, listed: Sequence[str], *, since: datetime) -> int:
    """The hall's own tickets that stood on a calling list wait for a look too, once per outage; how many."""
    if not listed:
        return 0
    wanted = select(Ticket).where(
        Ticket.hall_id == work.hall_id,
        Ticket.state == TicketState.WAITING,
        Ticket.unconfirmed.is_(False),
        Ticket.id.in_(sorted(set(listed))),
    )
    before = select(JournalRow.ticket_id).where(
        JournalRow.ticket_id.in_(sorted(set(listed))),
        JournalRow.name == events.TicketSetAside.name,
        JournalRow.at >= since,
    )
    looked_at = set(work.session.scalars(before))
    found = [t for t in work.session.scalars(wanted.order_by(Ticket.issue_seq)) if t.id not in looked_at]
    for ticket in found:
        ticket.unconfirmed = True
        work.record(ticket_fact(events.TicketSetAside, plan, ticket, from_state=TicketState.WAITING))
    return len(found)


def expire_day_over(work: Work, plan: Plan, ticket: Ticket) -> None:
    """Its day has been closed (R-32): the number is known, and nobody waits under it."""
    ticket.end(TicketState.EXPIRED, work.now)
    more = {"from_state": TicketState.WAITING, "reason": "day_over"}
    work.record(ticket_fact(events.TicketExpired, plan, ticket, None, **more))


def wish_of(wish: TicketWish, services: tuple[str, ...]) -> Wish:
    """A wish as it came over the wire, for these services."""
    return Wish(
        services,
        language=wish.language,
        help_requested=wish.help_requested,
        large_type=wish.large_type,
        visual_alert=wish.visual_alert,
        for_someone_else=wish.for_someone_else,
        papers_ready=wish.papers_ready,
        person_hash=wish.person,
    )
