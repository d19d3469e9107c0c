"""Boards and halls as screens get them, made by hand: a test says only what it is about."""

from datetime import timedelta
from typing import Any

from hall.wire.board import Board, BoardCall, BoardCounter
from hall.wire.site import HallView, SessionView
from tests.world import HALL, MONDAY, names


def a_call(**more: Any) -> BoardCall:
    values = {"call": "c1", "number": "A012", "counter": 3, "zone": "A", "queue": "A", "service": "A1"}
    times = {"lane": "ordinary", "attempt": 1, "at": MONDAY, "announced": 5, "announced_at": MONDAY}
    return BoardCall(**{**values, **times, **more})


def a_desk(number: int = 3, **more: Any) -> BoardCounter:
    return BoardCounter(**{"number": number, "state": "open_idle", "since": MONDAY, **more})


def a_board(**more: Any) -> Board:
    values: dict[str, Any] = {"hall": HALL, "seq": 9, "day": "2026-11-23", "calls": [], "counters": {}}
    return Board(**{**values, "queues": {"A": 0}, "messages": [], **more})


def a_session(start: float, end: float, kind: str = "regular") -> SessionView:
    """`start` and `end`: hours from now."""
    hour = timedelta(hours=1)
    return SessionView(start=MONDAY + start * hour, end=MONDAY + end * hour, kind=kind, name=kind)


def a_hall_view(**more: Any) -> HallView:
    values: dict[str, Any] = {"id": HALL, "names": names("Willow"), "address": names("1"), "phones": {}}
    times = {"timezone": "Asia/Shanghai", "now": MONDAY, "open": True, "issuing": "open", "sessions": []}
    return HallView(**{**values, **times, **more})
