"""The pages of the screens: the same in a screen's own program and inside the hall's server.

The server's are for a TV that can only open an address. What only a program knows, how long the hall has not been
heard, comes through `Program`.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, Response, abort, render_template, request

from display.link import HallUnreachable, UnknownPlace
from display.moment import calls_shown, counters_shown, is_news, opens_again, stage
from display.voice import caption, floor_of
from display.words import no_more, off_hours, pause_word, state_word, wait_text
from hall.wire.base import Names
from hall.wire.board import Board, BoardCall
from hall.wire.site import HallView

View = TypeVar("View", bound=Callable[..., Any])
CAPTIONS_SHOWN = 2


class Link(Protocol):
    """Where a screen gets what it shows: from the hall, or from what a program keeps of it."""

    def hall(self, hall_id: str) -> HallView: ...

    def board(self, hall_id: str, zone: str | None = None) -> Board: ...


class Program(Protocol):
    """What a screen's own program adds to its pages."""

    def unheard_seconds(self) -> float | None:
        """How long the hall has not been heard; None when not since the program began."""
        ...

    @property
    def presence(self) -> str | None:
        """The code by which a telephone proves that it is in the hall; only a paired screen knows it (R-59)."""
        ...

    @property
    def speaks(self) -> bool:
        """Whether this screen is a voice, so that somebody can listen at its page."""
        ...

    def events(self) -> Iterator[str]:
        """Server-sent events that say when to look again."""
        ...


def mount(app: Flask, link: Link, program: Program | None = None) -> None:
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

    if program is not None:
        _beside(pages, program)
    app.register_blueprint(pages)


def _beside(pages: Blueprint, program: Program) -> None:
    """What a program adds: the age of what is shown, and the news for its page."""

    @pages.after_request
    def with_age(response: Response) -> Response:
        response.headers["Hall-Unheard"] = _seconds(program.unheard_seconds())
        return response

    @pages.get("/display/news")
    @_public
    def news() -> Response:
        return Response(program.events(), mimetype="text/event-stream")

    more: dict[str, Any] = {"screen_news": "/display/news", "screen_speaks": lambda: program.speaks}
    more["screen_presence"] = lambda: program.presence
    pages.record_once(lambda state: state.app.jinja_env.globals.update(more))


def _seconds(unheard: float | None) -> str:
    """For a header; a program that has heard nothing since it began does not know."""
    return "" if unheard is None else f"{unheard:.1f}"


def _public(view: View) -> View:
    """A screen shows what everybody in the hall may see."""
    view.__guard__ = "public"  # type: ignore[attr-defined]
    return view


def _values(link: Link, hall_id: str, zone: str | None) -> dict[str, Any]:
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
        "off_hours": off_hours(hall),
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


def _counter_values(link: Link, hall_id: str, number: int) -> dict[str, Any]:
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
