"""The waiting list: a freed slot goes to one person at a time, for a quarter of an hour each.

An offer is a held booking of its own. Whoever has a booking already keeps it until they accept (peers.md 6.1).
"""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from hall.appointments.actions.confirming import refuse_person
from hall.appointments.actions.lapsing import clear
from hall.appointments.actions.places import give_back, take, unfreeze
from hall.appointments.errors import OfferGone, UnknownEntry
from hall.appointments.events import (
    BookingCancelled,
    BookingHeld,
    BookingMade,
    WaitlistAnswered,
    WaitlistJoined,
    WaitlistLeft,
    WaitlistOffered,
)
from hall.appointments.lookups import find_booking, offered, services_for, supply_of, the_booking, the_plan
from hall.appointments.models import Booking, SlotUnit, WaitlistEntry, values_of
from hall.appointments.rules import earliest_start, standing
from hall.appointments.states import BookingState, Channel, Standing, Verified, WaitState, Why
from hall.appointments.supply import Berth, Supply, Wanted, berths, free_starts
from hall.kernel.errors import Invalid
from hall.kernel.sealing import keyed_hash
from hall.kernel.work import Work
from hall.roster.models import HallSession
from hall.site.plan import Plan, Service
from hall.site.rules import business_day

MOST_DAYS = 62
WAITS = (WaitState.WAITING, WaitState.OFFERED)


def join(
    work: Work,
    service_id: str,
    first: date,
    last: date,
    *,
    name: str,
    phone: str,
    language: str = "zh-CN",
    booking: str | None = None,
    verified: Verified | None = None,
) -> WaitlistEntry:
    """A place on the list of a service for some days; who stands there already keeps that place.

    `booking`: the code of their own booking, which is kept until they accept an earlier time.
    """
    plan = the_plan(work)
    services_for(plan, [service_id])
    if not business_day(plan, work.now) <= last or not timedelta(0) <= last - first <= timedelta(days=MOST_DAYS):
        raise Invalid("to")
    own = the_booking(work, booking) if booking else None
    if (there := _there_already(work, service_id, phone)) is not None:
        there.first_day, there.last_day = first, last
        return there
    entry = WaitlistEntry(
        hall_id=work.hall_id,
        service_id=service_id,
        first_day=first,
        last_day=last,
        at=work.now,
        name=name,
        phone=phone,
        language=language,
        booking_id=own.id if own else None,
        verified=own.verified if own else verified,
    )
    work.session.add(entry)
    work.record(WaitlistJoined(entry=entry.id, service=service_id))
    return entry


def _there_already(work: Work, service_id: str, phone: str) -> WaitlistEntry | None:
    wanted = select(WaitlistEntry).where(
        WaitlistEntry.hall_id == work.hall_id,
        WaitlistEntry.service_id == service_id,
        WaitlistEntry.phone_hash == keyed_hash(phone),
        WaitlistEntry.state.in_(WAITS),
    )
    return work.session.scalars(wanted).first()


def withdraw(work: Work, code: str) -> WaitlistEntry:
    """Off the list; an offer that stands is declined by it."""
    entry = the_entry(work, code)
    if entry.offer_id is not None:
        decline(work, entry.offer_id)
    _leave(work, entry, "visitor")
    return entry


def offer_freed(work: Work, session_id: str, *, but: str | None = None) -> None:
    """Offers what is free in a session, given back but not yet public included, to whoever waits for it, in order.

    Nobody is asked unless a place stands behind the question, and nothing is offered that begins too soon. `but`:
    whoever has just said no is not asked about the same slot again.
    """
    row = work.session.get(HallSession, session_id)
    if row is None or not row.is_open or row.end <= work.now:
        return
    plan = the_plan(work)
    for entry in [e for e in _waiting_for(work, row) if e.id != but]:
        service = plan.service(entry.service_id)
        if service is not None and offered(plan, row, [service]):
            _offer(work, plan, row, entry, service)


def accept(work: Work, offer: str) -> Booking:
    """Takes an offer of the waiting list: it is booked now, and the booking it replaces is cancelled with it."""
    booking = the_booking(work, offer)
    if booking.state == BookingState.BOOKED:
        return booking
    entry = _entry_of(work, booking)
    if standing(booking, work.now, work.real_now, the_plan(work).settings) != Standing.HELD:
        raise OfferGone()
    booking.verified = booking.verified or Verified.CODE  # the offer's own code went to that telephone
    refuse_person(work, booking)
    booking.become(BookingState.BOOKED)
    booking.booked_at, booking.held_until = work.now, None
    entry.state, entry.offer_id = WaitState.ACCEPTED, None
    work.record(WaitlistAnswered(entry=entry.id, service=entry.service_id, booking=booking.id, answer="accepted"))
    work.record(BookingMade(**values_of(booking)))
    own = find_booking(work.session, booking.offer_for) if booking.offer_for else None
    if own is not None and own.state == BookingState.BOOKED:
        give_back(work, own)
        own.in_time = True
        own.close(BookingState.CANCELLED, work.now, "moved")
        work.record(BookingCancelled(**values_of(own), reason="moved", in_time=True, was=BookingState.BOOKED))
        offer_freed(work, own.session_id)
    return booking


def decline(work: Work, offer: str, *, answer: str = "declined") -> None:
    """ "No, thanks", or no answer in time: the place goes to the next one; the own booking is as it was."""
    booking = the_booking(work, offer)
    if booking.state != BookingState.HELD:
        raise OfferGone()
    entry = _entry_of(work, booking)
    give_back(work, booking)
    booking.close(BookingState.CANCELLED, work.now, answer)
    entry.state, entry.offer_id = WaitState.WAITING, None
    entry.passed += 1
    work.record(WaitlistAnswered(entry=entry.id, service=entry.service_id, booking=booking.id, answer=answer))
    work.record(BookingCancelled(**values_of(booking), reason=answer, in_time=True, was=BookingState.HELD))
    offer_freed(work, booking.session_id, but=entry.id)


def end_over(work: Work) -> int:
    """Ends places on the list whose last day has passed; how many."""
    today = business_day(the_plan(work), work.now)
    wanted = select(WaitlistEntry).where(
        WaitlistEntry.hall_id == work.hall_id,
        WaitlistEntry.state == WaitState.WAITING,
        WaitlistEntry.last_day < today,
    )
    found = work.session.scalars(wanted).all()
    for entry in found:
        _leave(work, entry, "over")
    return len(found)


def the_entry(work: Work, code_or_id: str) -> WaitlistEntry:
    """The place on the list behind a code or an id, or UnknownEntry."""
    by_id = len(code_or_id) == 26
    column = WaitlistEntry.id if by_id else WaitlistEntry.code_hash
    wanted = select(WaitlistEntry).where(column == (code_or_id if by_id else keyed_hash(code_or_id)))
    found = work.session.scalar(wanted)
    if found is None or found.hall_id != work.hall_id:
        raise UnknownEntry()
    return found


def _waiting_for(work: Work, row: HallSession) -> Sequence[WaitlistEntry]:
    """Who waits for the day of a session: first who let fewest offers go by, then by time of asking."""
    wanted = select(WaitlistEntry).where(
        WaitlistEntry.hall_id == work.hall_id,
        WaitlistEntry.state == WaitState.WAITING,
        WaitlistEntry.first_day <= row.day,
        WaitlistEntry.last_day >= row.day,
    )
    return work.session.scalars(wanted.order_by(WaitlistEntry.passed, WaitlistEntry.id)).all()


def _offer(work: Work, plan: Plan, row: HallSession, entry: WaitlistEntry, service: Service) -> None:
    own = find_booking(work.session, entry.booking_id) if entry.booking_id else None
    if own is not None and own.state != BookingState.BOOKED:
        own = None
    wanted = Wanted((service,), own.people if own else 1, len(own.needs) if own else 0)
    clear(work, row.id)
    place = _place_for(work, _with_given_back(work, plan, row), wanted, before=own)
    if place is None:
        return
    unfreeze(work, row.id, place)
    booking = _offer_booking(work, plan, row, entry, own, place)
    work.session.add(booking)
    take(work, booking, place)
    entry.state, entry.offer_id = WaitState.OFFERED, booking.id
    work.record(BookingHeld(**values_of(booking), why=booking.why))
    work.record(WaitlistOffered(entry=entry.id, service=entry.service_id, booking=booking.id))


def _with_given_back(work: Work, plan: Plan, row: HallSession) -> Supply:
    """The session with what was given back and is kept from the public for a while (R-54): the list goes first."""
    supply = supply_of(work.session, plan, row, work.now, work.real_now)
    frozen = select(SlotUnit.counter_number, SlotUnit.start).where(
        SlotUnit.session_id == row.id, SlotUnit.booking_id.is_(None)
    )
    taken = dict(supply.taken)
    for counter, start in work.session.execute(frozen):
        taken[counter] = taken.get(counter, 0) & ~(1 << supply.unit_at(start))
    return Supply(plan, row, supply.posts, taken, supply.sold, supply.share, supply.pace, supply.left)


def _place_for(work: Work, supply: Supply, wanted: Wanted, *, before: Booking | None) -> tuple[Berth, ...] | None:
    """The first place that is worth an offer: not too soon, and earlier than what they have."""
    since = earliest_start(supply.plan, work.now, staff=False)
    starts = sorted(free_starts(supply, wanted, since=since))
    start = next((s for s in starts if before is None or s < before.start), None)
    return berths(supply, wanted, start) if start is not None else None


def _offer_booking(
    work: Work,
    plan: Plan,
    row: HallSession,
    entry: WaitlistEntry,
    own: Booking | None,
    place: tuple[Berth, ...],
) -> Booking:
    return Booking(
        hall_id=work.hall_id,
        session_id=row.id,
        day=row.day,
        start=place[0].start,
        end=place[-1].end,
        services=[entry.service_id],
        name=entry.name,
        made_at=work.now,
        why=Why.WAITLIST,
        held_until=work.real_now + timedelta(minutes=plan.settings.waitlist_offer_minutes),
        channel=Channel.WAITLIST,
        language=entry.language,
        phone=entry.phone,
        verified=entry.verified,
        people=own.people if own else 1,
        needs=list(own.needs) if own else [],
        offer_for=own.id if own else None,
    )


def _entry_of(work: Work, booking: Booking) -> WaitlistEntry:
    wanted = select(WaitlistEntry).where(WaitlistEntry.offer_id == booking.id)
    found = work.session.scalars(wanted).first()
    if found is None:
        raise OfferGone()
    return found


def _leave(work: Work, entry: WaitlistEntry, reason: str) -> None:
    if entry.state in WAITS:
        entry.state, entry.offer_id = WaitState.ENDED, None
        work.record(WaitlistLeft(entry=entry.id, service=entry.service_id, reason=reason))
