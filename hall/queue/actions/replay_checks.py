"""What is taken of a replayed ticket and what is not: its number, its codes, or why it cannot be kept (R-75)."""

from datetime import date
from typing import cast

from sqlalchemy import bindparam, select

from hall.kernel.ids import public_code, short_code
from hall.kernel.journal import JournalRow
from hall.kernel.rows import Question
from hall.kernel.sealing import keyed_hash
from hall.kernel.work import Work
from hall.queue import events
from hall.queue.blocks import first_of_block
from hall.queue.models import NumberBlock, Ticket
from hall.queue.offline import steps_of
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


def _code_is_free(work: Work, code: str) -> bool:
    return not _CODE.rows(work.session, hash=keyed_hash(code))


def _short_code_is_free(work: Work, day: date, hashed: str) -> bool:
    return not _SHORT_CODE.rows(work.session, hall_id=work.hall_id, day=day, hash=hashed)


def free_codes(work: Work, item: OfflineTicket) -> tuple[dict[str, str], str | None]:
    """The codes on the paper. One that another ticket has gives way; the number on the paper still holds."""
    code, short, fresh = item.code, item.short_code, None
    if not _code_is_free(work, code):
        code, fresh = public_code(), "code"
    while not _short_code_is_free(work, item.day, keyed_hash(short)):
        short, fresh = short_code(), "short_code"
    return {"code": code, "short_code": short}, fresh
