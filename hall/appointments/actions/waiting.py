"""Places on the waiting list: joining, what ends them, and who stands there."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from hall.appointments.errors import UnknownEntry
from hall.appointments.events import WaitlistJoined, WaitlistLeft
from hall.appointments.lookups import services_for, the_booking, the_plan
from hall.appointments.models import WaitlistEntry
from hall.appointments.states import Verified, WaitState
from hall.kernel.errors import Invalid
from hall.kernel.sealing import keyed_hash
from hall.kernel.work import Work
from hall.site.plan import Plan
from hall.site.rules import business_day

MOST_DAYS = 62
FARTHEST = timedelta(days=366)
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
    """A place on the list of a service for some days; who is sure to stand there already keeps that place.

    `booking`: the code of their own booking, kept until they accept an earlier time; it proves its own telephone.
    `verified`: how the door knows whose telephone this is. Without either a second place is made: a number alone
    must neither show nor change somebody's first one.
    """
    _refuse_days(the_plan(work), work.now, service_id, first, last)
    own = the_booking(work, booking) if booking else None
    if own is not None and own.phone_hash == keyed_hash(phone):
        verified = verified or own.verified
    if verified is not None and (there := _there_already(work, service_id, phone)) is not None:
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
        verified=verified,
    )
    work.session.add(entry)
    work.record(WaitlistJoined(entry=entry.id, service=service_id))
    return entry


def _refuse_days(plan: Plan, now: datetime, service_id: str, first: date, last: date) -> None:
    services_for(plan, [service_id])
    ahead, span = last - business_day(plan, now), timedelta(days=MOST_DAYS)
    if not timedelta(0) <= ahead <= FARTHEST or not timedelta(0) <= last - first <= span:
        raise Invalid("to")


def _there_already(work: Work, service_id: str, phone: str) -> WaitlistEntry | None:
    wanted = select(WaitlistEntry).where(
        WaitlistEntry.hall_id == work.hall_id,
        WaitlistEntry.service_id == service_id,
        WaitlistEntry.phone_hash == keyed_hash(phone),
        WaitlistEntry.state.in_(WAITS),
    )
    return work.session.scalars(wanted).first()


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
        leave(work, entry, "over")
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


def end_others(work: Work, accepted: WaitlistEntry) -> None:
    """Whoever has a place waits no longer under the same number for the same service."""
    wanted = select(WaitlistEntry).where(
        WaitlistEntry.hall_id == work.hall_id,
        WaitlistEntry.service_id == accepted.service_id,
        WaitlistEntry.phone_hash == accepted.phone_hash,
        WaitlistEntry.state == WaitState.WAITING,
    )
    for entry in work.session.scalars(wanted).all():
        leave(work, entry, "accepted")


def leave(work: Work, entry: WaitlistEntry, reason: str) -> None:
    """Off the list; the fact says why."""
    if entry.state in WAITS:
        entry.state, entry.offer_id = WaitState.ENDED, None
        work.record(WaitlistLeft(entry=entry.id, service=entry.service_id, reason=reason))
