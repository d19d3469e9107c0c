"""Numbers that kiosks give while the hall cannot be reached (R-75): which are whose, and when they were given.

Pure. A kiosk holds hundreds of a series on a day: its own (kiosk 1 has 1101 to 1199), and once that runs low
another from the top of the range. Hundreds begin at the same places for everybody, so two never overlap.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from hall.queue.issuing import Range, bounds
from hall.site.plan import Plan, Service, Settings
from hall.site.rules import day_span
from hall.wire.devices import OfflineTicket
from hall.wire.queue import TicketWish

KIOSKS = range(1, 40)
BLOCK = 99  # numbers of a block: 1101 to 1199
ENOUGH = 30  # fewer numbers left, and the kiosk gets another hundred


def first_of_block(number: int) -> int:
    """The number with which the hundred of a number begins."""
    return (number - 1) // 100 * 100 + 1


def own_block(kiosk_number: int, settings: Settings) -> int:
    """The number with which a kiosk's own hundred begins: 1101 for kiosk 1."""
    return bounds(Range.KIOSK, settings)[0] + 100 * kiosk_number


def next_block(
    kiosk_number: int | None, others: Collection[int], taken: Collection[int], settings: Settings
) -> int | None:
    """Where the next hundred for a kiosk begins: its own, or a free one from the top; None when all are taken.

    `taken`: beginnings of hundreds that are held; `others`: the numbers of all kiosks, whose own stay free.
    """
    if kiosk_number is not None and own_block(kiosk_number, settings) not in taken:
        return own_block(kiosk_number, settings)
    low, high = bounds(Range.KIOSK, settings)
    kept = {own_block(n, settings) for n in others}
    firsts = range(first_of_block(high), low - 1, -100)
    return next((first for first in firsts if first not in taken and first not in kept), None)


def free_kiosk_number(taken: Collection[int]) -> int | None:
    """The lowest number that no kiosk of the hall has."""
    return next((n for n in KIOSKS if n not in taken), None)


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
