"""A visit at the counter: hold, park, transfer, wrap up, finish (R-13, R-15, R-33 to R-37)."""

from typing import Any

from hall.kernel.work import Work
from hall.queue import events
from hall.queue.actions.parts import (
    arrived,
    end_visit,
    from_list,
    move_to_service,
    resumed,
    settle,
    show_at_counter,
    step_away,
)
from hall.queue.errors import BadChoice, NotCurrent, NotServedHere, NowhereToGo, UnknownService, WrongState
from hall.queue.lookups import planned, the_call, the_counter, the_plan, the_ticket, ticket_fact
from hall.queue.models import Call, Counter, Ticket
from hall.queue.states import TicketState
from hall.site.plan import Plan

OUTCOMES = frozenset({"done", "incomplete", "referred"})
HOLD_REASONS = frozenset({"system", "colleague", "payment", "form", "other"})
PARK_REASONS = frozenset({"copy", "photo", "payment", "paper", "other"})
TRANSFER_REASONS = frozenset({"wrong_service", "next_step", "counter_cannot"})


def hold(work: Work, code: str, reason: str, *, call_id: str | None = None) -> Ticket:
    """The counter waits for something short; the visitor stays near (R-33). Counts as service time."""
    ticket = the_ticket(work, code)
    if ticket.state == TicketState.HELD:
        return ticket
    call, counter = _at_counter(work, ticket, call_id)
    plan, counted = the_plan(work), from_list(work, ticket, "hold", HOLD_REASONS, reason)
    arrived(work, plan, call, counter, ticket)
    before = ticket.state
    ticket.become(TicketState.HELD)
    ticket.held_at = work.now
    show_at_counter(work, counter, ticket)
    work.record(
        ticket_fact(events.TicketHeld, plan, ticket, counter, call=call.id, from_state=before, reason=counted)
    )
    return ticket


def resume(work: Work, code: str, *, call_id: str | None = None) -> Ticket:
    """Goes on with a held visit; going on twice is the same."""
    ticket = the_ticket(work, code)
    call, counter = _at_counter(work, ticket, call_id)
    if ticket.state == TicketState.SERVING:
        return ticket
    if ticket.state != TicketState.HELD:
        raise WrongState(state=ticket.state)
    resumed(work, the_plan(work), call, counter, ticket)
    return ticket


def park(
    work: Work, code: str, reason: str, *, papers: tuple[int, ...] = (), call_id: str | None = None
) -> Ticket:
    """The visitor fetches something and comes back next to this counter (R-34); others are served meanwhile."""
    ticket = the_ticket(work, code)
    if ticket.state == TicketState.PARKED:
        return ticket
    call, counter = _at_counter(work, ticket, call_id)
    plan, counted = the_plan(work), from_list(work, ticket, "park", PARK_REASONS, reason)
    settle(work, plan, call, counter, ticket)
    ticket.bound_counter_id, ticket.parked_at = counter.id, work.now
    parked, kind = TicketState.PARKED, events.TicketParked
    step_away(work, plan, call, counter, ticket, parked, kind, counted, papers=papers)
    return ticket


def transfer(
    work: Work,
    code: str,
    reason: str,
    *,
    service_id: str | None = None,
    counter_id: str | None = None,
    call_id: str | None = None,
) -> Ticket:
    """To another service's queue or to one counter, keeping ref, lane and credit (R-37)."""
    _one_of(TRANSFER_REASONS, reason)
    plan, ticket = the_plan(work), the_ticket(work, code)
    target = ticket.service_id if service_id is None else service_id
    chosen = plan.service(target)
    if chosen is None or (service_id is not None and not plan.is_on_offer(chosen)):
        raise UnknownService("service")
    if service_id is None and counter_id is None:
        raise NowhereToGo("service")
    if counter_id is not None:
        _serves(work, plan, counter_id, target)
    before, seen = ticket.state, dict[str, Any]()
    if before == TicketState.WAITING:
        ticket.bound_counter_id, ticket.returned_at = counter_id, None
    else:
        call, counter = _at_counter(work, ticket, call_id)
        if before == TicketState.WRAP_UP:  # the visitor has gone and would be called in vain
            raise WrongState(state=before)
        settle(work, plan, call, counter, ticket)
        before = ticket.state
        ticket.wait_again(bound_counter_id=counter_id)
        ticket.returned_at = None
        call.close("transferred", work.now)
        counter.release(work.now)
        seen = {"counter": counter, "call": call.id}
    moved = _change_service(plan, ticket, target)
    more = {**seen, **moved, "from_state": before, "reason": reason, "to_counter": counter_id}
    work.record(ticket_fact(events.TicketTransferred, plan, ticket, **more))
    return ticket


def wrap_up(work: Work, call_id: str) -> Call:
    """The visitor has gone, the clerk finishes; saying so twice is the same."""
    call = the_call(work, call_id)
    counter = the_counter(work, call.counter_id)
    if counter.call_id != call.id:
        raise NotCurrent()
    ticket = the_ticket(work, call.ticket_id)
    if ticket.state != TicketState.WRAP_UP:
        ticket.become(TicketState.WRAP_UP)
        call.wrapped_at = work.now
        show_at_counter(work, counter, ticket)
        work.record(
            ticket_fact(
                events.WrapUpStarted,
                the_plan(work),
                ticket,
                counter,
                call=call.id,
                from_state=TicketState.SERVING,
            )
        )
    return call


def finish(work: Work, code: str, outcome: str, *, call_id: str | None = None) -> Ticket:
    """Ends the visit with an outcome; a package goes on to its next service (R-13)."""
    if outcome not in OUTCOMES:
        raise BadChoice("outcome")
    ticket = the_ticket(work, code)
    if _finished_before(work, ticket, call_id):
        return ticket
    call, counter = _at_counter(work, ticket, call_id)
    end_visit(work, the_plan(work), counter, call, ticket, outcome)
    return ticket


def _finished_before(work: Work, ticket: Ticket, call_id: str | None) -> bool:
    """True when this press has done its work already, even if the ticket has moved on since."""
    if call_id is None:
        return ticket.state == TicketState.FINISHED
    call = the_call(work, call_id)
    return call.ticket_id == ticket.id and call.end == "finished"


def _at_counter(work: Work, ticket: Ticket, call_id: str | None) -> tuple[Call, Counter]:
    """The call and counter where the ticket is. A verb that names another call is outdated: NotCurrent."""
    if ticket.call_id is None or ticket.counter_id is None:
        raise NotCurrent() if call_id else WrongState(state=ticket.state)
    if call_id is not None and call_id != ticket.call_id:
        raise NotCurrent()
    return the_call(work, ticket.call_id), the_counter(work, ticket.counter_id)


def _serves(work: Work, plan: Plan, counter_id: str, service_id: str) -> None:
    service = plan.service(service_id)
    if service is None or not planned(plan, the_counter(work, counter_id)).can_serve(service):
        raise NotServedHere()


def _change_service(plan: Plan, ticket: Ticket, target: str) -> dict[str, Any]:
    if ticket.steps:
        # The step is corrected in place: a package keeps the services that are still to come.
        ticket.steps = [*ticket.steps[: ticket.step], target, *ticket.steps[ticket.step + 1 :]]
    return move_to_service(plan, ticket, target)


def _one_of(allowed: frozenset[str], reason: str) -> None:
    if reason not in allowed:
        raise BadChoice("reason")
