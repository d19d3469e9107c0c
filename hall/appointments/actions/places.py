"""Taking units and giving them back: the steps that every verb of bookings shares.

A unit is taken by inserting its row. What was in the way and no longer counts has been cleared before
(`lapsing.py`); what is still in the way belongs to somebody else, and the database says so.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from hall.appointments.errors import SlotTaken
from hall.appointments.lookups import steps_of, the_plan, units_of
from hall.appointments.models import Booking, BookingStep, SlotUnit
from hall.appointments.rules import return_delay
from hall.appointments.supply import Berth
from hall.kernel.database import CONFLICTS
from hall.kernel.work import Work


def take(work: Work, booking: Booking, berths: Sequence[Berth], *, beside: bool = False) -> None:
    """Writes a booking's steps and units. Raises SlotTaken where the database knows better."""
    for position, berth in enumerate(berths):
        work.session.add(
            BookingStep(
                booking_id=booking.id,
                position=position,
                service_id=berth.service_id,
                counter_number=berth.counter,
                start=berth.start,
                end=berth.end,
            )
        )
        for unit in berth.units:
            layer = _next_layer(work, booking.session_id, berth.counter, unit) if beside else 0
            work.session.add(
                SlotUnit(
                    session_id=booking.session_id,
                    counter_number=berth.counter,
                    start=unit,
                    layer=layer,
                    booking_id=booking.id,
                )
            )
    try:
        work.session.flush()
    except CONFLICTS:
        raise SlotTaken() from None


def give_back(work: Work, booking: Booking, *, at_once: bool = False) -> list[SlotUnit]:
    """Frees a booking's units; they return to everybody after a random while, or at once (R-54)."""
    free_at = None if at_once else work.now + return_delay(the_plan(work).settings)
    freed = []
    for unit in units_of(work.session, booking.id):
        if at_once or unit.layer:
            work.session.delete(unit)
        else:
            unit.booking_id, unit.free_at = None, free_at
            freed.append(unit)
    work.session.flush()
    return freed


def forget_steps(work: Work, booking: Booking) -> None:
    """Before a booking gets other places."""
    for step in steps_of(work.session, booking.id):
        work.session.delete(step)
    work.session.flush()


def unfreeze(work: Work, session_id: str, berths: Sequence[Berth]) -> None:
    """Takes given-back units out of the way of somebody for whom they were kept: the waiting list goes first."""
    work.session.flush()
    for berth in berths:
        work.session.execute(
            delete(SlotUnit).where(
                SlotUnit.session_id == session_id,
                SlotUnit.counter_number == berth.counter,
                SlotUnit.start.in_(list(berth.units)),
                SlotUnit.booking_id.is_(None),
            )
        )


def _next_layer(work: Work, session_id: str, counter: int, unit: datetime) -> int:
    wanted = select(SlotUnit.layer).where(
        SlotUnit.session_id == session_id, SlotUnit.counter_number == counter, SlotUnit.start == unit
    )
    return max(work.session.scalars(wanted).all(), default=-1) + 1
