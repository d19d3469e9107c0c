"""The pages of the kiosk: choose, see what to bring and how long it takes, take a number.

Known service: two touches. Works as plain forms; a small script adds search as one types.
A *wish* begins with the start page and ends with it: its id goes along in the addresses of one visit, so that
a second tap, going back and reloading meet the number that stands already (R-06).
"""

import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, Response, g, redirect, render_template, request
from flask_babel import get_locale, gettext
from flask_wtf.csrf import validate_csrf
from werkzeug.wrappers import Response as AnyResponse
from wtforms import ValidationError

from hall.wire.site import ServiceView
from kiosk.link import HallLink, HallUnreachable, NotPaired, Refusal, UnknownService
from kiosk.slip import slip
from kiosk.store import Wishes

View = TypeVar("View", bound=Callable[..., Any])
Pairing = Callable[[str], str | None]
"""A token for a browser that opens a hall's kiosk unpaired (only a demo gives one)."""

COOKIE = "hall_device"
POPULAR = 8
SAME_WISH = timedelta(seconds=20)
YEAR = 365 * 24 * 3600
WISH = re.compile(r"[A-Za-z0-9_-]{16,40}")
SERVICE = re.compile(r"[A-Za-z0-9_.\-]{1,64}")  # as the wire spells an id
CLEAN = "?language=zh-CN&type=normal"
"""How a kiosk looks for whoever comes next, whatever the visitor before had chosen."""


class Kiosk:
    """The kiosk's pages over one link; `mount` gives them addresses."""

    def __init__(self, link: HallLink, pair_freely: Pairing, *, secure: bool) -> None:
        self.link, self.pair_freely, self.secure = link, pair_freely, secure
        self.wishes = Wishes()

    @property
    def cookie(self) -> str:
        return f"__Host-{COOKIE}" if self.secure else COOKIE

    def start(self, hall: str) -> AnyResponse:
        """Search, the services asked for most, packages, and everything by zone."""
        if self._token(hall) is None:
            return redirect(f"/pair?next=/kiosk/{hall}", 303)
        services = self.link.services(hall).items
        single = [s for s in services if s.kind != "package"]
        popular = sorted(single, key=lambda s: -s.popular)[:POPULAR]
        by_zone: dict[str, list[ServiceView]] = {}
        for service in single:
            by_zone.setdefault(service.zone, []).append(service)
        return self._page(
            "kiosk/start.html",
            hall,
            popular=popular,
            packages=[s for s in services if s.kind == "package"],
            by_zone=by_zone,
            q=request.args.get("q", ""),
            found=self._found(hall),
            wish=self._begun(),
        )

    def search(self, hall: str) -> AnyResponse:
        """The hits of a search, as a part of the start page."""
        return self._page(
            "kiosk/found.html",
            hall,
            q=request.args.get("q", ""),
            found=self._found(hall),
            wish=self._begun(),
        )

    def service(self, hall: str, service: str) -> AnyResponse:
        """What to bring, how long it takes, and the button; or why there is no number and what to do."""
        wish = _valid(request.args.get("wish")) or secrets.token_urlsafe(16)
        if self.wishes.number(_key(wish, service), datetime.now(UTC)) is not None:
            return redirect(f"/kiosk/{hall}/number/{_key(wish, service)}", 303)
        hits = [s for s in self.link.services(hall, q=service).items if s.id == service and s.kind == "not_here"]
        if hits:
            return self._page("kiosk/not_here.html", hall, service=hits[0])
        try:
            guide = self.link.guide(hall, service)
        except UnknownService:
            return redirect(f"/kiosk/{hall}", 303)
        steps = self._steps(hall, guide.service)
        return self._page("kiosk/service.html", hall, guide=guide, s=guide.service, steps=steps, wish=wish)

    def take(self, hall: str) -> AnyResponse:
        """One number for one wish, then the page that shows it: reloading and going back make no second."""
        try:
            validate_csrf(request.form.get("csrf_token"))
        except ValidationError:
            return redirect(f"/kiosk/{hall}", 303)
        token, wish = self._token(hall), _valid(request.form.get("wish"))
        service = request.form.get("service", "")
        if token is None or wish is None or not SERVICE.fullmatch(service):
            return redirect(f"/kiosk/{hall}", 303)
        key, now = _key(wish, service), datetime.now(UTC)
        if self.wishes.number(key, now) is None:
            if "another" not in request.form and self.wishes.is_quick_second(token, key, now, SAME_WISH):
                return self._page("kiosk/another.html", hall, form=request.form)
            try:
                ticket = self.link.take_number(hall, self._wish(), key=key, token=token, language=_language())
            except Refusal as refusal:
                return self._page("kiosk/refused.html", hall, status=409, refusal=refusal)
            except NotPaired:
                return self._unpaired(hall)
            if request.form.get("papers_ready") == "yes":  # then the slip needs no list of copies
                ticket = ticket.model_copy(update={"papers": []})
            self.wishes.keep(token, key, ticket, now)
        return redirect(f"/kiosk/{hall}/number/{key}", 303)

    def number(self, hall: str, wish: str) -> AnyResponse:
        """The number, large, with its code; goes back to the start by itself."""
        ticket = self.wishes.number(wish, datetime.now(UTC))
        if ticket is None:
            return redirect(f"/kiosk/{hall}", 303)
        guide = self.link.guide(hall, ticket.service)
        shown = slip(ticket, wait=guide.service.wait, copier=guide.copier)
        return self._page("kiosk/number.html", hall, slip=shown, large=ticket.large_type)

    def unreachable(self, hall: str) -> AnyResponse:
        return Response(
            render_template("kiosk/unreachable.html", hall=None, hall_id=hall, home=f"/kiosk/{hall}"), 503
        )

    def _wish(self) -> dict[str, Any]:
        form = request.form
        ready = {"yes": True, "no": False}.get(form.get("papers_ready", ""))
        return {
            "service": form.get("service", "")[:64],
            "language": _language(),
            "help_requested": "help" in form,
            "large_type": "large" in form or request.cookies.get("type") == "large",
            "for_someone_else": "someone" in form,
            "papers_ready": ready,
        }

    def _steps(self, hall: str, service: ServiceView) -> list[ServiceView]:
        """The services of a package, in order (R-13)."""
        if not service.services:
            return []
        known = {s.id: s for s in self.link.services(hall).items}
        return [known[id_] for id_ in service.services if id_ in known]

    def _begun(self) -> str:
        """The wish of this visit: kept while one searches, new on a start page without a search."""
        kept = _valid(request.args.get("wish")) if "q" in request.args else None
        return kept or secrets.token_urlsafe(16)

    def _found(self, hall: str) -> list[ServiceView] | None:
        q = request.args.get("q", "").strip()[:40]
        return self.link.services(hall, q=q).items if q else None

    def _token(self, hall: str) -> str | None:
        token = request.cookies.get(self.cookie) or g.get("kiosk_token")
        if token is None:
            token = g.kiosk_token = self.pair_freely(hall)
        return token

    def _unpaired(self, hall: str) -> AnyResponse:
        """The hall has revoked this kiosk: its token is of no more use."""
        response = redirect(f"/kiosk/{hall}", 303)
        response.delete_cookie(self.cookie, path="/")
        return response

    def _page(self, template: str, hall_id: str, *, status: int = 200, **values: Any) -> AnyResponse:
        hall = self.link.hall(hall_id)
        zone = ZoneInfo(hall.timezone)
        response = Response(
            render_template(
                template,
                hall=hall,
                hall_id=hall_id,
                # In a demo the browser belongs to one person who wants to keep a chosen language.
                home=f"/kiosk/{hall_id}" + ("" if hall.demo else CLEAN),
                name=_name,
                at=lambda moment: moment.astimezone(zone).strftime("%H:%M"),
                day=lambda moment: moment.astimezone(zone).date(),
                wait_text=wait_text,
                **values,
            ),
            status,
        )
        if g.get("kiosk_token"):
            response.set_cookie(
                self.cookie, g.kiosk_token, max_age=YEAR, httponly=True, samesite="Lax", secure=self.secure
            )
        return response


def mount(app: Flask, link: HallLink, *, pair_freely: Pairing, public_url: str | None) -> None:
    """Adds the kiosk to an application: /kiosk/<hall>."""
    kiosk = Kiosk(link, pair_freely, secure=(public_url or "").startswith("https://"))
    pages = Blueprint(
        "kiosk", __name__, template_folder="templates", static_folder="static", static_url_path="/static/kiosk"
    )
    for rule, view, methods in (
        ("/kiosk/<hall>", kiosk.start, ["GET"]),
        ("/kiosk/<hall>/search", kiosk.search, ["GET"]),
        ("/kiosk/<hall>/service/<service>", kiosk.service, ["GET"]),
        ("/kiosk/<hall>/tickets", kiosk.take, ["POST"]),
        ("/kiosk/<hall>/number/<wish>", kiosk.number, ["GET"]),
    ):
        pages.add_url_rule(rule, view.__name__, _guarded(kiosk, view), methods=methods)
    app.register_blueprint(pages)


def wait_text(shape: Any) -> str:
    """A range as visitors read it; empty when there is none."""
    wait = getattr(shape, "wait", None)
    if wait is None:
        return ""
    if wait.soon:
        return str(gettext("soon"))
    return str(gettext("%(low)d-%(high)d min", low=wait.low_minutes, high=wait.high_minutes))


def _guarded(kiosk: Kiosk, view: Callable[..., AnyResponse]) -> Callable[..., AnyResponse]:
    def guarded(hall: str, **args: str) -> AnyResponse:
        try:
            return view(hall, **args)
        except HallUnreachable:
            return kiosk.unreachable(hall)
        except UnknownService:
            return redirect("/", 303)

    # Whoever stands before a kiosk may look; a number is made only with the kiosk's token.
    guarded.__guard__ = "kiosk"  # type: ignore[attr-defined]
    return guarded


def _valid(wish: str | None) -> str | None:
    return wish if wish and WISH.fullmatch(wish) else None


def _key(wish: str, service: str) -> str:
    """One visit may take numbers for two services, but only one for each."""
    return f"{wish}.{service}"[:64]


def _language() -> str:
    return "zh-CN" if str(get_locale()).startswith("zh") else "en"


def _name(names: dict[str, str] | None) -> str:
    return (names or {}).get(_language()) or next(iter((names or {"": ""}).values()))
