"""Is one more number worth giving today? The work that waits against the minutes that counters have left (R-08).

One more visit fits only if it fits twice: the whole queue's work into all counters of the queue, and the work
that nobody else can do into the counters that can do this service. (Two conditions of Hall's
marriage theorem; the others bind only where skills overlap in more than two layers.)
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hall.queue.issuing import Presence, capacity_minutes, is_full, numbers_that_fit
from hall.queue.models import Counter, Ticket
from hall.queue.ports import Expected
from hall.queue.states import OPEN, CounterState, TicketState
from hall.site.plan import Counter as PlannedCounter
from hall.site.plan import Plan, QuotaBand, Service
from hall.site.rules import Opening, business_day, is_late, issuing_opening, local, on_duty

_TO_COME = OPEN - {TicketState.MISSED, TicketState.WRAP_UP}


def is_full_now(
    session: Session, plan: Plan, service: Service, now: datetime, opening: Opening, expected: Expected
) -> bool:
    """True when one more ticket for this service could not be served today (R-08)."""
    if opening.end - now > timedelta(minutes=plan.settings.full_earliest_minutes):
        return False  # asked on every issue: no look at the queue when the answer is known
    return _is_full(session, plan, _load(session, plan, opening), service, now, expected)


@dataclass(frozen=True)
class Load:
    """What a hall has still to do in its opening, and the counters that are there to do it; looked up once."""

    opening: Opening
    states: Mapping[int, CounterState]
    work: Mapping[str, float]  # minutes by service


def load_now(session: Session, plan: Plan, now: datetime) -> Load | None:
    """The load while numbers can be full (R-08): in the last hour of an opening; None at any other time."""
    opening = issuing_opening(plan, now)
    early = timedelta(minutes=plan.settings.full_earliest_minutes)
    return None if opening is None or opening.end - now > early else _load(session, plan, opening)


def numbers_left(
    session: Session, plan: Plan, load: Load, service: Service, now: datetime, expected: Expected
) -> int:
    """How many more numbers of a service can be served today (R-08)."""
    new_work = handling_minutes(plan, service)
    booked = expected.minutes(session, plan, service.queue, now, load.opening.end)
    return min(
        numbers_that_fit(capacity=capacity, waiting_work=minutes, booked_work=booked, new_work=new_work)
        for capacity, minutes in _rooms(plan, load, service, now)
    )


def _load(session: Session, plan: Plan, opening: Opening) -> Load:
    rows = session.scalars(select(Counter).where(Counter.hall_id == plan.id)).all()
    states = {row.number: CounterState(row.state) for row in rows}
    return Load(opening, states, waiting_work(session, plan))


def _is_full(
    session: Session, plan: Plan, load: Load, service: Service, now: datetime, expected: Expected
) -> bool:
    booked = expected.minutes(session, plan, service.queue, now, load.opening.end)
    return any(
        is_full(
            capacity=capacity,
            waiting_work=minutes,
            booked_work=booked,
            new_work=handling_minutes(plan, service),
            now=now,
            closes=load.opening.end,
            settings=plan.settings,
        )
        for capacity, minutes in _rooms(plan, load, service, now)
    )


def _rooms(plan: Plan, load: Load, service: Service, now: datetime) -> list[tuple[float, float]]:
    """Minutes there are and minutes wanted: of the whole queue, and of what only these counters can do."""
    of_queue = [c for c in plan.counters if service.queue in c.queues]
    able = [c for c in of_queue if c.can_serve(service)]
    here = [s for s in plan.services if s.queue == service.queue]
    numbers = {c.number for c in able}
    only_able = [s for s in here if {c.number for c in plan.counters_for(s)} <= numbers]
    return [
        (_capacity(plan, counters, load.states, load.opening, now), _sum(load.work, services))
        for counters, services in ((of_queue, here), (able, only_able))
    ]


def quota_used(session: Session, plan: Plan, service: Service, now: datetime) -> bool:
    """True when a day's or a time band's numbers for a service have been given (R-10)."""
    day = business_day(plan, now)
    if service.quota_per_day is not None and _issued(session, plan, service, day=day) >= service.quota_per_day:
        return True
    time = local(plan, now).time()
    band = next((b for b in service.quotas if b.start <= time < b.end), None)
    if band is None:
        return False
    return _issued_in(session, plan, service, band, now) >= band.numbers


def quota_left(session: Session, plan: Plan, service: Service, now: datetime) -> int | None:
    """How many numbers of a service the quotas leave from now on (R-10); None where nothing limits them.

    The bands still to come count together: a kiosk that is cut off cannot ask again when the next one begins.
    """
    limits, time = [], local(plan, now).time()
    day = business_day(plan, now)
    if service.quota_per_day is not None:
        limits.append(service.quota_per_day - _issued(session, plan, service, day=day))
    bands = [b for b in service.quotas if time < b.end]
    if bands and bands[0].start <= time:
        limits.append(sum(b.numbers for b in bands) - _issued_in(session, plan, service, bands[0], now))
    return max(0, min(limits)) if limits else None


def handling_minutes(plan: Plan, service: Service) -> float:
    """Minutes of a counter that one visit takes: the walk to it, the service, the wrap-up after it."""
    around = plan.arrivals.walk_seconds["mean"] + plan.arrivals.wrap_up_seconds["mean"]
    return service.mean + around / 60


def waiting_work(session: Session, plan: Plan) -> dict[str, float]:
    """Minutes of work still to come, by service; steps that a package has not reached yet are counted too."""
    wanted = (
        select(Ticket.service_id, func.count())
        .where(Ticket.hall_id == plan.id, Ticket.state.in_(sorted(_TO_COME)))
        .group_by(Ticket.service_id)
    )
    counts: dict[str, int] = {str(service): int(count) for service, count in session.execute(wanted)}
    packages = select(Ticket.steps, Ticket.step).where(
        Ticket.hall_id == plan.id, Ticket.state.in_(sorted(OPEN)), Ticket.package_id.is_not(None)
    )
    for steps, step in session.execute(packages):
        for later in steps[step + 1 :]:
            counts[later] = counts.get(later, 0) + 1
    known = {s.id: s for s in plan.services}
    return {id_: handling_minutes(plan, known[id_]) * n for id_, n in counts.items() if id_ in known}


def _capacity(
    plan: Plan,
    counters: Iterable[PlannedCounter],
    states: Mapping[int, CounterState],
    opening: Opening,
    now: datetime,
) -> float:
    presences = [
        Presence(_spans(c, states.get(c.number, CounterState.CLOSED), opening, now), len(c.queues))
        for c in counters
    ]
    return capacity_minutes(presences, now, timedelta(minutes=plan.settings.closing_overrun_minutes))


def _spans(
    counter: PlannedCounter, state: CounterState, opening: Opening, now: datetime
) -> Sequence[tuple[datetime, datetime]]:
    """When a counter is on duty in an opening (R-70). One that should be open and is not is not counted on."""
    if state == CounterState.CLOSED and counter.type == "tidal":
        return ()
    sessions = [s for s in opening.sessions if s.end > now and on_duty(counter, s)]
    if state == CounterState.CLOSED:
        sessions = [s for s in sessions if not is_late(s, now)]
    return [(s.start, s.end) for s in sessions]


def _issued_in(session: Session, plan: Plan, service: Service, band: QuotaBand, now: datetime) -> int:
    since = local(plan, now).replace(hour=band.start.hour, minute=band.start.minute, second=0, microsecond=0)
    return _issued(session, plan, service, day=business_day(plan, now), since=since)


def _issued(session: Session, plan: Plan, service: Service, *, day: object, since: datetime | None = None) -> int:
    wanted = select(func.count()).where(
        Ticket.hall_id == plan.id, Ticket.day == day, Ticket.issued_for == service.id
    )
    if since is not None:
        wanted = wanted.where(Ticket.issued_at >= since)
    return session.scalar(wanted) or 0


def _sum(work: Mapping[str, float], services: Iterable[Service]) -> float:
    return sum(work.get(s.id, 0.0) for s in services)
