"""What the clock and the lead do: announce again, expire, close a queue or a day (R-14, R-26, R-32)."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from hall.kernel.work import Work
from hall.queue import events
from hall.queue.actions.counters import close_counter
from hall.queue.actions.parts import settle, step_away
from hall.queue.errors import BadChoice
from hall.queue.lookups import (
    of_earlier_days,
    the_call,
    the_counter,
    the_plan,
    the_ticket,
    ticket_fact,
    unanswered,
)
from hall.queue.models import Call, Counter, Ticket
from hall.queue.rules import attempt_due, may_still_rejoin
from hall.queue.states import AT_COUNTER, CounterState, TicketState
from hall.site.plan import Plan
from hall.site.queries import hall
from hall.site.rules import business_day, opening_at

CLOSE_REASONS = frozenset({"closing", "hall_failed", "other"})
_LEFTOVER = (TicketState.WAITING, TicketState.PARKED, TicketState.MISSED)
_PARKED_AFTER_HOURS = timedelta(hours=1)


def announce_due(work: Work) -> int:
    """Announces again every call whose interval has passed (R-14); how many. None in an emergency (R-76)."""
    plan, done = the_plan(work), 0
    if hall(work.session, work.hall_id).emergency is not None:
        return 0
    for call in _unanswered(work):
        settings = plan.settings_for(call.queue_id)
        if attempt_due(call.attempts, call.announced_real_at, work.real_now, settings):
            _announce(work, call, call.attempts + 1)
            done += 1
    return done


def call_anew(work: Work) -> int:
    """After an emergency every open call begins again, with its whole window (R-76); how many."""
    calls = _unanswered(work)
    for call in calls:
        call.real_at = work.real_now
        _announce(work, call, 1)
    return len(calls)


def _unanswered(work: Work) -> Sequence[Call]:
    return work.session.scalars(unanswered(work.hall_id)).all()


def _announce(work: Work, call: Call, attempt: int) -> None:
    call.attempts, call.announced_real_at = attempt, work.real_now
    ticket, counter = the_ticket(work, call.ticket_id), the_counter(work, call.counter_id)
    more = {"call": call.id, "from_state": ticket.state, "attempt": attempt}
    work.record(ticket_fact(events.TicketRecalled, the_plan(work), ticket, counter, **more))


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
    plan = the_plan(work)
    today = business_day(plan, work.now)
    open_since_then = [c for c in _open_counters(work) if business_day(plan, c.since) < today]
    forgotten = _of_earlier_days(work, today, AT_COUNTER)
    for ticket in forgotten:
        _end_forgotten_visit(work, plan, ticket)
    for counter in open_since_then:
        close_counter(work, counter.id)
    leftovers = _of_earlier_days(work, today, _LEFTOVER)
    for ticket in leftovers:
        _expire(work, ticket, "day_over")
    return len(forgotten) + len(open_since_then) + len(leftovers)


def _of_earlier_days(work: Work, today: date, states: Collection[TicketState]) -> Sequence[Ticket]:
    return work.session.scalars(of_earlier_days(work.hall_id, today, states).order_by(Ticket.issue_seq)).all()


def _end_forgotten_visit(work: Work, plan: Plan, ticket: Ticket) -> None:
    """A visit that nobody ended: over, its outcome unknown, and no measure of how long such a visit takes."""
    call = the_call(work, ticket.call_id or "")
    counter = the_counter(work, call.counter_id)
    if ticket.state == TicketState.CALLED:
        step_away(work, plan, call, counter, ticket, TicketState.MISSED, events.TicketMissed, "day_over")
        return
    settle(work, plan, call, counter, ticket)
    kind, unknown = events.TicketFinished, "unknown"
    step_away(work, plan, call, counter, ticket, TicketState.FINISHED, kind, "day_over", outcome=unknown)
    call.end = "day_over"


def _open_counters(work: Work) -> Sequence[Counter]:
    wanted = select(Counter).where(Counter.hall_id == work.hall_id, Counter.state != CounterState.CLOSED)
    return work.session.scalars(wanted).all()


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
    plan = the_plan(work)
    if ticket.state == TicketState.MISSED:
        return not may_still_rejoin(plan, ticket.queue_id, ticket.missed_at, work.now)
    parked = ticket.parked_at or ticket.issued_at
    opening = opening_at(plan, parked)
    if opening is None:  # parked while the last ones were served after the end
        return work.now > parked + _PARKED_AFTER_HOURS
    return work.now > opening.end + timedelta(minutes=plan.settings.closing_overrun_minutes)


def _expire(work: Work, ticket: Ticket, reason: str) -> None:
    before = ticket.state
    ticket.end(TicketState.EXPIRED, work.now)
    work.record(ticket_fact(events.TicketExpired, the_plan(work), ticket, from_state=before, reason=reason))
