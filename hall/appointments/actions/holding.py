"""Holding a slot while a form is filled in, and what staff do in one step (R-51 to R-56)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from hall.appointments.actions.confirming import confirm, want_code
from hall.appointments.actions.lapsing import clear
from hall.appointments.actions.places import take
from hall.appointments.errors import (
    BookingClosed,
    ContactNeeded,
    NotBookable,
    ReasonNeeded,
    SlotTaken,
    TooManyHolds,
)
from hall.appointments.events import BookingHeld
from hall.appointments.lookups import offered, services_for, session_at, supply_of, the_plan
from hall.appointments.models import Booking, values_of
from hall.appointments.nearest import nearest
from hall.appointments.rules import NEEDS, earliest_start, portion
from hall.appointments.states import BookingState, Channel, Verified, Why
from hall.appointments.supply import Berth, Wanted, berths, beside
from hall.kernel.errors import Invalid
from hall.kernel.sealing import keyed_hash
from hall.kernel.work import Work
from hall.roster.models import HallSession
from hall.site.plan import Plan

A_DAY, UNPROVED_A_DAY = timedelta(days=1), 20
BY_STAFF = (Channel.DESK, Channel.AGENT)


@dataclass(frozen=True)
class Visit:
    """What somebody wants to come for, and who they are. `phone`: E.164; `document`: a number to compare."""

    services: tuple[str, ...]
    name: str
    phone: str | None = None
    email: str | None = None
    document: str | None = None
    language: str = "zh-CN"
    for_someone_else: bool = False
    people: int = 1
    needs: tuple[str, ...] = ()
    large_type: bool = False
    note: str | None = None


def hold(
    work: Work,
    visit: Visit,
    start: datetime,
    *,
    channel: Channel = Channel.WEB,
    client: str | None = None,
    overbook: str | None = None,
) -> Booking:
    """Keeps a slot for whoever fills in the form (R-53); to the public a one-time code goes at once.

    `client`: who asks, hashed by the door: one of them cannot hold everything. `overbook`: why staff put this
    visit beside another one, on purpose; the fact says so. Raises SlotTaken with the nearest free times.
    """
    plan = the_plan(work)
    package, services = services_for(plan, visit.services)
    _refuse_visit(plan, visit, channel)
    row = session_at(work.session, work.hall_id, start)
    clear(work, row.id)
    staff = channel in BY_STAFF
    refuse_time(work, plan, row, start, staff=staff)
    if not offered(plan, row, services):
        raise BookingClosed()
    if not staff:
        _refuse_many(work, plan, client)
        _refuse_guessing(work, visit.phone)
    wanted = Wanted(services, visit.people, len(visit.needs))
    found = _find(work, plan, row, wanted, start, overbook=overbook if staff else None)
    booking = _new(work, plan, row, visit, found, package=package, channel=channel, client=client)
    booking.overbooked = bool(overbook and staff)
    work.session.add(booking)
    take(work, booking, found, beside=booking.overbooked)
    work.record(BookingHeld(**values_of(booking), why=booking.why))
    if not staff and visit.phone:
        want_code(work, booking)
    return booking


def book(work: Work, visit: Visit, start: datetime, *, channel: Channel, overbook: str | None = None) -> Booking:
    """What desk and agents do for a person before them or on the line: held and confirmed at once (R-56)."""
    booking = hold(work, visit, start, channel=channel, overbook=overbook)
    return confirm(work, booking.id, by=Verified.STAFF)


def refuse_time(work: Work, plan: Plan, row: HallSession, start: datetime, *, staff: bool) -> None:
    """Raises BookingClosed for a time that is too soon, or whose day is not released yet (R-50, R-51)."""
    if start < earliest_start(plan, work.now, staff=staff) or not portion(plan, row.day, work.now):
        raise BookingClosed()


def _refuse_visit(plan: Plan, visit: Visit, channel: Channel) -> None:
    if not 1 <= visit.people <= plan.settings.booking_family_people:
        raise Invalid("people")
    if set(visit.needs) - set(NEEDS):
        raise Invalid("needs")
    if channel == Channel.WEB and not visit.phone:
        raise ContactNeeded("phone")


def _refuse_many(work: Work, plan: Plan, client: str | None) -> None:
    """One client holds a few slots at a time: a thousand holds cannot empty a Saturday (R-53)."""
    if client is None:
        return
    wanted = select(func.count()).where(
        Booking.hall_id == work.hall_id,
        Booking.client_hash == client,
        Booking.state == BookingState.HELD,
        Booking.held_until > work.real_now,
    )
    if (work.session.scalar(wanted) or 0) >= plan.settings.booking_holds_per_client:
        raise TooManyHolds()


def _refuse_guessing(work: Work, phone: str | None) -> None:
    """Holds of one telephone that nobody proved within a day: each is five guesses at its code (R-56)."""
    if phone is None:
        return
    wanted = select(func.count()).where(
        Booking.hall_id == work.hall_id,
        Booking.phone_hash == keyed_hash(phone),
        Booking.why == Why.FORM,
        Booking.verified.is_(None),
        Booking.made_at > work.now - A_DAY,
    )
    if (work.session.scalar(wanted) or 0) >= UNPROVED_A_DAY:
        raise TooManyHolds()


def _find(
    work: Work, plan: Plan, row: HallSession, wanted: Wanted, start: datetime, *, overbook: str | None
) -> Sequence[Berth]:
    supply = supply_of(work.session, plan, row, work.now, work.real_now)
    found = berths(supply, wanted, start)
    if found is None and overbook is not None:
        if not overbook.strip():
            raise ReasonNeeded("overbook")
        found = beside(supply, wanted, start)
        if found is None:
            raise NotBookable()
    if found is None:
        free = nearest(work.session, plan, wanted, start, work.now, work.real_now)
        raise SlotTaken(extra={"nearest": [moment.isoformat() for moment in free]})
    return found


def _new(
    work: Work,
    plan: Plan,
    row: HallSession,
    visit: Visit,
    found: Sequence[Berth],
    *,
    package: str | None,
    channel: Channel,
    client: str | None,
) -> Booking:
    document = visit.document
    return Booking(
        hall_id=work.hall_id,
        session_id=row.id,
        day=row.day,
        start=found[0].start,
        end=found[-1].end,
        services=[b.service_id for b in found],
        package_id=package,
        name=visit.name,
        made_at=work.now,
        why=Why.FORM,
        held_until=work.real_now + timedelta(minutes=plan.settings.slot_hold_minutes),
        channel=channel,
        language=visit.language,
        phone=visit.phone,
        email=visit.email,
        person_hash=keyed_hash(document) if document else None,
        document_tail=document[-4:] if document else None,
        client_hash=client,
        for_someone_else=visit.for_someone_else,
        people=visit.people,
        needs=list(visit.needs),
        large_type=visit.large_type,
        note=visit.note,
    )
