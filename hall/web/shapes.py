"""Entities as clients see them: the one place where rows become shapes of the wire.

Pages render from the same shapes as the API, so the two cannot disagree. Nothing here touches the request:
these functions also run inside a unit of work.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from hall.guides.rules import papers_of
from hall.kernel.journal import head
from hall.kernel.work import Work
from hall.queue import queries
from hall.queue.actions.second_pass import day_of_pass
from hall.queue.actions.waiting import PRIORITY_GROUPS  # noqa: F401  (the desk's form lists them)
from hall.queue.lookups import released_counters
from hall.queue.models import Call, Counter, Ticket
from hall.queue.rules import Reason, may_still_rejoin, miss_allowed_at, rejoin_until
from hall.queue.states import TicketState
from hall.site.models import Device, HallMessage
from hall.site.plan import Plan, Settings
from hall.site.queries import plan_of
from hall.web import wait_shapes
from hall.web.house import House
from hall.web.warnings import counter_warnings
from hall.wire.queue import (
    CallMade,
    CallView,
    CounterView,
    Paper,
    TicketView,
    VisitRow,
    WaitingRow,
)
from hall.wire.site import DeviceView, MessageView

NEXT_IN_LINE = 30
# Fields that a ticket's shape has under the name the row has.
_SAME = (
    *("id", "state", "lane", "issued_at", "called_at", "ended_at", "steps", "step", "language"),
    *("large_type", "visual_alert", "help_requested", "uncertain"),
)


@dataclass(frozen=True)
class View:
    """One look: a session that sees one moment, the plan, both clocks, and the hall's newest fact."""

    session: Session
    plan: Plan
    now: datetime
    real_now: datetime
    seq: int
    house: House

    @classmethod
    def of(cls, house: House, session: Session, hall_id: str) -> "View":
        now = house.clock.hall_now()
        plan = plan_of(session, hall_id).at(now)
        return cls(session, plan, now, house.clock.real_now(), head(session, hall_id), house)

    @classmethod
    def within(cls, house: House, work: Work) -> "View":
        """What a unit of work has made of the hall, before anybody else can see it."""
        plan = plan_of(work.session, work.hall_id).at(work.now)
        return cls(work.session, plan, work.now, work.real_now, work.seq, house)


def ticket(view: View, entity: Ticket, *, code: bool = False, staff: bool = False) -> TicketView:
    """A ticket; with its codes only for those who may hold them, with more for staff."""
    plan, settings = view.plan, view.plan.settings_for(entity.queue_id)
    public_url = view.house.settings.public_url
    return TicketView(
        **_place(plan, entity),
        **{name: getattr(entity, name) for name in _SAME},
        code=entity.code if code else None,
        short_code=entity.short_code if code else None,
        number=entity.label,
        ahead=queries.ahead_of(view.session, plan, entity),
        counter=_number(entity.counter_id),
        call=entity.call_id,
        bound_counter=_next_at(view, entity),
        package=entity.package_id,
        package_names=package.names if (package := plan.package(entity.package_id or "")) else None,
        can_rejoin=_can_rejoin(view, entity),
        rejoin_until=rejoin_until(plan, entity.queue_id, entity.missed_at) if _can_rejoin(view, entity) else None,
        rejoins_left=max(0, settings.passed_requeue_times - entity.rejoins),
        kept_for=day_of_pass(plan, entity) if entity.kept_at else None,
        parked_at=entity.parked_at if entity.state == TicketState.PARKED else None,
        delays_left=max(0, settings.delay_times - entity.delays),
        not_before=_lets_others_go_until(view, entity),
        rules=rules_of(settings),
        qr=f"{public_url}/t/{entity.code}" if code and public_url else None,
        priority_group=entity.priority_group if staff else None,
        to_arrive=entity.to_arrive and entity.state == TicketState.WAITING,
        unconfirmed=staff and entity.unconfirmed and entity.state == TicketState.WAITING,
        seq=view.seq,
        **wait_shapes.of_ticket(view.house.waits, view.session, plan, entity),
    )


def _lets_others_go_until(view: View, entity: Ticket) -> datetime | None:
    """Until when its visitor lets others go first, while that still holds (R-31)."""
    waits, until = entity.state == TicketState.WAITING, entity.not_before
    return until if waits and until is not None and until > view.now else None


def _place(plan: Plan, entity: Ticket) -> dict[str, Any]:
    """What a ticket is for and where its visitor waits."""
    service, queue = plan.service(entity.service_id), plan.queue(entity.queue_id)
    number = _number(entity.counter_id)
    at = plan.counter(number) if number is not None else None  # called to another floor: that floor
    return {
        "service": entity.service_id,
        "service_names": service.names if service else {"en": entity.service_id},
        "queue": entity.queue_id,
        "zone": queue.zone if queue else entity.queue_id,
        "zone_names": queue.names if queue else {},
        "floor": at.floor if at else queue.floor if queue else 1,
        "counters": [c.number for c in plan.counters_for(service)] if service else [],
        "papers": _papers(plan, entity),
    }


def call(view: View, entity: Call, of: Ticket) -> CallView:
    """A call, with until when it can be undone and from when a miss may be said (device time)."""
    settings = view.plan.settings_for(entity.queue_id)
    return CallView(
        id=entity.id,
        counter=entity.counter_id,
        ticket=entity.ticket_id,
        number=of.label,
        at=entity.at,
        rule=entity.rule,
        why=entity.why,
        attempts=entity.attempts,
        arrived_at=entity.arrived_at,
        ended_at=entity.ended_at,
        end=entity.end,
        undo_until=entity.real_at + timedelta(seconds=settings.undo_seconds),
        miss_from=miss_allowed_at(entity.attempts, entity.real_at, entity.announced_real_at, settings),
        recalls_left=max(0, settings.recall_limit - of.recalls),
    )


def made(view: View, entity: Call, *, code: bool = True) -> CallMade:
    """A call and its ticket, for staff; with the ticket's code for those who handle it."""
    of = view.session.get_one(Ticket, entity.ticket_id)
    return CallMade(call=call(view, entity, of), ticket=ticket(view, of, code=code, staff=True))


def counter(
    view: View, entity: Counter, *, counts: Mapping[str, int] | None = None, member: bool = False
) -> CounterView:
    """A counter as everybody may see it: no list, no codes; for staff with who sits there."""
    planned = view.plan.counter(entity.number)
    names = {"zh-CN": f"{entity.number}号窗口", "en": f"Counter {entity.number}"}
    skills = [s.id for s in view.plan.services if planned and planned.can_serve(s)]
    return CounterView(
        id=entity.id,
        number=entity.number,
        names=(planned.names if planned and planned.names else names),
        type=planned.type if planned else "regular",
        floor=planned.floor if planned else 1,
        state=entity.state,
        since=entity.since,
        pause_reason=entity.pause_reason,
        until=entity.until,
        skills=skills,
        queues=list(planned.queues) if planned else [],
        current_number=entity.ticket_label,
        member=entity.member_id if member else None,
        waiting_by_queue={q: counts.get(q, 0) for q in planned.queues} if counts and planned else {},
        now=view.now,
        seq=view.seq,
    )


def console(view: View, entity: Counter, *, code: bool = True) -> CounterView:
    """A counter as its clerk sees it: everything the console shows, from one moment."""
    counts = queries.waiting_counts(view.session, view.plan.id)
    shape = counter(view, entity, counts=counts, member=True)
    current = view.session.get(Call, entity.call_id) if entity.call_id else None
    line = queries.line_of(view.session, view.plan, entity, view.now)
    parked = queries.parked_at(view.session, entity)
    return shape.model_copy(
        update={
            "current": made(view, current, code=code) if current else None,
            "current_call": entity.call_id,
            "after": entity.last_call_id,
            "line": [waiting_row(view, t, reason) for t, reason in line[:NEXT_IN_LINE]],
            "parked": [waiting_row(view, t, None) for t in parked],
            "recent": [_visit(view, c, t) for c, t in queries.last_visits(view.session, entity.id)],
            "warnings": counter_warnings(view, entity, current, parked=len(parked), counts=counts),
        }
    )


def waiting_row(view: View, entity: Ticket, reason: Reason | None) -> WaitingRow:
    why: dict[str, Any] = {}
    if reason is not None:
        why = {"rule": reason.rule, "since": reason.since.isoformat(), "earlier": reason.earlier}
        if reason.slot_start is not None:
            why["slot_start"] = reason.slot_start.isoformat()
    service = view.plan.service(entity.service_id)
    return WaitingRow(
        id=entity.id,
        number=entity.label,
        service=entity.service_id,
        service_names=service.names if service else {},
        lane=entity.lane,
        issued_at=entity.issued_at,
        waited_minutes=max(0, int((view.now - entity.issued_at).total_seconds() // 60)),
        why=why,
    )


def device(entity: Device) -> DeviceView:
    return DeviceView(
        id=entity.id,
        hall=entity.hall_id,
        kind=entity.kind,
        name=entity.name,
        zone=entity.zone,
        counter=entity.counter_id,
        paired=entity.token_hash is not None,
    )


def message(entity: HallMessage) -> MessageView:
    return MessageView(id=entity.id, text=entity.text, zones=entity.zones, until=entity.until)


def _number(counter_id: str | None) -> int | None:
    return int(counter_id.rpartition("-")[2]) if counter_id else None


def _next_at(view: View, entity: Ticket) -> int | None:
    """The counter that the visitor goes to next, as long as nobody else may call the ticket (R-34)."""
    if entity.bound_counter_id is None:
        return None
    released = released_counters(view.session, view.plan.id, view.plan, view.now)
    return None if entity.bound_counter_id in released else _number(entity.bound_counter_id)


def _can_rejoin(view: View, entity: Ticket) -> bool:
    if entity.state != TicketState.MISSED:
        return False
    left = entity.rejoins < view.plan.settings_for(entity.queue_id).passed_requeue_times
    return left and may_still_rejoin(view.plan, entity.queue_id, entity.missed_at, view.now)


def rules_of(settings: Settings) -> dict[str, Any]:
    """The rules that are printed on the ticket (R-29), in values."""
    return {
        "rejoin_times": settings.passed_requeue_times,
        "rejoin_after": settings.passed_requeue_after,
        "rejoin_within_minutes": settings.passed_valid_minutes,
        "park_minutes": settings.park_return_minutes,
    }


def _papers(plan: Plan, entity: Ticket) -> list[Paper]:
    needed = papers_of(plan, entity.steps[entity.step :] or [entity.service_id])
    return [Paper(names=m.names, original=m.original, copies=m.copies) for m in needed]


def _visit(view: View, entity: Call, of: Ticket) -> VisitRow:
    service = view.plan.service(entity.service_id)
    return VisitRow(
        call=entity.id,
        ticket=of.id,
        number=of.label,
        service_names=service.names if service else {},
        at=entity.at,
        end=entity.end,
    )
