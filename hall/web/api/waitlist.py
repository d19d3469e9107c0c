"""The waiting list for freed slots, and what staff do with bookings: lists, calls, no-shows, suspensions."""

from typing import Any

from flask import request

from hall.appointments import actions, queries
from hall.appointments.errors import NotBookable, PhoneUnusable, UnknownBooking, UnknownEntry, WrongStanding
from hall.appointments.lookups import find_booking
from hall.appointments.models import Booking, Suspension, WaitlistEntry
from hall.appointments.states import Verified
from hall.kernel.work import Work
from hall.site.errors import UnknownHall
from hall.site.queries import plan_of
from hall.site.rules import business_day
from hall.staff.actions import count_attempt
from hall.web import booking_shapes
from hall.web.api.bookings import BY_STAFF
from hall.web.api.endpoint import PAGE, Ask, cut, endpoint
from hall.web.api.halls import day_of
from hall.web.guards import holder, public, signed_in, staff
from hall.web.holding import phone_in
from hall.web.shapes import View
from hall.wire.appointments import BookingPage, BookingView, ExcuseWish, WaitlistView, WaitlistWish

JOINS = 10  # in five minutes from one address


@endpoint(
    "POST",
    "/halls/<hall>/services/<service>/waitlist",
    guard=public,
    takes=WaitlistWish,
    gives=WaitlistView,
    status=201,
    refusals=(UnknownHall, NotBookable, PhoneUnusable),
)
def join_waitlist(ask: Ask) -> Any:
    """A freed slot is offered in the order of asking, fifteen minutes each; an own booking is kept meanwhile."""
    body: WaitlistWish = ask.body
    hall_id, service, by_staff = ask["hall"], ask["service"], ask.caller.may(ask["hall"], *BY_STAFF)
    if not by_staff:
        where, real_now = f"join:{request.remote_addr}", ask.house.clock.real_now()
        ask.house.database.write(lambda s: count_attempt(s, where, real_now, allowed=JOINS))
    with ask.house.database.read() as session:
        phone = phone_in(plan_of(session, hall_id), body.phone)
    if phone is None:
        raise PhoneUnusable("phone")

    def verb(work: Work) -> WaitlistView:
        entry = actions.join(
            work,
            service,
            body.first,
            body.last,
            name=body.name,
            phone=phone,
            language=body.language,
            booking=body.booking,
            verified=Verified.STAFF if by_staff else None,
        )
        work.session.flush()
        return booking_shapes.entry(View.within(ask.house, work), entry)

    return ask.change(hall_id, verb)


@endpoint("GET", "/waitlist/<code>", guard=holder, gives=WaitlistView, refusals=(UnknownEntry,))
def waitlist_place(ask: Ask) -> Any:
    """A place on the waiting list, for whoever holds its code."""
    with ask.house.database.read() as session:
        found = _entry(ask, session)
        return booking_shapes.entry(View.of(ask.house, session, found.hall_id), found)


@endpoint("DELETE", "/waitlist/<code>", guard=holder, refusals=(UnknownEntry,))
def leave_waitlist(ask: Ask) -> Any:
    """Off the list; an own booking stays as it is."""
    with ask.house.database.read() as session:
        found = _entry(ask, session)

    def verb(work: Work) -> None:
        actions.withdraw(work, found.id)

    return ask.change(found.hall_id, verb)


@endpoint(
    "GET",
    "/halls/<hall>/bookings",
    guard=staff(),
    gives=BookingPage,
    refusals=(UnknownHall,),
    query={"day": {"type": "string", "format": "date"}, "call": {"type": "boolean"}, **PAGE},
)
def bookings(ask: Ask) -> BookingPage:
    """The bookings of a day by time; with `call=true` those whose visitor has to be rung, of whatever day."""
    with ask.house.database.read() as session:
        view = View.of(ask.house, session, ask["hall"])
        day = day_of("day", business_day(view.plan, view.now))
        ring = request.args.get("call") == "true"
        found = queries.to_be_rung(session, view.plan.id) if ring else queries.day_list(session, view.plan.id, day)
        part, more = cut(found)
        return BookingPage(items=[booking_shapes.booking(view, b, staff=True) for b in part], next=more)


@endpoint(
    "POST",
    "/bookings/<code>/excuse",
    guard=signed_in,
    takes=ExcuseWish,
    gives=BookingView,
    refusals=(UnknownBooking, WrongStanding),
)
def excuse_booking(ask: Ask) -> Any:
    """A no-show that does not count, with its reason (R-62)."""
    reason = ask.body.reason
    return _by_staff(ask, lambda work, id_: actions.excuse(work, id_, reason))


@endpoint(
    "DELETE",
    "/bookings/<code>/call",
    guard=signed_in,
    gives=BookingView,
    refusals=(UnknownBooking, WrongStanding),
)
def call_done(ask: Ask) -> Any:
    """Somebody has rung the visitor: off the list of calls."""
    return _by_staff(ask, actions.call_done)


@endpoint("DELETE", "/halls/<hall>/suspensions/<suspension>", guard=staff(*BY_STAFF), refusals=(UnknownBooking,))
def lift_suspension(ask: Ask) -> Any:
    """After an appeal: this person may book again (R-61)."""
    suspension = ask["suspension"]

    def verb(work: Work) -> None:
        found: Suspension = actions.lift(work, suspension)
        assert found.lifted_at is not None, "the verb lifted it"

    return ask.change(ask["hall"], verb)


def _by_staff(ask: Ask, verb: Any) -> Any:
    with ask.house.database.read() as session:
        found = find_booking(session, ask["code"])
    if found is None:
        raise UnknownBooking()
    ask.caller.must(ask.caller.may(found.hall_id, *BY_STAFF))

    def shown(work: Work) -> BookingView:
        changed: Booking = verb(work, found.id)
        work.session.flush()
        return booking_shapes.booking(View.within(ask.house, work), changed, code=True, staff=True)

    return ask.change(found.hall_id, shown)


def _entry(ask: Ask, session: Any) -> WaitlistEntry:
    found = queries.entry_by_code(session, ask["code"])
    if found is None:
        raise UnknownEntry()
    return found
