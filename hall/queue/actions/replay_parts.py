"""Steps of a replay: why one is refused, what was made twice, who is set aside (R-75)."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import cast

from sqlalchemy import bindparam, select

from hall.kernel.idempotency import answer_to
from hall.kernel.journal import JournalRow
from hall.kernel.rows import Question
from hall.kernel.sealing import keyed_hash
from hall.kernel.work import Work
from hall.queue import events
from hall.queue.lookups import ticket_fact
from hall.queue.models import NumberBlock, Ticket
from hall.queue.offline import first_of_block, steps_of
from hall.queue.states import TicketState
from hall.site.models import Device
from hall.site.plan import Plan
from hall.site.rules import business_day
from hall.wire.devices import OfflineTicket, Refusal

_NUMBER = Question(
    select(Ticket.id).where(
        Ticket.hall_id == bindparam("hall_id"),
        Ticket.day == bindparam("day"),
        Ticket.series == bindparam("series"),
        Ticket.number == bindparam("number"),
    )
)
_SHORT_CODE = Question(
    select(Ticket.id).where(
        Ticket.hall_id == bindparam("hall_id"),
        Ticket.day == bindparam("day"),
        Ticket.short_code_hash == bindparam("hash"),
    )
)
_CODE = Question(select(Ticket.id).where(Ticket.code_hash == bindparam("hash")))
_REFUSED = Question(
    select(JournalRow.data).where(
        JournalRow.ticket_id == bindparam("ticket_id"), JournalRow.name == events.KioskTicketRefused.name
    )
)


def why_refused(work: Work, plan: Plan, device_id: str, item: OfflineTicket) -> Refusal | None:
    """What is wrong with a ticket so that it cannot be kept at all, or None."""
    if not steps_of(plan, item.wish)[1]:
        return "service_unknown"
    if not _is_own_number(work, device_id, item):
        return "number_not_yours"
    given = {"day": item.day, "series": item.series, "number": item.number}
    if _NUMBER.rows(work.session, hall_id=work.hall_id, **given):
        return "number_taken"
    # A clock that ran ahead: it would wait among today's under a number of tomorrow's.
    return "day_not_begun" if item.day > business_day(plan, work.now) else None


def refused_before(work: Work, item: OfflineTicket) -> Refusal | None:
    """The reason that was given for the same ticket: its answer was lost, and staff have been told."""
    found = _REFUSED.rows(work.session, ticket_id=item.id)
    return cast(Refusal, found[0].data["reason"]) if found else None


def _is_own_number(work: Work, device_id: str, item: OfflineTicket) -> bool:
    """True for a number of this kiosk, or of one that is shut out: the same machine, paired anew."""
    key = (work.hall_id, item.day, item.series, first_of_block(item.number))
    block = work.session.get(NumberBlock, key)
    if block is None or not block.first <= item.number <= block.last:
        return False
    if block.device_id == device_id:
        return True
    holder = work.session.get(Device, block.device_id)
    return holder is None or holder.revoked_at is not None


def code_is_free(work: Work, code: str) -> bool:
    return not _CODE.rows(work.session, hash=keyed_hash(code))


def short_code_is_free(work: Work, day: date, hashed: str) -> bool:
    return not _SHORT_CODE.rows(work.session, hall_id=work.hall_id, day=day, hash=hashed)


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
