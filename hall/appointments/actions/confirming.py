"""From held to booked: the one-time code, the limits of a person, suspensions (R-53 to R-56, R-61)."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from hall.appointments.actions.lapsing import lapse
from hall.appointments.errors import CodeNeeded, HoldExpired, LimitReached, Suspended, WrongStanding
from hall.appointments.events import BookingMade, CodeWanted
from hall.appointments.lookups import identities_of, surely_of, the_booking, the_plan
from hall.appointments.models import Booking, OneTimeCode, Suspension, values_of
from hall.appointments.rules import CODE_MINUTES, CODE_TRIES, limit_met, one_time_code, standing
from hall.appointments.states import COUNTED, BookingState, Standing, Verified, Why
from hall.kernel.sealing import keyed_hash
from hall.kernel.work import Work


def want_code(work: Work, booking: Booking) -> None:
    """A fresh one-time code for the telephone of a held booking. Its digits are handed on in the session alone."""
    if standing(booking, work.now, work.real_now, the_plan(work).settings) == Standing.LAPSED:
        raise HoldExpired()
    digits = one_time_code()
    expires = work.real_now + timedelta(minutes=CODE_MINUTES)
    row = work.session.get(OneTimeCode, booking.id)
    if row is None:
        row = OneTimeCode(booking_id=booking.id, code_hash=_digest(booking, digits), expires_at=expires)
        work.session.add(row)
    else:
        row.code_hash, row.expires_at = _digest(booking, digits), expires  # tries stay: no code is a fresh start
    work.session.info.setdefault("one_time_codes", {})[booking.id] = digits
    work.record(CodeWanted(**values_of(booking)))


def try_code(work: Work, code: str, digits: str) -> bool:
    """True if these are the digits that were sent. A unit of work of its own: a wrong try must not be undone by
    the refusal that follows it. After five the hold ends, so that nobody tries them all."""
    booking = the_booking(work, code)
    row = work.session.get(OneTimeCode, booking.id)
    if row is None or booking.state != BookingState.HELD:
        return booking.verified is not None
    if row.tries >= CODE_TRIES or row.expires_at <= work.real_now:
        return False
    row.tries += 1
    if row.code_hash == _digest(booking, digits.strip()):
        booking.verified = Verified.CODE
        return True
    if row.tries >= CODE_TRIES:
        lapse(work, booking)
    return False


def confirm(work: Work, code: str, *, by: Verified | None = None) -> Booking:
    """The slot is theirs. Saying so twice is the same. Raises HoldExpired by the clock, whatever any job did."""
    booking = the_booking(work, code)
    if booking.state in (BookingState.BOOKED, BookingState.CHECKED_IN):
        return booking
    plan = the_plan(work)
    stands = standing(booking, work.now, work.real_now, plan.settings)
    if stands == Standing.LAPSED or booking.ended_for == "lapsed":
        raise HoldExpired()
    if stands != Standing.HELD or booking.why != Why.FORM:  # an offer is accepted: that ends what it replaces
        raise WrongStanding(state=booking.state)
    booking.verified = booking.verified or by
    if booking.verified is None:
        raise CodeNeeded("otp")
    refuse_person(work, booking)
    booking.become(BookingState.BOOKED)
    booking.booked_at, booking.held_until = work.now, None
    work.record(BookingMade(**values_of(booking), overbooked=booking.overbooked or None))
    return booking


def refuse_person(work: Work, booking: Booking) -> None:
    """Raises Suspended or LimitReached for whoever this booking would be for (R-55, R-61)."""
    _refuse_suspended(work, booking)
    refuse_limits(work, booking)


def active_suspension(work: Work, booking: Booking) -> Suspension | None:
    """The suspension that bars whoever made this booking, or None."""
    known = identities_of(booking)
    # Whose it is says the booking that brought it, too: one person has a document and a telephone.
    wanted = select(Suspension).outerjoin(Booking, Booking.id == Suspension.booking_id)
    wanted = wanted.where(
        Suspension.hall_id == work.hall_id,
        or_(Suspension.identity_hash.in_(known), surely_of(known)),
        Suspension.lifted_at.is_(None),
        Suspension.until > work.now,
    )
    return work.session.scalars(wanted.order_by(Suspension.until.desc())).first() if known else None


def _refuse_suspended(work: Work, booking: Booking) -> None:
    found = active_suspension(work, booking)
    if found is not None and not booking.for_someone_else:
        until = found.until.astimezone(ZoneInfo(the_plan(work).timezone))
        raise Suspended(until=f"{until:%Y-%m-%d}", extra={"until": found.until.isoformat()})


def refuse_limits(work: Work, booking: Booking, day: date | None = None) -> None:
    """Counts only what is surely this person's (R-55): nobody can use up a stranger's number. `day`: another one
    than the booking's own, to which it would move."""
    known = identities_of(booking)
    if not known:
        return
    wanted = select(Booking.day).where(
        surely_of(known),
        Booking.hall_id == work.hall_id,
        Booking.id != booking.id,
        Booking.id != (booking.offer_for or ""),
        Booking.state.in_(sorted(COUNTED)),
        Booking.for_someone_else.is_(booking.for_someone_else),
    )
    limit = limit_met(work.session.scalars(wanted), day or booking.day, the_plan(work).settings)
    if limit is not None:
        raise LimitReached(limit=limit, extra={"limit": limit})


def _digest(booking: Booking, digits: str) -> str:
    return keyed_hash(f"{booking.id}|{digits}")
