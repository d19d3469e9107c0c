"""What an answer to a text does to bookings: “cannot come”, “running late”, “yes” to an offer.

One letter names no booking. What was told last to that number says which one is meant: an offer that stands, the
booking that the text was about, or, for a number that was told of none, its next one. A text about something else
names no booking: nothing is guessed then.
"""

from sqlalchemy import select

from hall.appointments.actions import accept, accept_offer, cancel, decline, decline_offer, running_late
from hall.appointments.models import Booking, WaitlistEntry
from hall.appointments.queries import offer_of
from hall.appointments.states import BookingState, Why
from hall.kernel.work import Work
from hall.notices.answers import ANSWERS
from hall.notices.queries import last_told
from hall.notices.states import Meaning
from hall.queue.lookups import the_plan
from hall.site.rules import business_day


def listen() -> None:
    """From now on answers reach bookings; called once, at the start."""
    ANSWERS.update({Meaning.NOT_COMING: not_coming, Meaning.LATE: late, Meaning.YES: yes})


def not_coming(work: Work, phone_hash: str) -> bool:
    """Says no to the offer that was told last, or gives back the booking."""
    if (offer := _offer(work, phone_hash)) is not None:
        (decline if offer.why == Why.WAITLIST else decline_offer)(work, offer.id)
        return True
    booking = _booking(work, phone_hash)
    if booking is None:
        return False
    cancel(work, booking.id)
    return True


def late(work: Work, phone_hash: str) -> bool:
    """Today's booking is waited for a little longer (R-59, R-60)."""
    booking = _booking(work, phone_hash)
    if booking is None or booking.day != business_day(the_plan(work), work.now):
        return False
    running_late(work, booking.id)
    return True


def yes(work: Work, phone_hash: str) -> bool:
    """Takes the place that was offered last."""
    offer = _offer(work, phone_hash)
    if offer is None:
        return False
    (accept if offer.why == Why.WAITLIST else accept_offer)(work, offer.id)
    return True


def _offer(work: Work, phone_hash: str) -> Booking | None:
    """The held place that the last text to this number spoke of."""
    told = last_told(work.session, work.hall_id, phone_hash)
    if told is None or told.about is None:
        return None
    if told.about_kind == "waitlist":
        entry = work.session.get(WaitlistEntry, told.about)
        offer = work.session.get(Booking, entry.offer_id) if entry and entry.offer_id else None
    else:
        offer = offer_of(work.session, work.hall_id, told.about)
    return offer if offer is not None and offer.state == BookingState.HELD else None


def _booking(work: Work, phone_hash: str) -> Booking | None:
    """The booking that the last text was about, if it still stands; where nothing was told, the next one."""
    told = last_told(work.session, work.hall_id, phone_hash)
    if told is not None and told.about is not None:
        about = work.session.get(Booking, told.about) if told.about_kind == "booking" else None
        return about if about is not None and about.state == BookingState.BOOKED else None
    wanted = select(Booking).where(
        Booking.phone_hash == phone_hash,
        Booking.hall_id == work.hall_id,
        Booking.state == BookingState.BOOKED,
        Booking.end > work.now,
    )
    found: Booking | None = work.session.scalar(wanted.order_by(Booking.start).limit(1))
    return found
