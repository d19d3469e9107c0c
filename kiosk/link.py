"""The line from a kiosk to its hall, over HTTP with the kiosk's own token."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from hall.wire.appointments import BookingView
from hall.wire.queue import TicketView
from hall.wire.site import GuideView, HallView, ServiceList

Answer = TypeVar("Answer", bound=BaseModel)
Transport = Callable[[str, str, Any, dict[str, str]], tuple[int, Any]]
"""(method, path, body or None, headers) -> (status, JSON)."""


class HallUnreachable(Exception):
    """The hall did not answer, or not in a way a kiosk understands."""


class NotPaired(Exception):
    """The hall does not know this kiosk, or no longer."""


class Unknown(Exception):
    """There is no such hall, service or ticket."""


class Refusal(Exception):
    """The hall says no and why: a stable code, a sentence in the visitor's language, and more."""

    def __init__(self, code: str, sentence: str, extra: dict[str, Any]) -> None:
        super().__init__(code)
        self.code, self.sentence, self.extra = code, sentence, extra


class HallLink:
    """Asks a hall for services, takes numbers there, and looks after a number that somebody holds."""

    def __init__(self, transport: Transport, who: Callable[[], dict[str, str]] = dict) -> None:
        self._transport, self._who = transport, who

    @property
    def is_away(self) -> bool:
        """True while a line that can answer by itself does so (`kiosk.offline`)."""
        return False

    def asking_as(self, who: Callable[[], dict[str, str]]) -> "HallLink":
        """The same line with headers for every question: which kiosk asks, and in which language."""
        return HallLink(self._transport, who)

    def hall(self, hall_id: str) -> HallView:
        return self._ask(HallView, "GET", f"/api/v1/halls/{_quoted(hall_id)}")

    def services(self, hall_id: str, q: str = "") -> ServiceList:
        """All services and packages, or what a visitor may mean by `q`."""
        suffix = f"?limit=12&q={_quoted(q)}" if q else "?limit=200"
        return self._ask(ServiceList, "GET", f"/api/v1/halls/{_quoted(hall_id)}/services{suffix}")

    def guide(self, hall_id: str, service: str) -> GuideView:
        return self._ask(GuideView, "GET", f"/api/v1/halls/{_quoted(hall_id)}/services/{_quoted(service)}")

    def take_number(self, hall_id: str, wish: dict[str, Any], *, key: str) -> TicketView:
        """One number for one wish: the same `key` gives the same number, however often it is asked for."""
        path = f"/api/v1/halls/{_quoted(hall_id)}/tickets"
        return self._ask(TicketView, "POST", path, wish, {"Idempotency-Key": key})

    def ticket_behind(self, hall_id: str, short_code: str) -> TicketView:
        """The ticket of today behind the eight characters that stand on it; Unknown for any other."""
        path = f"/api/v1/halls/{_quoted(hall_id)}/short-codes"
        return self._ask(TicketView, "POST", path, {"short_code": short_code})

    def booking_of(self, hall_id: str, about: dict[str, Any]) -> BookingView:
        """The booking of today behind a code, or behind the last digits of a telephone; Unknown for any other."""
        known = {name: value for name, value in about.items() if value is not None}
        return self._ask(BookingView, "POST", f"/api/v1/halls/{_quoted(hall_id)}/arrivals", known)

    def booking(self, code: str) -> BookingView:
        return self._ask(BookingView, "GET", f"/api/v1/bookings/{_quoted(code)}")

    def check_in(self, code: str) -> TicketView:
        """The number of whoever has booked and is here."""
        return self._ask(TicketView, "POST", f"/api/v1/bookings/{_quoted(code)}/check-in", {})

    def text_to(self, code: str, phone: str, language: str) -> TicketView:
        """Texts about a ticket to this telephone, as it was typed (R-30)."""
        return self._ask(
            TicketView, "PUT", f"/api/v1/tickets/{_quoted(code)}/phone", {"phone": phone, "language": language}
        )

    def ticket(self, code: str) -> TicketView:
        return self._ask(TicketView, "GET", f"/api/v1/tickets/{_quoted(code)}")

    def tell(self, code: str, verb: str) -> TicketView:
        """What the holder of a ticket wants: `rejoin`, `return`, `cancellation` or `reprint`."""
        return self._ask(TicketView, "POST", f"/api/v1/tickets/{_quoted(code)}/{_quoted(verb)}", {})

    def _ask(
        self, shape: type[Answer], method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Answer:
        try:
            status, answer = self._transport(method, path, body, self._who() | (headers or {}))
            if status in (200, 201):
                return shape.model_validate(answer)
        except (OSError, ValidationError) as error:
            raise HallUnreachable() from error
        if status == 401:
            raise NotPaired()
        if status == 404:
            raise Unknown()
        if status in (403, 409, 422, 429) and isinstance(answer, dict):
            raise Refusal(str(answer.get("code")), str(answer.get("detail", "")), answer)
        raise HallUnreachable()


def _quoted(text: str) -> str:
    return quote(text, safe="")
