"""What every page carries, whoever serves it, and the cookie of forms."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self' ws://{host} wss://{host}; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def secured(application: Callable[..., Any]) -> Callable[..., Any]:
    """Every answer carries the headers; put on where they are a list, not looked for one by one."""

    def secured(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        more = _security_headers(environ.get("HTTP_HOST", ""), environ["wsgi.url_scheme"])

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            return start_response(status, [*headers, *more], *error)

        return application(environ, start)

    return secured


@lru_cache(maxsize=64)
def _security_headers(host: str, scheme: str) -> tuple[tuple[str, str], ...]:
    # Older browsers do not count a socket to the page's own host as 'self'.
    own = host if re.fullmatch(r"[A-Za-z0-9.:\[\]-]+", host) else "localhost"
    headers = {name: value.replace("{host}", own) for name, value in SECURITY_HEADERS.items()}
    if scheme == "https":
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return tuple(headers.items())


class Sessions(SecureCookieSessionInterface):
    """The cookie that binds a form to its page, as long as the browser keeps it.

    No age is asked for: where a wall clock is put back, a cookie of “the future” would throw away what a visitor
    has just filled in. Who brings no cookie, as programs do, costs no signing machine.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        cookie = request.cookies.get(self.get_cookie_name(app))
        if not cookie or (signing := self.get_signing_serializer(app)) is None:
            return self.session_class()
        try:
            return self.session_class(signing.loads(cookie))
        except BadSignature:
            return self.session_class()
