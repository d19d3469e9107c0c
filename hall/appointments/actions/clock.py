"""What the clock does to bookings: holds end, no-shows are counted, places are released, a hall learns.

None of it is needed for the truth: time is judged on reading (`rules.standing`). It makes rows and facts of it.
"""

from datetime import datetime, timedelta

from sqlalchemy import or_, select

from hall.appointments.actions.lapsing import clear, lapse
from hall.appointments.actions.offering import offer_freed
from hall.appointments.actions.suspending import count_missing
from hall.appointments.actions.waiting import end_over
from hall.appointments.learning import learned_show_rate, learned_spread
from hall.appointments.lookups import supply_of, the_plan
from hall.appointments.models import Booking, LearnedPace, SlotUnit
from hall.appointments.rules import portion, standing, window
from hall.appointments.states import BookingState, Standing, Why
from hall.appointments.supply import Wanted, free_starts
from hall.kernel.journal import JournalRow
from hall.kernel.work import Work
from hall.roster.events import PlacesReleased
from hall.roster.models import HallSession
from hall.roster.queries import sessions_between
from hall.roster.rules import services_of
from hall.site.events import EmergencyCleared
from hall.site.plan import Service
from hall.site.queries import hall
from hall.site.rules import business_day

LEARN_EVERY = timedelta(hours=24)


def lapse_due(work: Work) -> int:
    """Ends holds and offers whose time is over; the next one on the waiting list is asked. How many."""
    settings = the_plan(work).settings
    wanted = select(Booking).where(Booking.hall_id == work.hall_id, Booking.state == BookingState.HELD)
    over = [
        booking
        for booking in work.session.scalars(wanted).all()
        if standing(booking, work.now, work.real_now, settings) == Standing.LAPSED
    ]
    for booking in over:
        lapse(work, booking)
    for session_id in {b.session_id for b in over if b.why == Why.WAITLIST}:
        offer_freed(work, session_id)
    return len(over) + end_over(work)


def judge_missing(work: Work) -> int:
    """Whoever has not come half an hour after their time is a no-show (R-61). How many.

    While the hall is cleared nobody is judged, and what an emergency touched does not count (R-62, R-76).
    """
    settings = the_plan(work).settings
    if hall(work.session, work.hall_id).emergency is not None:
        return 0
    wanted = select(Booking).where(
        Booking.hall_id == work.hall_id, Booking.state == BookingState.BOOKED, Booking.start < work.now
    )
    gone = [
        booking
        for booking in work.session.scalars(wanted.order_by(Booking.start)).all()
        if standing(booking, work.now, work.real_now, settings) == Standing.NO_SHOW
    ]
    for booking in gone:
        count_missing(work, booking, excused=_hall_failed(work, window(booking, settings).opens))
    return len(gone)


def _hall_failed(work: Work, since: datetime) -> str | None:
    """ "hall_failed" where an emergency ended after a moment: they could not come in all of their time."""
    wanted = select(JournalRow.seq).where(
        JournalRow.hall_id == work.hall_id, JournalRow.name == EmergencyCleared.name, JournalRow.at > since
    )
    return "hall_failed" if work.session.scalars(wanted.limit(1)).first() is not None else None


def return_due(work: Work) -> int:
    """Offers what has come back to whoever waits, before everybody sees it; forgets the rest."""
    wanted = select(SlotUnit.session_id).where(
        SlotUnit.booking_id.is_(None), or_(SlotUnit.free_at.is_(None), SlotUnit.free_at <= work.now)
    )
    mine = select(HallSession.id).where(HallSession.hall_id == work.hall_id, HallSession.id.in_(wanted))
    found = work.session.scalars(mine).all()
    for session_id in found:
        clear(work, session_id)
        offer_freed(work, session_id)
    return len(found)


def release_due(work: Work) -> int:
    """Writes down that another portion of a session's places can be had from now on (R-50, R-54). How many."""
    plan, today = the_plan(work), business_day(the_plan(work), work.now)
    last = today + timedelta(days=plan.settings.booking_open_days)
    done = 0
    for row in sessions_between(work.session, work.hall_id, today, last):
        share = portion(plan, row.day, work.now)
        if row.is_open and row.end > work.now and share > row.released:
            row.released = share
            work.record(PlacesReleased(session=row.id, share=share, places=_places(work, row)))
            offer_freed(work, row.id, most=None)
            done += 1
    return done


def learn(work: Work) -> int:
    """What the hall's own history says of its sessions, kept for a day (estimates.md 4)."""
    plan = the_plan(work)
    shows, spread = (
        learned_show_rate(work.session, plan.id, work.now),
        learned_spread(work.session, plan, work.now),
    )
    row = work.session.get(LearnedPace, work.hall_id)
    if row is None:
        work.session.add(LearnedPace(hall_id=work.hall_id, at=work.now, show_rate=shows, spread=spread))
    else:
        row.at, row.show_rate, row.spread = work.now, shows, spread
    return 1


def _places(work: Work, row: HallSession) -> dict[str, int]:
    """By queue, how many starts of its shortest service are free now: a figure that an auditor can compare."""
    plan = the_plan(work)
    supply = supply_of(work.session, plan, row, work.now, work.real_now)
    shortest: dict[str, Service] = {}
    for service in services_of(plan, row):
        known = shortest.get(service.queue)
        if service.bookable and (known is None or service.slot < known.slot):
            shortest[service.queue] = service
    return {
        queue: sum(free_starts(supply, Wanted((service,)), since=work.now).values())
        for queue, service in shortest.items()
    }
