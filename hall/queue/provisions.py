"""What a kiosk keeps for the time in which the hall cannot be reached (R-75): what is offered when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from hall.queue.blocks import Place
from hall.queue.capacity import Load, load_now, numbers_left, quota_left
from hall.queue.ports import Expected
from hall.queue.queries import offered_in
from hall.site.plan import Plan, Service
from hall.site.rules import Opening, business_day, day_span, next_opening_day, openings_of
from hall.wire.devices import OfferedService, ProvisionDay


def provision_days(session: Session, plan: Plan, now: datetime, expected: Expected) -> list[ProvisionDay]:
    """Today and the next opening day: when numbers of what are given, and how many are left as known now."""
    today = business_day(plan, now)
    left = _left_today(session, plan, now, expected)
    coming = next_opening_day(plan, today)
    days = [_day(plan, today, left)]
    return days if coming is None else [*days, _day(plan, coming, _quotas(plan))]


def places_of(plan: Plan, days: Iterable[ProvisionDay]) -> list[Place]:
    """The series of which numbers may be needed, by day."""
    prefix = {s.id: q.prefix for s in plan.services if (q := plan.queue(s.queue)) is not None}
    found = {(day.day, prefix[o.service]): None for day in days for o in day.services if o.service in prefix}
    return list(found)


@dataclass(frozen=True)
class _Offer:
    """A service or a package, and the services that it needs."""

    id: str
    steps: tuple[Service, ...]


def _offers(plan: Plan) -> list[_Offer]:
    services = {s.id: s for s in plan.on_offer() if plan.counters_for(s)}
    packages = [p for p in plan.packages_on_offer() if all(s in services for s in p.services)]
    return [
        *(_Offer(s.id, (s,)) for s in services.values()),
        *(_Offer(p.id, tuple(services[s] for s in p.services)) for p in packages),
    ]


def _day(plan: Plan, day: date, left: Mapping[str, int | None]) -> ProvisionDay:
    start, end = day_span(plan, day)
    openings = openings_of(plan, day)
    offered = [(offer, _spans(plan, offer, openings)) for offer in _offers(plan)]
    return ProvisionDay(
        day=day,
        start=start,
        end=end,
        services=[
            OfferedService(service=offer.id, spans=spans, left=_least(left.get(s.id) for s in offer.steps))
            for offer, spans in offered
            if spans
        ],
    )


def _spans(plan: Plan, offer: _Offer, openings: Iterable[Opening]) -> list[tuple[datetime, datetime]]:
    before = timedelta(minutes=plan.settings.kiosk_opens_before)
    return [(o.start - before, o.end) for o in openings if all(offered_in(s, o) for s in offer.steps)]


def _left_today(session: Session, plan: Plan, now: datetime, expected: Expected) -> dict[str, int | None]:
    """By service. Capacity limits nobody before the last hour of the opening (R-08), quotas always (R-10)."""
    load: Load | None = load_now(session, plan, now)
    found = dict[str, int | None]()
    for service in plan.on_offer():
        room = numbers_left(session, plan, load, service, now, expected) if load else None
        found[service.id] = _least((quota_left(session, plan, service, now), room))
    return found


def _quotas(plan: Plan) -> dict[str, int | None]:
    """What a day gives that nobody has taken a number for yet."""
    return {s.id: s.quota_per_day for s in plan.on_offer()}


def _least(numbers: Iterable[int | None]) -> int | None:
    return min((n for n in numbers if n is not None), default=None)
