"""The pages of the screens. They run inside the hall's server, for a TV that can only open an address."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, Response, abort, render_template, request

from display.link import HallLink, HallUnreachable, UnknownPlace
from display.voice import caption
from hall.wire.board import Board, BoardCounter
from hall.wire.site import HallView

View = TypeVar("View", bound=Callable[..., Any])
CALLS_SHOWN = 6
CAPTION_SECONDS = 20


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
    calls = [call for call in board.calls if not call.undone][:CALLS_SHOWN]
    floors = len({counter.floor for counter in board.counters.values()})
    newest = calls[0] if calls else None
    return {
        "hall": hall,
        "board": board,
        "calls": calls,
        "newest": newest,
        "caption": caption(newest, board.counters.get(newest.counter), floors=floors) if newest else None,
        "caption_fresh": newest is not None and _fresh(hall, newest.at),
        "messages": [m for m in board.messages if m.until > hall.now],
        "counters": _shown(board),
        "at": _at(hall),
        "state_word": state_word,
        "wait_text": wait_text,
        "room": f"board:{hall_id}:{zone}" if zone else f"board:{hall_id}",
        "part": request.path.removesuffix("/part") + "/part" + (f"?zone={zone}" if zone else ""),
    }


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
    response.add_etag()
    response.make_conditional(request.environ)
    return response


def state_word(counter: BoardCounter) -> dict[str, str]:
    """What a counter is, in both languages: a hall's screen serves all readers at once."""
    return {
        "closed": {"zh-CN": "未开放", "en": "Closed"},
        "open_idle": {"zh-CN": "空闲", "en": "Open"},
        "calling": {"zh-CN": "请到窗口", "en": "Calling"},
        "serving": {"zh-CN": "办理中", "en": "Serving"},
        "wrap_up": {"zh-CN": "办理中", "en": "Serving"},
        "paused": {"zh-CN": "暂停服务", "en": "Paused"},
    }.get(counter.state, {"zh-CN": counter.state, "en": counter.state})


def wait_text(board: Board, queue: str) -> dict[str, str]:
    """The wait range of a queue as people read it, or a dash: never a guess."""
    wait = board.waits.get(queue)
    if wait is None:
        return {"zh-CN": "–", "en": "–"}
    if wait.soon:
        return {"zh-CN": "即将叫号", "en": "soon"}
    span = f"{wait.low_minutes}-{wait.high_minutes}"
    return {"zh-CN": f"{span} 分钟", "en": f"{span} min"}


def _shown(board: Board) -> list[BoardCounter]:
    """Counters in order; with many of them the closed ones give their place to the others."""
    counters = [board.counters[number] for number in sorted(board.counters)]
    return counters if len(counters) <= 12 else [c for c in counters if c.state != "closed"]


def _at(hall: HallView) -> Callable[[datetime], str]:
    zone = ZoneInfo(hall.timezone)
    return lambda moment: moment.astimezone(zone).strftime("%H:%M")


def _fresh(hall: HallView, at: datetime) -> bool:
    return hall.now - at < timedelta(seconds=CAPTION_SECONDS * 10)
