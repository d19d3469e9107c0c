"""What plain forms share: what was typed and what is wrong with it, the check that a page of ours sent them,
where to go next, and the visitor's address."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask import redirect, request
from flask_wtf.csrf import validate_csrf
from werkzeug.wrappers import Response
from wtforms import ValidationError

from hall.kernel.errors import HallError
from hall.web import errors as refusals
from hall.web.guards import CsrfFailed


@dataclass
class Filled:
    """A form between two answers: what was typed by field, and a sentence for each field that is wrong.

    The macros of `shared/forms.html` show it: the mistakes in a summary that takes the focus, and each again
    at its field. A mistake of the whole form stands under the name "".
    """

    typed: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    id: str = "field"
    """What the ids of its fields begin with; two forms on one page need two."""
    labels: dict[str, Any] = field(default_factory=dict)
    """Names of fields for the summary, where a sentence alone does not say which it is about."""

    @classmethod
    def sent(cls, *names: str, many: Sequence[str] = (), id: str = "field") -> "Filled":
        """The request's form: stripped text for `names` without control characters, lists of text for `many`."""
        form = request.form
        typed: dict[str, Any] = {name: plain(form.get(name, "")) for name in names}
        return cls(typed | {name: form.getlist(name) for name in many}, id=id)

    @property
    def wrong(self) -> bool:
        return bool(self.errors)

    def say(self, name: str, sentence: Any) -> None:
        """A mistake at a field; the first one said there stays."""
        self.errors.setdefault(name, str(sentence))

    def refuse(self, refusal: HallError, *, at: str | Mapping[str, str] = "") -> None:
        """A refusal of a verb, at a field: named, or looked up by the refusal's code."""
        name = at if isinstance(at, str) else at.get(refusal.code, "")
        self.say(name, refusals.sentence(refusal))

    @property
    def status(self) -> int:
        """For the answer that shows the form again."""
        return 422 if self.errors else 200


def plain(text: str) -> str:
    """What somebody typed, without what no keyboard types."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")).strip()


def counted(text: str, digits: int = 2) -> int | None:
    """A whole number of so many digits at most that a form sent, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


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
