"""After a change of supply: bookings stay, change counters, or are displaced with an offer (R-64, R-66)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from hall.appointments import settling
from hall.appointments.actions.confirming import refuse_limits
from hall.appointments.actions.lapsing import clear, lapse, turn_down
from hall.appointments.actions.offering import offer_freed
from hall.appointments.actions.places import forget_steps, give_back, take, unfreeze
from hall.appointments.errors import OfferGone, WrongStanding
from hall.appointments.events import (
    BookingCancelled,
    BookingDisplaced,
    BookingHeld,
    BookingMade,
    CallDone,
    CallWanted,
    MoverAsked,
)
from hall.appointments.lookups import (
    bookings_of,
    find_booking,
    steps_of,
    supply_of,
    the_booking,
    the_plan,
    wanted_of,
)
from hall.appointments.models import Booking, values_of
from hall.appointments.nearest import Place, replacement
from hall.appointments.rules import standing
from hall.appointments.states import BookingState, Channel, Standing, Why
from hall.appointments.supply import Berth, Supply
from hall.kernel.work import Work
from hall.roster.models import HallSession
from hall.site.plan import Plan

COPIED = (
    *("name", "phone", "email", "language", "person_hash", "document_tail", "for_someone_else", "people"),
    *("large_type", "note", "package_id", "verified"),
)


def settle(work: Work, session_id: str, *, reason: str) -> int:
    """Brings the bookings of a session in line with what it can still serve; how many were displaced.

    Each of these is told, or listed for a call; each gets a place held elsewhere where there is one (R-64).
    """
    row = work.session.get(HallSession, session_id)
    if row is None or row.end <= work.now:
        return 0
    plan = the_plan(work)
    clear(work, session_id)
    bookings = [b for b in bookings_of(work.session, session_id) if not b.overbooked or not row.is_open]
    places = [(b, [_berth(s) for s in steps_of(work.session, b.id)]) for b in bookings]
    found = settling.settle(_bare(work, plan, row), places)
    known = {b.id: b for b in bookings}
    lost = [known[f.booking] for f in found if isinstance(f, settling.Lost)]
    for each in found:
        if isinstance(each, settling.Kept) and each.changed:
            _reseat(work, known[each.booking], each.berths)
    for booking in lost:  # all of them leave before the first gets an offer
        _remove(work, booking)
    for booking in lost:
        _displace(work, plan, row, booking, reason)
    if not lost:
        offer_freed(work, session_id, most=None)  # more people may have come than went
    return len(lost)


def ask_movers(work: Work, session_id: str) -> int:
    """Asks everybody of a thin session whether another time suits; their own booking stays (R-66). How many."""
    row = work.session.get(HallSession, session_id)
    if row is None or row.end <= work.now:
        return 0
    plan, asked = the_plan(work), 0
    for booking in bookings_of(work.session, session_id, [BookingState.BOOKED]):
        if _has_offer(work, booking):
            continue
        offer = _offer(work, plan, row, booking, Why.MOVER)
        if offer is not None and booking.phone:
            work.record(MoverAsked(**values_of(booking), offer=offer.id))
            asked += 1
        else:
            _ring(work, booking, "mover")
    return asked


def accept_offer(work: Work, offer: str) -> Booking:
    """Takes the place that the hall holds instead of the one that was lost, or that is to be given up."""
    booking = the_booking(work, offer)
    if booking.state == BookingState.BOOKED:
        return booking
    if standing(booking, work.now, work.real_now, the_plan(work).settings) != Standing.HELD:
        raise OfferGone()
    before = find_booking(work.session, booking.offer_for or "")
    if before is None:
        raise OfferGone()
    refuse_limits(work, booking)  # they may have booked by themselves meanwhile
    booking.become(BookingState.BOOKED)
    booking.booked_at, booking.held_until = work.now, None
    work.record(BookingMade(**values_of(booking)))
    if before.state == BookingState.BOOKED:
        give_back(work, before)
        before.in_time = True
        work.record(BookingCancelled(**values_of(before), reason="moved", in_time=True, was=before.state))
        before.close(BookingState.CANCELLED, work.now, "moved")
    else:
        before.ended_for, before.call_wanted = "moved", None
    return booking


def decline_offer(work: Work, offer: str) -> Booking:
    """ "This does not suit": the place is free again; who lost theirs is rung, so that nobody is left alone."""
    booking = the_booking(work, offer)
    if booking.state != BookingState.HELD:
        raise OfferGone()
    turn_down(work, booking, "declined")
    before = find_booking(work.session, booking.offer_for or "")
    if before is not None and before.state == BookingState.DISPLACED:
        _ring(work, before, "declined")
    return booking


def call_done(work: Work, code: str) -> Booking:
    """Somebody has rung: off the list of calls."""
    booking = the_booking(work, code)
    if booking.call_wanted is None:
        raise WrongStanding(state=booking.state)
    booking.call_wanted = None
    work.record(CallDone(**values_of(booking)))
    return booking


def _bare(work: Work, plan: Plan, row: HallSession) -> Supply:
    """The supply with nothing in it: every booking is placed anew."""
    supply = supply_of(work.session, plan, row, work.now, work.real_now, share=1.0)
    return Supply(plan, row, supply.posts, {}, (), 1.0, supply.pace)


def _reseat(work: Work, booking: Booking, berths: Sequence[Berth]) -> None:
    """The same time at other counters; to the visitor nothing has changed."""
    give_back(work, booking, at_once=True)
    forget_steps(work, booking)
    unfreeze(work, booking.session_id, berths)
    take(work, booking, berths)


def _remove(work: Work, booking: Booking) -> None:
    give_back(work, booking, at_once=True)
    if booking.state == BookingState.BOOKED:
        booking.close(BookingState.DISPLACED, work.now, None)
    else:
        lapse(work, booking)


def _displace(work: Work, plan: Plan, row: HallSession, booking: Booking, reason: str) -> None:
    if booking.state != BookingState.DISPLACED:
        return  # it was only held
    booking.ended_for, booking.excused = reason, "hall_failed"
    offer = _offer(work, plan, row, booking, Why.DISPLACED)
    reachable = booking.phone is not None or booking.email is not None
    work.record(
        BookingDisplaced(
            **values_of(booking), reason=reason, offer=offer.id if offer else None, reachable=reachable
        )
    )
    if offer is None or not reachable:
        _ring(work, booking, "no_place" if offer is None else "no_contact")


def _ring(work: Work, booking: Booking, reason: str) -> None:
    booking.call_wanted = reason
    work.record(CallWanted(**values_of(booking), reason=reason))


def _offer(work: Work, plan: Plan, row: HallSession, booking: Booking, why: Why) -> Booking | None:
    wanted = wanted_of(plan, booking)
    whole = len(wanted.services) == len(booking.services)
    place = replacement(work.session, plan, wanted, row, booking.start, work.now, work.real_now) if whole else None
    if place is None:
        return None
    clear(work, place.row.id)
    until = min(work.now + timedelta(hours=plan.settings.displaced_offer_hours), place.berths[0].start)
    offer = _held(booking, place, why, until, work)
    work.session.add(offer)
    take(work, offer, place.berths)
    work.record(BookingHeld(**values_of(offer), why=why))
    return offer


def _held(booking: Booking, place: Place, why: Why, until: datetime, work: Work) -> Booking:
    return Booking(
        hall_id=booking.hall_id,
        session_id=place.row.id,
        day=place.row.day,
        start=place.berths[0].start,
        end=place.berths[-1].end,
        services=list(booking.services),
        needs=list(booking.needs),
        made_at=work.now,
        why=why,
        held_until=until,
        channel=Channel.HALL,
        offer_for=booking.id,
        **{name: getattr(booking, name) for name in COPIED},
    )


def _has_offer(work: Work, booking: Booking) -> bool:
    wanted = select(Booking.id).where(Booking.offer_for == booking.id, Booking.state == BookingState.HELD)
    return work.session.scalars(wanted).first() is not None


def _berth(step: object) -> Berth:
    return Berth(step.service_id, step.counter_number, step.start, step.end)  # type: ignore[attr-defined]
