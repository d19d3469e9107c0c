"""What a console should say to its clerk and the floor to its lead, in codes; the pages make sentences of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from hall.queue import queries
from hall.queue.lookups import waiting_in
from hall.queue.models import Call, Counter, Ticket
from hall.queue.states import CounterState, TicketState
from hall.site.plan import Plan, Settings
from hall.site.rules import business_day, openings_of
from hall.staff.queries import roles_in
from hall.staff.rules import SEATED, may
from hall.wire.site import QueueOnFloor

if TYPE_CHECKING:
    from hall.web.shapes import View

Found = dict[str, Any]
SEVERE = frozenset(
    {"queue_unserved", "service_unserved", "wait_alarm", "absence_long", "only_counter_paused", "outage_review"}
)
EVERYBODY = 10_000
IDLE_WHILE = timedelta(minutes=5)  # hall time; a clerk who has just finished is about to call


def counter_warnings(
    view: "View", entity: Counter, current: Call | None, *, parked: int, counts: dict[str, int]
) -> list[str]:
    """What the clerk should know: R-33, R-34, R-35, R-39, R-40."""
    settings, found = view.plan.settings, []
    if parked > settings.parked_per_counter:
        found.append("parked_many")
    if parked and any(parked_long(view, t) for t in queries.parked_at(view.session, entity)):
        found.append("parked_long")
    if away := _away(entity, view.now, settings):
        found.append(away)
    if entity.state == CounterState.PAUSED and any(counts.values()) and only_one(view, entity):
        found.append("only_counter_paused")
    if current is not None:
        of = view.session.get_one(Ticket, current.ticket_id)
        longest = timedelta(minutes=view.plan.settings_for(of.queue_id).held_max_minutes)
        if of.held_at and view.now - of.held_at >= longest:
            found.append("hold_long")
    return found


def floor_warnings(view: "View", queues: Iterable[QueueOnFloor], waiting: Iterable[Ticket]) -> list[Found]:
    """What the lead should see to, the severe first: R-34, R-39, R-40, R-74, and who may no longer sit."""
    rows = queries.counters(view.session, view.plan.id)
    services = [(t.queue_id, t.service_id) for t in waiting]
    doubtful = queries.how_many_in_doubt(view.session, view.plan.id)
    found = [
        *([{"code": "outage_review", "count": doubtful}] if doubtful else []),
        *_unserved(view, services, rows),
        *_long_waits(view.plan, queues),
        *({"code": code, "counter": c.number} for c in rows if (code := _away(c, view.now, view.plan.settings))),
        *_dismissed(view, rows),
        *_parked(view),
        *_idle_beside(view, rows),
    ]
    for warning in found:
        warning["severe"] = warning["code"] in SEVERE
    return sorted(found, key=lambda w: not w["severe"])


def _dismissed(view: "View", rows: Iterable[Counter]) -> list[Found]:
    """Counters that stay open though whoever sits there works here no more, or not at a counter."""
    seated = [c for c in rows if c.state != CounterState.CLOSED and c.member_id is not None]
    roles = roles_in(view.session, view.plan.id) if seated else {}
    gone = [c for c in seated if not may(roles.get(c.member_id or "", ()), SEATED)]
    return [{"code": "clerk_gone", "counter": c.number} for c in gone]


def parked_long(view: "View", ticket: Ticket) -> bool:
    """True if a visitor who stepped out should be back by now: time to ask (R-34)."""
    if ticket.state != TicketState.PARKED or ticket.parked_at is None:
        return False
    settings = view.plan.settings_for(ticket.queue_id)
    return view.now - ticket.parked_at > timedelta(minutes=settings.park_return_minutes)


def _away(counter: Counter, now: datetime, settings: Settings) -> str | None:
    """R-39: a pause without a time of return is asked about, then an alarm; one with it, when that has passed."""
    if counter.state != CounterState.PAUSED:
        return None
    warned, alarmed = (timedelta(minutes=m) for m in (settings.pause_warn_minutes, settings.absence_max_minutes))
    if counter.until is not None:
        alarm_at = max(counter.since + alarmed, counter.until + max(alarmed - warned, timedelta()))
        overdue = "pause_overdue" if now >= counter.until else None
    else:
        alarm_at = counter.since + alarmed
        overdue = "pause_long" if now >= counter.since + warned else None
    return "absence_long" if now >= alarm_at else overdue


def only_one(view: "View", entity: Counter) -> bool:
    """True if people wait for something that this counter could serve and no open one can (R-40)."""
    plan = view.plan
    planned = plan.counter(entity.number)
    if planned is None:
        return False
    others = _working(queries.counters(view.session, plan.id)) - {entity.number}
    wanted = {t.service_id for t in waiting_in(view.session, plan.id, planned.queues)}
    mine = wanted & {s.id for s in plan.services if planned.can_serve(s)}
    return any(not _able(plan, service, others) for service in mine)


def _unserved(view: "View", waiting: list[tuple[str, str]], rows: Sequence[Counter]) -> list[Found]:
    """People for whom nobody is there: by service, and as one where it is the whole queue (R-40, R-74).

    Judged by the counters, not by the wait range: a range is also missing while it is computed.
    """
    plan, found = view.plan, list[Found]()
    if not _expected_to_serve(plan, view.now):
        return found
    working, paused = _working(rows), {c.number for c in rows if c.state == CounterState.PAUSED}
    for queue in plan.queues:
        wanted = {service for in_queue, service in waiting if in_queue == queue.id}
        nobody = sorted(s for s in wanted if not _able(plan, s, working))
        alone = {number for s in nobody for number in _able(plan, s, paused)}
        found += [{"code": "only_counter_paused", "queue": queue.id, "counter": n} for n in sorted(alone)]
        nobody = [s for s in nobody if not _able(plan, s, paused)]
        if nobody and len(nobody) == len(wanted):
            found.append({"code": "queue_unserved", "queue": queue.id})
        else:
            found += [{"code": "service_unserved", "queue": queue.id, "service": s} for s in nobody]
    return found


def _expected_to_serve(plan: Plan, now: datetime) -> bool:
    """From the start of an opening until the last are served after its end: before it nobody need be there."""
    overrun = timedelta(minutes=plan.settings.closing_overrun_minutes)
    return any(o.start <= now < o.end + overrun for o in openings_of(plan, business_day(plan, now)))


def _working(rows: Iterable[Counter]) -> set[int]:
    return {c.number for c in rows if c.state not in (CounterState.CLOSED, CounterState.PAUSED)}


def _able(plan: Plan, service_id: str, numbers: set[int]) -> list[int]:
    """Which of these counters can serve a service."""
    service = plan.service(service_id)
    return [c.number for c in plan.counters_for(service) if c.number in numbers] if service else []


def _long_waits(plan: Plan, queues: Iterable[QueueOnFloor]) -> list[Found]:
    found = []
    for queue in queues:
        settings, wait = plan.settings_for(queue.id), queue.wait
        if wait is None or wait.high_minutes <= settings.warn_wait_minutes:
            continue
        code = "wait_alarm" if wait.high_minutes > settings.alarm_wait_minutes else "wait_warning"
        found.append({"code": code, "queue": queue.id, "minutes": wait.high_minutes})
    return sorted(found, key=lambda w: -int(str(w["minutes"])))


def _parked(view: "View") -> list[Found]:
    day = business_day(view.plan, view.now)
    parked = queries.find_tickets(view.session, view.plan.id, day, states=[TicketState.PARKED], limit=EVERYBODY)
    return [
        {"code": "parked_long", "ticket": t.id, "number": t.label, "minutes": minutes_since(t.parked_at, view.now)}
        for t in parked
        if parked_long(view, t)
    ]


def _idle_beside(view: "View", rows: Iterable[Counter]) -> list[Found]:
    """Whoever waits longest beside a counter that could call them and has been idle for a while, each once."""
    found: dict[str, Found] = {}
    for counter in rows:
        if counter.state != CounterState.OPEN_IDLE or view.now - counter.since < IDLE_WHILE:
            continue
        line = [
            (ticket.returned_at or ticket.issued_at, ticket)
            for ticket, _ in queries.line_of(view.session, view.plan, counter, view.now)
        ]
        since, longest = min(line, key=lambda pair: pair[0], default=(view.now, None))
        if longest is None or view.now - since < IDLE_WHILE:
            continue
        waited = minutes_since(since, view.now)
        subject = {"ticket": longest.id, "number": longest.label, "counter": counter.number}
        found.setdefault(longest.id, {"code": "idle_beside", **subject, "minutes": waited})
    return list(found.values())


def minutes_since(moment: datetime | None, now: datetime) -> int:
    return int((now - moment).total_seconds() // 60) if moment else 0
