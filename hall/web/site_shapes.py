"""Halls, services and the floor as clients see them."""

from collections.abc import Mapping, Sequence
from typing import Any

from hall.kernel.journal import JournalRow
from hall.queue import queries
from hall.queue.issuing import Issuing
from hall.queue.models import Counter, Ticket
from hall.queue.queries import IssuingAnswer, issuing_of
from hall.queue.states import CounterState, TicketState
from hall.queue.suggestions import Kind
from hall.site.plan import NotHere, Package, Plan, Service
from hall.site.queries import hall as hall_of
from hall.site.queries import messages_shown
from hall.site.rules import (
    Session,
    business_day,
    closure_of,
    issuing_opening,
    next_opening,
    off_hours_ahead,
    opening_at,
    sessions_of,
)
from hall.web.device_warnings import with_devices
from hall.web.house import speed_of
from hall.web.shapes import View, counter, message, rules_of
from hall.web.wait_shapes import of_queue, wait_fields
from hall.web.warnings import EVERYBODY, floor_warnings, minutes_since
from hall.wire.site import (
    FactView,
    FloorView,
    GuideView,
    HallView,
    MaterialView,
    QueueOnFloor,
    ServiceView,
    SessionView,
    ZoneOnFloor,
)


def session_view(session: Session) -> SessionView:
    return SessionView(start=session.start, end=session.end, kind=session.kind, name=session.name)


def hall(view: View) -> HallView:
    """A hall for everyone: who, where, when, and whether it is open now."""
    plan, entity = view.plan, hall_of(view.session, view.plan.id)
    desks = [(c.number, c.floor) for c in plan.counters if c.type == "desk" and not c.retired]
    closure = closure_of(plan, business_day(plan, view.now))
    return HallView(
        id=plan.id,
        names=plan.names,
        address=plan.address,
        phones={k: p.model_dump() for k, p in plan.phones.items()},
        timezone=plan.timezone,
        now=view.now,
        open=opening_at(plan, view.now) is not None,
        issuing=issuing_now(view),
        sessions=[session_view(s) for s in sessions_of(plan, business_day(plan, view.now))],
        emergency=entity.emergency,
        demo=view.house.settings.demo,
        floors=plan.floors,
        default_locale=plan.default_locale,
        same_wish_seconds=plan.settings.same_wish_seconds,
        desk_floor=min(desks)[1] if desks else None,
        messages=[message(m) for m in messages_shown(view.session, plan.id, view.now) if not m.zones],
        clock_speed=speed_of(view.house.clock),
        off_hours=[session_view(s) for s in off_hours_ahead(plan, view.now)],
        closure=closure.names if closure else None,
        texts=view.house.texts,
        serving_out=serving_out(view),
    )


def serving_out(view: View) -> bool:
    """True outside the openings while somebody with a number is left (R-09): the hall is not done yet."""
    if opening_at(view.plan, view.now) is not None:
        return False
    rows = queries.counters(view.session, view.plan.id)
    return any(c.ticket_label for c in rows) or any(queries.waiting_counts(view.session, view.plan.id).values())


def issuing_now(view: View) -> str:
    """Whether the hall issues numbers at all now."""
    if issuing_opening(view.plan, view.now) is not None:
        return Issuing.OPEN if _any_left(view) else Issuing.FULL
    coming = next_opening(view.plan, view.now)
    today = business_day(view.plan, view.now)
    later = coming is not None and business_day(view.plan, coming.start) == today
    return Issuing.NOT_YET if later else Issuing.CLOSED


def _any_left(view: View) -> bool:
    """True unless every service that could have numbers now has given its last one."""
    states = [
        issuing_of(view.session, view.plan, s, view.now, view.house.expected).state for s in view.plan.on_offer()
    ]
    return Issuing.FULL not in states or any(state in (Issuing.OPEN, Issuing.ONLINE) for state in states)


def services(view: View, wanted: list[Service] | None = None) -> list[ServiceView]:
    """Services with their state now, in the plan's order; without a wish those that numbers are given for."""
    counts = queries.waiting_counts(view.session, view.plan.id)
    open_now = queries.open_counters(view.session, view.plan.id)
    chosen = view.plan.on_offer() if wanted is None else wanted
    return [service(view, s, counts=counts, open_now=open_now) for s in chosen]


def service(view: View, entity: Service, *, counts: Mapping[str, int], open_now: frozenset[int]) -> ServiceView:
    """One service: whether numbers are issued, who waits, how long it takes (R-04)."""
    plan = view.plan
    answer: IssuingAnswer = issuing_of(view.session, plan, entity, view.now, view.house.expected)
    queue = plan.queue(entity.queue)
    department = next((d for d in plan.departments if d.id == entity.department), None)
    able = [c.number for c in plan.counters_for(entity)]
    return ServiceView(
        id=entity.id,
        names=entity.names,
        kind=entity.kind,
        queue=entity.queue,
        series=queue.prefix if queue else "",
        zone=queue.zone if queue else entity.queue,
        zone_names=queue.names if queue else {},
        floor=queue.floor if queue else 1,
        department=entity.department,
        department_names=department.names if department else {},
        issuing=answer.state,
        opens_at=answer.opens_at,
        closes_at=answer.closes_at,
        waiting=counts.get(entity.queue, 0),
        counters=able,
        counters_open=len(open_now.intersection(able)),
        bookable=entity.bookable,
        online=entity.online,
        popular=entity.weight,
        **wait_fields(
            view.house.waits.of_service(plan.id, entity.id), counters_open=len(open_now.intersection(able))
        ),
    )


def package(view: View, entity: Package, first: ServiceView) -> ServiceView:
    """A package looks like its first service, under its own name."""
    return first.model_copy(
        update={
            "id": entity.id,
            "names": entity.names,
            "kind": "package",
            "services": list(entity.services),
            "bookable": all(s.bookable for s in map(view.plan.service, entity.services) if s is not None),
        }
    )


def not_here(entity: NotHere) -> ServiceView:
    """Something this hall does not do, and where it is done."""
    return ServiceView(
        id=entity.id,
        names=entity.names,
        kind="not_here",
        queue="",
        zone="",
        zone_names={},
        floor=0,
        department="",
        department_names={},
        issuing=Issuing.NOT_HERE,
        waiting=0,
        wait_unknown_reason="not_here",
        counters=[],
        counters_open=0,
        bookable=False,
        where=entity.where,
    )


def guide(view: View, entity: Service) -> GuideView:
    """What a visitor must know and bring (R-05)."""
    plan = view.plan
    found = plan.guide(entity.guide)
    copier = next((a for a in plan.amenities if a.id == "copier"), None)
    return GuideView(
        service=services(view, [entity])[0],
        title=found.title if found else entity.names,
        who=found.who if found else None,
        agent_allowed=found.agent_allowed if found else None,
        fee=found.fee if found else None,
        limit=found.limit if found else None,
        when=found.when if found else None,
        papers=[
            MaterialView(names=m.names, original=m.original, copies=m.copies)
            for m in (found.materials if found else ())
        ],
        steps=list(found.steps) if found else [],
        questions=list(found.questions) if found else [],
        tips=list(found.tips) if found else [],
        checked_on=found.checked_on if found else None,
        ask_papers=entity.copy_p >= plan.settings.copies_asked_from,
        rules=rules_of(plan.settings_for(entity.queue)),
        copier=copier.place if copier else None,
    )


def floor(view: View) -> FloorView:
    """The live floor: counters, queues with ranges, who waits longest, warnings (R-74), suggestions (R-72)."""
    plan, today = view.plan, business_day(view.plan, view.now)
    rows = queries.counters(view.session, plan.id)
    waiting = queries.find_tickets(view.session, plan.id, today, states=[TicketState.WAITING], limit=EVERYBODY)
    asked = {t.queue_id for t in waiting}
    known = [q for q in plan.queues if not q.number_series_only and (not q.retired or q.id in asked)]
    queues = [_queue(view, q.id, waiting) for q in known]
    return FloorView(
        hall=plan.id,
        now=view.now,
        seq=view.seq,
        zones=[_zone(plan, zone, queues, rows) for zone in plan.zones()],
        counters=[counter(view, c) for c in rows],
        queues=queues,
        warnings=with_devices(view, floor_warnings(view, queues, waiting)),
        suggestions=_suggestions(view, {c.id: c for c in rows}),
        messages=[message(m) for m in messages_shown(view.session, plan.id, view.now)],
        emergency=hall_of(view.session, plan.id).emergency,
    )


def _zone(plan: Plan, zone: str, queues: list[QueueOnFloor], rows: Sequence[Counter]) -> ZoneOnFloor:
    mine = [q for q in queues if q.zone == zone]
    ids = {q.id for q in mine}
    serving = {c.number for c in plan.counters if ids.intersection(c.queues)}
    away = (CounterState.CLOSED, CounterState.PAUSED)
    return ZoneOnFloor(
        id=zone,
        queues=sorted(ids),
        waiting=sum(q.waiting for q in mine),
        counters_open=sum(1 for c in rows if c.number in serving and c.state not in away),
    )


def _queue(view: View, queue_id: str, waiting: Any) -> QueueOnFloor:
    mine: list[Ticket] = [t for t in waiting if t.queue_id == queue_id]
    longest = min(mine, key=lambda t: t.issued_at, default=None)
    queue = view.plan.queue(queue_id)
    assert queue is not None, "the plan named it"
    return QueueOnFloor(
        id=queue_id,
        names=queue.names,
        zone=queue.zone,
        waiting=len(mine),
        longest_number=longest.label if longest else None,
        longest_minutes=minutes_since(longest.issued_at, view.now) if longest else None,
        **of_queue(view.house.waits, view.plan, queue_id, queries.open_counters(view.session, view.plan.id)),
    )


def _suggestions(view: View, rows: Mapping[str, Counter]) -> list[dict[str, Any]]:
    """What may be decided about standby counters; `decided` says that the lead has, and somebody must follow."""
    found = []
    for suggestion in view.house.waits.suggestions(view.plan.id):
        row = rows.get(suggestion.counter_id)
        opening = suggestion.kind == Kind.OPEN
        if row is None or (row.state == CounterState.CLOSED) != opening:
            continue  # followed since the ranges were computed
        allowed = row.tidal_since is not None and (row.tidal_until is None or row.tidal_until > view.now)
        shown = {**vars(suggestion), "code": suggestion.kind.value, "counter": suggestion.number}
        shown |= {"decided": allowed == opening, "until": row.tidal_until if allowed else None}
        found.append({key: value for key, value in shown.items() if key not in ("kind", "number")})
    return found


def fact(row: JournalRow) -> FactView:
    return FactView(
        seq=row.seq,
        at=row.at,
        name=row.name,
        actor_kind=row.actor_kind,
        actor=row.actor_id,
        ticket=row.ticket_id,
        call=row.call_id,
        counter=row.counter_id,
        data=row.data,
    )
