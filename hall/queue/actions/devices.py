"""What devices tell of tickets and calls: paper that did not come out, announcements that were not said."""

from typing import Literal

from sqlalchemy import select

from hall.kernel.work import Work
from hall.queue import events
from hall.queue.errors import UnknownTicket
from hall.queue.lookups import the_counter, the_plan, the_ticket, ticket_fact
from hall.queue.models import Call, Ticket

Outcome = Literal["said", "short", "shown", "failed"]


def paper_told(work: Work, ticket_id: str, device_id: str, *, printed: bool) -> Ticket:
    """Whether a ticket came out on paper at the kiosk that made it; told once more it changes nothing."""
    ticket = work.session.get(Ticket, ticket_id)
    if ticket is None or ticket.hall_id != work.hall_id or ticket.device_id != device_id:
        raise UnknownTicket()
    paper = "printed" if printed else "failed"
    if ticket.paper != paper:
        ticket.paper = paper
        if not printed:
            work.record(ticket_fact(events.TicketNotPrinted, the_plan(work), ticket, None))
    return ticket


def announced(work: Work, call_id: str, device_id: str, outcome: Outcome) -> None:
    """The window of a call begins when its first announcement is heard (R-14); staff learn what was not said."""
    call = work.session.scalar(select(Call).where(Call.id == call_id, Call.hall_id == work.hall_id))
    if call is None:
        return
    if outcome in ("said", "short"):
        if call.attempts == 1 and call.ended_at is None and call.arrived_at is None:
            call.announced_real_at = max(call.announced_real_at, work.real_now)
    elif not call.not_said:
        call.not_said = True
        ticket, counter = the_ticket(work, call.ticket_id), the_counter(work, call.counter_id)
        work.record(ticket_fact(events.CallNotSaid, the_plan(work), ticket, counter, call=call.id))
