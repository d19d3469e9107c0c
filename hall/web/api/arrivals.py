"""Check-in: from a booking to a number in the one queue, at kiosk or desk, or on a telephone in the hall."""

from datetime import datetime
from typing import Any

from hall.appointments import actions, queries
from hall.appointments.errors import (
    NotHere,
    NotToday,
    SameTime,
    SeveralMatch,
    TooEarly,
    TooLate,
    UnknownBooking,
    WrongStanding,
)
from hall.appointments.lookups import find_booking
from hall.appointments.models import Booking
from hall.kernel.errors import Invalid
from hall.kernel.work import Work
from hall.queue.errors import IssuingStopped
from hall.staff.actions import count_attempt, forget_attempts
from hall.staff.rules import Role
from hall.web import booking_shapes, presence, shapes
from hall.web.api.endpoint import Ask, endpoint
from hall.web.guards import device_or_staff, holder
from hall.web.shapes import View
from hall.wire.appointments import BookingView, CheckInWish, FindWish, PresenceView
from hall.wire.queue import TicketView

KIOSK_OR_DESK = device_or_staff("kiosk", roles=(Role.DESK,))
SHORT_CODE = 8  # characters
_REFUSALS = (UnknownBooking, TooEarly, TooLate, NotToday, WrongStanding, IssuingStopped)


@endpoint(
    "POST",
    "/bookings/<code>/check-in",
    guard=holder,
    takes=CheckInWish,
    gives=TicketView,
    status=201,
    refusals=(*_REFUSALS, NotHere),
)
def check_in(ask: Ask) -> Any:
    """The visitor is here: kiosk and desk see them, a telephone proves it by the code on the screens (R-59)."""
    with ask.house.database.read() as session:
        found = find_booking(session, ask["code"])
    if found is None:
        raise UnknownBooking()
    kiosk, desk = ask.caller.is_device(found.hall_id, "kiosk"), ask.caller.may(found.hall_id, Role.DESK)
    ask.caller.must(ask["code"] != found.id or kiosk or desk)
    if not (kiosk or desk):
        _must_be_here(ask, found)
    by = "kiosk" if kiosk else "desk" if desk else "phone"
    return ask.change(found.hall_id, lambda work: _checked_in(ask, work, found.id, by))


@endpoint(
    "POST",
    "/halls/<hall>/arrivals",
    guard=KIOSK_OR_DESK,
    takes=FindWish,
    gives=BookingView,
    refusals=(UnknownBooking, SeveralMatch, SameTime),
)
def arrivals(ask: Ask) -> Any:
    """The booking of whoever stands here: by code, or by the last digits of their telephone; throttled."""
    body, who, real_now = ask.body, f"arrive:{ask.caller.name}", ask.house.clock.real_now()
    if bool(body.code) == bool(body.tail):
        raise Invalid("code")
    ask.house.database.write(lambda session: count_attempt(session, who, real_now))
    with ask.house.database.read() as session:
        view = View.of(ask.house, session, ask["hall"])
        found = _by_code(view, body.code) if body.code else _by_tail(view, body.tail, body.start)
        answer = booking_shapes.booking(view, found, code=True, staff=ask.caller.may(ask["hall"], Role.DESK))
    ask.house.database.write(lambda session: forget_attempts(session, who))
    return answer.model_copy(update={"name": None} if ask.caller.kind == "device" else {})


@endpoint(
    "GET",
    "/halls/<hall>/presence",
    guard=device_or_staff("kiosk", "hall_display", "counter_display", roles=(Role.DESK,)),
    gives=PresenceView,
)
def presence_code(ask: Ask) -> PresenceView:
    """The code that a screen of the hall shows in this minute."""
    real_now = ask.house.clock.real_now()
    return PresenceView(code=presence.presence_code(ask["hall"], real_now), until=presence.until(real_now))


def _must_be_here(ask: Ask, found: Booking) -> None:
    typed, real_now = ask.body.presence, ask.house.clock.real_now()
    ask.house.database.write(lambda s: count_attempt(s, f"here:{found.id}", real_now))
    if typed is None or not presence.is_present(found.hall_id, typed, real_now):
        raise NotHere()


def _by_code(view: View, code: str) -> Booking:
    plain = "".join(c for c in code if c.isalnum())
    found = None
    if len(plain) == SHORT_CODE:
        found = queries.booking_by_short_code(view.session, view.plan, code, view.now)
    found = found or find_booking(view.session, code)
    if found is None or found.hall_id != view.plan.id:
        raise UnknownBooking()
    return found


def _by_tail(view: View, tail: str, start: datetime | None) -> Booking:
    found = queries.bookings_by_tail(view.session, view.plan, tail, view.now)
    if start is not None:
        found = [b for b in found if b.start == start]
    if not found:
        raise UnknownBooking()
    if len(found) > 1:
        times = sorted({b.start for b in found})
        if len(times) == 1:
            raise SameTime()
        raise SeveralMatch(extra={"times": [moment.isoformat() for moment in times]})
    return found[0]


def _checked_in(ask: Ask, work: Work, booking_id: str, by: str) -> TicketView:
    ticket = actions.check_in(work, booking_id, by=by)
    work.session.flush()
    return shapes.ticket(View.within(ask.house, work), ticket, code=True, staff=ask.caller.may(work.hall_id))
