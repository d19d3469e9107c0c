"""Steps that several verbs of the queue share."""

from datetime import datetime
from typing import Any

from hall.kernel.work import Work
from hall.queue import events
from hall.queue.errors import BadChoice
from hall.queue.lookups import the_call, ticket_fact, zone_of
from hall.queue.models import Call, Counter, Ticket, TicketNote
from hall.queue.rules import best_lane
from hall.queue.states import COUNTER_STATE_WHILE, Lane, TicketState
from hall.site.plan import Plan

# How a call ended, by the state its ticket went to.
_CALL_END = {
    TicketState.MISSED: "missed",
    TicketState.PARKED: "parked",
    TicketState.CANCELLED: "cancelled",
    TicketState.LEFT: "left",
    TicketState.WAITING: "transferred",
    TicketState.FINISHED: "finished",
}


def step_away(
    work: Work,
    plan: Plan,
    call: Call,
    counter: Counter,
    ticket: Ticket,
    state: TicketState,
    kind: type[events.TicketFact],
    reason: str | None = None,
    **more: Any,
) -> None:
    """The ticket leaves its counter for `state`; the call ends, the counter is idle, the fact is recorded."""
    before = ticket.state
    if state in (TicketState.CANCELLED, TicketState.LEFT, TicketState.FINISHED):
        ticket.end(state, work.now)
    else:
        ticket.leave_counter(state)
    call.close(_CALL_END[state], work.now)
    counter.release(work.now)
    work.record(ticket_fact(kind, plan, ticket, counter, call=call.id, from_state=before, reason=reason, **more))


def from_list(work: Work, ticket: Ticket, kind: str, allowed: frozenset[str], reason: str) -> str:
    """The reason as the journal counts it. Own words become "other" and are kept apart, sealed."""
    if reason in allowed:
        return reason
    if not reason.strip():
        raise BadChoice("reason")
    add_note(work, ticket, kind, reason)
    return "other"


def add_note(work: Work, ticket: Ticket, kind: str, text: str) -> None:
    """Keeps what staff wrote about a visit, sealed and outside the journal."""
    member = work.actor.id if work.actor.kind == "member" else None
    work.session.add(
        TicketNote(hall_id=work.hall_id, ticket_id=ticket.id, kind=kind, text=text, member_id=member, at=work.now)
    )


def settle(work: Work, plan: Plan, call: Call, counter: Counter, ticket: Ticket) -> None:
    """Being served, whatever the clerk pressed first: who is parked, moved or finished has come (R-15)
    and is on hold no more."""
    arrived(work, plan, call, counter, ticket)
    if ticket.state == TicketState.HELD:
        resumed(work, plan, call, counter, ticket)


def resumed(work: Work, plan: Plan, call: Call, counter: Counter, ticket: Ticket) -> None:
    """A held visit goes on."""
    ticket.become(TicketState.SERVING)
    ticket.held_at = None
    show_at_counter(work, counter, ticket)
    work.record(
        ticket_fact(events.TicketResumed, plan, ticket, counter, call=call.id, from_state=TicketState.HELD)
    )


def arrived(work: Work, plan: Plan, call: Call, counter: Counter, ticket: Ticket) -> None:
    """The visitor stands at the counter: said by the clerk, or by hold, park, transfer and finish (R-15)."""
    if ticket.state != TicketState.CALLED:
        return
    ticket.arrive(work.now)
    call.arrived_at = work.now
    show_at_counter(work, counter, ticket)
    work.record(
        ticket_fact(events.TicketArrived, plan, ticket, counter, call=call.id, from_state=TicketState.CALLED)
    )


def end_visit(work: Work, plan: Plan, counter: Counter, call: Call, ticket: Ticket, outcome: str) -> None:
    """The visit at this counter ends: the ticket is finished, or goes on to its next service (R-13)."""
    settle(work, plan, call, counter, ticket)
    ticket.outcome = outcome
    if ticket.step + 1 < len(ticket.steps):
        _next_step(work, plan, counter, call, ticket, outcome)
    else:
        step_away(
            work,
            plan,
            call,
            counter,
            ticket,
            TicketState.FINISHED,
            events.TicketFinished,
            outcome=outcome,
        )


def move_to_service(plan: Plan, ticket: Ticket, service_id: str) -> dict[str, Any]:
    """Changes a ticket's service and queue; what a fact says of where it was."""
    service = plan.service(service_id)
    before, ticket.service_id = ticket.queue_id, service_id
    ticket.queue_id = service.queue if service else before
    if ticket.queue_id == before:
        return {}
    return {"from_queue": before, "from_zone": zone_of(plan, before)}


def snapshot(call: Call, ticket: Ticket) -> dict[str, Any]:
    """What undo needs to open a visit again exactly as it was (R-19)."""
    return {
        "call": call.id,
        "ticket": ticket.id,
        "state": ticket.state,
        "service": ticket.service_id,
        "step": ticket.step,
        "lane": ticket.lane,
        "ref": ticket.ref.isoformat(),
        "slot_start": ticket.slot_start.isoformat() if ticket.slot_start else None,
        "misses": ticket.misses,
        "rejoins": ticket.rejoins,
        "outcome": ticket.outcome,
    }


def reopen_previous(work: Work, plan: Plan, call: Call, counter: Counter) -> None:
    """Opens the visit that an undone *Next* had ended, unless its visitor has been called elsewhere since."""
    was = call.previous
    if was is None:
        return
    ticket = work.session.get(Ticket, was["ticket"])
    if ticket is None or ticket.at_counter or ticket.state in (TicketState.CANCELLED, TicketState.LEFT):
        return
    before = ticket.state
    moved = move_to_service(plan, ticket, was["service"])
    ticket.state, ticket.step, ticket.lane = TicketState(was["state"]), was["step"], Lane(was["lane"])
    ticket.ref = datetime.fromisoformat(was["ref"])
    ticket.slot_start = datetime.fromisoformat(slot) if (slot := was.get("slot_start")) else None
    ticket.misses, ticket.rejoins = was["misses"], was["rejoins"]
    ticket.floor_at = ticket.floor_seq = ticket.bound_counter_id = ticket.returned_at = None
    ticket.outcome, ticket.ended_at = was["outcome"], None
    again = the_call(work, was["call"])
    work.session.flush()  # the undone call leaves its unique place before the earlier one takes it again
    again.reopen()
    ticket.counter_id, ticket.call_id = counter.id, again.id
    counter.take(again, ticket, work.now)
    work.record(
        ticket_fact(events.TicketReopened, plan, ticket, counter, call=again.id, from_state=before, **moved)
    )


def show_at_counter(work: Work, counter: Counter, ticket: Ticket) -> None:
    """The counter's state follows its ticket's."""
    counter.become(COUNTER_STATE_WHILE[TicketState(ticket.state)], work.now)


def _next_step(work: Work, plan: Plan, counter: Counter, call: Call, ticket: Ticket, outcome: str) -> None:
    before = ticket.state
    ticket.step += 1
    moved = move_to_service(plan, ticket, ticket.steps[ticket.step])
    slot = ticket.step_slots[ticket.step] if ticket.step_slots else None
    ticket.slot_start = datetime.fromisoformat(slot) if slot else None
    ticket.ref = max(work.now, ticket.slot_start or work.now)  # a step with a slot of its own keeps its key
    own = Lane.BOOKED if ticket.slot_start else Lane.PACKAGE
    ticket.lane = best_lane(plan.settings, own, ticket.priority_group)
    ticket.recalls = 0
    ticket.wait_again()
    call.close("finished", work.now)
    counter.release(work.now)
    work.record(
        ticket_fact(
            events.StepStarted,
            plan,
            ticket,
            counter,
            call=call.id,
            from_state=before,
            reason=outcome,
            step=ticket.step,
            **moved,
        )
    )
