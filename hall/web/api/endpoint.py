"""One decorator for every endpoint: guard, validate, run, serialise, and document in one place.

What stands here is what OpenAPI says (`openapi.py` reads `ENDPOINTS`), so the two cannot drift apart.
"""

import functools
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

from flask import Blueprint, Response, request
from pydantic import BaseModel, ValidationError

from hall.kernel import idempotency
from hall.kernel.errors import HallError, Invalid
from hall.kernel.work import Work
from hall.web.api import fields
from hall.web.errors import BadRequest, InvalidFields
from hall.web.guards import Caller, caller
from hall.web.house import House, house

M = TypeVar("M", bound=BaseModel)
L = TypeVar("L")
api = Blueprint("api", __name__, url_prefix="/api/v1")
MAX_BODY = 64 * 1024
PAGE: dict[str, dict[str, Any]] = {
    "limit": {"type": "integer", "minimum": 1, "maximum": 200, "default": 100},
    "cursor": {"type": "string", "pattern": "^[0-9]{1,10}$", "description": "`next` of the part before."},
}
_TICKING = re.compile(r'"now":"[^"]*",?')
Guard = Callable[[Any], Any]


@dataclass(frozen=True)
class Endpoint:
    """What the documentation needs to know of one endpoint."""

    method: str
    path: str
    name: str
    summary: str
    guard: str
    takes: type[BaseModel] | None
    gives: type[BaseModel] | None
    status: int
    refusals: tuple[type[HallError], ...]
    query: dict[str, dict[str, Any]]
    idempotent: bool


ENDPOINTS: list[Endpoint] = []


@dataclass
class Ask:
    """One request as an endpoint sees it. Take values from here before `change`: its verb runs elsewhere."""

    house: House
    caller: Caller
    args: dict[str, str]
    body: Any = None
    key: idempotency.Key | None = None
    replayed: bool = False
    headers: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.args[name]

    def change(
        self,
        hall_id: str,
        verb: Callable[[Work], BaseModel | None],
        *,
        remembered: timedelta = idempotency.REMEMBERED,
    ) -> Any:
        """Runs a verb as one unit of work; with an Idempotency-Key the answer is remembered in it.

        `verb` runs in the writer thread: it must not touch the request. Returns the model it made, or
        the remembered JSON text of the first time.
        """

        def once(work: Work) -> BaseModel | str | None:
            if self.key is None:
                return verb(work)
            known = idempotency.recall(work.session, self.key, work.real_now)
            if known is not None:
                return known
            answer = verb(work)
            if answer is not None:
                text = answer.model_dump_json()
                idempotency.remember(work.session, self.key, text, work.real_now, until=work.real_now + remembered)
            return answer

        answer = self.house.works.perform(hall_id, self.caller.actor, once)
        self.replayed = self.replayed or isinstance(answer, str)
        return answer


def endpoint(
    method: str,
    path: str,
    *,
    guard: Guard,
    gives: type[BaseModel] | None = None,
    takes: type[BaseModel] | None = None,
    status: int = 200,
    refusals: tuple[type[HallError], ...] = (),
    query: dict[str, dict[str, Any]] | None = None,
    idempotent: bool | None = None,
    largest: int = MAX_BODY,
) -> Callable[[Callable[[Ask], Any]], Callable[..., Response]]:
    """Registers a function of one `Ask` as an endpoint; its docstring's first line is the summary."""

    def decorate(function: Callable[[Ask], Any]) -> Callable[..., Response]:
        keyed = method == "POST" if idempotent is None else idempotent

        @functools.wraps(function)
        def view(**args: str) -> Response:
            ask = Ask(house(), caller(), args)
            raw = _read_body(largest) if method in ("POST", "PUT") else b""
            if takes is not None:
                ask.body = parse(takes, raw)
            ask.key = _key(ask.caller, raw) if keyed else None
            return _answer(function(ask), status, ask)

        guarded = guard(view)
        summary = (function.__doc__ or "").strip().splitlines()[0]
        name = f"{method.lower()}_{function.__name__}"
        known = (takes, gives, status, refusals, query or {}, keyed)
        ENDPOINTS.append(Endpoint(method, path, name, summary, guarded.__guard__, *known))
        api.add_url_rule(path, name, guarded, methods=[method])
        return guarded  # type: ignore[no-any-return]

    return decorate


def parse(takes: type[M], raw: bytes) -> M:
    """The body as a model; 400 for no JSON, 415 for another type, 422 with every wrong field."""
    if raw and request.mimetype != "application/json":
        raise BadRequest(415, "wrong_type", "This kind of content cannot be read here.")
    try:
        return takes.model_validate_json(raw or b"{}", strict=True)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False)
    if any(p["type"] == "json_invalid" for p in problems):
        raise BadRequest(400, "bad_json", "This is not valid JSON.")
    raise InvalidFields(
        [
            {
                "field": ".".join(map(str, p["loc"])) or "body",
                "message": fields.sentence(p["type"], p.get("ctx", {})),
                "code": p["type"],
            }
            for p in problems
        ]
    )


def number(name: str, default: int, *, low: int, high: int) -> int:
    """A whole number of the query, or 422."""
    text = request.args.get(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 18 or not low <= int(text) <= high:
        raise Invalid(name)
    return int(text)


def cut(items: Sequence[L]) -> tuple[Sequence[L], str | None]:
    """The part of a list that `limit` and `cursor` ask for, and the cursor of the next part or None."""
    limit, start = number("limit", 100, low=1, high=200), number("cursor", 0, low=0, high=10**6)
    following = start + limit
    return items[start:following], str(following) if following < len(items) else None


def _read_body(largest: int) -> bytes:
    if (request.content_length or 0) > largest:
        raise BadRequest(413, "too_large", "This is too large.")
    raw = request.get_data(cache=True)
    if len(raw) > largest:
        raise BadRequest(413, "too_large", "This is too large.")
    return raw


def _key(who: Caller, raw: bytes) -> idempotency.Key | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not 1 <= len(key) <= 64 or not key.isascii() or not key.isprintable():
        raise Invalid("Idempotency-Key")
    caller = who.name if who.kind != "public" else f"{who.name}:{request.remote_addr}"
    return idempotency.Key.of(caller=caller, address=request.path, key=key, body=raw)


def _answer(answer: Any, status: int, ask: Ask) -> Response:
    if isinstance(answer, Response):
        return answer
    if answer is None:
        return Response(status=204)
    text = answer if isinstance(answer, str) else answer.model_dump_json()
    response = Response(text, status, ask.headers, mimetype="application/json")
    if ask.replayed:
        response.headers["Idempotent-Replay"] = "true"
    if request.method == "GET" and "Cache-Control" not in ask.headers:
        tell_news(response, _TICKING.sub("", text))
    return response


def tell_news(response: Response, news: str) -> None:
    """An ETag over `news`, and 304 when the client has it; the clock's own ticking is no news."""
    response.set_etag(hashlib.sha256(news.encode()).hexdigest()[:32], weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request.environ)
