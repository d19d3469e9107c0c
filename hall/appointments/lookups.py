"""What verbs and looks of bookings fetch before anything is judged.

The hall's row is locked by a unit of work, so what a verb reads here cannot change under it; the key of `SlotUnit`
is the last word all the same.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from hall.appointments.capacity import Pace, mean_work
from hall.appointments.errors import BookingClosed, NotBookable, UnknownBooking
from hall.appointments.learning import pace_of
from hall.appointments.models import Booking, BookingStep, SlotUnit
from hall.appointments.rules import share_now, standing
from hall.appointments.states import COUNTED, LIVE, BookingState, Standing, Verified
from hall.appointments.supply import Sold, Supply, Wanted
from hall.kernel.rows import Question
from hall.kernel.sealing import keyed_hash
from hall.kernel.work import Work
from hall.roster.models import HallSession, Shift
from hall.roster.queries import shifts_of
from hall.roster.rules import offers, posts
from hall.site.plan import Plan, Service
from hall.site.queries import plan_of

_UNITS = Question(
    select(SlotUnit.counter_number, SlotUnit.start, SlotUnit.booking_id, SlotUnit.free_at).where(
        SlotUnit.session_id == bindparam("session_id")
    )
)
_HELD = Question(
    select(
        BookingStep.booking_id,
        BookingStep.service_id,
        BookingStep.counter_number,
        Booking.people,
        Booking.state,
        Booking.start,
        Booking.held_until,
        Booking.why,
        Booking.expected_at,
    )
    .join(Booking, Booking.id == BookingStep.booking_id)
    .where(Booking.session_id == bindparam("session_id"), Booking.state == BookingState.HELD)
)
_STANDING = Question(
    select(BookingStep.service_id, BookingStep.counter_number, Booking.people, func.count().label("many"))
    .join(Booking, Booking.id == BookingStep.booking_id)
    .where(
        Booking.session_id == bindparam("session_id"),
        Booking.id != bindparam("but"),
        or_(*(Booking.state == s for s in sorted(COUNTED))),
    )
    .group_by(BookingStep.service_id, BookingStep.counter_number, Booking.people)
)


def supply_of(
    session: Session,
    plan: Plan,
    row: HallSession,
    now: datetime,
    real_now: datetime,
    *,
    but: str | None = None,
    pace: Pace | None = None,
    shifts: Sequence[Shift] | None = None,
    share: float | None = None,
) -> Supply:
    """A session as it can be sold now. `but`: a booking whose own place counts as free, because it moves."""
    people = shifts if shifts is not None else shifts_of(session, [row.id])[row.id]
    pace = pace or pace_of(session, plan)
    # Time decides about holds alone. The many that stand need no second look: they are counted by the database.
    held = _HELD.rows(session, session_id=row.id)
    over = {h.booking_id for h in held if standing(h, now, real_now, plan.settings) == Standing.LAPSED}
    nobodys = over if but is None else over | {but}
    sold = [work for h in held if h.booking_id not in nobodys for work in _work(plan, h, 1, pace)]
    for kind in _STANDING.rows(session, session_id=row.id, but=but or ""):
        sold += _work(plan, kind, kind.many, pace)
    return Supply(
        plan,
        row,
        posts(plan, row, people) if row.is_open else (),
        _taken(session, row, nobodys, now),
        sold,
        share if share is not None else share_now(plan, row.kind, row.day, now),
        pace,
        _quotas_left(session, plan, row, but or ""),
    )


def _taken(session: Session, row: HallSession, nobodys: Collection[str], now: datetime) -> dict[int, int]:
    """By counter, the units that nobody can have, as bits: those of bookings, and what was given back just now."""
    taken: dict[int, int] = {}
    for unit in _UNITS.rows(session, session_id=row.id):
        if unit.booking_id is None:
            free = unit.free_at is None or unit.free_at <= now
        else:
            free = unit.booking_id in nobodys
        if not free:
            bit = 1 << int((unit.start - row.start).total_seconds() // 300)
            taken[unit.counter_number] = taken.get(unit.counter_number, 0) | bit
    return taken


def _work(plan: Plan, step: Any, many: int, pace: Pace) -> list[Sold]:
    """The work of steps that are alike; none where the plan no longer has their service."""
    service = plan.service(step.service_id)
    if service is None:
        return []
    return [
        Sold(step.service_id, step.counter_number, many * mean_work(plan, service, step.people, pace.show_rate))
    ]


def _quotas_left(session: Session, plan: Plan, row: HallSession, but: str) -> dict[str, int]:
    """What the day's quotas leave for bookings, by service (R-10): never more than the quota itself."""
    limited = {s.id: s.quota_per_day for s in plan.services if s.quota_per_day is not None}
    if not limited:
        return {}
    wanted = (
        select(BookingStep.service_id, func.count())
        .join(Booking, Booking.id == BookingStep.booking_id)
        .where(
            Booking.hall_id == plan.id,
            Booking.day == row.day,
            Booking.id != but,
            Booking.state.in_(sorted(LIVE | COUNTED)),
            BookingStep.service_id.in_(sorted(limited)),
        )
        .group_by(BookingStep.service_id)
    )
    used: Mapping[str, int] = {str(service): int(count) for service, count in session.execute(wanted)}
    return {service: max(0, quota - used.get(service, 0)) for service, quota in limited.items()}


def the_plan(work: Work) -> Plan:
    return plan_of(work.session, work.hall_id)


def the_booking(work: Work, code_or_id: str) -> Booking:
    """The booking of this hall behind a link token or an id, or UnknownBooking."""
    found = find_booking(work.session, code_or_id)
    if found is None or found.hall_id != work.hall_id:
        raise UnknownBooking()
    return found


def find_booking(session: Session, code_or_id: str) -> Booking | None:
    """By id (26 characters, for staff) or by link token (22 characters, for its holder)."""
    if len(code_or_id) == 26:
        found: Booking | None = session.get(Booking, code_or_id)
        return found
    return session.scalar(select(Booking).where(Booking.code_hash == keyed_hash(code_or_id)))


def identities_of(booking: Booking) -> list[str]:
    """What the hall is sure to know the person of a booking by (R-55): a code proves the telephone it went to,
    and no document that was typed beside it."""
    if booking.verified is None:
        return []
    seen = booking.person_hash if booking.verified != Verified.CODE else None
    return [known for known in (booking.phone_hash, seen) if known]


def surely_of(identities: Collection[str]) -> ColumnElement[bool]:
    """The condition that a booking is surely of the person who is known by these (R-55)."""
    by_document = and_(Booking.verified != Verified.CODE, Booking.person_hash.in_(identities))
    return and_(Booking.verified.is_not(None), or_(Booking.phone_hash.in_(identities), by_document))


def steps_of(session: Session, booking_id: str) -> Sequence[BookingStep]:
    """The services of a booking at their places, in order."""
    wanted = select(BookingStep).where(BookingStep.booking_id == booking_id).order_by(BookingStep.position)
    return session.scalars(wanted).all()


def units_of(session: Session, booking_id: str) -> Sequence[SlotUnit]:
    """The units that a booking holds."""
    return session.scalars(select(SlotUnit).where(SlotUnit.booking_id == booking_id)).all()


def services_for(plan: Plan, wanted: Sequence[str]) -> tuple[str | None, tuple[Service, ...]]:
    """The services of a wish in order, and the package it names; NotBookable where one cannot be booked.

    A package is bookable by the steps of it that are: the others follow under the same number (R-13).
    """
    package = plan.package(wanted[0]) if len(wanted) == 1 else None
    ids = package.services if package else tuple(wanted)
    found = [s for s in map(plan.service, ids) if s is not None and plan.is_on_offer(s) and s.bookable]
    whole = bool(found) and len(found) == len(ids) and len(set(ids)) == len(ids)
    if (package and package.retired) or not whole:
        raise NotBookable()
    return package.id if package else None, tuple(found)


def wanted_of(plan: Plan, booking: Booking) -> Wanted:
    """What a booking is for, as it is looked for anew; services that the plan no longer has are left out."""
    services = tuple(s for s in map(plan.service, booking.services) if s is not None)
    return Wanted(services, booking.people, len(booking.needs))


def session_at(session: Session, hall_id: str, start: datetime) -> HallSession:
    """The open session that a moment lies in, or BookingClosed."""
    wanted = select(HallSession).where(
        HallSession.hall_id == hall_id, HallSession.start <= start, HallSession.end > start
    )
    found = next((row for row in session.scalars(wanted.order_by(HallSession.start)) if row.is_open), None)
    if found is None:
        raise BookingClosed()
    return found


def offered(plan: Plan, row: HallSession, services: Iterable[Service]) -> bool:
    """True if all of these are done in a session (R-65)."""
    return all(offers(plan, row, s) for s in services)


def holds_ending(session: Session, session_id: str, until: datetime, begun: datetime) -> Sequence[Booking]:
    """Holds of a session that end until a moment of either clock, or whose time has come; to be judged."""
    wanted = select(Booking).where(
        Booking.session_id == session_id,
        Booking.state == BookingState.HELD,
        or_(Booking.held_until <= until, Booking.start <= begun),
    )
    return session.scalars(wanted.order_by(Booking.start, Booking.id)).all()


def bookings_of(session: Session, session_id: str, states: Iterable[BookingState] = LIVE) -> Sequence[Booking]:
    """The bookings of a session in these states, by time."""
    wanted = select(Booking).where(Booking.session_id == session_id, Booking.state.in_(sorted(states)))
    return session.scalars(wanted.order_by(Booking.start, Booking.id)).all()
