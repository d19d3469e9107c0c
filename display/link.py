"""The line from a screen to its hall: what it asks over HTTP, whatever carries the question."""

from collections.abc import Callable
from typing import Any

from hall.wire.board import Board
from hall.wire.site import HallView

Transport = Callable[[str, str, Any, dict[str, str]], tuple[int, Any]]
"""(method, path, body or None, headers) -> (status, JSON)."""


class HallUnreachable(Exception):
    """The hall did not answer, or not in a way a screen understands."""


class UnknownPlace(Exception):
    """There is no such hall or zone."""


class HallLink:
    """Asks a hall for what its screens show."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def hall(self, hall_id: str) -> HallView:
        return HallView.model_validate(self._get(f"/api/v1/halls/{hall_id}"))

    def board(self, hall_id: str, zone: str | None = None) -> Board:
        """The snapshot of a hall or of one zone, with the ranges of this moment."""
        suffix = f"?zone={zone}" if zone else ""
        return Board.model_validate(self._get(f"/api/v1/halls/{hall_id}/board{suffix}"))

    def _get(self, path: str) -> Any:
        try:
            status, answer = self._transport("GET", path, None, {})
        except OSError as error:
            raise HallUnreachable() from error
        if status in (404, 422):
            raise UnknownPlace()
        if status != 200:
            raise HallUnreachable()
        return answer
