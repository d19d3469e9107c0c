"""What happens to a ticket while its visitor waits: leave, rejoin, return, delay, priority (R-25 to R-44)."""

from datetime import timedelta

from hall.kernel.work import Work
from hall.queue import events
from hall.queue.actions.parts import add_note, step_away
from hall.queue.errors import BadChoice, DelayedBefore, RejoinedBefore, RejoinTooLate, WrongState
from hall.queue.lookups import (
    released_counters,
    the_call,
    the_counter,
    the_plan,
    the_ticket,
    ticket_fact,
    waiting_in,
)
from hall.queue.models import Ticket
from hall.queue.rules import best_lane, may_still_rejoin, rejoin_floor
from hall.queue.states import OPEN, Lane, TicketState

PRIORITY_GROUPS = frozenset(
    {"older", "disabled", "pregnant", "infant", "illness", "military", "fire_rescue", "discretion"}
)


def cancel(work: Work, code: str) -> Ticket:
    """Gives the ticket back (R-31), in any state before it is served; twice is the same."""
    return _give_up(work, code, TicketState.CANCELLED, events.TicketCancelled)


def leave(work: Work, code: str) -> Ticket:
    """Staff saw that the visitor has gone (R-31); twice is the same."""
    return _give_up(work, code, TicketState.LEFT, events.TicketLeft)


def rejoin(work: Work, code: str) -> Ticket:
    """Back into the queue after a missed turn, behind the third waiting ticket (R-25 to R-28)."""
    ticket, plan = the_ticket(work, code), the_plan(work)
    if ticket.state == TicketState.WAITING and ticket.rejoins:
        return ticket
    if ticket.state == TicketState.EXPIRED:
        raise RejoinTooLate()
    if ticket.state != TicketState.MISSED:
        raise WrongState(state=ticket.state)
    settings = plan.settings_for(ticket.queue_id)
    if ticket.rejoins >= settings.passed_requeue_times:
        raise RejoinedBefore()
    if not may_still_rejoin(plan, ticket.queue_id, ticket.missed_at, work.now):
        raise RejoinTooLate()
    same_queue = waiting_in(work.session, work.hall_id, [ticket.queue_id])
    released = released_counters(work.session, work.hall_id, plan, work.now)
    floor = rejoin_floor(same_queue, work.now, settings, released=released)
    ticket.floor_at, ticket.floor_seq = floor or (None, None)
    ticket.rejoins += 1
    ticket.become(TicketState.WAITING)
    work.record(ticket_fact(events.TicketRejoined, plan, ticket, from_state=TicketState.MISSED))
    return ticket


def come_back(work: Work, code: str) -> Ticket:
    """A parked visitor is back: next at the same counter (R-34); twice is the same."""
    ticket = the_ticket(work, code)
    if ticket.state == TicketState.WAITING and ticket.returned_at is not None:
        return ticket
    if ticket.state != TicketState.PARKED:
        raise WrongState(state=ticket.state)
    ticket.become(TicketState.WAITING)
    ticket.returned_at = work.now
    work.record(ticket_fact(events.TicketReturned, the_plan(work), ticket, from_state=TicketState.PARKED))
    return ticket


def say_here(work: Work, code: str) -> Ticket:
    """Whoever took a number from outside has come and can be called (R-12); twice is the same."""
    ticket = the_ticket(work, code)
    if ticket.state != TicketState.WAITING:
        raise WrongState(state=ticket.state)
    if ticket.to_arrive:
        ticket.to_arrive = False
        work.record(ticket_fact(events.VisitorHere, the_plan(work), ticket, from_state=TicketState.WAITING))
    return ticket


def delay(work: Work, code: str, minutes: int) -> Ticket:
    """Lets others go first for some minutes; the place by time stays. At most twice."""
    ticket, plan = the_ticket(work, code), the_plan(work)
    if ticket.state != TicketState.WAITING:
        raise WrongState(state=ticket.state)
    times = plan.settings_for(ticket.queue_id).delay_times
    if ticket.delays >= times:
        raise DelayedBefore(times=times)
    ticket.delays += 1
    ticket.not_before = work.now + timedelta(minutes=minutes)
    work.record(ticket_fact(events.TicketDelayed, plan, ticket, from_state=TicketState.WAITING, minutes=minutes))
    return ticket


def give_priority(work: Work, code: str, group: str, *, note: str | None = None) -> Ticket:
    """Staff verified that a visitor may go first (R-42 to R-44). The note is sealed, never in a fact."""
    if group not in PRIORITY_GROUPS:
        raise BadChoice("group")
    if group == "discretion" and not (note or "").strip():  # a staff decision says why
        raise BadChoice("note")
    ticket = _open_ticket(work, code)
    if note:
        add_note(work, ticket, "priority", note)
    if ticket.priority_group == group:
        return ticket
    ticket.priority_group = group
    ticket.lane = best_lane(the_plan(work).settings, ticket.lane, group)
    work.record(ticket_fact(events.PriorityGiven, the_plan(work), ticket, from_state=ticket.state, reason=group))
    return ticket


def take_priority(work: Work, code: str) -> Ticket:
    """Back to the ordinary lane; without priority it is the same."""
    ticket = _open_ticket(work, code)
    if ticket.priority_group is None:
        return ticket
    ticket.priority_group = None
    if ticket.lane == Lane.PRIORITY:
        ticket.lane = Lane.BOOKED if ticket.slot_start else Lane.PACKAGE if ticket.step else Lane.ORDINARY
    work.record(ticket_fact(events.PriorityTaken, the_plan(work), ticket, from_state=ticket.state))
    return ticket


def reprint(work: Work, code: str) -> Ticket:
    """The same ticket on paper once more, marked as a reprint."""
    ticket = _open_ticket(work, code)
    ticket.paper = "printed" if ticket.paper == "failed" else ticket.paper
    work.record(ticket_fact(events.TicketReprinted, the_plan(work), ticket, from_state=ticket.state))
    return ticket


def _open_ticket(work: Work, code: str) -> Ticket:
    ticket = the_ticket(work, code)
    if ticket.state not in OPEN:
        raise WrongState(state=ticket.state)
    return ticket


def _give_up(work: Work, code: str, state: TicketState, kind: type[events.TicketFact]) -> Ticket:
    ticket, plan = the_ticket(work, code), the_plan(work)
    if ticket.state == state:
        return ticket
    said_by = "staff" if work.actor.kind == "member" else "visitor"
    if ticket.state == TicketState.CALLED and ticket.call_id and ticket.counter_id:
        call, counter = the_call(work, ticket.call_id), the_counter(work, ticket.counter_id)
        step_away(work, plan, call, counter, ticket, state, kind, said_by)
        return ticket
    before = ticket.state
    ticket.end(state, work.now)
    work.record(ticket_fact(kind, plan, ticket, from_state=before, reason=said_by))
    return ticket
