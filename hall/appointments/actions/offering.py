"""The waiting list: a freed slot goes to one person at a time, for a quarter of an hour each.

An offer is a held booking of its own. Whoever has a booking already keeps it until they accept (peers.md 6.1).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from hall.appointments.actions.confirming import refuse_person
from hall.appointments.actions.lapsing import clear, turn_down
from hall.appointments.actions.places import give_back, take, unfreeze
from hall.appointments.actions.waiting import end_others, leave, the_entry
from hall.appointments.errors import OfferGone
from hall.appointments.events import (
    BookingCancelled,
    BookingHeld,
    BookingMade,
    WaitlistAnswered,
    WaitlistOffered,
)
from hall.appointments.lookups import find_booking, offered, supply_of, the_booking, the_plan
from hall.appointments.models import Booking, SlotUnit, WaitlistEntry, values_of
from hall.appointments.rules import earliest_start, standing
from hall.appointments.states import BookingState, Channel, Standing, Verified, WaitState, Why
from hall.appointments.supply import Berth, Supply, Wanted, berths, free_starts
from hall.kernel.work import Work
from hall.roster.models import HallSession
from hall.site.plan import Plan, Service

UNPROVED_AT_ONCE = 5  # offers of one session to numbers that anybody may have typed


def withdraw(work: Work, code: str) -> WaitlistEntry:
    """Off the list; an offer that stands is declined by it."""
    entry = the_entry(work, code)
    if entry.offer_id is not None:
        decline(work, entry.offer_id)
    leave(work, entry, "visitor")
    return entry


def offer_freed(work: Work, session_id: str, *, most: int | None = 1) -> int:
    """Offers what is free in a session, given back but not yet public included, to whoever waits for it, in order.
    How many were asked.

    Nobody is asked unless a place stands behind the question, nothing is offered that begins too soon, and nobody
    is asked twice about one slot, nor about two at a time. `most`: one place came back, and one is kept for the
    list; None where a whole portion came. Numbers that nobody proved keep a few places at a time, never a session.
    """
    row = work.session.get(HallSession, session_id)
    if row is None or not row.is_open or row.end <= work.now:
        return 0
    plan, asked, unproved = the_plan(work), set[str](), _unproved_offers(work, row)
    for entry in _waiting_for(work, row):
        service = plan.service(entry.service_id)
        if service is None or entry.phone_hash in asked or not offered(plan, row, [service]):
            continue
        if entry.verified is None and unproved >= UNPROVED_AT_ONCE:
            continue
        if _offer(work, plan, row, entry, service):
            asked.add(entry.phone_hash)
            unproved += entry.verified is None
            if len(asked) == most:
                break
    return len(asked)


def accept(work: Work, offer: str) -> Booking:
    """Takes an offer of the waiting list: it is booked now, and the booking it replaces is cancelled with it."""
    booking = the_booking(work, offer)
    if booking.state == BookingState.BOOKED:
        return booking
    entry = _entry_of(work, booking)
    if standing(booking, work.now, work.real_now, the_plan(work).settings) != Standing.HELD:
        raise OfferGone()
    booking.verified = booking.verified or Verified.CODE  # only the text to that telephone knew the offer's code
    refuse_person(work, booking)
    booking.become(BookingState.BOOKED)
    booking.booked_at, booking.held_until = work.now, None
    entry.state, entry.offer_id = WaitState.ACCEPTED, None
    end_others(work, entry)
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
    turn_down(work, booking, answer)
    entry.state, entry.offer_id = WaitState.WAITING, None
    entry.passed += 1
    work.record(WaitlistAnswered(entry=entry.id, service=entry.service_id, booking=booking.id, answer=answer))
    offer_freed(work, booking.session_id)


def _waiting_for(work: Work, row: HallSession) -> Sequence[WaitlistEntry]:
    """Who waits for the day of a session: first who let fewest offers go by, then by time of asking."""
    wanted = select(WaitlistEntry).where(
        WaitlistEntry.hall_id == work.hall_id,
        WaitlistEntry.state == WaitState.WAITING,
        WaitlistEntry.first_day <= row.day,
        WaitlistEntry.last_day >= row.day,
        WaitlistEntry.phone_hash.not_in(
            select(WaitlistEntry.phone_hash).where(
                WaitlistEntry.hall_id == work.hall_id, WaitlistEntry.state == WaitState.OFFERED
            )
        ),
    )
    return work.session.scalars(wanted.order_by(WaitlistEntry.passed, WaitlistEntry.id)).all()


def _offer(work: Work, plan: Plan, row: HallSession, entry: WaitlistEntry, service: Service) -> bool:
    own = find_booking(work.session, entry.booking_id) if entry.booking_id else None
    if own is not None and own.state != BookingState.BOOKED:
        own = None
    wanted = Wanted((service,), own.people if own else 1, len(own.needs) if own else 0)
    clear(work, row.id)
    asked = _asked_before(work, row, entry)
    place = _place_for(work, _with_given_back(work, plan, row), wanted, before=own, but=asked)
    if place is None:
        return False
    unfreeze(work, row.id, place)
    booking = _offer_booking(work, plan, row, entry, own, place)
    work.session.add(booking)
    take(work, booking, place)
    entry.state, entry.offer_id = WaitState.OFFERED, booking.id
    work.record(BookingHeld(**values_of(booking), why=booking.why))
    work.record(WaitlistOffered(entry=entry.id, service=entry.service_id, booking=booking.id))
    return True


def _unproved_offers(work: Work, row: HallSession) -> int:
    wanted = select(func.count()).where(
        Booking.session_id == row.id,
        Booking.why == Why.WAITLIST,
        Booking.state == BookingState.HELD,
        Booking.verified.is_(None),
    )
    return work.session.scalar(wanted) or 0


def _asked_before(work: Work, row: HallSession, entry: WaitlistEntry) -> set[datetime]:
    """The times of a session that this telephone was offered and let go by: never twice."""
    wanted = select(Booking.start).where(
        Booking.session_id == row.id,
        Booking.phone_hash == entry.phone_hash,
        Booking.why == Why.WAITLIST,
        Booking.state == BookingState.CANCELLED,
        Booking.booked_at.is_(None),
    )
    return set(work.session.scalars(wanted))


def _with_given_back(work: Work, plan: Plan, row: HallSession) -> Supply:
    """The session with what was given back and is kept from the public for a while (R-54): the list goes first."""
    supply = supply_of(work.session, plan, row, work.now, work.real_now)
    frozen = select(SlotUnit.counter_number, SlotUnit.start).where(
        SlotUnit.session_id == row.id, SlotUnit.booking_id.is_(None)
    )
    beside = select(SlotUnit.counter_number, SlotUnit.start).where(
        SlotUnit.session_id == row.id, SlotUnit.layer > 0
    )
    doubled = {tuple(unit) for unit in work.session.execute(beside)}  # somebody sits there on purpose
    taken = dict(supply.taken)
    for counter, start in work.session.execute(frozen):
        if (counter, start) not in doubled:
            taken[counter] = taken.get(counter, 0) & ~(1 << supply.unit_at(start))
    return Supply(plan, row, supply.posts, taken, supply.sold, supply.share, supply.pace, supply.left)


def _place_for(
    work: Work, supply: Supply, wanted: Wanted, *, before: Booking | None, but: set[datetime]
) -> tuple[Berth, ...] | None:
    """The first place that is worth an offer: not too soon, not known, and earlier than what they have."""
    since = earliest_start(supply.plan, work.now, staff=False)
    starts = sorted(free_starts(supply, wanted, since=since))
    start = next((s for s in starts if s not in but and (before is None or s < before.start)), None)
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
