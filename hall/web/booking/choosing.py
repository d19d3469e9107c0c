"""`/halls/{hall}/book/…`: what for, which day, which time, and who; then the booking has a page of its own."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, request
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from device.looks import language
from hall.appointments import actions, queries
from hall.appointments.actions import Visit
from hall.appointments.errors import SlotTaken
from hall.appointments.lookups import services_for
from hall.appointments.rules import NEEDS
from hall.appointments.supply import Wanted
from hall.kernel import idempotency
from hall.kernel.errors import HallError, Invalid
from hall.kernel.ids import new_id
from hall.kernel.sealing import keyed_hash
from hall.kernel.work import Actor, Work
from hall.roster.queries import session_by_id
from hall.roster.rules import services_of
from hall.site.plan import Plan
from hall.site.queries import plan_of
from hall.site.rules import business_day, local
from hall.web import booking_words, errors, holding, words
from hall.web.booking.days import FreeDay, by_day
from hall.web.forms import Filled, counted, from_our_page, see
from hall.web.guards import public
from hall.web.house import house
from hall.web.pages import look, page
from hall.web.public import things
from hall.web.public.sentences import day_name
from hall.web.shapes import View

blueprint = Blueprint(
    "booking", __name__, template_folder="templates", static_folder="static", static_url_path="/static/booking"
)
Answer = str | tuple[str, int] | AnyResponse
AT_NAME = {"phone_unusable": "phone", "contact_needed": "phone", "too_many_holds": "", "booking_closed": ""}


@blueprint.get("/halls/<hall>/book")
@public
def services(hall: str) -> Answer:
    """What can be booked here; by everyday words, or by what most people come for."""
    q = request.args.get("q", "").strip()[:80]
    with look(hall) as view:
        everything = things.everything(view)
        known = {key: shape for key, shape in everything.items() if shape.bookable}
        hits = [h.shape for h in things.found(view, everything, q) if h.shape.id in known] if q else None
        return booking_page("booking/services.html", view, q=q, found=hits, known=list(known.values()))


@blueprint.get("/halls/<hall>/book/<service>")
@public
def days(hall: str, service: str) -> Answer:
    """Papers and what is done that day first; then the days with free times, and the times of one of them."""
    with look(hall) as view:
        plan = plan_of(view.session, hall)
        found, wanted = things.thing(view, service), _wanted(plan, service)
        free = free_days(view, plan, wanted)
        chosen = chosen_day(free)
        return booking_page(
            "booking/days.html",
            view,
            thing=found,
            s=found.shape,
            days=free,
            chosen=chosen,
            none_on=_none_on(chosen),
            parts=chosen.parts(lambda m: local(plan, m)) if chosen else [],
            done_then=_done_then(view, plan, chosen),
            people=wanted.people,
            needs=wanted.needs,
            next_release=queries.next_release(plan, view.now),
            form=Filled(),
        )


@blueprint.get("/halls/<hall>/book/<service>/at")
@public
def form(hall: str, service: str) -> Answer:
    """Who comes: a name, a telephone, and what staff should know."""
    with look(hall) as view:
        plan = plan_of(view.session, hall)
        start = moment_in(request.args.get("start", ""))
        return _form(view, plan, service, start, Filled({"people": "1", "key": new_id()}))


@blueprint.post("/halls/<hall>/book/<service>/at")
@public
def hold(hall: str, service: str) -> Answer:
    """Keeps the slot, sends the code, and goes on to the booking's own page; sent twice it is one booking."""
    from_our_page()
    filled = Filled.sent("name", "phone", "people", "key", "for_someone_else", "large_type", many=("needs",))
    start = moment_in(request.form.get("start", ""))
    who = holding.client()
    with look(hall) as view:
        plan = plan_of(view.session, hall)
        visit = _visit(plan, service, filled)
    if visit is None:
        with look(hall) as view:
            return _form(view, plan, service, start, filled), 422
    try:
        code = _hold_once(plan, visit, start, who, filled.typed["key"])
    except SlotTaken as refusal:
        return _taken(hall, service, refusal), 409
    except HallError as refusal:
        filled.refuse(refusal, at=AT_NAME)
        with look(hall) as view:
            return _form(view, plan, service, start, filled), errors.status_of(refusal)
    return see(f"/b/{code}")


def _hold_once(plan: Plan, visit: Visit, start: datetime, who: str, key: str) -> str:
    """The code of the booking; the same form sent again finds the one it has made; a corrected one is new."""
    same = keyed_hash(f"{key}|{start}|{visit}")
    once = idempotency.Key.of(caller=who, address=f"/halls/{plan.id}/book", key=same, body=b"")

    def verb(work: Work) -> str:
        known = idempotency.recall(work.session, once, work.real_now)
        if known is not None:
            return known
        made = actions.hold(work, visit, start, client=who)
        idempotency.remember(work.session, once, made.code, work.real_now)
        return made.code

    def make() -> str:
        return house().works.perform(plan.id, Actor("public"), verb)

    return holding.for_the_public(plan, visit, start, make, once=once)


def _form(view: View, plan: Plan, service: str, start: datetime, filled: Filled) -> str:
    found = things.thing(view, service)
    return booking_page(
        "booking/form.html",
        view,
        thing=found,
        s=found.shape,
        start=start,
        form=filled,
        needs=[(key, booking_words.NEEDS[key], "") for key in NEEDS],
        sizes=[(str(n), str(n)) for n in range(1, plan.settings.booking_family_people + 1)],
        hold_minutes=plan.settings.slot_hold_minutes,
    )


def _taken(hall: str, service: str, refusal: SlotTaken) -> str:
    """Somebody was quicker: said kindly, with the nearest free times to go on with."""
    with look(hall) as view:
        found = things.thing(view, service)
        nearest = [datetime.fromisoformat(text) for text in refusal.extra.get("nearest", ())]
        return booking_page("booking/taken.html", view, thing=found, s=found.shape, nearest=nearest)


def _visit(plan: Plan, service: str, filled: Filled) -> Visit | None:
    name, people = filled.typed["name"], filled.typed["people"] or "1"
    if not name or len(name) > 80:
        filled.say("name", gettext("Please write your name."))
    many = counted(people) or 0
    if not 1 <= many <= plan.settings.booking_family_people:
        filled.say("people", gettext("Please choose how many people come."))
    phone = None
    try:
        phone = holding.phone_in(plan, filled.typed["phone"])
    except Invalid as refusal:
        filled.refuse(refusal, at="phone")
    if phone is None and "phone" not in filled.errors:
        filled.say("phone", gettext("Please give a telephone number: the code goes there, and any news."))
    if filled.wrong:
        return None
    package = plan.package(service)
    return Visit(
        services=(package.id,) if package else (service,),
        name=name,
        phone=phone,
        language=language(),
        for_someone_else=bool(filled.typed["for_someone_else"]),
        large_type=bool(filled.typed["large_type"]),
        people=many,
        needs=tuple(need for need in filled.typed["needs"] if need in NEEDS),
    )


def _wanted(plan: Plan, service: str) -> Wanted:
    """The visit that free times are looked for; the family and the needs make it longer."""
    _, services = services_for(plan, [service])
    most = plan.settings.booking_family_people
    people = min(most, max(1, counted(request.args.get("people", "1")) or 1))
    return Wanted(services, people, int(request.args.get("needs") == "1"))


def free_days(view: View, plan: Plan, wanted: Wanted, *, but: str | None = None) -> list[FreeDay]:
    """The days with free times for a visit. `but`: a booking that would move there."""
    first = business_day(plan, view.now)
    last = first + timedelta(days=plan.settings.booking_open_days)
    found = queries.slots(view.session, plan, wanted, first, last, view.now, view.real_now, but=but)
    return by_day(found, lambda moment: local(plan, moment))


def chosen_day(free: list[FreeDay]) -> FreeDay | None:
    """The day that was asked for, else the next one with free times, else the first."""
    asked = _asked_day()
    return next((d for d in free if asked is None or d.day >= asked), free[0] if free else None)


def _none_on(chosen: FreeDay | None) -> date | None:
    """The day that was asked for, where it is another one that is shown."""
    asked = _asked_day()
    return asked if chosen is not None and chosen.day != asked else None


def _asked_day() -> date | None:
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return None


def _done_then(view: View, plan: Plan, chosen: FreeDay | None) -> list[Any]:
    """What is done on a day that is outside office hours: people must see it before they choose (R-65)."""
    ids = {slot.session for slot in chosen.slots} if chosen else set()
    rows = [row for row in (session_by_id(view.session, id_) for id_ in sorted(ids)) if row is not None]
    if any(row.kind not in ("off_hours", "elastic") for row in rows):
        return []
    return list({s.id: s for row in rows for s in services_of(plan, row) if s.bookable}.values())


def moment_in(text: str) -> datetime:
    """A moment of an address or a form, or Invalid."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid("start") from None
    if found.tzinfo is None or not 2000 <= found.year <= 2199:
        raise Invalid("start")
    return found


def booking_page(template: str, view: View, **values: Any) -> str:
    """A page of bookings, with the words and helpers that its templates use."""
    zone = ZoneInfo(view.plan.timezone)

    def day_of(moment: datetime) -> date:
        return moment.astimezone(zone).date()

    return page(
        template,
        view,
        day_name=day_name,
        day_of=day_of,
        standings=booking_words.STANDINGS,
        session_kinds=words.SESSION_KINDS,
        needs_words=booking_words.NEEDS,
        demo=False,
        doors=[],
        **values,
    )
