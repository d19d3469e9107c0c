"""The line from a kiosk to its hall, over HTTP with the kiosk's own token."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from hall.wire.queue import TicketView
from hall.wire.site import GuideView, HallView, ServiceList

Answer = TypeVar("Answer", bound=BaseModel)
Transport = Callable[[str, str, Any, dict[str, str]], tuple[int, Any]]
"""(method, path, body or None, headers) -> (status, JSON)."""


class HallUnreachable(Exception):
    """The hall did not answer, or not in a way a kiosk understands."""


class NotPaired(Exception):
    """The hall does not know this kiosk, or no longer."""


class UnknownService(Exception):
    """There is no such service."""


class Refusal(Exception):
    """The hall says no and why: a stable code, a sentence in the visitor's language, and more."""

    def __init__(self, code: str, sentence: str, extra: dict[str, Any]) -> None:
        super().__init__(code)
        self.code, self.sentence, self.extra = code, sentence, extra


class HallLink:
    """Asks a hall for services and takes numbers there."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def hall(self, hall_id: str) -> HallView:
        return self._ask(HallView, "GET", f"/api/v1/halls/{_quoted(hall_id)}")

    def services(self, hall_id: str, q: str = "") -> ServiceList:
        """All services and packages, or what a visitor may mean by `q`."""
        suffix = f"?limit=12&q={_quoted(q)}" if q else "?limit=200"
        return self._ask(ServiceList, "GET", f"/api/v1/halls/{_quoted(hall_id)}/services{suffix}")

    def guide(self, hall_id: str, service: str) -> GuideView:
        return self._ask(GuideView, "GET", f"/api/v1/halls/{_quoted(hall_id)}/services/{_quoted(service)}")

    def take_number(
        self, hall_id: str, wish: dict[str, Any], *, key: str, token: str, language: str
    ) -> TicketView:
        """One number for one wish: the same `key` gives the same number, however often it is asked for."""
        headers = {"Idempotency-Key": key, "Authorization": f"Bearer {token}", "Accept-Language": language}
        return self._ask(TicketView, "POST", f"/api/v1/halls/{_quoted(hall_id)}/tickets", wish, headers)

    def _ask(
        self, shape: type[Answer], method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Answer:
        try:
            status, answer = self._transport(method, path, body, headers or {})
            if status in (200, 201):
                return shape.model_validate(answer)
        except (OSError, ValidationError) as error:
            raise HallUnreachable() from error
        if status == 401:
            raise NotPaired()
        if status == 404:
            raise UnknownService()
        if status in (403, 409, 422, 429) and isinstance(answer, dict):
            raise Refusal(str(answer.get("code")), str(answer.get("detail", "")), answer)
        raise HallUnreachable()


def _quoted(text: str) -> str:
    return quote(text, safe="")
