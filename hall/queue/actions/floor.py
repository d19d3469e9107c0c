"""What the clock and the lead do: announce again, expire, close a queue or a day (R-14, R-26, R-32)."""

from datetime import timedelta

from sqlalchemy import select

from hall.kernel.work import Work
from hall.queue import events
from hall.queue.actions.waiting import may_rejoin, overrun
from hall.queue.errors import BadChoice
from hall.queue.lookups import the_counter, the_plan, the_ticket, ticket_fact
from hall.queue.models import Call, Ticket
from hall.queue.rules import attempt_due
from hall.queue.states import TicketState
from hall.site.rules import business_day, opening_at

CLOSE_REASONS = frozenset({"closing", "hall_failed", "other"})
_LEFTOVER = (TicketState.WAITING, TicketState.PARKED, TicketState.MISSED)


def announce_due(work: Work) -> int:
    """Announces again every call whose interval has passed (R-14); how many."""
    plan, done = the_plan(work), 0
    wanted = select(Call).where(Call.hall_id == work.hall_id, Call.ended_at.is_(None), Call.arrived_at.is_(None))
    for call in work.session.scalars(wanted).all():
        if not attempt_due(call.attempts, call.announced_real_at, work.real_now, plan.settings):
            continue
        call.attempts += 1
        call.announced_real_at = work.real_now
        ticket, counter = the_ticket(work, call.ticket_id), the_counter(work, call.counter_id)
        work.record(
            ticket_fact(
                events.TicketRecalled,
                plan,
                ticket,
                counter,
                call=call.id,
                from_state=ticket.state,
                attempt=call.attempts,
            )
        )
        done += 1
    return done


def expire_due(work: Work) -> int:
    """Ends missed tickets that can no longer rejoin (R-27) and parked ones after their opening (R-34)."""
    wanted = select(Ticket).where(
        Ticket.hall_id == work.hall_id, Ticket.state.in_([TicketState.MISSED, TicketState.PARKED])
    )
    due = [ticket for ticket in work.session.scalars(wanted) if _is_due(work, ticket)]
    for ticket in due:
        _expire(work, ticket, "too_late")
    return len(due)


def close_day(work: Work) -> int:
    """Ends what earlier business days left open. Closing a day closes, it never deletes."""
    today = business_day(the_plan(work), work.now)
    wanted = select(Ticket).where(Ticket.hall_id == work.hall_id, Ticket.day < today, Ticket.state.in_(_LEFTOVER))
    leftovers = work.session.scalars(wanted).all()
    for ticket in leftovers:
        _expire(work, ticket, "day_over")
    return len(leftovers)


def close_queue(work: Work, reason: str, *, queue_id: str | None = None) -> int:
    """The lead ends the leftovers of a queue, or of all, with a reason (R-32); how many."""
    plan = the_plan(work)
    if reason not in CLOSE_REASONS:
        raise BadChoice("reason")
    if queue_id is not None and plan.queue(queue_id) is None:
        raise BadChoice("queue")
    wanted = select(Ticket).where(Ticket.hall_id == work.hall_id, Ticket.state.in_(_LEFTOVER))
    if queue_id is not None:
        wanted = wanted.where(Ticket.queue_id == queue_id)
    leftovers = work.session.scalars(wanted.order_by(Ticket.issue_seq)).all()
    for ticket in leftovers:
        _expire(work, ticket, reason)
    work.record(events.QueueClosed(queue=queue_id, reason=reason, tickets=len(leftovers)))
    return len(leftovers)


def _is_due(work: Work, ticket: Ticket) -> bool:
    if ticket.state == TicketState.MISSED:
        return not may_rejoin(work, ticket)
    opening = opening_at(the_plan(work), ticket.parked_at or ticket.issued_at)
    if opening is None:  # parked while the last ones were served after the end
        return ticket.parked_at is not None and work.now > ticket.parked_at + timedelta(hours=1)
    return work.now > opening.end + overrun(work)


def _expire(work: Work, ticket: Ticket, reason: str) -> None:
    before = ticket.state
    ticket.end(TicketState.EXPIRED, work.now)
    work.record(ticket_fact(events.TicketExpired, the_plan(work), ticket, from_state=before, reason=reason))
