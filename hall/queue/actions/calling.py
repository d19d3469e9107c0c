"""Calling: next, this one, again, take back, arrived, missed (R-14 to R-24)."""

from datetime import timedelta

from hall.kernel.work import Work
from hall.queue import events
from hall.queue.actions.parts import arrived, end_visit, from_list, reopen_previous, snapshot, step_away
from hall.queue.errors import (
    BadChoice,
    CallingStopped,
    CounterBusy,
    CounterClosed,
    CounterPaused,
    NobodyWaiting,
    NotArrived,
    NotConfirmed,
    NotCurrent,
    NotServedHere,
    NotWaiting,
    RecallLimit,
    TooEarlyToMiss,
    TooLateToUndo,
    VisitorExpected,
    WrongState,
)
from hall.queue.lookups import (
    planned,
    released_counters,
    seat_of,
    the_call,
    the_counter,
    the_plan,
    the_ticket,
    ticket_fact,
    waiting_in,
    zone_of,
)
from hall.queue.models import Call, Counter, Ticket
from hall.queue.rules import Reason, choose_next, miss_allowed_at, next_boost_run
from hall.queue.states import CallRule, CounterState, TicketState
from hall.site.plan import Plan
from hall.site.queries import hall

MISS_REASONS = frozenset({"not_here", "wrong_service", "declined"})
CALL_REASONS = frozenset({"appointment", "unwell", "continuing", "lead", "other"})


def call_next(work: Work, counter_id: str, *, after: str | None) -> Call:
    """Calls the ticket whose turn it is (R-20, R-24).

    `after` is the call the console showed as current (or the counter's last one, or None when it showed
    none). The same `after` again gives the same call; an outdated one is refused with NotCurrent.
    """
    counter, plan = the_counter(work, counter_id), the_plan(work)
    made = _made_before(work, counter, after)
    if made is not None:
        return made
    _refuse_calling(work, plan, counter)
    waiting = waiting_in(work.session, work.hall_id, planned(plan, counter).queues)
    bound = any(row.bound_counter_id for row in waiting)
    released = released_counters(work.session, work.hall_id, plan, work.now) if bound else ()
    choice = choose_next(waiting, seat_of(plan, counter), work.now, plan.settings, released=released)
    if choice is None:
        raise NobodyWaiting()
    row, reason = choice
    return _call(work, plan, counter, the_ticket(work, row.id), reason, after)


def call_this(work: Work, counter_id: str, code: str, reason: str, *, after: str | None) -> Call:
    """Calls one waiting ticket out of order, with a reason that is kept and counted (R-22)."""
    counter, plan = the_counter(work, counter_id), the_plan(work)
    made = _made_before(work, counter, after)
    if made is not None:
        return made
    _refuse_calling(work, plan, counter)
    ticket = the_ticket(work, code)
    if ticket.state != TicketState.WAITING:
        raise NotWaiting()
    if ticket.unconfirmed:
        raise NotConfirmed()
    if ticket.to_arrive:
        raise NotArrived()
    if ticket.service_id not in seat_of(plan, counter).services:
        raise NotServedHere()
    counted = from_list(work, ticket, "call", CALL_REASONS, reason)
    ahead = waiting_in(work.session, work.hall_id, [ticket.queue_id])
    earlier = sum(1 for t in ahead if t.issue_seq < ticket.issue_seq)
    why = Reason(CallRule.BY_HAND, ticket.lane, ticket.issued_at, ticket.slot_start, earlier)
    return _call(work, plan, counter, ticket, why, after, by_hand=counted)


def recall(work: Work, call_id: str) -> Call:
    """Announces the current call again by hand (R-16)."""
    call, counter, ticket = _current(work, call_id)
    plan = the_plan(work)
    refuse_in_emergency(work)
    if ticket.state != TicketState.CALLED:
        raise WrongState(state=ticket.state)
    limit = plan.settings_for(ticket.queue_id).recall_limit
    if ticket.recalls >= limit:
        raise RecallLimit(limit=limit)
    ticket.recalls += 1
    more = {"call": call.id, "from_state": TicketState.CALLED, "attempt": call.attempts, "by_hand": True}
    work.record(ticket_fact(events.TicketRecalled, plan, ticket, counter, **more))
    return call


def undo_call(work: Work, call_id: str) -> Call:
    """Takes a call back within ten seconds (R-19): the ticket to its place, the visit before it open again."""
    call = the_call(work, call_id)
    if call.end == "undone":
        return call
    call, counter, ticket = _current(work, call_id)
    plan = the_plan(work)
    seconds = plan.settings.undo_seconds
    if ticket.state != TicketState.CALLED or work.real_now - call.real_at > timedelta(seconds=seconds):
        raise TooLateToUndo(seconds=seconds)
    if ticket.first_called_at == call.at:
        ticket.first_called_at = None
    ticket.called_at = None
    ticket.wait_again(bound_counter_id=ticket.bound_counter_id)
    call.close("undone", work.now)
    counter.boost_run, counter.last_call_id = call.boost_run_before, call.after
    counter.release(work.now)
    work.record(ticket_fact(events.CallUndone, plan, ticket, counter, call=call.id, from_state=TicketState.CALLED))
    reopen_previous(work, plan, call, counter)
    return call


def arrive(work: Work, call_id: str) -> Call:
    """The visitor stands at the counter (R-15); saying so twice is the same."""
    call, counter, ticket = _current(work, call_id)
    if ticket.state == TicketState.SERVING:
        return call
    if ticket.state != TicketState.CALLED:
        raise WrongState(state=ticket.state)
    arrived(work, the_plan(work), call, counter, ticket)
    return call


def miss(work: Work, call_id: str, reason: str) -> Call:
    """The visitor does not come (R-17). "not_here" needs the full calling; the other reasons do not."""
    if reason not in MISS_REASONS:
        raise BadChoice("reason")
    call = the_call(work, call_id)
    if call.end == "missed":
        return call
    call, counter, ticket = _current(work, call_id)
    if ticket.state != TicketState.CALLED:
        raise WrongState(state=ticket.state)
    if reason == "not_here":
        refuse_in_emergency(work)  # nobody who was sent out of the building has missed a turn
        seconds = _seconds_to_miss(work, the_plan(work), call)
        if seconds:
            raise TooEarlyToMiss(seconds=seconds)
    _record_miss(work, the_plan(work), call, counter, ticket, reason)
    return call


def _made_before(work: Work, counter: Counter, after: str | None) -> Call | None:
    """The call that this very press has made already, or None if it is new; NotCurrent if outdated."""
    if counter.call_id is None:
        if after is None or after == counter.last_call_id:
            return None
        raise NotCurrent()
    if after == counter.call_id:
        return None
    current = the_call(work, counter.call_id)
    if current.after == after:
        return current
    raise NotCurrent()


def refuse_in_emergency(work: Work) -> None:
    """CallingStopped while an emergency message is shown (R-76)."""
    if hall(work.session, work.hall_id).emergency is not None:
        raise CallingStopped()


def _refuse_calling(work: Work, plan: Plan, counter: Counter) -> None:
    refuse_in_emergency(work)
    if counter.state == CounterState.CLOSED:
        raise CounterClosed()
    if counter.state == CounterState.PAUSED:
        raise CounterPaused()
    if counter.call_id is None:
        return
    call = the_call(work, counter.call_id)
    state = the_ticket(work, call.ticket_id).state
    if state == TicketState.HELD:
        raise CounterBusy()
    if state == TicketState.CALLED and (seconds := _seconds_to_miss(work, plan, call)):
        raise VisitorExpected(seconds=seconds)


def _call(
    work: Work,
    plan: Plan,
    counter: Counter,
    ticket: Ticket,
    reason: Reason,
    after: str | None,
    *,
    by_hand: str | None = None,
) -> Call:
    previous = _make_room(work, plan, counter)
    call = _new_call(work, plan, counter, ticket, reason)
    call.after, call.previous = after, previous
    work.session.add(call)
    ticket.call(call, work.now)
    counter.take(call, ticket, work.now)
    counter.boost_run = next_boost_run(counter.boost_run, ticket.lane)
    work.record(
        ticket_fact(
            events.TicketCalled,
            plan,
            ticket,
            counter,
            call=call.id,
            from_state=TicketState.WAITING,
            rule=reason.rule,
            why=call.why,
            reason=by_hand,
        )
    )
    return call


def _new_call(work: Work, plan: Plan, counter: Counter, ticket: Ticket, reason: Reason) -> Call:
    return Call(
        hall_id=work.hall_id,
        counter_id=counter.id,
        ticket_id=ticket.id,
        member_id=counter.member_id,
        service_id=ticket.service_id,
        queue_id=ticket.queue_id,
        lane=ticket.lane,
        zone=zone_of(plan, ticket.queue_id),
        seq=work.seq + 1,
        at=work.now,
        real_at=work.real_now,
        announced_real_at=work.real_now,
        rule=reason.rule,
        why=_why(reason),
        boost_run_before=counter.boost_run,
    )


def _why(reason: Reason) -> dict[str, object]:
    why: dict[str, object] = {"since": reason.since.isoformat(), "earlier": reason.earlier}
    if reason.slot_start is not None:
        why["slot_start"] = reason.slot_start.isoformat()
    return why


def _make_room(work: Work, plan: Plan, counter: Counter) -> dict[str, object] | None:
    """Ends what is at the counter, as *Next* does (R-24); a snapshot of it, for undo."""
    if counter.call_id is None:
        return None
    call = the_call(work, counter.call_id)
    ticket = the_ticket(work, call.ticket_id)
    before = snapshot(call, ticket)
    if ticket.state == TicketState.CALLED:  # and the visitor has had the whole calling, or this were refused
        _record_miss(work, plan, call, counter, ticket, "not_here")
    else:
        end_visit(work, plan, counter, call, ticket, "done")
    work.session.flush()  # the ended call must leave its unique place before the new one takes it
    return before


def _current(work: Work, call_id: str) -> tuple[Call, Counter, Ticket]:
    """A call with its counter and ticket, if it is the counter's current one; else NotCurrent."""
    call = the_call(work, call_id)
    counter = the_counter(work, call.counter_id)
    if counter.call_id != call.id:
        raise NotCurrent()
    return call, counter, the_ticket(work, call.ticket_id)


def _seconds_to_miss(work: Work, plan: Plan, call: Call) -> int:
    settings = plan.settings_for(call.queue_id)
    allowed = miss_allowed_at(call.attempts, call.real_at, call.announced_real_at, settings)
    left = (allowed - work.real_now).total_seconds()
    return max(0, int(left) + (left > int(left)))


def _record_miss(work: Work, plan: Plan, call: Call, counter: Counter, ticket: Ticket, reason: str) -> None:
    ticket.misses += 1
    ticket.missed_at = work.now
    ticket.bound_counter_id = None
    step_away(work, plan, call, counter, ticket, TicketState.MISSED, events.TicketMissed, reason)
    if ticket.rejoins >= plan.settings_for(ticket.queue_id).passed_requeue_times:  # a second miss ends it
        ticket.end(TicketState.EXPIRED, work.now)
        work.record(
            ticket_fact(events.TicketExpired, plan, ticket, from_state=TicketState.MISSED, reason="missed_again")
        )
