"""`/halls/{hall}` and its services, each with the fragment that goes on living."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request

from device.looks import THEMES, TYPES
from device.looks import look as looks
from hall.queue.issuing import Issuing
from hall.site.plan import Counter
from hall.site.queries import hall as hall_of
from hall.site.queries import messages_shown
from hall.site.rules import business_day
from hall.web import site_shapes
from hall.web.guards import public
from hall.web.pages import at_in, fragment, look, page, speed
from hall.web.public import hours, sentences, things
from hall.web.public.opening import hall_now
from hall.web.shapes import View

blueprint = Blueprint(
    "public", __name__, template_folder="templates", static_folder="static", static_url_path="/static/public"
)
Q_LENGTH = 80


@blueprint.get("/halls/<hall>")
@public
def hall(hall: str) -> Response:
    """The hall now, a search (`?q=`), and its hours."""
    q = request.args.get("q", "").strip()[:Q_LENGTH]
    with look(hall) as view:
        return _whole(view, q, render=lambda: _page("public/hall.html", view, **_hall(view, q)))


@blueprint.get("/halls/<hall>/fragment")
@public
def hall_fragment(hall: str) -> Response:
    """What changes on the hall's page; 304 while nothing has."""
    with look(hall) as view:
        return fragment(view, _waits(view), render=lambda: _page("public/fragment.html", view, **_live(view)))


@blueprint.get("/halls/<hall>/services/<service>")
@public
def service(hall: str, service: str) -> Response | tuple[str, int]:
    """What one must know before coming for a service or a package, or where else it is done."""
    with look(hall) as view:
        try:
            found = things.thing(view, service)
        except things.UnknownService:
            known = things.everything(view)
            return _page(
                "public/unknown.html", view, used=things.most_used(known), **_hours_now(view), **_help(view)
            ), 404
        values = {"thing": found, "s": found.shape, **_hours_now(view), **_help(view)}
        values["remote"] = view.plan.settings.remote_tickets and found.shape.kind != "not_here"
        return _whole(view, service, render=lambda: _page("public/service.html", view, **values))


@blueprint.get("/halls/<hall>/services/<service>/fragment")
@public
def service_fragment(hall: str, service: str) -> Response:
    """What changes on a service's page; 304 while nothing has."""
    with look(hall) as view:
        found = things.thing(view, service)
        values = {"thing": found, "s": found.shape, **_hours_now(view)}
        return fragment(
            view, service, _waits(view), render=lambda: _page("public/service_fragment.html", view, **values)
        )


def _page(template: str, view: View, **values: Any) -> str:
    # The menu of staff and the demo's dial of the clock would need the cookie that this page does without, and
    # make it another page for some: its ETag is one for everybody.
    return page(template, view, say=sentences, demo=False, doors=[], **values)


def _whole(view: View, what: str, *, render: Callable[[], str]) -> Response:
    """A page with an ETag over everything it shows: who asks again has it for a few bytes."""
    chosen = (looks("theme", THEMES), looks("type", TYPES))
    return fragment(view, "page", what, chosen, speed(), _waits(view), render=render)


def _waits(view: View) -> tuple[object, ...]:
    keeper, hall_id = view.house.waits, view.plan.id
    queues = tuple(keeper.of_queue(hall_id, q.id) for q in view.plan.queues)
    return queues + tuple(keeper.of_service(hall_id, s.id) for s in view.plan.on_offer())


def _hall(view: View, q: str) -> dict[str, Any]:
    today = business_day(view.plan, view.now)
    live = _live(view)
    hits = things.found(view, live["known"], q) if q else None
    return {
        **live,
        **_help(view),
        "q": q,
        "hits": hits,
        "used": things.most_used(live["known"]),
        "today": today,
        "weeks": hours.weeks(view.plan, today),
        "exceptions": hours.exceptions(view.plan, today),
        "days_ahead": hours.EXCEPTION_DAYS,
    }


def _live(view: View) -> dict[str, Any]:
    known = things.everything(view)
    return {
        **_hours_now(view),
        "known": known,
        "lines": things.lines(view, known),
        "packages": [s for s in known.values() if s.kind == "package"],
    }


def _hours_now(view: View) -> dict[str, Any]:
    full = site_shapes.issuing_now(view) == Issuing.FULL
    state = hall_now(view.plan, view.now, full=full)
    emergency = hall_of(view.session, view.plan.id).emergency
    said = sentences.opening(state, at_in(view.plan), business_day(view.plan, view.now))
    if emergency:
        said = [sentences.stopped()]  # “open until 17:30” is no help to whoever is on the way
    elif site_shapes.serving_out(view):
        said.append(sentences.serving_out())
    shown = messages_shown(view.session, view.plan.id, view.now)
    return {
        "opening": state,
        "said": said,
        "emergency": emergency,
        "messages": [m.text for m in shown if not m.zones],
    }


def _help(view: View) -> dict[str, Any]:
    """Who answers when the page does not: the enquiry desk and the telephone."""
    desk: Counter | None = next((c for c in view.plan.counters if c.type == "desk" and not c.retired), None)
    copier = next((a for a in view.plan.amenities if a.id == "copier"), None)
    return {"desk": desk, "copier": copier}
