"""The hall, for everyone: where it is, what it does, how long it takes."""

from datetime import date, timedelta
from typing import Any

from flask import Response, request

from hall.guides.queries import search
from hall.kernel.errors import Invalid, NotFound
from hall.queue import queries
from hall.site.errors import UnknownHall, UnknownZone
from hall.site.queries import halls as all_halls
from hall.site.rules import business_day, override_of, sessions_of
from hall.web import site_shapes
from hall.web.api.calendar_file import calendar_file
from hall.web.api.endpoint import PAGE, Ask, cut, endpoint, tell_news
from hall.web.guards import public
from hall.web.live.snapshot import snapshot
from hall.web.shapes import View
from hall.web.wait_shapes import of_queue
from hall.wire.board import Board
from hall.wire.site import CalendarDay, CalendarView, GuideView, HallList, HallView, ServiceList

MAX_DAYS = 92
MOST_HITS = 200
DAYS = {name: {"type": "string", "format": "date"} for name in ("from", "to")}


@endpoint("GET", "/halls", guard=public, gives=HallList, query=PAGE)
def halls(ask: Ask) -> HallList:
    """All halls of this installation."""
    with ask.house.database.read() as session:
        found, more = cut([h.id for h in all_halls(session)])
        return HallList(items=[site_shapes.hall(View.of(ask.house, session, h)) for h in found], next=more)


@endpoint("GET", "/halls/<hall>", guard=public, gives=HallView, refusals=(UnknownHall,))
def hall(ask: Ask) -> HallView:
    """One hall: name, place, today's sessions, open or not."""
    with ask.house.database.read() as session:
        return site_shapes.hall(View.of(ask.house, session, ask["hall"]))


@endpoint(
    "GET",
    "/halls/<hall>/services",
    guard=public,
    gives=ServiceList,
    refusals=(UnknownHall,),
    query={"q": {"type": "string", "maxLength": 80}} | PAGE,
)
def services(ask: Ask) -> ServiceList:
    """Services with waits and states; `q` searches in everyday words, both languages and pinyin."""
    q = request.args.get("q", "").strip()
    if len(q) > 80:
        raise Invalid("q")
    with ask.house.database.read() as session:
        view = View.of(ask.house, session, ask["hall"])
        known = {s.id: s for s in site_shapes.services(view)}
        if not q:
            packages = [site_shapes.package(view, p, known[p.services[0]]) for p in view.plan.packages_on_offer()]
            items, more = cut([*known.values(), *packages])
        else:
            hits, more = cut(search(view.plan, q, limit=MOST_HITS))
            items = [_found(view, known, hit.kind, hit.id) for hit in hits]
        return ServiceList(items=items, next=more)


@endpoint(
    "GET",
    "/halls/<hall>/services/<service>",
    guard=public,
    gives=GuideView,
    refusals=(UnknownHall, NotFound),
)
def service(ask: Ask) -> GuideView:
    """The guide of a service: papers, fee, time limit, steps, questions."""
    with ask.house.database.read() as session:
        view = View.of(ask.house, session, ask["hall"])
        found = view.plan.service(ask["service"])
        package = view.plan.package(ask["service"])
        if package is not None:
            found = view.plan.service(package.services[0])
        if found is None:
            return _guide_of_elsewhere(view, ask["service"])
        guide = site_shapes.guide(view, found)
        if package is None:
            return guide
        shown = site_shapes.package(view, package, guide.service)
        return guide.model_copy(update={"service": shown, "title": package.names})


@endpoint(
    "GET",
    "/halls/<hall>/board",
    guard=public,
    gives=Board,
    refusals=(UnknownHall, UnknownZone),
    query={"zone": {"type": "string", "maxLength": 40}},
)
def board(ask: Ask) -> Board:
    """What the screens of a zone show, or of the whole hall, with the `seq` it is true at."""
    with ask.house.database.read() as session:
        view = View.of(ask.house, session, ask["hall"])
        zone = request.args.get("zone") or None
        if zone is not None and zone not in view.plan.zones():
            raise UnknownZone("zone")
        board = snapshot(session, ask["hall"], now=view.now, zone=zone)
        open_now = queries.open_counters(session, view.plan.id)
    ranges = {q: of_queue(ask.house.waits, view.plan, q, open_now).get("wait") for q in board.queues}
    waits = {queue: wait for queue, wait in ranges.items() if wait is not None}
    return board.model_copy(update={"waits": waits, "now": view.now})


@endpoint(
    "GET", "/halls/<hall>/calendar", guard=public, gives=CalendarView, refusals=(UnknownHall,), query=DAYS | PAGE
)
def calendar(ask: Ask) -> CalendarView:
    """Opening sessions per day, closures and make-up days."""
    with ask.house.database.read() as session:
        view = View.of(ask.house, session, ask["hall"])
    first, last = _span(business_day(view.plan, view.now))
    items, more = cut(_days(view, first, last))
    return CalendarView(items=items, next=more)


@endpoint("GET", "/halls/<hall>/calendar.ics", guard=public, refusals=(UnknownHall,), query=DAYS)
def calendar_ics(ask: Ask) -> Response:
    """The same as a calendar file for phones and mail programs."""
    with ask.house.database.read() as session:
        view = View.of(ask.house, session, ask["hall"])
    first, last = _span(business_day(view.plan, view.now))
    text = calendar_file(view.plan, _days(view, first, last))
    response = Response(text, mimetype="text/calendar")
    tell_news(response, text)
    return response


def _guide_of_elsewhere(view: View, id_: str) -> GuideView:
    """What people ask for and this hall does not do: where it is done instead (R-04)."""
    other = next((n for n in view.plan.not_here if n.id == id_), None)
    if other is None:
        raise NotFound()
    shown = site_shapes.not_here(other)
    return GuideView(service=shown, title=other.names, papers=[], steps=[], questions=[], tips=[])


def _found(view: View, known: dict[str, Any], kind: str, id_: str) -> Any:
    if kind == "service":
        return known[id_]
    if kind == "package":
        package = view.plan.package(id_)
        assert package is not None, "the index was made from this plan"
        return site_shapes.package(view, package, known[package.services[0]])
    return site_shapes.not_here(next(n for n in view.plan.not_here if n.id == id_))


def _span(today: date) -> tuple[date, date]:
    first = day_of("from", today)
    last = day_of("to", first + timedelta(days=13))
    if not timedelta(0) <= last - first <= timedelta(days=MAX_DAYS):
        raise Invalid("to")
    return first, last


def day_of(name: str, default: date) -> date:
    text = request.args.get(name)
    if text is None:
        return default
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Invalid(name) from None
    if len(text) != 10 or not 2000 <= found.year <= 2199:
        raise Invalid(name)
    return found


def _days(view: View, first: date, last: date) -> list[CalendarDay]:
    days = []
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        sessions = sessions_of(view.plan, day)
        override = override_of(view.plan, day)
        days.append(
            CalendarDay(
                day=day,
                names=override.names if override else None,
                closed=not sessions,
                sessions=[site_shapes.session_view(s) for s in sessions],
            )
        )
    return days
