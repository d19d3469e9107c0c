"""The hall as it is now, in the plain values that an estimate needs (`rollout_state.py`)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hall.kernel.database import Instant
from hall.queue.lookups import waiting_in
from hall.queue.models import Call, Counter, Ticket
from hall.queue.queries import counters
from hall.queue.rollout_state import (
    ArrivalRate,
    CounterNow,
    Cycle,
    Duration,
    HallState,
    Rules,
    WaitingTicket,
)
from hall.queue.rules import lane_credit, service_credit
from hall.queue.states import CounterState, Lane
from hall.site.plan import Counter as PlannedCounter
from hall.site.plan import Plan, Settings
from hall.site.rules import Opening, is_late, issuing_opening, on_duty, opening_at

Observed = Mapping[str, tuple[float, ...]]
SEEN_PER_SERVICE = 200
_STATUS = {
    CounterState.OPEN_IDLE: "idle",
    CounterState.PAUSED: "paused",
    CounterState.CLOSED: "closed",
}
_PHASE = {CounterState.CALLING: "called", CounterState.WRAP_UP: "wrap_up"}


def hall_state(session: Session, plan: Plan, now: datetime, observed: Observed) -> HallState:
    """Everything a wait range depends on; instants are seconds since 1970."""
    rows = counters(session, plan.id)
    services = {row.ticket_id: None for row in rows if row.ticket_id}
    current = {
        str(i): str(s)
        for i, s in session.execute(select(Ticket.id, Ticket.service_id).where(Ticket.id.in_(services)))
    }
    opening = opening_at(plan, now) or issuing_opening(plan, now)  # before the start counters are about to open
    return HallState(
        now=now.timestamp(),
        counters=tuple(
            _counter(plan, planned, row, current.get(row.ticket_id or ""), opening, now)
            for row in rows
            if (planned := plan.counter(row.number)) is not None
        ),
        waiting=_waiting(session, plan, now),
        services={s.id: Duration(s.mean, s.sd, observed.get(s.id, ())) for s in plan.services},
        queues={s.id: s.queue for s in plan.services},
        rules=_rules(plan.settings),
        cycle=_cycle(plan),
        arrivals=_arrivals(plan, now),
    )


def observed_durations(session: Session, hall_id: str, since: datetime) -> dict[str, tuple[float, ...]]:
    """Seconds of service in the newest visits, by service; the wrap-up after it is the rollout's own."""
    newest = func.row_number().over(partition_by=Call.service_id, order_by=Call.seq.desc())
    served_until = func.coalesce(Call.wrapped_at, Call.ended_at, type_=Instant)
    seen = (
        select(Call.service_id, Call.arrived_at, served_until.label("until"), newest.label("place"))
        .where(Call.hall_id == hall_id, Call.end == "finished", Call.arrived_at >= since)
        .subquery()
    )
    wanted = select(seen.c.service_id, seen.c.arrived_at, seen.c.until).where(seen.c.place <= SEEN_PER_SERVICE)
    durations: dict[str, list[float]] = {}
    for service, arrived, until in session.execute(wanted):
        durations.setdefault(service, []).append(max(1.0, (until - arrived).total_seconds()))
    return {service: tuple(values) for service, values in durations.items()}


def _waiting(session: Session, plan: Plan, now: datetime) -> tuple[WaitingTicket, ...]:
    settings, before = plan.settings, timedelta(minutes=plan.settings.booked_callable_before)
    # Whoever took a number from outside is called once they have come. When that is, nobody knows: the
    # middle of the time in which they are asked to come, so that others neither count them nor forget them.
    comes = now + timedelta(minutes=settings.remote_window_minutes / 2)
    return tuple(
        WaitingTicket(
            id=t.id,
            service=t.service_id,
            queue=t.queue_id,
            lane=str(t.lane),
            ref=t.ref.timestamp(),
            credit=60.0 * lane_credit(Lane(t.lane), settings),
            seq=t.issue_seq,
            gate=(t.slot_start - before).timestamp() if t.slot_start else None,
            not_before=_latest(t.not_before, comes if t.to_arrive else None),
            floor=(t.floor_at.timestamp(), t.floor_seq) if t.floor_at else None,
            bound_counter=t.bound_counter_id,
        )
        for t in waiting_in(session, plan.id, [q.id for q in plan.queues])
        if not t.unconfirmed  # perhaps served by list already: nobody's range counts it until that is known
    )


def _latest(*moments: datetime | None) -> float | None:
    return max((moment.timestamp() for moment in moments if moment is not None), default=None)


def _counter(
    plan: Plan,
    planned: PlannedCounter,
    row: Counter,
    service: str | None,
    opening: Opening | None,
    now: datetime,
) -> CounterNow:
    state = CounterState(row.state)
    able = [s for s in plan.services if planned.can_serve(s)]
    until, opens_at = _shift(planned, state, opening, now)
    if state == CounterState.PAUSED:
        until = row.until or until
    return CounterNow(
        id=row.id,
        skills=frozenset(s.id for s in able),
        status=_STATUS.get(state, "busy"),
        since=row.since.timestamp(),
        service=service,
        until=until.timestamp() if until else None,
        opens_at=opens_at.timestamp() if opens_at else None,
        skill_credits={
            s.id: 60.0 * credit for s in able if len(able) > 1 and (credit := service_credit(plan, planned, s))
        },
        boost_run=row.boost_run,
        phase=_PHASE.get(state, "serving"),
    )


def _shift(
    planned: PlannedCounter, state: CounterState, opening: Opening | None, now: datetime
) -> tuple[datetime | None, datetime | None]:
    """When no visit starts here any more, and when the counter comes back: lunch without noon duty (R-70)."""
    if opening is None or planned.type == "tidal":
        return None, None
    sessions = [s for s in opening.sessions if s.end > now and on_duty(planned, s)]
    if not sessions:
        return None, None
    first = sessions[0]
    if state == CounterState.CLOSED:
        return None, None if is_late(first, now) else max(now, first.start)
    if len(sessions) > 1 and sessions[1].start > first.end:
        return first.end, sessions[1].start
    return (None, None) if first.start <= now else (now, first.start)


def _rules(settings: Settings) -> Rules:
    return Rules(
        credits={str(lane): 60.0 * lane_credit(lane, settings) for lane in Lane},
        boost_run=settings.boost_run,
        boost_protect=60.0 * settings.boost_protect_minutes,
        booked_callable_before=60.0 * settings.booked_callable_before,
        bound_released=60.0 * settings.bound_released_minutes,
    )


def _cycle(plan: Plan) -> Cycle:
    walk, wrap = plan.arrivals.walk_seconds, plan.arrivals.wrap_up_seconds
    return Cycle(
        walk_mean=walk["mean"],
        walk_sd=walk["sd"],
        wrap_mean=wrap["mean"],
        wrap_sd=wrap["sd"],
        absent_p=plan.arrivals.called_but_absent_p,
        absent_cost=float(plan.settings.call_window_seconds),
    )


def _arrivals(plan: Plan, now: datetime) -> tuple[ArrivalRate, ...]:
    """Priority visitors to come, by the plan's mix: only they can overtake a new ordinary ticket."""
    offered = plan.on_offer()
    mix, total = plan.arrivals.visitor_mix, sum(s.weight for s in offered)
    share = sum(p for kind, p in mix.items() if kind not in ("ordinary", "foreigner"))
    if not total or not share or not plan.arrivals.weekday_base_visits:
        return ()
    # Most people of these groups do not ask for priority; a third do, until a hall has its own history.
    per_hour = plan.arrivals.weekday_base_visits / 9 * share / 3
    return tuple(ArrivalRate(s.id, Lane.PRIORITY.value, per_hour * s.weight / total) for s in offered if s.weight)
