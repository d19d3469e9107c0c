"""Looks at the queue: who waits, how a counter stands, what the board shows, whether numbers are issued."""

import re
from collections import Counter as Counted
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from hall.kernel.journal import JournalRow
from hall.kernel.rows import Question
from hall.kernel.sealing import keyed_hash
from hall.queue.capacity import is_full_now, quota_used
from hall.queue.events import KioskTicketRefused, QueueReviewed, TicketCalled
from hall.queue.issuing import Issuing
from hall.queue.lookups import released_counters, seat_of, waiting_in
from hall.queue.models import Call, Counter, Ticket
from hall.queue.ports import Expected
from hall.queue.rules import Reason, line_up, order_key, place_in_line
from hall.queue.states import CounterState, TicketState
from hall.site.plan import Plan, Service
from hall.site.queries import plan_of
from hall.site.rules import LOOK_AHEAD_DAYS, Opening, business_day, day_span, issuing_opening, next_opening
from hall.wire.devices import TurnedAway

BOARD_CALLS = 12
SAID = re.compile(r"(?P<series>[A-Z]*)(?P<number>[0-9]{1,6})")
_WAITING = Question(  # the lane too: for the queue alone SQLite reads an index of the tickets of all years
    select(Ticket.queue_id, Ticket.lane).where(
        Ticket.hall_id == bindparam("hall_id"), Ticket.state == TicketState.WAITING
    )
)
_IN_DOUBT = Question(
    select(Ticket.id, Ticket.lane).where(
        Ticket.hall_id == bindparam("hall_id"),
        Ticket.state == TicketState.WAITING,
        Ticket.unconfirmed.is_(True),
    )
)
_COUNTERS = Question(select(Counter.number, Counter.state).where(Counter.hall_id == bindparam("hall_id")))


@dataclass(frozen=True)
class IssuingAnswer:
    """Whether numbers are issued for a service, and if not yet, from when."""

    state: Issuing
    opens_at: datetime | None = None
    closes_at: datetime | None = None


def issuing_of(session: Session, plan: Plan, service: Service, now: datetime, expected: Expected) -> IssuingAnswer:
    """The right one of open, not yet, full, closed, not here, online (R-04, R-07 to R-10)."""
    if not plan.is_on_offer(service):
        return IssuingAnswer(Issuing.NOT_HERE)
    opening = issuing_opening(plan, now)
    if opening is None:
        coming = next_opening(plan, now)
        opens = coming.start - timedelta(minutes=plan.settings.kiosk_opens_before) if coming else None
        today = opens is not None and business_day(plan, opens) == business_day(plan, now)
        return IssuingAnswer(Issuing.NOT_YET if today else Issuing.CLOSED, opens)
    if not offered_in(service, opening):
        return IssuingAnswer(Issuing.CLOSED, _next_offered(plan, service, opening), opening.end)
    if not plan.counters_for(service):
        return IssuingAnswer(Issuing.NOT_HERE)
    if quota_used(session, plan, service, now) or is_full_now(session, plan, service, now, opening, expected):
        return IssuingAnswer(Issuing.FULL, closes_at=opening.end)
    state = Issuing.ONLINE if service.online else Issuing.OPEN
    return IssuingAnswer(state, opening.start, opening.end)


def waiting_counts(session: Session, hall_id: str) -> dict[str, int]:
    """How many wait, by queue."""
    return Counted(row.queue_id for row in _WAITING.rows(session, hall_id=hall_id))


def how_many_in_doubt(session: Session, hall_id: str) -> int:
    """How many wait until somebody has looked whether they were served by list (R-75)."""
    return len(_IN_DOUBT.rows(session, hall_id=hall_id))


def in_doubt(session: Session, hall_id: str) -> Sequence[Ticket]:
    """Those tickets."""
    wanted = select(Ticket).where(Ticket.hall_id == hall_id, Ticket.state == TicketState.WAITING)
    return session.scalars(wanted.where(Ticket.unconfirmed.is_(True)).order_by(Ticket.issue_seq)).all()


def to_review(session: Session, plan: Plan, now: datetime) -> int:
    """How many numbers of an outage somebody has still to look at."""
    return how_many_in_doubt(session, plan.id) + len(turned_away(session, plan, now))


def turned_away(session: Session, plan: Plan, now: datetime) -> list[TurnedAway]:
    """Today's numbers of kiosks that the hall could not keep, until somebody has said that they know (R-75)."""
    since = day_span(plan, business_day(plan, now))[0]
    names = (KioskTicketRefused.name, QueueReviewed.name)
    wanted = select(JournalRow).where(
        JournalRow.hall_id == plan.id, JournalRow.at >= since, JournalRow.name.in_(names)
    )
    rows = session.scalars(wanted.order_by(JournalRow.seq)).all()
    known = {id_ for row in rows for id_ in row.data.get("refused", ()) if row.name == QueueReviewed.name}
    said = ("number", "service", "reason")
    return [
        TurnedAway(id=row.ticket_id, at=row.at, **{name: row.data[name] for name in said})
        for row in rows
        if row.ticket_id and row.name == KioskTicketRefused.name and row.ticket_id not in known
    ]


def ahead_of(session: Session, plan: Plan, ticket: Ticket) -> int:
    """How many of its queue are called before a waiting ticket; 0 when it is not waiting."""
    if ticket.state != TicketState.WAITING:
        return 0
    same = waiting_in(session, ticket.hall_id, [ticket.queue_id])
    return place_in_line(ticket, same, plan.settings)


def counters(session: Session, hall_id: str) -> Sequence[Counter]:
    """The counters that the plan has now and has not retired, by number."""
    kept = {c.number for c in plan_of(session, hall_id).counters if not c.retired}
    rows = session.scalars(select(Counter).where(Counter.hall_id == hall_id).order_by(Counter.number))
    return [row for row in rows if row.number in kept]


def open_counters(session: Session, hall_id: str) -> frozenset[int]:
    """The numbers of the counters that call: neither closed nor paused."""
    away = (CounterState.CLOSED, CounterState.PAUSED)
    return frozenset(row.number for row in _COUNTERS.rows(session, hall_id=hall_id) if row.state not in away)


def line_of(session: Session, plan: Plan, counter: Counter, now: datetime) -> list[tuple[Ticket, Reason]]:
    """Everybody a counter can call now, in order, each with the reason for its place."""
    counter_plan = plan.counter(counter.number)
    if counter_plan is None:
        return []
    wanted = select(Ticket).where(
        Ticket.hall_id == plan.id,
        Ticket.state == TicketState.WAITING,
        Ticket.queue_id.in_(counter_plan.queues),
    )
    released = released_counters(session, plan.id, plan, now)
    rows = session.scalars(wanted).all()
    return line_up(rows, seat_of(plan, counter), now, plan.settings, released=released)


def parked_at(session: Session, counter: Counter) -> Sequence[Ticket]:
    """The tickets whose visitors are fetching something and come back to this counter."""
    wanted = select(Ticket).where(
        Ticket.hall_id == counter.hall_id,
        Ticket.state == TicketState.PARKED,
        Ticket.bound_counter_id == counter.id,
    )
    return session.scalars(wanted.order_by(Ticket.parked_at)).all()


def last_calls(
    session: Session, hall_id: str, day: date, *, zone: str | None = None
) -> Sequence[tuple[Call, Ticket]]:
    """The newest calls of a day, newest first, taken-back ones included: a screen marks those itself."""
    wanted = (
        select(Call, Ticket)
        .join(Ticket, Ticket.id == Call.ticket_id)
        .join(JournalRow, JournalRow.call_id == Call.id)
        .where(
            JournalRow.hall_id == hall_id,
            JournalRow.seq >= _first_of(session, hall_id, day),
            JournalRow.name == TicketCalled.name,
            Ticket.day == day,
        )
        .order_by(JournalRow.seq.desc())  # the journal has the index that calls lack
        .limit(BOARD_CALLS)
    )
    if zone is not None:
        wanted = wanted.where(Call.zone == zone)
    return [(call, ticket) for call, ticket in session.execute(wanted)]


def _first_of(session: Session, hall_id: str, day: date) -> int:
    """The number of a fact with which a day begins, or a little before: a day begins first at UTC+14."""
    begins = datetime.combine(day, time(), UTC) - timedelta(hours=14)
    wanted = select(JournalRow.seq).where(JournalRow.hall_id == hall_id, JournalRow.at >= begins)
    return session.scalar(wanted.order_by(JournalRow.at).limit(1)) or 0


def last_visits(session: Session, counter_id: str, *, limit: int = 10) -> Sequence[tuple[Call, Ticket]]:
    """The last calls of one counter, newest first."""
    wanted = (
        select(Call, Ticket)
        .join(Ticket, Ticket.id == Call.ticket_id)
        .where(Call.counter_id == counter_id)
        .order_by(Call.id.desc())
        .limit(limit)
    )
    return [(call, ticket) for call, ticket in session.execute(wanted)]


def find_tickets(
    session: Session,
    hall_id: str,
    day: date,
    *,
    states: Sequence[str] = (),
    queue: str | None = None,
    q: str | None = None,
    after: int = 0,
    limit: int = 100,
) -> Sequence[Ticket]:
    """Tickets of a day in the order of issue; `q` is a number as people say it; `after` an issue sequence."""
    wanted = select(Ticket).where(Ticket.hall_id == hall_id, Ticket.day == day, Ticket.issue_seq > after)
    if states:
        wanted = wanted.where(Ticket.state.in_(states))
    if queue is not None:
        wanted = wanted.where(Ticket.queue_id == queue)
    if q:
        wanted = wanted.where(_numbered(q.replace(" ", "").replace("-", "").upper()))
    return session.scalars(wanted.order_by(Ticket.issue_seq).limit(limit)).all()


def _numbered(said: str) -> ColumnElement[bool]:
    """Tickets whose number begins as it was said, and those it names without the zeros: "B68", "68"."""
    begins = Ticket.label.startswith(said, autoescape=True)
    named = SAID.fullmatch(said)
    if named is None:
        return begins
    series = [Ticket.series == named["series"]] if named["series"] else []
    return or_(begins, and_(Ticket.number == int(named["number"]), *series))


def ticket_by_short_code(session: Session, plan: Plan, code: str, now: datetime) -> Ticket | None:
    """The ticket of today behind a spoken code; spaces, dashes and case do not matter."""
    plain = code.replace(" ", "").replace("-", "").upper()
    wanted = select(Ticket).where(
        Ticket.hall_id == plan.id,
        or_(Ticket.day == business_day(plan, now), Ticket.kept_at.is_not(None)),  # kept: a second pass
        Ticket.short_code_hash == keyed_hash(plain),
    )
    return session.scalar(wanted.order_by(Ticket.day.desc()).limit(1))


def in_key_order(plan: Plan, tickets: Sequence[Ticket]) -> list[Ticket]:
    """Waiting tickets in the order of their keys, lanes' credits only."""
    return sorted(tickets, key=lambda t: order_key(t, plan.settings))


def offered_in(service: Service, opening: Opening) -> bool:
    """True if numbers of a service are given in an opening: in an off-hours one only of some."""
    kinds = {session.kind for session in opening.sessions}
    return service.saturday if kinds == {"off_hours"} else True


def _next_offered(plan: Plan, service: Service, opening: Opening) -> datetime | None:
    """From when numbers of a service are issued that this opening does not offer."""
    coming, last = next_opening(plan, opening.start), opening.start + timedelta(days=LOOK_AHEAD_DAYS)
    while coming is not None and coming.start <= last and not offered_in(service, coming):
        coming = next_opening(plan, coming.start)
    if coming is None or not offered_in(service, coming):
        return None
    return coming.start - timedelta(minutes=plan.settings.kiosk_opens_before)
