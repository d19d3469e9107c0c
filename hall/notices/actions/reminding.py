"""Reminders of bookings (R-58): judged by the moment, so that a machine that was off sends none too late."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from hall.appointments.models import Booking
from hall.appointments.states import BookingState
from hall.kernel.work import Work
from hall.notices.actions.queueing import queue_notice
from hall.notices.actions.telling import about_booking, booking_fields, reach
from hall.notices.models import Notice
from hall.notices.rules import Window, hours_before, reminders_now
from hall.notices.states import Kind
from hall.queue.lookups import the_plan
from hall.site.plan import Plan


def remind_due(work: Work) -> int:
    """Writes the reminders of this moment; how many. Twice does no harm: each has its own key."""
    plan, done = the_plan(work), 0
    for window, booking in _to_remind(work.session, plan, work.now):
        to = reach(booking)
        if to is None:
            continue
        until = window.valid_until or hours_before(booking.start, plan.settings)[1]
        fields = booking_fields(work, plan, booking, to.language)
        queue_notice(
            work,
            window.kind,
            to,
            fields,
            dedupe=_key(window.kind, booking),
            about=about_booking(booking),
            over=until,
        )
        done += 1
    return done


def reminders_wait(session: Session, plan: Plan, now: datetime) -> bool:
    """True if somebody is to be reminded at this moment."""
    return any(reach(booking) is not None for _, booking in _to_remind(session, plan, now))


def _to_remind(session: Session, plan: Plan, now: datetime) -> list[tuple[Window, Booking]]:
    found = []
    for window in reminders_now(now, ZoneInfo(plan.timezone), plan.settings):
        wanted = select(Booking).where(
            Booking.hall_id == plan.id,
            Booking.state == BookingState.BOOKED,
            Booking.start >= window.first,
            Booking.start < window.last,
        )
        for booking in session.scalars(wanted.order_by(Booking.start, Booking.id)):
            since = window.since
            if window.kind == Kind.REMINDER_HOURS:
                since = hours_before(booking.start, plan.settings)[0]
            if (booking.booked_at or booking.made_at) < since:
                found.append((window, booking))
    keys = {_key(window.kind, booking) for window, booking in found}
    said = set(session.scalars(select(Notice.dedupe).where(Notice.dedupe.in_(keys)))) if keys else set()
    return [(window, booking) for window, booking in found if _key(window.kind, booking) not in said]


def _key(kind: Kind, booking: Booking) -> str:
    return f"{kind}:{booking.id}:{booking.start.isoformat()}"
