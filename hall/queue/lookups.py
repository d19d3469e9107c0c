"""What verbs of the queue fetch before they judge, and how they say what happened.

The hall's row is locked by the unit of work, so whatever is read here cannot change under the verb.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session

from hall.kernel.database import Database
from hall.kernel.rows import Fetch, Question
from hall.kernel.sealing import keyed_hash
from hall.kernel.work import Work
from hall.queue.errors import UnknownCall, UnknownCounter, UnknownTicket
from hall.queue.events import CounterFact, TicketFact
from hall.queue.models import Call, Counter, Ticket
from hall.queue.rules import Seat, seat
from hall.queue.states import CounterState, TicketState
from hall.site import plan as site_plan
from hall.site.plan import Plan
from hall.site.queries import plan_of

TF = TypeVar("TF", bound=TicketFact)
CF = TypeVar("CF", bound=CounterFact)

# The columns the order needs, fetched as plain rows: a busy queue is read on every call, and building an
# entity for each waiting ticket costs more than the rest of the verb.
ORDER_COLUMNS = (
    Ticket.id,
    Ticket.label,
    Ticket.service_id,
    Ticket.queue_id,
    Ticket.lane,
    Ticket.ref,
    Ticket.issue_seq,
    Ticket.issued_at,
    Ticket.slot_start,
    Ticket.not_before,
    Ticket.floor_at,
    Ticket.floor_seq,
    Ticket.bound_counter_id,
    Ticket.returned_at,
    Ticket.unconfirmed,
    Ticket.to_arrive,
)
_OF_CALL = Fetch(
    select(Call, Counter, Ticket)
    .join(Counter, Counter.id == Call.counter_id)
    .join(Ticket, Ticket.id == Call.ticket_id)
    .where(Call.id == bindparam("call_id"))
)
_OF_TICKET = Fetch(
    select(Ticket, Counter, Call)
    .outerjoin(Counter, Counter.id == Ticket.counter_id)
    .outerjoin(Call, Call.id == Ticket.call_id)
    .where(Ticket.id == bindparam("ticket_id"))
)
_AWAY = Fetch(
    select(Counter).where(
        Counter.hall_id == bindparam("hall_id"),
        or_(Counter.state == CounterState.CLOSED, Counter.state == CounterState.PAUSED),
    )
)
_PLACE_OF_CALL = Question(select(Call.hall_id, Call.counter_id).where(Call.id == bindparam("call_id")))
_PLACE = select(Ticket.id, Ticket.hall_id)
_PLACE_BY_ID = Question(_PLACE.where(Ticket.id == bindparam("ticket_id")))
_PLACE_BY_CODE = Question(_PLACE.where(Ticket.code_hash == bindparam("code_hash")))
_BY_CODE = Fetch(select(Ticket).where(Ticket.code_hash == bindparam("code_hash")))


def place_of_call(database: Database, call_id: str) -> Any | None:
    """Hall and counter of a call, for the door: they never change."""
    return next(iter(database.ask(_PLACE_OF_CALL, call_id=call_id)), None)


def place_of_ticket(database: Database, code_or_id: str) -> Any | None:
    """Id and hall of a ticket, by id or by link token."""
    if len(code_or_id) == 26:
        return next(iter(database.ask(_PLACE_BY_ID, ticket_id=code_or_id)), None)
    return next(iter(database.ask(_PLACE_BY_CODE, code_hash=keyed_hash(code_or_id))), None)


def fetch_call(session: Session, call_id: str) -> None:
    """Fetches a call with its counter and ticket at once; a unit of work then finds each without asking."""
    _OF_CALL.first(session, call_id=call_id)


def fetch_visit(session: Session, ticket_id: str) -> Ticket:
    """A ticket that exists; fetched with the counter and the call it is at, if any."""
    found: Ticket = _OF_TICKET.entities(session, ticket_id=ticket_id)[0][0]
    return found


def the_plan(work: Work) -> Plan:
    """The hall's plan as it is now, counters with the skills of this moment (R-73)."""
    return plan_of(work.session, work.hall_id).at(work.now)


def the_ticket(work: Work, code_or_id: str) -> Ticket:
    """The ticket of this hall behind a link token or an id, or UnknownTicket."""
    found = find_ticket(work.session, code_or_id)
    if found is None or found.hall_id != work.hall_id:
        raise UnknownTicket()
    return found


def find_ticket(session: Session, code_or_id: str) -> Ticket | None:
    """By id (26 characters, for staff) or by link token (22 characters, for its holder)."""
    if len(code_or_id) == 26:
        return session.get(Ticket, code_or_id)
    return _BY_CODE.first(session, code_hash=keyed_hash(code_or_id))


def the_counter(work: Work, counter_id: str) -> Counter:
    """The counter of this hall, or UnknownCounter."""
    found = work.session.get(Counter, counter_id)
    if found is None or found.hall_id != work.hall_id:
        raise UnknownCounter()
    return found


def the_call(work: Work, call_id: str) -> Call:
    """The call of this hall, or UnknownCall."""
    found = work.session.get(Call, call_id)
    if found is None or found.hall_id != work.hall_id:
        raise UnknownCall()
    return found


def planned(plan: Plan, counter: Counter) -> site_plan.Counter:
    """What the plan says of a counter, or UnknownCounter when the plan has dropped or retired it."""
    found = plan.counter(counter.number)
    if found is None or found.retired:
        raise UnknownCounter()
    return found


def seat_of(plan: Plan, counter: Counter) -> Seat:
    return seat(plan, planned(plan, counter), counter.id, counter.boost_run)


def waiting_in(session: Session, hall_id: str, queues: Collection[str]) -> Sequence[Any]:
    """Everybody waiting in these queues, as the order sees them."""
    if not queues:
        return []
    wanted = {f"queue_{place}": queue for place, queue in enumerate(sorted(queues))}
    return _waiting(len(wanted)).rows(session, hall_id=hall_id, **wanted)


def released_counters(session: Session, hall_id: str, plan: Plan, now: Any) -> frozenset[str]:
    """Counters whose bound tickets any other may call: closed, or paused for long (R-34)."""
    after = timedelta(minutes=plan.settings.bound_released_minutes)
    away = _AWAY.entities(session, hall_id=hall_id)
    return frozenset(counter.id for (counter,) in away if counter.gives_up_bound(now, after))


def unanswered(hall_id: str) -> Select[Call]:
    """Calls whose visitor has not come yet. Asked by counter: calls are kept for years, counters are few."""
    return (
        select(Call)
        .join(Counter, Counter.call_id == Call.id)
        .where(Counter.hall_id == hall_id, Call.ended_at.is_(None), Call.arrived_at.is_(None))
    )


def of_earlier_days(hall_id: str, today: date, states: Collection[TicketState]) -> Select[Ticket]:
    """Tickets from before today that are in these states; asked by state, for earlier days grow for ever."""
    open_ = select(Ticket.id).where(Ticket.hall_id == hall_id, Ticket.state.in_(sorted(states)))
    return select(Ticket).where(Ticket.id.in_(open_), Ticket.day < today)


def ticket_fact(kind: type[TF], plan: Plan, ticket: Ticket, counter: Counter | None = None, **more: Any) -> TF:
    """A fact about a ticket with everything a screen needs to follow it alone."""
    if counter is not None:
        more |= {"counter": counter.id, "counter_number": counter.number, "counter_state": counter.state}
        more["counter_since"] = counter.since.isoformat()
    return kind(
        ticket=ticket.id,
        number=ticket.label,
        service=ticket.service_id,
        queue=ticket.queue_id,
        zone=zone_of(plan, ticket.queue_id),
        lane=ticket.lane,
        state=ticket.state,
        visual_alert=ticket.visual_alert,
        day=ticket.day.isoformat(),
        **more,
    )


def counter_fact(kind: type[CF], counter: Counter, **more: Any) -> CF:
    return kind(
        counter=counter.id,
        counter_number=counter.number,
        counter_state=counter.state,
        counter_since=counter.since.isoformat(),
        **more,
    )


@cache
def _waiting(queues: int) -> Question:
    """The question for so many queues."""
    return Question(
        select(*ORDER_COLUMNS).where(
            Ticket.hall_id == bindparam("hall_id"),
            Ticket.state == TicketState.WAITING,
            Ticket.queue_id.in_([bindparam(f"queue_{place}") for place in range(queues)]),
        )
    )


def zone_of(plan: Plan, queue_id: str) -> str:
    queue = plan.queue(queue_id)
    return queue.zone if queue else queue_id
