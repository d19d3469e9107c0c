"""Refusals at the door: four families and a few more, each one page and one problem+json."""

import json
import logging
import re
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, render_template, request
from flask_babel import gettext
from werkzeug.exceptions import HTTPException

from hall.kernel.errors import HallError, Invalid, NotAllowed, NotFound, Refused, TooMany
from hall.staff.errors import OneTimeExpired, SignedOut, WrongPassword
from hall.web.booking_words import LIMITS, STANDINGS
from hall.web.guards import CsrfFailed
from hall.web.words import ROLES, TICKET_STATES

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
log = logging.getLogger(__name__)
STATUS: tuple[tuple[type[HallError], int], ...] = (
    (TooMany, 429),
    (SignedOut, 401),
    (WrongPassword, 401),
    (OneTimeExpired, 401),
    (CsrfFailed, 403),
    (NotFound, 404),
    (Refused, 409),
    (NotAllowed, 403),
    (Invalid, 422),
)


class BadRequest(HallError):
    """What was sent could not be read at all; `status` says how."""

    code = "bad_request"
    sentence = "What was sent could not be read."

    def __init__(self, status: int, code: str, sentence: str) -> None:
        super().__init__()
        self.status, self.own_code, self.own_sentence = status, code, sentence


class InvalidFields(Invalid):
    """Several fields are wrong; `errors` lists field, message and code."""

    code = "invalid"
    sentence = "Some values cannot be used."

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__(errors[0]["field"] if errors else "")
        self.errors = errors


def register(app: Flask) -> None:
    """Answers every error of the application in the reader's language."""
    app.register_error_handler(HallError, refuse)
    app.register_error_handler(HTTPException, refuse_http)
    app.register_error_handler(Exception, fail)


def refuse_control_characters() -> None:
    """No address and no query value holds a control character: databases and headers choke on them."""
    if _CONTROL.search(request.path):
        raise NotFound()
    for name, values in request.args.lists():
        if any(_CONTROL.search(value) for value in (name, *values)):
            raise Invalid(name if not _CONTROL.search(name) else "query")


def sentence(error: HallError) -> str:
    """What a person reads, in the language of the request."""
    params = {key: _shown(key, value) for key, value in error.params.items()}
    text = error.own_sentence if isinstance(error, BadRequest) else error.sentence
    return str(gettext(text)).format(**params)


def _shown(name: str, value: Any) -> Any:
    if name == "state":
        return TICKET_STATES.get(value) or STANDINGS.get(value, value)
    if name == "limit":
        return LIMITS.get(value, value)
    if name == "role":
        return ROLES.get(value, value)
    return value.strftime("%H:%M") if hasattr(value, "tzinfo") else value  # verbs give hall time


def status_of(error: HallError) -> int:
    if isinstance(error, BadRequest):
        return error.status
    return next((status for kind, status in STATUS if isinstance(error, kind)), 409)


def refuse(error: HallError) -> Response:
    status, extra = status_of(error), dict(error.extra)
    headers: dict[str, str] = {}
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.seconds)
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="hall"'
    if isinstance(error, InvalidFields):
        extra["errors"] = error.errors
    elif isinstance(error, Invalid):
        extra["errors"] = [{"field": error.field, "message": sentence(error), "code": error.code}]
    code = error.own_code if isinstance(error, BadRequest) else error.code
    return problem(status, code, sentence(error), extra=extra, headers=headers)


def refuse_http(error: HTTPException) -> Response:
    status = error.code or 500
    sentences = {
        # Written here too, so that the sentences of `BadRequest` are collected for translation.
        0: gettext("This is not valid JSON."),
        400: gettext("What was sent could not be read."),
        404: gettext("There is nothing at this address."),
        405: gettext("This cannot be done at this address."),
        413: gettext("This is too large."),
        415: gettext("This kind of content cannot be read here."),
    }
    codes = {
        400: "bad_request",
        404: "not_found",
        405: "method_not_allowed",
        413: "too_large",
        415: "wrong_type",
    }
    headers = {k: v for k, v in error.get_headers() if k.lower() in ("allow", "location")}
    text = sentences.get(status, gettext("This is not possible."))
    return problem(status, codes.get(status, "http_error"), text, headers=headers)


def fail(error: Exception) -> Response:
    log.exception("a request failed", exc_info=error)
    text = gettext("Something went wrong on our side. Nothing was changed; please try again.")
    return problem(500, "internal", text)


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    extra: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """problem+json for programs, a page for people."""
    if not for_program():
        page = render_template("errors/problem.html", status=status, detail=detail, code=code)
        return Response(page, status, dict(headers or {}), mimetype="text/html")
    body = dict(extra or {}) | {
        "type": f"urn:hall:problem:{code}",
        "title": code.replace("_", " "),
        "status": status,
        "detail": detail,
        "code": code,
    }
    text = json.dumps(body, ensure_ascii=False, default=str)
    return Response(text, status, dict(headers or {}), mimetype="application/problem+json")


def for_program() -> bool:
    if request.path.startswith(("/api/", "/healthz", "/readyz", "/metrics", "/hooks/")):
        return True
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"
