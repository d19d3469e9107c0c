"""From a booking to a number in the one queue (R-11, R-20, R-59 to R-63)."""

from zoneinfo import ZoneInfo

from hall.appointments.errors import HoldExpired, NotToday, TooEarly, TooLate, UnknownBooking, WrongStanding
from hall.appointments.events import VisitorCheckedIn
from hall.appointments.lookups import steps_of, the_booking
from hall.appointments.models import Booking, values_of
from hall.appointments.rules import Arrival, arrival, window
from hall.appointments.states import BookingState
from hall.kernel.work import Work
from hall.queue.actions.issue import Given, Wish, add_ticket, issue_instant, next_number, queue_of
from hall.queue.errors import IssuingStopped
from hall.queue.issuing import Issuing
from hall.queue.lookups import the_plan, the_ticket
from hall.queue.models import Ticket
from hall.queue.ports import NothingBooked
from hall.queue.queries import issuing_of
from hall.queue.states import Lane
from hall.site.plan import Plan
from hall.site.queries import hall
from hall.site.rules import business_day


def check_in(work: Work, code: str, *, by: str) -> Ticket:
    """The visitor is here: a number of the booked series that waits in the service's queue (R-11). Twice is once.

    Raises TooEarly with the moment from which they can, TooLate with what to do instead, NotToday.
    """
    booking = the_booking(work, code)
    if booking.state == BookingState.CHECKED_IN and booking.ticket_id is not None:
        return the_ticket(work, booking.ticket_id)
    plan = the_plan(work)
    _refuse(work, plan, booking)
    late = arrival(booking, work.now, plan.settings) == Arrival.LATE
    ticket = _ticket(work, plan, booking, late=late)
    booking.become(BookingState.CHECKED_IN)
    booking.checked_in_at, booking.ticket_id = work.now, ticket.id
    work.record(VisitorCheckedIn(**values_of(booking), ticket=ticket.id, late=late, by=by))
    return ticket


def _refuse(work: Work, plan: Plan, booking: Booking) -> None:
    if hall(work.session, work.hall_id).emergency is not None:
        raise IssuingStopped()
    if booking.ended_for == "lapsed":
        raise HoldExpired()
    if booking.state not in (BookingState.BOOKED, BookingState.NO_SHOW):
        raise WrongStanding(state=booking.state)
    zone = ZoneInfo(plan.timezone)
    start = booking.start.astimezone(zone)
    if business_day(plan, work.now) != booking.day:
        raise NotToday(day=f"{start:%Y-%m-%d %H:%M}", extra={"start": booking.start.isoformat()})
    came = arrival(booking, work.now, plan.settings)
    if came == Arrival.TOO_EARLY:
        opens = window(booking, plan.settings).opens
        extra = {"opens_at": opens.isoformat(), "start": booking.start.isoformat()}
        raise TooEarly(opens=f"{opens.astimezone(zone):%H:%M}", extra=extra)
    full = came == Arrival.LATE and _nothing_left(work, plan, booking)
    if came == Arrival.TOO_LATE or booking.state == BookingState.NO_SHOW or full:
        raise TooLate(start=f"{start:%H:%M}", extra={"start": booking.start.isoformat()})


def _nothing_left(work: Work, plan: Plan, booking: Booking) -> bool:
    """True where a late visitor, who is an ordinary one now, would get no number either (R-60, R-08)."""
    first = plan.service(booking.services[0])
    if first is None:
        return True
    return issuing_of(work.session, plan, first, work.now, NothingBooked()).state in (Issuing.FULL, Issuing.CLOSED)


def _ticket(work: Work, plan: Plan, booking: Booking, *, late: bool) -> Ticket:
    """Punctual: the booked lane, as old as the slot. Late: an ordinary visitor who has just come (R-60)."""
    first = plan.service(booking.services[0])
    if first is None:
        raise UnknownBooking()
    series = next((q.prefix for q in plan.queues if q.number_series_only), queue_of(plan, first).prefix)
    day = business_day(plan, work.now)
    slots = [step.start for step in steps_of(work.session, booking.id)]
    wish = Wish(
        tuple(booking.services),
        language=booking.language,
        large_type=booking.large_type,
        help_requested="wheelchair" in booking.needs or "slow" in booking.needs,
        visual_alert="hearing" in booking.needs,
        for_someone_else=booking.for_someone_else,
    )
    own: dict[str, object] = {"booking_id": booking.id, "slot_start": booking.start}
    if late:
        own |= {"slot_start": None}
    else:
        own |= {"lane": Lane.BOOKED}
    if len(slots) > 1 and not late:
        own |= {"step_slots": [slot.isoformat() for slot in slots]}
    later = list(booking.services) if len(booking.services) > 1 else []
    given = Given(day, next_number(work, plan, day, series), issue_instant(work, plan, day), series)
    ticket = add_ticket(
        work, plan, first, given, wish, channel="booking", package=(booking.package_id, later), own=own
    )
    if not late:
        ticket.ref = max(booking.start, work.now)
    return ticket
