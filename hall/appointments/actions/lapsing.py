"""Holds whose time is over end, wherever somebody meets them first: a verb in their way, or the clock's job."""

from sqlalchemy import delete, or_, select

from hall.appointments.actions.places import give_back
from hall.appointments.actions.waiting import leave
from hall.appointments.events import BookingCancelled, CallWanted, WaitlistAnswered
from hall.appointments.lookups import find_booking, holds_ending, the_plan
from hall.appointments.models import Booking, SlotUnit, WaitlistEntry, values_of
from hall.appointments.rules import standing
from hall.appointments.states import BookingState, Standing, WaitState, Why
from hall.kernel.work import Work

MOST_PASSED = 3  # offers let go by: after one more silence nobody seems to be there, and each kept a place shut


def clear(work: Work, session_id: str) -> None:
    """Ends the holds of a session whose time is over and forgets units that have returned (R-53, R-54)."""
    settings = the_plan(work).settings
    for booking in holds_ending(work.session, session_id, max(work.now, work.real_now), work.now):
        if standing(booking, work.now, work.real_now, settings) == Standing.LAPSED:
            lapse(work, booking)
    returned = or_(SlotUnit.free_at.is_(None), SlotUnit.free_at <= work.now)
    work.session.flush()
    work.session.execute(
        delete(SlotUnit).where(SlotUnit.session_id == session_id, SlotUnit.booking_id.is_(None), returned)
    )


def lapse(work: Work, booking: Booking) -> None:
    """A hold whose time is over ends; its units are free at once, as they were the moment it was over.

    Whoever was offered it and did not answer waits on in the list, or is rung: nobody is forgotten (R-64).
    """
    give_back(work, booking, at_once=True)
    booking.close(BookingState.CANCELLED, work.now, "lapsed")
    work.record(BookingCancelled(**values_of(booking), reason="lapsed", in_time=True, was=BookingState.HELD))
    if booking.why == Why.WAITLIST:
        _wait_on(work, booking)
    elif booking.why in (Why.DISPLACED, Why.MOVER) and booking.offer_for:
        _to_be_rung(work, booking)


def turn_down(work: Work, offer: Booking, answer: str) -> None:
    """An offer that is not wanted ends; its place goes to whoever waits, then to everybody (R-54)."""
    give_back(work, offer)
    offer.close(BookingState.CANCELLED, work.now, answer)
    work.record(BookingCancelled(**values_of(offer), reason=answer, in_time=True, was=BookingState.HELD))


def _wait_on(work: Work, booking: Booking) -> None:
    entry = work.session.scalars(select(WaitlistEntry).where(WaitlistEntry.offer_id == booking.id)).first()
    if entry is not None:
        entry.state, entry.offer_id = WaitState.WAITING, None
        entry.passed += 1
        said = {"entry": entry.id, "service": entry.service_id, "booking": booking.id}
        work.record(WaitlistAnswered(**said, answer="lapsed"))
        if entry.passed >= MOST_PASSED:
            leave(work, entry, "no_answer")


def _to_be_rung(work: Work, offer: Booking) -> None:
    lost = find_booking(work.session, offer.offer_for or "")
    if lost is not None and lost.state == BookingState.DISPLACED and lost.call_wanted is None:
        lost.call_wanted = "no_answer"
        work.record(CallWanted(**values_of(lost), reason="no_answer"))
