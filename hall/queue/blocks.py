"""Which numbers are whose while the hall cannot be reached (R-75).

Pure. A kiosk holds hundreds of a series on a day: its own (kiosk 1 has 1101 to 1199), and once that runs low
another from the top of the range. Hundreds begin at the same places for everybody, so two never overlap.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Protocol, TypeVar

from hall.queue.issuing import Range, bounds
from hall.site.plan import Settings
from hall.wire.devices import Used

KIOSKS = range(1, 40)
BLOCK = 99  # numbers of a block: 1101 to 1199
ENOUGH = 30  # fewer numbers left, and the kiosk gets another hundred
Place = tuple[date, str]
"""A day and a series."""


class Block(Protocol):
    """A block as these rules see it; `used` is the last number given out of it."""

    day: date
    series: str
    first: int
    last: int
    used: int


Held = TypeVar("Held", bound=Block)


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


def running_low(held: Iterable[Block], places: Iterable[Place], settings: Settings) -> list[Place]:
    """Where a kiosk has fewer numbers left than are enough, in blocks that its hall gives now."""
    left: dict[Place, int] = {}
    low, high = bounds(Range.KIOSK, settings)
    for block in (b for b in held if low <= b.first <= high):
        place = block.day, block.series
        left[place] = left.get(place, 0) + block.last - block.used
    return [place for place in places if left.get(place, 0) < ENOUGH]


def newly_used(held: Iterable[Held], used: Iterable[Used]) -> list[tuple[Held, int]]:
    """The blocks of which the kiosk has given more than the hall knew, each with the last number given."""
    told = {(u.day, u.series, u.first): u.used for u in used}
    last = [(block, told.get((block.day, block.series, block.first), 0)) for block in held]
    return [(block, number) for block, number in last if block.used < number <= block.last]
