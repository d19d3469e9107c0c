"""What of a board a screen shows now: which calls are news, and whether numbers are still issued. Pure."""

from datetime import datetime, timedelta
from typing import Literal

from hall.wire.board import Board, BoardCall, BoardCounter
from hall.wire.site import HallView

CALLS_SHOWN = 6
NEWS = timedelta(seconds=20)  # how long an announcement is captioned, in device time
MANY_COUNTERS = 12

Stage = Literal["open", "last", "closed"]


def calls_shown(board: Board) -> list[BoardCall]:
    """The calls announced last, newest announcement first: a repeat comes up again, as it does in the voice."""
    standing = [call for call in board.calls if not call.undone]
    return sorted(standing, key=lambda call: call.announced, reverse=True)[:CALLS_SHOWN]


def is_news(hall: HallView, at: datetime) -> bool:
    """True within twenty real seconds of an announcement, however fast the hall's clock goes."""
    return (hall.now - at) / (hall.clock_speed or 1) < NEWS


def stage(hall: HallView, board: Board) -> Stage:
    """`last`: no more numbers, but whoever has one is served (R-09, R-71); `closed` only when nobody is left."""
    if hall.issuing == "full":
        return "last"
    if hall.open or hall.issuing == "open":
        return "open"
    # Before the day's first opening a leftover of yesterday is nobody's turn. A closure that is set over a day
    # takes its sessions away; whoever has a number is served all the same.
    been_open = any(s.end <= hall.now and s.kind != "elastic" for s in hall.sessions)
    been_open = been_open or hall.closure is not None
    if been_open and _somebody_left(board):
        return "last"
    # A session for bookings only extends no opening, but the hall is not closed to those who come.
    return "open" if any(s.start <= hall.now < s.end for s in hall.sessions) else "closed"


def opens_again(hall: HallView) -> datetime | None:
    """When the doors open next today; a session for bookings only opens none."""
    return min((s.start for s in hall.sessions if s.start > hall.now and s.kind != "elastic"), default=None)


def counters_shown(board: Board) -> list[BoardCounter]:
    """Counters in order; with many of them the closed ones give their place to the others."""
    counters = [board.counters[number] for number in sorted(board.counters)]
    return counters if len(counters) <= MANY_COUNTERS else [c for c in counters if c.state != "closed"]


def _somebody_left(board: Board) -> bool:
    return any(board.queues.values()) or any(counter.current for counter in board.counters.values())
