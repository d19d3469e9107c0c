"""`/desk/{hall}/bookings`: who comes on a day and with what, booking for anyone, check-in, no-shows and calls."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from hall.appointments import actions, queries
from hall.appointments.actions import Visit
from hall.appointments.errors import SlotTaken, UnknownBooking
from hall.appointments.lookups import find_booking, services_for
from hall.appointments.models import Booking
from hall.appointments.rules import EXCUSES, NEEDS
from hall.appointments.states import Channel
from hall.appointments.supply import Wanted
from hall.kernel.errors import HallError, Invalid
from hall.kernel.work import Work
from hall.site.plan import Plan
from hall.site.queries import plan_of
from hall.site.rules import business_day, local
from hall.staff.rules import Role
from hall.web import booking_shapes, booking_words, errors, holding, words
from hall.web.booking.choosing import moment_in
from hall.web.booking.days import by_day
from hall.web.desk.day import sessions_of_day
from hall.web.desk.routes import AT_DESK, blueprint, page
from hall.web.forms import Filled, counted, see
from hall.web.guards import caller, staff
from hall.web.house import house
from hall.web.pages import look
from hall.web.public.sentences import day_name
from hall.web.shapes import View

FOR_ANYONE = staff(Role.DESK, Role.AGENT)
TYPED = ("service", "start", "start_by_hand", "name", "phone", "people", "document", "note", "overbook")
Answer = str | tuple[str, int] | AnyResponse


@blueprint.get("/desk/<hall>/bookings")
@FOR_ANYONE
def bookings(hall: str) -> str:
    """A day: each session with its counters, who comes when and with what, the gaps; and who has to be rung."""
    with look(hall) as view:
        day = _day(business_day(view.plan, view.now))
        ring = [booking_shapes.booking(view, b, staff=True) for b in queries.to_be_rung(view.session, hall)]
        return _page(
            "desk/bookings.html",
            view,
            day=day,
            before=day - timedelta(days=1),
            after=day + timedelta(days=1),
            sessions=sessions_of_day(view, day),
            ring=ring,
            waits=len(queries.waiting_list(view.session, hall)),
        )


@blueprint.get("/desk/<hall>/bookings/new")
@FOR_ANYONE
def new_booking(hall: str) -> str:
    """Service, day and time for whoever stands here or rings."""
    with look(hall) as view:
        return _choosing(view, Filled())


@blueprint.post("/desk/<hall>/bookings/new")
@FOR_ANYONE
def book(hall: str) -> Answer:
    """Books for a person without a telephone too; the slip is next."""
    filled = Filled.sent(*TYPED, many=("needs",))
    channel = Channel.DESK if caller().may(hall, Role.DESK) else Channel.AGENT
    with look(hall) as view:
        plan = plan_of(view.session, hall)
    try:
        visit, start = _visit(plan, filled), moment_in(filled.typed["start_by_hand"] or filled.typed["start"])
        overbook = filled.typed["overbook"] or None

        def verb(work: Work) -> Booking:
            return actions.book(work, visit, start, channel=channel, overbook=overbook)

        made = house().works.perform(hall, caller().actor, verb)
    except HallError as refusal:
        field = (
            refusal.field if isinstance(refusal, Invalid) else "start" if isinstance(refusal, SlotTaken) else ""
        )
        filled.refuse(refusal, at=field)
        with look(hall) as view:
            return _choosing(view, filled), errors.status_of(refusal)
    return see(f"/desk/{hall}/bookings/{made.id}/slip")


@blueprint.get("/desk/<hall>/bookings/<booking>")
@FOR_ANYONE
def booking(hall: str, booking: str) -> str:
    """One booking, and what staff may do with it."""
    with look(hall) as view:
        return _one(view, _found(view, booking))


@blueprint.get("/desk/<hall>/bookings/<booking>/slip")
@FOR_ANYONE
def booking_slip(hall: str, booking: str) -> str:
    """A slip with the day large, for whoever has no telephone."""
    with look(hall) as view:
        found = _found(view, booking)
        return _page("desk/booking_slip.html", view, b=booking_shapes.booking(view, found, code=True, staff=True))


@blueprint.post("/desk/<hall>/bookings/<booking>/<act>")
@FOR_ANYONE
def do_booking(hall: str, booking: str, act: str) -> Answer:
    """Check-in, move, cancel, excuse, call done, suspension lifted."""
    verbs: dict[str, Callable[[Work, str], Any]] = {
        "check-in": lambda work, id_: actions.check_in(work, id_, by="desk"),
        "cancellation": lambda work, id_: actions.cancel(work, id_, by="staff"),
        "call-done": actions.call_done,
        "excuse": lambda work, id_: actions.excuse(work, id_, reason),
        "move": lambda work, id_: actions.move(work, id_, moment_in(start), staff=True),
        "lift": lambda work, id_: _lift(work, id_),
    }
    reason, start = request.form.get("reason", ""), request.form.get("start", "")
    if act not in verbs:
        raise UnknownBooking()
    with look(hall) as view:
        found = _found(view, booking)
    try:
        answer = house().works.perform(hall, caller().actor, lambda work: verbs[act](work, found.id))
    except HallError as refusal:
        with look(hall) as view:
            return _one(view, found, refusal=errors.sentence(refusal)), errors.status_of(refusal)
    if act == "check-in":
        return see(f"/desk/{hall}/tickets/{answer.id}/slip")
    return see(f"/desk/{hall}/bookings/{booking}")


@blueprint.post("/desk/<hall>/bookings/find")
@AT_DESK
def find_booking_here(hall: str) -> Answer:
    """From a code, or the last digits of a telephone, to a booking of today."""
    wanted = "".join(c for c in request.form.get("q", "")[:40] if c.isalnum())
    with look(hall) as view:
        if len(wanted) == 4 and wanted.isdigit():
            found = list(queries.bookings_by_tail(view.session, view.plan, wanted, view.now))
        else:
            one = queries.booking_by_short_code(view.session, view.plan, wanted, view.now)
            found = [one] if one is not None else []
    if len(found) == 1:
        return see(f"/desk/{hall}/bookings/{found[0].id}")
    return see(f"/desk/{hall}/bookings?none={'several' if found else 'nobody'}#find")


def _one(view: View, found: Booking, *, refusal: str = "") -> str:
    return _page(
        "desk/booking.html",
        view,
        b=booking_shapes.booking(view, found, code=True, staff=True),
        refusal=refusal,
        excuses=[(key, booking_words.EXCUSES[key]) for key in sorted(EXCUSES)],
    )


def _choosing(view: View, filled: Filled) -> str:
    plan = plan_of(view.session, view.plan.id)
    service = filled.typed.get("service") or request.args.get("service", "")
    days = []
    if service:
        _, services = services_for(plan, [service])
        first = business_day(plan, view.now)
        last = first + timedelta(days=plan.settings.booking_open_days)
        visit = Wanted(services)
        found = queries.slots(view.session, plan, visit, first, last, view.now, view.real_now, staff=True)
        days = by_day(found, lambda moment: local(plan, moment))
    return _page(
        "desk/booking_new.html",
        view,
        form=Filled({"service": service, "people": "1", **filled.typed}, filled.errors),
        services=[s for s in plan.on_offer() if s.bookable],
        service=service,
        days=days,
        needs=[(key, booking_words.NEEDS[key], "") for key in NEEDS],
    )


def _visit(plan: Plan, filled: Filled) -> Visit:
    typed = filled.typed
    if not typed["name"] or len(typed["name"]) > 80:
        raise Invalid("name")
    if (people := counted(typed["people"])) is None:
        raise Invalid("people")
    return Visit(
        services=(typed["service"],),
        name=typed["name"],
        phone=holding.phone_in(plan, typed["phone"]),
        document=typed["document"][:40] or None,
        people=people,
        needs=tuple(n for n in typed["needs"] if n in NEEDS),
        note=typed["note"][:500] or None,
        language=plan.default_locale,
    )


def _lift(work: Work, booking_id: str) -> None:
    found = queries.suspension_of(work.session, work.session.get_one(Booking, booking_id), work.now)
    if found is not None:
        actions.lift(work, found.id)


def _found(view: View, booking_id: str) -> Booking:
    found = find_booking(view.session, booking_id) if len(booking_id) == 26 else None
    if found is None or found.hall_id != view.plan.id:
        raise UnknownBooking()
    return found


def _day(default: date) -> date:
    text = request.args.get("day", "")
    try:
        found = date.fromisoformat(text) if text else default
    except ValueError:
        raise Invalid("day") from None
    if not 2000 <= found.year <= 2199:
        raise Invalid("day")
    return found


def _page(template: str, view: View, **values: Any) -> str:
    return page(
        template,
        view,
        day_name=day_name,
        day_of=lambda moment: local(view.plan, moment).date(),
        bw=booking_words,
        session_kinds=words.SESSION_KINDS,
        **values,
    )
