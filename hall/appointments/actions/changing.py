"""Moving and cancelling a booking, and "running late" (R-57, R-60)."""

from datetime import datetime, timedelta

from hall.appointments.actions.confirming import refuse_limits
from hall.appointments.actions.holding import refuse_time
from hall.appointments.actions.lapsing import clear, lapse, turn_down
from hall.appointments.actions.offering import offer_freed
from hall.appointments.actions.places import forget_steps, give_back, take, unfreeze
from hall.appointments.errors import (
    BookingClosed,
    DelayedTwice,
    HoldExpired,
    SlotTaken,
    TooLateToChange,
    WrongStanding,
)
from hall.appointments.events import BookingCancelled, BookingDelayed, BookingMoved
from hall.appointments.lookups import offered, session_at, supply_of, the_booking, the_plan, wanted_of
from hall.appointments.models import Booking, values_of
from hall.appointments.nearest import nearest
from hall.appointments.queries import offer_of
from hall.appointments.rules import may_change, standing
from hall.appointments.states import BookingState, Standing, Why
from hall.appointments.supply import Berth, berths
from hall.kernel.work import Work
from hall.roster.models import HallSession

OPEN = (Standing.HELD, Standing.BOOKED, Standing.LATE)


def move(work: Work, code: str, start: datetime, *, staff: bool = False) -> Booking:
    """To another time, in one transaction: the old place counts as free for the new one, and is kept when there is
    none (R-57). Raises SlotTaken with the nearest free times."""
    booking, plan = the_booking(work, code), the_plan(work)
    if booking.start == start:
        return booking
    _must_be_open(work, booking)
    if booking.state == BookingState.HELD and booking.why != Why.FORM:
        raise WrongStanding(state=booking.state)  # an offer is for this time; accepted, it can be moved
    if not staff and not may_change(booking, work.now, plan.settings):
        raise TooLateToChange(minutes=plan.settings.cancel_until_minutes)
    row = session_at(work.session, work.hall_id, start)
    refuse_time(work, plan, row, start, staff=staff)
    wanted = wanted_of(plan, booking)
    if len(wanted.services) != len(booking.services) or not offered(plan, row, wanted.services):
        raise BookingClosed()
    refuse_limits(work, booking, row.day)
    clear(work, row.id)
    supply = supply_of(work.session, plan, row, work.now, work.real_now, but=booking.id)
    found = berths(supply, wanted, start)
    if found is None:
        free = nearest(work.session, plan, wanted, start, work.now, work.real_now, but=booking.id)
        raise SlotTaken(extra={"nearest": [moment.isoformat() for moment in free]})
    put(work, booking, row, found, by="staff" if staff else "visitor")
    return booking


def put(work: Work, booking: Booking, row: HallSession, found: tuple[Berth, ...], *, by: str) -> None:
    """Gives a booking its new place and the old one back; the fact says from where."""
    before, old_start = booking.session_id, booking.start
    give_back(work, booking)
    forget_steps(work, booking)
    unfreeze(work, row.id, found)  # the old place may lie in the new one
    booking.session_id, booking.day = row.id, row.day
    booking.start, booking.end = found[0].start, found[-1].end
    booking.set_phone(booking.phone)  # the last four digits find it on its new day
    booking.moves += 1
    booking.delays, booking.expected_at, booking.overbooked = 0, None, False
    take(work, booking, found)
    work.record(BookingMoved(**values_of(booking), from_start=old_start.isoformat(), from_session=before, by=by))
    offer_freed(work, before)


def cancel(work: Work, code: str, *, by: str = "visitor") -> Booking:
    """Ends a booking; its place returns to whoever waits for it, then to everybody (R-54, R-57).

    Cancelling late is still better than not coming: it is never refused, it only is not "in time". Twice is once.
    """
    booking, plan = the_booking(work, code), the_plan(work)
    if booking.state == BookingState.CANCELLED:
        return booking
    if booking.state == BookingState.DISPLACED:
        _need_no_other(work, booking)
        booking.close(BookingState.CANCELLED, work.now, by)
        return booking
    stands = standing(booking, work.now, work.real_now, plan.settings)
    if stands == Standing.LAPSED:
        lapse(work, booking)
        return booking
    _must_be_open(work, booking)
    was, booking.in_time = booking.state, may_change(booking, work.now, plan.settings)
    give_back(work, booking)
    booking.close(BookingState.CANCELLED, work.now, by)
    work.record(BookingCancelled(**values_of(booking), reason=by, in_time=booking.in_time, was=was))
    offer_freed(work, booking.session_id)
    return booking


def _need_no_other(work: Work, booking: Booking) -> None:
    """What the hall holds instead of a lost place is free again, and nobody need ring."""
    booking.call_wanted = None
    if (offer := offer_of(work.session, work.hall_id, booking.id)) is not None:
        turn_down(work, offer, "declined")


def running_late(work: Work, code: str) -> Booking:
    """ "I come later": at most twice, each time some minutes more in which they are punctual (R-60)."""
    booking, settings = the_booking(work, code), the_plan(work).settings
    stands = standing(booking, work.now, work.real_now, settings)
    if stands != Standing.BOOKED:  # past its grace it would be a late visitor made punctual
        raise WrongStanding(state=stands)
    if booking.delays >= settings.booking_delay_times:
        raise DelayedTwice()
    minutes = settings.booking_delay_minutes
    booking.delays += 1
    booking.expected_at = (booking.expected_at or booking.start) + timedelta(minutes=minutes)
    work.record(BookingDelayed(**values_of(booking), minutes=minutes))
    return booking


def _must_be_open(work: Work, booking: Booking) -> None:
    stands = standing(booking, work.now, work.real_now, the_plan(work).settings)
    if stands == Standing.LAPSED:
        raise HoldExpired()
    if stands not in OPEN:
        raise WrongStanding(state=stands)
