"""No-shows, counted fairly, and what follows from too many: booking only, never walking in (R-61, R-62)."""

from datetime import datetime

from sqlalchemy import select

from hall.appointments.errors import UnknownBooking, WrongStanding
from hall.appointments.events import BookingExcused, PersonSuspended, SuspensionLifted, VisitorMissing
from hall.appointments.lookups import identities_of, surely_of, the_booking, the_plan
from hall.appointments.models import Booking, Suspension, values_of
from hall.appointments.rules import EXCUSES, suspended_until
from hall.appointments.states import BookingState
from hall.kernel.errors import Invalid
from hall.kernel.work import Work


def count_missing(work: Work, booking: Booking, *, excused: str | None = None) -> None:
    """A booking whose visitor did not come. It counts only where the hall surely knows whose it was (R-55),
    and not where the hall could not be come to (`excused`, R-62)."""
    identity = identity_of(booking) if excused is None else None
    booking.close(BookingState.NO_SHOW, work.now)
    booking.excused = excused
    work.record(VisitorMissing(**values_of(booking), counted=identity is not None))
    if identity is None:
        return
    work.session.flush()
    until = suspended_until(_missed(work, booking), work.now, the_plan(work).settings)
    if until is not None and _active(work, identity) is None:
        found = Suspension(
            hall_id=work.hall_id, identity_hash=identity, since=work.now, until=until, booking_id=booking.id
        )
        work.session.add(found)
        work.record(PersonSuspended(suspension=found.id, booking=booking.id, until=until.isoformat()))


def excuse(work: Work, code: str, reason: str) -> Booking:
    """Staff say why a no-show does not count; a suspension that no longer has reason is lifted (R-62)."""
    booking = the_booking(work, code)
    if reason not in EXCUSES:
        raise Invalid("reason")
    if booking.state != BookingState.NO_SHOW:
        raise WrongStanding(state=booking.state)
    if booking.excused == reason:
        return booking
    booking.excused = reason
    work.record(BookingExcused(**values_of(booking), reason=reason))
    work.session.flush()
    identity = identity_of(booking)
    found = _active(work, identity) if identity else None
    if found is not None and suspended_until(_missed(work, booking), work.now, the_plan(work).settings) is None:
        _lift(work, found)
    return booking


def lift(work: Work, suspension_id: str) -> Suspension:
    """After an appeal at the desk or by telephone (R-61). Lifting twice is once."""
    found: Suspension | None = work.session.get(Suspension, suspension_id)
    if found is None or found.hall_id != work.hall_id:
        raise UnknownBooking()
    if found.lifted_at is None:
        _lift(work, found)
    return found


def identity_of(booking: Booking) -> str | None:
    """What the person of a booking is known by, if the hall is sure of it."""
    known = identities_of(booking)
    return known[-1] if known else None


def _lift(work: Work, found: Suspension) -> None:
    found.lifted_at = work.now
    found.lifted_by = work.actor.id if work.actor.kind == "member" else None
    work.record(SuspensionLifted(suspension=found.id))


def _active(work: Work, identity: str) -> Suspension | None:
    wanted = select(Suspension).where(
        Suspension.hall_id == work.hall_id,
        Suspension.identity_hash == identity,
        Suspension.lifted_at.is_(None),
        Suspension.until > work.now,
    )
    return work.session.scalars(wanted).first()


def _missed(work: Work, booking: Booking) -> list[datetime]:
    """When the person of a booking did not come, without what was excused."""
    wanted = select(Booking.start).where(
        surely_of(identities_of(booking)),
        Booking.hall_id == work.hall_id,
        Booking.state == BookingState.NO_SHOW,
        Booking.excused.is_(None),
    )
    return list(work.session.scalars(wanted))
