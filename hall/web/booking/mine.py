"""`/b/{code}`: a booking as its holder sees it, and what they may do with it; `/w/{code}`: the waiting list."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import qrcode
from flask import Response, render_template, request
from qrcode.image.svg import SvgPathImage
from werkzeug.wrappers import Response as AnyResponse

from device.looks import language, prefer_language
from hall.appointments import actions, queries
from hall.appointments.errors import NotHere, SlotTaken, UnknownBooking, UnknownEntry, WrongCode
from hall.appointments.lookups import find_booking, wanted_of
from hall.appointments.models import Booking
from hall.appointments.states import LIVE, BookingState, WaitState, Why
from hall.kernel.errors import HallError, Invalid, NotFound
from hall.kernel.work import Actor, Work
from hall.site.queries import plan_of
from hall.site.rules import business_day, local
from hall.staff.actions import count_attempt
from hall.web import booking_shapes, errors, holding, presence
from hall.web.booking.choosing import Answer, blueprint, booking_page, chosen_day, free_days, moment_in
from hall.web.forms import Filled, from_our_page, see
from hall.web.guards import holder, public
from hall.web.house import house
from hall.web.pages import look
from hall.web.public import things
from hall.web.shapes import View

Verb = Callable[[Work, str], Any]


@blueprint.get("/b/<code>")
@holder
def booking(code: str) -> Answer:
    """The booking as it stands, and what can be done with it now."""
    return _booking(code)


@blueprint.post("/b/<code>/confirmation")
@holder
def confirm(code: str) -> Answer:
    """The code that was sent makes the slot theirs."""
    digits = request.form.get("otp", "").strip()

    def verb(found: Booking) -> None:
        works, actor = house().works, Actor("holder", found.id)
        with house().glances.turn:
            if not works.perform(found.hall_id, actor, lambda work: actions.try_code(work, found.id, digits)):
                raise WrongCode()
            works.perform(found.hall_id, actor, lambda work: actions.confirm(work, found.id))

    return _do(code, verb, at="otp")


@blueprint.post("/b/<code>/one-time-code")
@holder
def code_again(code: str) -> Answer:
    """Sends the code once more."""

    def verb(found: Booking) -> None:
        if found.state == BookingState.HELD and found.why == Why.FORM and found.phone:
            holding.count_code(found.phone_hash)
            _perform(found, lambda work, id_: actions.want_code(work, work.session.get_one(Booking, id_)))

    return _do(code, verb)


@blueprint.post("/b/<code>/cancellation")
@holder
def cancel(code: str) -> Answer:
    """Gives the booking back, or says no to an offer."""
    return _do(code, lambda found: _perform(found, _ending(found)))


@blueprint.post("/b/<code>/delay")
@holder
def late(code: str) -> Answer:
    """ "Running late": some minutes more, twice at most."""
    return _do(code, lambda found: _perform(found, actions.running_late))


@blueprint.post("/b/<code>/acceptance")
@holder
def accept(code: str) -> Answer:
    """Takes the place that is held for them."""
    return _do(
        code,
        lambda found: _perform(found, actions.accept if found.why == Why.WAITLIST else actions.accept_offer),
    )


@blueprint.post("/b/<code>/check-in")
@holder
def check_in(code: str) -> Answer:
    """ "I am here", proved by the code that the screens in the hall show."""
    typed = request.form.get("presence", "")

    def verb(found: Booking) -> None:
        real_now = house().clock.real_now()
        house().database.write(lambda s: count_attempt(s, f"here:{found.id}", real_now))
        if not presence.is_present(found.hall_id, typed, real_now):
            raise NotHere()
        _perform(found, lambda work, id_: actions.check_in(work, id_, by="phone"))

    return _do(code, verb, at="presence")


@blueprint.get("/b/<code>/move")
@holder
def other_times(code: str) -> Answer:
    """Other times for the same visit; the booking is kept until one of them is sure."""
    try:
        with _look(code) as (view, found):
            if found.state not in LIVE:
                return see(f"/b/{code}")
            return _other_times(view, found)
    except NotFound:
        return _gone()


@blueprint.post("/b/<code>/start")
@holder
def move(code: str) -> Answer:
    """Moves the booking to another time."""
    start = moment_in(request.form.get("start", ""))
    from_our_page()
    try:
        with _look(code) as (_, found):
            pass
        _perform(found, lambda work, id_: actions.move(work, id_, start))
    except NotFound:
        return _gone()
    except HallError as refusal:
        with _look(code) as (view, found):
            return _other_times(view, found, refusal), errors.status_of(refusal)
    return see(f"/b/{code}?moved=1")


@blueprint.get("/b/<code>/qr.svg")
@holder
def picture(code: str) -> Response:
    """The booking's code for the kiosk's reader."""
    with _look(code) as (view, found):
        shape = booking_shapes.booking(view, found, code=True)
    image = qrcode.make(shape.qr or found.code, image_factory=SvgPathImage, border=1)
    return Response(image.to_string(), mimetype="image/svg+xml", headers={"Cache-Control": "private, no-store"})


@blueprint.post("/halls/<hall>/book/<service>/waitlist")
@public
def join(hall: str, service: str) -> Answer:
    """A place on the waiting list of a service."""
    from_our_page()
    typed = Filled.sent("name", "phone", "from", "to")
    holding.count_hold(holding.client())
    with look(hall) as view:
        plan = plan_of(view.session, hall)
    try:
        days = [datetime.fromisoformat(typed.typed[name]).date() for name in ("from", "to")]
        phone = holding.phone_in(plan, typed.typed["phone"])
    except ValueError:
        raise Invalid("from") from None
    if phone is None or not typed.typed["name"]:
        raise Invalid("phone")
    chosen = language()
    entry = house().works.perform(
        hall,
        Actor("public"),
        lambda work: actions.join(
            work, service, *days, name=typed.typed["name"][:80], phone=phone, language=chosen
        ),
    )
    return see(f"/w/{entry.code}")


@blueprint.get("/w/<code>")
@holder
def waiting(code: str) -> Answer:
    """A place on the waiting list: how many are before, and an offer if one stands."""
    with house().database.read() as session:
        found = queries.entry_by_code(session, code)
        if found is None:
            return _gone()
        prefer_language(found.language)
        view = View.of(house(), session, found.hall_id)
        shape = booking_shapes.entry(view, found)
        return booking_page("booking/waiting.html", view, entry=shape, waits=found.state != WaitState.ENDED)


@blueprint.post("/w/<code>/withdrawal")
@holder
def leave(code: str) -> Answer:
    """Off the waiting list."""
    from_our_page()
    with house().database.read() as session:
        found = queries.entry_by_code(session, code)
    if found is None:
        raise UnknownEntry()
    house().works.perform(found.hall_id, Actor("holder"), lambda work: actions.withdraw(work, found.id))
    return see(f"/w/{code}")


@contextmanager
def _look(code: str) -> Iterator[tuple[View, Booking]]:
    """The booking behind a code with a look at its hall; an id is no key to this page."""
    with house().database.read() as session:
        found = find_booking(session, code) if len(code) != 26 else None
        if found is None:
            raise UnknownBooking()
        prefer_language(found.language)
        yield View.of(house(), session, found.hall_id), found


def _booking(code: str, *, form: Filled | None = None, status: int = 200) -> Answer:
    try:
        with _look(code) as (view, found):
            shape = booking_shapes.booking(view, found, code=True)
            left = (found.held_until - view.real_now) if found.held_until else None
            return booking_page(
                "booking/mine.html",
                view,
                b=shape,
                form=form or Filled(),
                papers=things.papers_for(view, shape.services),
                minutes_left=max(1, int(left.total_seconds() // 60)) if left else None,
                why=found.why,
                can_check_in=shape.checkin_opens <= view.now <= shape.late_until,
                is_today=found.day == business_day(view.plan, view.now),
                moved="moved" in request.args,
            ), status
    except NotFound:
        return _gone()


def _other_times(view: View, found: Booking, refusal: HallError | None = None) -> str:
    plan = plan_of(view.session, found.hall_id)
    free = free_days(view, plan, wanted_of(plan, found), but=found.id)
    chosen = chosen_day(free)
    nearest = refusal.extra.get("nearest", ()) if isinstance(refusal, SlotTaken) else ()
    return booking_page(
        "booking/move.html",
        view,
        b=booking_shapes.booking(view, found, code=True),
        days=free,
        chosen=chosen,
        parts=chosen.parts(lambda moment: local(plan, moment)) if chosen else [],
        refusal=errors.sentence(refusal) if refusal else "",
        nearest=[datetime.fromisoformat(text) for text in nearest],
    )


def _do(code: str, verb: Callable[[Booking], Any], *, at: str = "") -> AnyResponse | Answer:
    """Does what a form asks and shows the booking again; a refusal stands on it, at its field."""
    from_our_page()
    try:
        with _look(code) as (_, found):
            pass
        verb(found)
    except NotFound:
        return _gone()
    except HallError as refusal:
        form = Filled.sent("otp", "presence")
        form.refuse(refusal, at=at)
        return _booking(code, form=form, status=errors.status_of(refusal))
    return see(f"/b/{code}")


def _perform(found: Booking, verb: Verb) -> None:
    house().works.perform(found.hall_id, Actor("holder", found.id), lambda work: verb(work, found.id))


def _ending(found: Booking) -> Verb:
    if found.state == BookingState.HELD and found.why == Why.WAITLIST:
        return actions.decline
    if found.state == BookingState.HELD and found.why in (Why.DISPLACED, Why.MOVER):
        return actions.decline_offer
    return actions.cancel


def _gone() -> Answer:
    return render_template("booking/unknown.html"), 404
