"""The pages of the screens. They run inside the hall's server, for a TV that can only open an address."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, Response, abort, render_template, request

from display.link import HallLink, HallUnreachable, UnknownPlace
from display.moment import calls_shown, counters_shown, is_news, opens_again, stage
from display.voice import caption, floor_of
from display.words import no_more, pause_word, state_word, wait_text
from hall.wire.base import Names
from hall.wire.board import Board, BoardCall
from hall.wire.site import HallView

View = TypeVar("View", bound=Callable[..., Any])
CAPTIONS_SHOWN = 2


def mount(app: Flask, link: HallLink) -> None:
    """Adds the screens to an application: /display/<hall> and /display/<hall>/counter/<number>."""
    pages = Blueprint(
        "display", __name__, template_folder="templates", static_folder="static", static_url_path="/static/display"
    )

    @pages.get("/display/<hall>")
    @_public
    def hall_screen(hall: str) -> str:
        return render_template("display/screen.html", **_values(link, hall, request.args.get("zone")))

    @pages.get("/display/<hall>/part")
    @_public
    def hall_part(hall: str) -> Response:
        return _part("display/board.html", _values(link, hall, request.args.get("zone")))

    @pages.get("/display/<hall>/counter/<int:number>")
    @_public
    def counter_screen(hall: str, number: int) -> str:
        return render_template("display/counter.html", **_counter_values(link, hall, number))

    @pages.get("/display/<hall>/counter/<int:number>/part")
    @_public
    def counter_part(hall: str, number: int) -> Response:
        return _part("display/counter_part.html", _counter_values(link, hall, number))

    app.register_blueprint(pages)


def _public(view: View) -> View:
    """A screen shows what everybody in the hall may see."""
    view.__guard__ = "public"  # type: ignore[attr-defined]
    return view


def _values(link: HallLink, hall_id: str, zone: str | None) -> dict[str, Any]:
    try:
        hall, board = link.hall(hall_id), link.board(hall_id, zone or None)
    except UnknownPlace:
        abort(404)
    except HallUnreachable:
        abort(503)
    at_stage = stage(hall, board)
    calls = [] if at_stage == "closed" else calls_shown(board)
    news = [call for call in calls if is_news(hall, call.announced_at)]
    return {
        "hall": hall,
        "board": board,
        "stage": at_stage,
        "no_more": no_more(hall),
        "opens": opens_again(hall),
        "calls": calls,
        "captions": [_said(hall, board, call) for call in news[:CAPTIONS_SHOWN]],
        "alerts": [call for call in news if call.visual_alert],
        "messages": [m for m in board.messages if m.until > hall.now],
        "counters": counters_shown(board),
        "at": _at(hall),
        "state_word": state_word,
        "pause_word": pause_word,
        "wait_text": wait_text,
        "floor_of": lambda number: floor_of(board.counters.get(number), floors=hall.floors),
        "room": f"board:{hall_id}:{zone}" if zone else f"board:{hall_id}",
        "part": request.path.removesuffix("/part") + "/part" + (f"?zone={zone}" if zone else ""),
    }


def _said(hall: HallView, board: Board, call: BoardCall) -> tuple[BoardCall, Names]:
    counter = board.counters.get(call.counter)
    return call, caption(call, counter, floors=hall.floors, attempts=board.call_attempts)


def _counter_values(link: HallLink, hall_id: str, number: int) -> dict[str, Any]:
    values = _values(link, hall_id, None)
    board: Board = values["board"]
    counter = board.counters.get(number)
    if counter is None:
        abort(404)
    call = next((c for c in board.calls if c.counter == number and c.number == counter.current), None)
    return values | {"counter": counter, "call": call}


def _part(template: str, values: dict[str, Any]) -> Response:
    """A part of a screen; 304 while nothing that it shows has changed."""
    response = Response(render_template(template, **values), mimetype="text/html")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Hall-Now"] = values["hall"].now.isoformat()  # what a screen says when it has lost the hall
    response.add_etag()
    response.make_conditional(request.environ)
    return response


def _at(hall: HallView) -> Callable[[datetime], str]:
    zone = ZoneInfo(hall.timezone)
    return lambda moment: moment.astimezone(zone).strftime("%H:%M")
