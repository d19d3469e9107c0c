"""Blocks of numbers that kiosks hold for an outage (R-75): given ahead, refilled while the hall can be reached."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from hall.kernel.rows import Fetch, Question
from hall.kernel.work import Work
from hall.queue.blocks import BLOCK, Place, free_kiosk_number, newly_used, next_block, running_low
from hall.queue.lookups import the_plan
from hall.queue.models import NumberBlock
from hall.site.models import Device
from hall.wire.devices import Used

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
