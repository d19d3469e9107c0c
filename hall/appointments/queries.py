"""Looks at bookings: free times, a day's list, who has to be rung, how full each session is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hall.appointments.capacity import work_that_fits
from hall.appointments.lookups import supply_of
from hall.appointments.models import Booking, BookingStep, Suspension, WaitlistEntry, tail_hash
from hall.appointments.nearest import supplies
from hall.appointments.rules import base_share, earliest_start, release_at, standing
from hall.appointments.states import COUNTED, BookingState, Standing, WaitState
from hall.appointments.supply import Supply, Wanted, free_starts, length
from hall.kernel.sealing import keyed_hash
from hall.queue.capacity import handling_minutes
from hall.roster.models import HallSession
from hall.roster.queries import sessions_between
from hall.site.plan import Plan
from hall.site.rules import business_day

SHOWN = frozenset(COUNTED)


@dataclass(frozen=True)
class FreeSlot:
    """A time at which a visit can begin, and how many more of its kind fit there."""

    start: datetime
    end: datetime
    session: str
    session_kind: str
    free: int


@dataclass(frozen=True)
class Use:
    """How full a session is. `share`: booked work of what bookings may have when everything is released."""

    session: HallSession
    booked: int
    came: int
    people: int
    share: float
    goal: float
    thin: bool  # fewer bookings than R-66 asks for
    decide_by: datetime


def slots(
    session: Session,
    plan: Plan,
    wanted: Wanted,
    first: date,
    last: date,
    now: datetime,
    real_now: datetime,
    *,
    staff: bool = False,
    but: str | None = None,
) -> list[FreeSlot]:
    """The free times of some days for a visit, in order. `but`: a booking that would move there."""
    since = earliest_start(plan, now, staff=staff)
    found = []
    for supply in supplies(session, plan, wanted, first, last, now, real_now, but=but):
        for start, free in free_starts(supply, wanted, since=since).items():
            end = start + _length(supply, wanted)
            row = supply.session
            found.append(FreeSlot(start, end, row.id, row.kind, free))
    return sorted(found, key=lambda slot: slot.start)


def next_release(plan: Plan, now: datetime) -> tuple[datetime, date]:
    """When the next day can be booked for the first time, and which one (R-50)."""
    today, ahead = business_day(plan, now), plan.settings.booking_open_days
    at = release_at(plan, today + timedelta(days=ahead), ahead)
    if now < at:
        return at, today + timedelta(days=ahead)
    following = today + timedelta(days=ahead + 1)
    return release_at(plan, following, ahead), following


def booking_by_short_code(session: Session, plan: Plan, short_code: str, now: datetime) -> Booking | None:
    """Today's booking behind a spoken code."""
    plain = "".join(c for c in short_code.upper() if c.isalnum())
    return session.scalar(
        select(Booking).where(
            Booking.hall_id == plan.id,
            Booking.day == business_day(plan, now),
            Booking.short_code_hash == keyed_hash(plain),
        )
    )


def bookings_by_tail(session: Session, plan: Plan, tail: str, now: datetime) -> Sequence[Booking]:
    """Today's bookings whose telephone ends in these four digits, by time: those to be checked in, else those
    that have been, for whoever looks for their number again."""
    wanted = select(Booking).where(
        Booking.tail_hash == tail_hash(plan.id, business_day(plan, now), tail),
        Booking.state.in_((BookingState.BOOKED, BookingState.CHECKED_IN)),
    )
    found = session.scalars(wanted.order_by(Booking.start)).all()
    return [b for b in found if b.state == BookingState.BOOKED] or found


def day_list(session: Session, hall_id: str, day: date) -> Sequence[Booking]:
    """Who has booked for a day, by time, whatever has become of it; holds are nobody's business."""
    wanted = select(Booking).where(Booking.hall_id == hall_id, Booking.day == day, Booking.booked_at.is_not(None))
    return session.scalars(wanted.order_by(Booking.start, Booking.id)).all()


def steps_by_booking(session: Session, bookings: Sequence[Booking]) -> dict[str, list[BookingStep]]:
    """Where the services of these bookings lie."""
    found: dict[str, list[BookingStep]] = {b.id: [] for b in bookings}
    wanted = select(BookingStep).where(BookingStep.booking_id.in_(sorted(found)))
    for step in session.scalars(wanted.order_by(BookingStep.position)):
        found[step.booking_id].append(step)
    return found


def to_be_rung(session: Session, hall_id: str) -> Sequence[Booking]:
    """Bookings whose visitor cannot be told by a message, or has not answered one: somebody has to ring."""
    wanted = select(Booking).where(Booking.hall_id == hall_id, Booking.call_wanted.is_not(None))
    return session.scalars(wanted.order_by(Booking.start)).all()


def offer_of(session: Session, hall_id: str, booking_id: str) -> Booking | None:
    """The place that is held for whoever has this booking, if any."""
    wanted = select(Booking).where(
        Booking.hall_id == hall_id, Booking.state == BookingState.HELD, Booking.offer_for == booking_id
    )
    return session.scalars(wanted).first()


def waiting_list(session: Session, hall_id: str) -> Sequence[WaitlistEntry]:
    """Who waits for a freed slot, in the order of being asked."""
    wanted = select(WaitlistEntry).where(
        WaitlistEntry.hall_id == hall_id, WaitlistEntry.state.in_([WaitState.WAITING, WaitState.OFFERED])
    )
    return session.scalars(wanted.order_by(WaitlistEntry.passed, WaitlistEntry.id)).all()


def entry_by_code(session: Session, code: str) -> WaitlistEntry | None:
    return session.scalar(select(WaitlistEntry).where(WaitlistEntry.code_hash == keyed_hash(code)))


def suspension_of(session: Session, booking: Booking, now: datetime) -> Suspension | None:
    """The suspension that stands against whoever made this booking."""
    known = [h for h in (booking.phone_hash, booking.person_hash) if h]
    wanted = select(Suspension).where(
        Suspension.hall_id == booking.hall_id,
        Suspension.identity_hash.in_(known),
        Suspension.lifted_at.is_(None),
        Suspension.until > now,
    )
    return session.scalars(wanted).first() if known else None


def use_of(session: Session, plan: Plan, first: date, last: date, now: datetime, real_now: datetime) -> list[Use]:
    """How full the sessions of some days are, against their goals (R-66)."""
    return [_use(session, plan, row, now, real_now) for row in sessions_between(session, plan.id, first, last)]


def booked_minutes(session: Session, plan: Plan, queue_id: str, now: datetime, until: datetime) -> float:
    """Work that booked visitors of today still bring to a queue (R-08), in minutes of its counters."""
    late = timedelta(minutes=plan.settings.checkin_late_minutes)
    wanted = (
        select(BookingStep.service_id, func.sum(Booking.people))
        .join(Booking, Booking.id == BookingStep.booking_id)
        .where(
            Booking.hall_id == plan.id,
            Booking.state == BookingState.BOOKED,
            Booking.start >= now - late,
            Booking.start < until,
        )
        .group_by(BookingStep.service_id)
    )
    total = 0.0
    for service_id, people in session.execute(wanted):
        service = plan.service(service_id)
        if service is not None and service.queue == queue_id:
            total += handling_minutes(plan, service) * int(people)
    return total


def _use(session: Session, plan: Plan, row: HallSession, now: datetime, real_now: datetime) -> Use:
    supply = supply_of(session, plan, row, now, real_now)
    counted = select(Booking.state, Booking.people).where(Booking.session_id == row.id, Booking.state.in_(SHOWN))
    bookings = session.execute(counted).all()
    whole = base_share(row.kind, plan.settings) * sum(_fits(supply, plan))
    work = sum(s.minutes for s in supply.sold)
    start = release_at(plan, row.day, plan.settings.thin_session_decide_days)
    return Use(
        session=row,
        booked=len(bookings),
        came=sum(state == BookingState.CHECKED_IN for state, _ in bookings),
        people=sum(people for _, people in bookings),
        share=min(1.0, work / whole) if whole else 0.0,
        goal=row.goal if row.goal is not None else plan.settings.session_goal,
        thin=len(bookings) < plan.settings.thin_session_bookings,
        decide_by=row.decide_by or start,
    )


def _fits(supply: Supply, plan: Plan) -> list[float]:
    found = []
    for pool in supply.pools:
        there = sum(p.minutes for p in supply.posts if p.counter.number in pool.counters)
        found.append(work_that_fits(there, pool.services, plan, supply.pace))
    return found


def _length(supply: Supply, wanted: Wanted) -> timedelta:
    settings = supply.plan.settings
    return timedelta(minutes=5) * sum(length(s, wanted, settings) for s in wanted.services)


def live_of_person(session: Session, hall_id: str, phone_hash: str) -> Sequence[Booking]:
    """The bookings of a telephone number that are still to come, for the desk and the line."""
    wanted = select(Booking).where(
        Booking.hall_id == hall_id,
        Booking.phone_hash == phone_hash,
        Booking.state.in_([BookingState.BOOKED, BookingState.DISPLACED]),
    )
    return session.scalars(wanted.order_by(Booking.start)).all()


def stands(booking: Booking, plan: Plan, now: datetime, real_now: datetime) -> Standing:
    """How a booking stands now, whatever any job did."""
    return standing(booking, now, real_now, plan.settings)
