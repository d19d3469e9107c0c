"""A screen that follows its hall: a snapshot, and every message after it, in memory and on disk.

It answers its pages like a line to the hall, whether the hall can be reached or not: what is shown is the last
truth, and `unheard_seconds` says how old it is.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from display.board import apply, misses
from display.link import HallLink, HallUnreachable, UnknownPlace
from display.store import Kept
from hall.wire import rooms
from hall.wire.board import Board
from hall.wire.live import EmergencyMessage, read
from hall.wire.site import HallView

OF_THE_HALL = ("hall.", "emergency.", "message.", "queue.")  # facts after which the hall itself is asked anew


@dataclass(frozen=True)
class Place:
    """Which board a screen shows."""

    hall: str
    zone: str | None = None

    @property
    def room(self) -> str:
        return rooms.board(self.hall, self.zone)


class Following:
    """One board of one hall; `on_board(before, after)` is told after each change, in order."""

    def __init__(
        self,
        ask: HallLink,
        kept: Kept,
        monotonic: Callable[[], float],
        on_board: Callable[[Board | None, Board], None],
    ) -> None:
        self._ask, self._kept, self._monotonic, self._on_board = ask, kept, monotonic, on_board
        self._lock = threading.RLock()
        self._place: Place | None = None
        self._hall: HallView | None = None
        self._board: Board | None = None
        self._heard: float | None = None  # when the hall was heard last; None: before this program began
        self._unwritten = False

    def show(self, place: Place) -> bool:
        """Follows this board from now on; True when it is another one than before."""
        with self._lock:
            if place == self._place:
                return False
            self._place, self._hall, self._board = place, None, None
            if (kept := self._kept.read()) and (kept[0].id, kept[1].zone) == (place.hall, place.zone):
                self._hall, self._board = kept
            return True

    @property
    def place(self) -> Place | None:
        return self._place

    @property
    def seq(self) -> int | None:
        return self._board.seq if self._board else None

    @property
    def board_now(self) -> Board | None:
        return self._board

    # What pages ask, as they ask a hall.

    def hall(self, hall_id: str) -> HallView:
        with self._lock:
            if self._place is not None and hall_id != self._place.hall:
                raise UnknownPlace()
            if self._hall is None:
                raise HallUnreachable()
            return self._hall.model_copy(update={"now": self.now(self._hall)})

    def board(self, hall_id: str, zone: str | None = None) -> Board:
        with self._lock:
            if self._board is None:
                raise HallUnreachable()
            if (hall_id, zone) != (self._board.hall, self._board.zone):
                raise UnknownPlace()
            return self._board

    def now(self, hall: HallView) -> datetime:
        """Hall time: the hall's last word and this machine's monotonic clock, never its wall clock."""
        gone = self._monotonic() - self._heard if self._heard is not None else 0.0
        return hall.now + timedelta(seconds=gone * hall.clock_speed)

    def unheard_seconds(self) -> float | None:
        """How long the hall has not been heard; None when not since this program began."""
        with self._lock:
            return None if self._heard is None else self._monotonic() - self._heard

    # What the line brings.

    def snapshot(self) -> None:
        """Asks for everything anew. Nothing changes when the hall does not answer."""
        place = self._place
        if place is None:
            return
        try:
            hall, board = self._ask.hall(place.hall), self._ask.board(place.hall, place.zone)
        except (HallUnreachable, UnknownPlace):
            return
        with self._lock:
            newer = self._board is None or self._board.hall != board.hall or board.seq >= self._board.seq
            if place == self._place and newer:
                self._take(hall, board)

    def heard(self, data: dict[str, Any]) -> None:
        """One message of the board's room."""
        try:
            message = None if data.get("name") in ("resync", "wait.changed") else read(data)
        except ValidationError:  # of a newer hall
            message = None
        with self._lock:
            hall, board = self._hall, self._board
            anew = message is None or board is None or hall is None or misses(board, message)
            if not anew and message is not None and board is not None and hall is not None:
                self._take(self._told(hall, message), apply(board, message))
                anew = message.name.startswith(OF_THE_HALL)
        if anew:
            self.snapshot()

    def alive(self) -> None:
        """The hall answers and has nothing new to say."""
        with self._lock:
            if self._hall is not None and self._heard is not None:
                self._hall = self._hall.model_copy(update={"now": self.now(self._hall)})
                self._heard = self._monotonic()

    def _told(self, hall: HallView, message: Any) -> HallView:
        update: dict[str, Any] = {"now": max(message.at, self.now(hall))}
        if isinstance(message, EmergencyMessage):
            update["emergency"] = message.text
        return hall.model_copy(update=update)

    def _take(self, hall: HallView, board: Board) -> None:
        before, self._hall, self._board = self._board, hall, board
        self._heard, self._unwritten = self._monotonic(), True
        self._on_board(before, board)

    def write(self) -> None:
        """Keeps what has changed since it was kept last."""
        with self._lock:
            hall, board, unwritten = self._hall, self._board, self._unwritten
            self._unwritten = False
        if unwritten and hall is not None and board is not None:
            self._kept.keep(hall, board)
