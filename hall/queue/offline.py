"""Tickets that a kiosk made while the hall could not be reached: when they count, and for what (R-75). Pure."""

from collections.abc import Sequence
from datetime import datetime

from hall.site.plan import Plan, Service
from hall.site.rules import day_span
from hall.wire.devices import OfflineTicket
from hall.wire.queue import TicketWish


def moments_of(items: Sequence[OfflineTicket], now: datetime) -> list[datetime]:
    """When each was issued as far as the order is concerned (R-20): within its bounds, not later than now, and
    none before one that the same kiosk made earlier."""
    found: list[datetime] = []
    for item in items:
        at = min(max(item.issued_at, item.earliest), max(item.latest, item.earliest), now)
        found.append(max([at, *found[-1:]]))
    return found


def within_day(at: datetime, item: OfflineTicket, plan: Plan) -> datetime:
    """A moment of the day that the ticket counts for: a wrong clock is no way to the front of another day."""
    start, end = day_span(plan, item.day)
    return min(max(at, start), end)


def steps_of(plan: Plan, wish: TicketWish) -> tuple[str | None, list[Service]]:
    """The package and the services of a wish that the plan knows, on offer or not: the visitor holds the paper."""
    package = plan.package(wish.service) if wish.service else None
    wanted = package.services if package else (*wish.services, *filter(None, [wish.service]))
    found = [plan.service(service_id) for service_id in dict.fromkeys(wanted)]
    return package.id if package else None, [service for service in found if service is not None]
