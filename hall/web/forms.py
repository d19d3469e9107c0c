"""What plain forms share: the check that a page of ours sent them, where to go next, and the visitor's address."""

from urllib.parse import urlsplit

from flask import redirect, request
from flask_wtf.csrf import validate_csrf
from werkzeug.wrappers import Response
from wtforms import ValidationError

from hall.web.guards import CsrfFailed


def from_our_page() -> None:
    """Refuses a form that another site sent. Doors for members check it by themselves; public ones call this."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        raise CsrfFailed() from None


def safe_next(wanted: str | None, default: str) -> str:
    """A path of our own server to go on to; anything that could lead elsewhere becomes `default`."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return default
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or any(ord(c) < 33 or c == "\\" for c in wanted):
        return default
    return wanted


def see(address: str) -> Response:
    """After a form: the page that shows what came of it, so that reloading sends nothing twice."""
    return redirect(address, 303)
