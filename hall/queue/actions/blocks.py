"""Blocks of numbers that kiosks hold for an outage (R-75): given ahead, refilled while the hall can be reached."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from hall.kernel.rows import Fetch, Question
from hall.kernel.work import Work
from hall.queue.issuing import Range, bounds
from hall.queue.lookups import the_plan
from hall.queue.models import NumberBlock
from hall.queue.offline import BLOCK, ENOUGH, free_kiosk_number, next_block
from hall.site.models import Device
from hall.site.plan import Settings
from hall.wire.devices import Used

Place = tuple[date, str]
"""A day and a series."""
_HELD = Fetch(
    select(NumberBlock)
    .where(
        NumberBlock.device_id == bindparam("device_id"),
        NumberBlock.day.between(bindparam("since"), bindparam("until")),
    )
    .order_by(NumberBlock.day, NumberBlock.series, NumberBlock.first)
)
_FIRSTS = Question(
    select(NumberBlock.first).where(
        NumberBlock.hall_id == bindparam("hall_id"),
        NumberBlock.day == bindparam("day"),
        NumberBlock.series == bindparam("series"),
    )
)
_KIOSKS = Question(
    select(Device.kiosk_number).where(Device.hall_id == bindparam("hall_id"), Device.kiosk_number.is_not(None))
)


def blocks_of(session: Session, device_id: str, days: Sequence[date]) -> list[NumberBlock]:
    """The blocks that a kiosk holds for these days."""
    if not days:
        return []
    rows = _HELD.entities(session, device_id=device_id, since=min(days), until=max(days))
    return [block for (block,) in rows if block.day in days]


def running_low(held: Iterable[NumberBlock], places: Iterable[Place], settings: Settings) -> list[Place]:
    """Where a kiosk has fewer numbers left than are enough, in blocks that its hall gives now."""
    left: dict[Place, int] = {}
    low, high = bounds(Range.KIOSK, settings)
    for block in (b for b in held if low <= b.first <= high):
        place = block.day, block.series
        left[place] = left.get(place, 0) + block.last - block.used
    return [place for place in places if left.get(place, 0) < ENOUGH]


def newly_used(held: Iterable[NumberBlock], used: Iterable[Used]) -> list[tuple[NumberBlock, int]]:
    """The blocks of which the kiosk has given more than the hall knew, each with the last number given."""
    told = {(u.day, u.series, u.first): u.used for u in used}
    last = [(block, told.get((block.day, block.series, block.first), 0)) for block in held]
    return [(block, number) for block, number in last if block.used < number <= block.last]


def provide_blocks(work: Work, device_id: str, places: Sequence[Place], used: Sequence[Used]) -> None:
    """Notes what the kiosk has used and refills what runs low; a kiosk without a number gets one.

    The hall's lock makes this serial, and the primary key is the last word on overlaps.
    """
    device = work.session.get_one(Device, device_id)
    others = {row.kiosk_number for row in _KIOSKS.rows(work.session, hall_id=work.hall_id)}
    if device.kiosk_number is None:
        device.kiosk_number = free_kiosk_number(others)
    held = blocks_of(work.session, device_id, [day for day, _ in places])
    for block, number in newly_used(held, used):
        block.used = number
    for place in running_low(held, places, the_plan(work).settings):
        _add_block(work, device, place, others)


def _add_block(work: Work, device: Device, place: Place, others: set[int]) -> None:
    day, series = place
    taken = {row.first for row in _FIRSTS.rows(work.session, hall_id=work.hall_id, day=day, series=series)}
    first = next_block(device.kiosk_number, others, taken, the_plan(work).settings)
    if first is None:
        return
    work.session.add(
        NumberBlock(
            hall_id=work.hall_id,
            day=day,
            series=series,
            first=first,
            last=first + BLOCK - 1,
            used=first - 1,
            device_id=device.id,
        )
    )
