"""Bookings: free times, holding, confirming, moving, cancelling, and everything their holders may do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Response, request

from hall.appointments import actions, queries
from hall.appointments.actions import Visit
from hall.appointments.errors import (
    BookingClosed,
    DelayedTwice,
    HoldExpired,
    LimitReached,
    NotBookable,
    OfferGone,
    PhoneUnusable,
    SlotTaken,
    Suspended,
    TooLateToChange,
    TooManyHolds,
    UnknownBooking,
    WrongCode,
    WrongStanding,
)
from hall.appointments.lookups import find_booking, services_for
from hall.appointments.models import Booking
from hall.appointments.states import BookingState, Channel, Verified, Why
from hall.appointments.supply import Wanted
from hall.kernel.errors import Invalid
from hall.kernel.work import Work
from hall.site.errors import UnknownHall
from hall.site.plan import Plan
from hall.site.queries import plan_of
from hall.site.rules import business_day
from hall.staff.rules import Role
from hall.web import booking_shapes, holding
from hall.web.api.endpoint import PAGE, Ask, cut, endpoint, number
from hall.web.api.halls import DAYS, day_of
from hall.web.booking_file import booking_file
from hall.web.guards import holder, public
from hall.web.shapes import View
from hall.wire.appointments import BookingView, BookingWish, ConfirmWish, MoveWish, SlotList

BY_STAFF = (Role.DESK, Role.AGENT)
LONGEST_LOOK = 62  # days
_ABOUT = ("language", "for_someone_else", "people", "large_type", "email", "document")


@endpoint(
    "GET",
    "/halls/<hall>/services/<service>/slots",
    guard=public,
    gives=SlotList,
    refusals=(UnknownHall, NotBookable),
    query={
        **DAYS,
        "with": {"type": "string", "maxLength": 200, "description": "further services, separated by commas"},
        "people": {"type": "integer", "minimum": 1, "maximum": 20, "default": 1},
        "needs": {"type": "integer", "minimum": 0, "maximum": 6, "default": 0},
        **PAGE,
    },
)
def slots(ask: Ask) -> SlotList:
    """Free times for a service, a package, or several services in one visit."""
    wanted = [ask["service"], *filter(None, request.args.get("with", "").split(","))]
    with ask.house.database.read() as session:
        view, plan = View.of(ask.house, session, ask["hall"]), plan_of(session, ask["hall"])
        _, services = services_for(plan, wanted)
        today, now = business_day(plan, view.now), view.now
        first = day_of("from", today)
        last = day_of("to", first + timedelta(days=plan.settings.booking_open_days))
        if not timedelta(0) <= last - first <= timedelta(days=LONGEST_LOOK):
            raise Invalid("to")
        visit = Wanted(services, number("people", 1, low=1, high=20), number("needs", 0, low=0, high=6))
        since, staff = max(first, today), _staff(ask, ask["hall"])
        found = queries.slots(session, plan, visit, since, last, now, view.real_now, staff=staff)
        items, more = cut([booking_shapes.slot(s) for s in found])
        at, day = queries.next_release(plan, now)
    return SlotList(items=list(items), next=more, next_release=at, next_day=day)


@endpoint(
    "POST",
    "/bookings",
    guard=public,
    takes=BookingWish,
    gives=BookingView,
    status=201,
    refusals=(UnknownHall, SlotTaken, BookingClosed, NotBookable, TooManyHolds, PhoneUnusable),
)
def new_booking(ask: Ask) -> Any:
    """Holds a slot for ten minutes; the public then confirms with the code that was sent to the telephone."""
    body: BookingWish = ask.body
    staff = _staff(ask, body.hall)
    client = None if staff else holding.client()
    with ask.house.database.read() as session:
        plan = plan_of(session, body.hall)
    visit, channel = _visit(plan, body, staff=staff), _channel(ask, body.hall)
    overbook = body.overbook if staff else None

    def verb(work: Work) -> BookingView:
        made = actions.hold(work, visit, body.start, channel=channel, client=client, overbook=overbook)
        work.session.flush()
        return _shown(ask, work, made)

    if staff:
        return ask.change(body.hall, verb)
    return holding.for_the_public(plan, visit, body.start, lambda: ask.change(body.hall, verb), once=ask.key)


@endpoint(
    "POST",
    "/bookings/<code>/confirmation",
    guard=holder,
    takes=ConfirmWish,
    gives=BookingView,
    refusals=(UnknownBooking, HoldExpired, WrongCode, LimitReached, Suspended, WrongStanding),
)
def confirmation(ask: Ask) -> Any:
    """The slot is theirs: with the one-time code, or without one by desk and agents."""
    found, otp = _held(ask), ask.body.otp
    by = Verified.STAFF if _staff(ask, found.hall_id) else None
    with ask.house.glances.turn:
        if otp is not None and not ask.house.works.perform(
            found.hall_id, ask.caller.actor, lambda work: actions.try_code(work, found.id, otp)
        ):
            raise WrongCode()
        return _changed(ask, found, lambda work: actions.confirm(work, found.id, by=by))


@endpoint(
    "POST",
    "/bookings/<code>/one-time-code",
    guard=holder,
    gives=BookingView,
    refusals=(UnknownBooking, HoldExpired, WrongStanding),
)
def one_time_code(ask: Ask) -> Any:
    """Sends the one-time code of a held booking once more."""
    found = _held(ask)
    if found.state != BookingState.HELD or found.why != Why.FORM or found.phone is None:
        raise WrongStanding(state=found.state)
    holding.count_code(found.phone_hash)

    def verb(work: Work) -> Booking:
        mine = work.session.get_one(Booking, found.id)
        actions.want_code(work, mine)
        return mine

    return _changed(ask, found, verb)


@endpoint("GET", "/bookings/<code>", guard=holder, gives=BookingView, refusals=(UnknownBooking,))
def booking(ask: Ask) -> Any:
    """A booking, for whoever holds its code."""
    with ask.house.database.read() as session:
        found = _find(ask, session)
        view = View.of(ask.house, session, found.hall_id)
        return booking_shapes.booking(view, found, code=_may_know(ask, found), staff=_staff(ask, found.hall_id))


@endpoint("GET", "/bookings/<code>/calendar.ics", guard=holder, refusals=(UnknownBooking,))
def booking_ics(ask: Ask) -> Response:
    """The same for a calendar; subscribed to, it follows when the booking is moved or cancelled."""
    with ask.house.database.read() as session:
        found = _find(ask, session)
        view = View.of(ask.house, session, found.hall_id)
        shape = booking_shapes.booking(view, found, code=True)
        text = booking_file(view.plan, shape, found.moves, view.real_now)
    return Response(text, mimetype="text/calendar")


@endpoint(
    "PUT",
    "/bookings/<code>/start",
    guard=holder,
    takes=MoveWish,
    gives=BookingView,
    refusals=(UnknownBooking, SlotTaken, BookingClosed, TooLateToChange, HoldExpired, WrongStanding, LimitReached),
)
def booking_start(ask: Ask) -> Any:
    """Moves a booking; the old place is kept until the new one is sure."""
    found, wanted = _held(ask), ask.body.start
    staff = _staff(ask, found.hall_id)
    return _changed(ask, found, lambda work: actions.move(work, found.id, wanted, staff=staff))


@endpoint("DELETE", "/bookings/<code>", guard=holder, gives=BookingView, refusals=(UnknownBooking, WrongStanding))
def booking_cancellation(ask: Ask) -> Any:
    """Gives a booking back, or says no to an offer."""
    found = _held(ask)
    by = "staff" if _staff(ask, found.hall_id) and ask["code"] == found.id else "visitor"
    return _changed(ask, found, lambda work: _end(work, found, by))


@endpoint(
    "POST",
    "/bookings/<code>/delay",
    guard=holder,
    gives=BookingView,
    refusals=(UnknownBooking, DelayedTwice, WrongStanding),
)
def booking_delay(ask: Ask) -> Any:
    """ "Running late": ten minutes more, twice at most."""
    found = _held(ask)
    return _changed(ask, found, lambda work: actions.running_late(work, found.id))


@endpoint(
    "POST",
    "/bookings/<code>/acceptance",
    guard=holder,
    gives=BookingView,
    refusals=(UnknownBooking, OfferGone, LimitReached, Suspended),
)
def acceptance(ask: Ask) -> Any:
    """Takes a place that is held for its holder: from the waiting list, or after a session was closed."""
    found = _held(ask)
    verb = actions.accept if found.why == Why.WAITLIST else actions.accept_offer
    return _changed(ask, found, lambda work: verb(work, found.id))


def _end(work: Work, found: Booking, by: str) -> Booking:
    if found.state == BookingState.HELD and found.why == Why.WAITLIST:
        actions.decline(work, found.id)
    elif found.state == BookingState.HELD and found.why in (Why.DISPLACED, Why.MOVER):
        actions.decline_offer(work, found.id)
    else:
        actions.cancel(work, found.id, by=by)
    return work.session.get_one(Booking, found.id)


def _visit(plan: Plan, body: BookingWish, *, staff: bool) -> Visit:
    if bool(body.service) == bool(body.services):
        raise Invalid("service")
    return Visit(
        services=tuple(body.services) or (str(body.service),),
        name=body.name,
        phone=holding.phone_in(plan, body.phone),
        needs=tuple(body.needs),
        note=body.note if staff else None,
        **{name: getattr(body, name) for name in _ABOUT},
    )


def _channel(ask: Ask, hall_id: str) -> Channel:
    if ask.caller.may(hall_id, Role.DESK):
        return Channel.DESK
    return Channel.AGENT if ask.caller.may(hall_id, Role.AGENT) else Channel.WEB


def _staff(ask: Ask, hall_id: str) -> bool:
    return ask.caller.may(hall_id, *BY_STAFF)


def _find(ask: Ask, session: Any) -> Booking:
    found = find_booking(session, ask["code"])
    if found is None:
        raise UnknownBooking()
    by_code = ask["code"] != found.id
    ask.caller.must(by_code or _staff(ask, found.hall_id) or ask.caller.is_device(found.hall_id, "kiosk"))
    return found


def _held(ask: Ask) -> Booking:
    with ask.house.database.read() as session:
        return _find(ask, session)


def _may_know(ask: Ask, found: Booking) -> bool:
    return ask["code"] != found.id or _staff(ask, found.hall_id)


def _shown(ask: Ask, work: Work, found: Booking, *, code: bool = True) -> BookingView:
    view = View.within(ask.house, work)
    return booking_shapes.booking(view, found, code=code, staff=_staff(ask, work.hall_id))


def _changed(ask: Ask, found: Booking, verb: Callable[[Work], Booking]) -> Any:
    def shown(work: Work) -> BookingView:
        changed = verb(work)
        work.session.flush()
        shape = _shown(ask, work, changed, code=_may_know(ask, found))
        return shape.model_copy(update={"name": None} if ask.caller.kind == "device" else {})

    return ask.change(found.hall_id, shown)
