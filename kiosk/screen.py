"""What every page of a kiosk shares: the line to its hall, the kiosk's token, the frame of a page."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import Response, g, redirect, render_template, request
from flask_babel import get_locale, gettext
from flask_wtf.csrf import validate_csrf
from werkzeug.wrappers import Response as AnyResponse
from wtforms import ValidationError

from hall.wire.floors import floor_names
from hall.wire.site import HallView
from kiosk.link import HallLink, HallUnreachable, NotPaired, Unknown

View = TypeVar("View", bound=Callable[..., AnyResponse])
Pairing = Callable[[str], str | None]
"""A token for a browser that opens a hall's kiosk unpaired (only a demo gives one)."""

COOKIE = "hall_device"
OWN = "own"  # how a program knows its only screen
YEAR = 365 * 24 * 3600
CLEAN = "?language={language}&type=normal&theme=auto"
"""How a kiosk looks for whoever comes next, whatever the visitor before had chosen."""
DAYS = {"zh-CN": "M月d日EEEE", "en": "EEEE, d MMMM"}


class Screen:
    """One kiosk program before its hall; pages are drawn by it, never without asking for an emergency first."""

    def __init__(
        self, link: HallLink, pair_freely: Pairing, *, secure: bool, paired: Callable[[], bool] | None = None
    ) -> None:
        """`paired` is given by a kiosk's own program: it holds the token, and its browser none."""
        self.link, self.pair_freely, self.secure = link.asking_as(self._who), pair_freely, secure
        self.paired, self.speaks = paired, False

    @property
    def cookie(self) -> str:
        return f"__Host-{COOKIE}" if self.secure else COOKIE

    def token(self, hall: str) -> str | None:
        """This browser's token. A demo's browser gets one with its first form: looking makes no device."""
        if self.paired is not None:
            return OWN if self.paired() else None
        token = self._own_token()
        if token is None and request.method == "POST":
            token = g.kiosk_token = self.pair_freely(hall)
        return token

    def may_look(self, hall: str) -> bool:
        """True for a paired kiosk, and in a demo for anybody."""
        if self.paired is not None:
            return self.paired()
        return self._own_token() is not None or self.hall(hall).demo

    def hall(self, hall_id: str) -> HallView:
        """The hall as it stands; asked for once in a request."""
        if "kiosk_hall" not in g:
            g.kiosk_hall = self.link.hall(hall_id)
        found: HallView = g.kiosk_hall
        return found

    def page(self, template: str, hall_id: str, *, status: int = 200, **values: Any) -> AnyResponse:
        """One page in its frame; `values` are for its template."""
        hall = self.hall(hall_id)
        zone = ZoneInfo(hall.timezone)
        return Response(
            render_template(
                template,
                hall=hall,
                hall_id=hall_id,
                home=f"/kiosk/{hall_id}{CLEAN.format(language=hall.default_locale)}",
                name=name,
                at=lambda moment: moment.astimezone(zone).strftime("%H:%M"),
                day=lambda moment: day(moment.astimezone(zone).date()),
                on=day,
                wait_text=wait_text,
                printer_word=printer_word,
                floor_name=lambda number: name(floor_names(number)),
                pulse=pulse_of(hall),
                local=self.paired is not None,
                offline=self.link.is_away,
                speaks=self.speaks,
                **values,
            ),
            status,
        )

    def start(self, hall: str) -> AnyResponse:
        return redirect(f"/kiosk/{hall}", 303)

    def unpaired(self, hall: str) -> AnyResponse:
        """The hall has revoked this kiosk: its token is of no more use."""
        response = self.start(hall)
        # Said as it was set: a browser does not let go of a __Host- cookie otherwise.
        response.delete_cookie(self.cookie, path="/", secure=self.secure, httponly=True, samesite="Lax")
        return response

    def unreachable(self, hall: str) -> AnyResponse:
        page = render_template("kiosk/unreachable.html", hall=None, hall_id=hall, home=f"/kiosk/{hall}")
        return Response(page, 503)

    def guarded(self, view: View) -> Callable[..., AnyResponse]:
        """A view that is replaced while the hall shows an emergency (R-76), or cannot be asked."""

        def answer(hall: str, **args: str) -> AnyResponse:
            response = replaced_or_shown(hall, **args)
            if g.get("kiosk_token"):
                response.set_cookie(
                    self.cookie, g.kiosk_token, max_age=YEAR, httponly=True, samesite="Lax", secure=self.secure
                )
            return response

        def replaced_or_shown(hall: str, **args: str) -> AnyResponse:
            try:
                if self.hall(hall).emergency is not None and view.__name__ != "pulse":
                    status = 200 if request.method == "GET" else 409
                    return self.page("kiosk/emergency.html", hall, status=status)
                return view(hall, **args)
            except HallUnreachable:
                return self.unreachable(hall)
            except NotPaired:
                return self.unpaired(hall)
            except Unknown:
                return redirect("/", 303)

        # Whoever stands before a kiosk may look; a number is made only with the kiosk's token.
        answer.__guard__ = "kiosk"  # type: ignore[attr-defined]
        return answer

    def _own_token(self) -> str | None:
        return request.cookies.get(self.cookie) or g.get("kiosk_token")

    def _who(self) -> dict[str, str]:
        token = None if self.paired is not None else self._own_token()  # a program's line brings its own
        return {"Accept-Language": language()} | ({"Authorization": f"Bearer {token}"} if token else {})


def from_our_page() -> bool:
    """True if a form was sent from a page of this kiosk."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True


def pulse_of(hall: HallView) -> str:
    """What must replace a page at once when it changes: the emergency text, as a fingerprint."""
    return hashlib.sha256(hall.emergency.encode()).hexdigest()[:16] if hall.emergency is not None else ""


def language() -> str:
    return "zh-CN" if str(get_locale()).startswith("zh") else "en"


def name(names: dict[str, str] | None) -> str:
    return (names or {}).get(language()) or next(iter((names or {"": ""}).values()))


def day(date_: date) -> str:
    """A day as people say it; the year is the one they live in."""
    return str(format_date(date_, DAYS[language()], locale=get_locale()))


def printer_word(state: str) -> str:
    """How a printer is, for staff."""
    return {
        "ready": str(gettext("ready")),
        "paper_low": str(gettext("paper ends soon")),
        "paper_out": str(gettext("out of paper")),
        "cover_open": str(gettext("open")),
        "unplugged": str(gettext("unplugged")),
        "not_answering": str(gettext("does not answer")),
    }.get(state, str(gettext("failed")))


def wait_text(shape: Any) -> str:
    """A range as visitors read it; empty when there is none."""
    wait = getattr(shape, "wait", None)
    if wait is None:
        return ""
    if wait.soon:
        return str(gettext("soon"))
    return str(gettext("%(low)d-%(high)d min", low=wait.low_minutes, high=wait.high_minutes))
