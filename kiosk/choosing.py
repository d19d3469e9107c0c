"""The pages of the kiosk: choose, see what to bring and how long it takes, take a number.

Known service: two touches. Works as plain forms; small scripts add search as one types and a keypad.
A *wish* begins with the start page and ends with it: its id goes along in the addresses of one visit, so that
a second tap, going back and reloading meet the number that stands already (R-06).
"""

import re
import secrets
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import jsonify, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from hall.wire.queue import TicketView
from hall.wire.site import ServiceView
from kiosk.errand import errand, is_offered
from kiosk.link import Refusal, Unknown
from kiosk.paper import Paper
from kiosk.screen import Screen, from_our_page, language, pulse_of
from kiosk.slip import slip
from kiosk.store import Recent, Visits, Wishes

POPULAR = 8
WISH = re.compile(r"[A-Za-z0-9_-]{16,40}")
SERVICE = re.compile(r"[A-Za-z0-9_.\-]{1,64}")  # as the wire spells an id
OPTIONS = {
    "help": "help_requested",
    "someone": "for_someone_else",
    "large": "large_type",
    "signal": "visual_alert",
}
"""What a visitor may tick before taking a number, and how the hall calls it (R-43, R-46)."""


class Kiosk:
    """From the start page to a number; `kiosk.pages` gives the pages addresses."""

    def __init__(self, screen: Screen, visits: Visits, paper: Paper | None) -> None:
        self.screen, self.link, self.visits, self.paper = screen, screen.link, visits, paper
        self.wishes = Wishes()
        self.texted = Recent()  # ids of tickets whose visitor gave a telephone number here

    def start(self, hall: str) -> AnyResponse:
        """Search, the services asked for most, packages, and everything by zone; what was shown before ends."""
        if not self.screen.may_look(hall):
            return redirect("/pair?" + urlencode({"next": f"/kiosk/{hall}"}), 303)
        if (token := self.screen.token(hall)) is not None and "card" not in request.args:
            self.visits.end(token)
            self.wishes.end(token)
        services = self.link.services(hall).items
        single = [s for s in services if s.kind != "package"]
        by_zone: dict[str, list[ServiceView]] = {}
        for service in single:
            by_zone.setdefault(service.zone, []).append(service)
        return self.screen.page(
            "kiosk/start.html",
            hall,
            popular=sorted(single, key=lambda s: -s.popular)[:POPULAR],
            packages=[s for s in services if s.kind == "package"],
            partly=_partly(services),
            by_zone=by_zone,
            card_read="card" in request.args,
            opens_at=min((s.opens_at for s in single if s.opens_at and not is_offered(s)), default=None),
            **self._searched(hall),
        )

    def search(self, hall: str) -> AnyResponse:
        """The hits of a search, as a part of the start page."""
        return self.screen.page("kiosk/found.html", hall, **self._searched(hall))

    def pulse(self, hall: str) -> AnyResponse:
        """What an open page asks for every few seconds: the time, and whether it must be replaced (R-76)."""
        if self.screen.paired is not None and not self.screen.paired():
            return jsonify(pulse="not paired", time="")
        shown = self.screen.hall(hall)
        time = shown.now.astimezone(ZoneInfo(shown.timezone)).strftime("%H:%M")
        return jsonify(pulse=pulse_of(shown), time=time)

    def service(self, hall: str, service: str) -> AnyResponse:
        """What to bring, how long it takes, and the button; or why there is no number and what to do."""
        wish = _valid(request.args.get("wish")) or secrets.token_urlsafe(16)
        if self.wishes.number(_key(wish, service), time.monotonic()) is not None:
            return redirect(f"/kiosk/{hall}/number/{_key(wish, service)}", 303)
        try:
            found = errand(self.link, hall, service)
        except Unknown:
            return self._elsewhere(hall, service)
        if found.service.kind == "not_here":
            return self.screen.page("kiosk/not_here.html", hall, s=found.service)
        ticked = _ticked(request.args)
        return self.screen.page(
            "kiosk/service.html",
            hall,
            errand=found,
            s=found.service,
            wish=wish,
            ticked=ticked,
            carried=urlencode(ticked),
        )

    def papers(self, hall: str, service: str) -> AnyResponse:
        """For whoever has not all papers: the list and the copier, with or without a number (R-05)."""
        try:
            found = errand(self.link, hall, service)
        except Unknown:
            return self.screen.start(hall)
        ticked = _ticked(request.args)
        only = {"only": "1"} if "only" in request.args else {}
        return self.screen.page(
            "kiosk/papers.html",
            hall,
            errand=found,
            s=found.service,
            wish=_valid(request.args.get("wish")) or secrets.token_urlsafe(16),
            ticked=ticked,
            carried=urlencode({**ticked, **only}),
            only=bool(only),
        )

    def take(self, hall: str) -> AnyResponse:
        """One number for one wish, then the page that shows it: reloading and going back make no second."""
        form = request.form
        token, wish, service = self.screen.token(hall), _valid(form.get("wish")), form.get("service", "")
        if not from_our_page() or token is None or wish is None or not SERVICE.fullmatch(service):
            return self.screen.start(hall)
        key, up = _key(wish, service), time.monotonic()
        if self.wishes.number(key, up) is None:
            if form.get("papers_ready") == "missing":
                kept = urlencode({"wish": wish, **_ticked(form)})
                return redirect(f"/kiosk/{hall}/papers/{service}?{kept}", 303)
            within = self.screen.hall(hall).same_wish_seconds
            if "another" not in form and self.wishes.is_quick_second(token, key, up, within):
                return self.screen.page("kiosk/another.html", hall, form=form, options=tuple(OPTIONS))
            try:
                self._take(hall, key, token)
            except Refusal as refusal:
                return self.screen.page("kiosk/refused.html", hall, status=409, **_told(refusal))
        return redirect(f"/kiosk/{hall}/number/{key}", 303)

    def number(self, hall: str, wish: str) -> AnyResponse:
        """The number, large, with its code; goes back to the start by itself."""
        ticket = self.wishes.number(wish, time.monotonic())
        if ticket is None or not self.wishes.may_show(wish):
            return self.screen.start(hall)
        guide = self.link.guide(hall, ticket.service)
        shown = slip(ticket, wait=guide.service.wait, copier=guide.copier)
        large, paper = ticket.large_type, self._paper_of(ticket.id)
        texts = self.link.hall(hall).texts and ticket.code is not None and not shown.offline
        response = self.screen.page(
            "kiosk/number.html",
            hall,
            slip=shown,
            large=large,
            paper=paper,
            wish=wish,
            texts=texts,
            texted=ticket.id in self.texted,
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    def paper_of(self, hall: str, wish: str) -> AnyResponse:
        """Whether the paper of a number has come out, as a part of its page."""
        ticket = self.wishes.number(wish, time.monotonic())
        paper = self._paper_of(ticket.id) if ticket is not None else "failed"
        return self.screen.page("kiosk/paper.html", hall, paper=paper, wish=wish)

    def _paper_of(self, ticket: str) -> str | None:
        return self.paper.outcome(ticket) if self.paper is not None else None

    def _take(self, hall: str, key: str, token: str) -> None:
        person = self.visits.person(token)
        wish = _asked_for() | ({"person": person} if person else {})
        ticket = self.link.take_number(hall, wish, key=key)
        if request.form.get("papers_ready") == "yes":  # then the slip needs no list of copies
            ticket = ticket.model_copy(update={"papers": []})
        self.keep(hall, token, key, ticket)

    def keep(self, hall: str, token: str, key: str, ticket: TicketView) -> None:
        """A number that the hall has given: shown on its page, and on paper where there is a printer."""
        self.wishes.keep(token, key, ticket, time.monotonic())
        if self.paper is not None:  # paper comes last: the hall has kept the number
            guide = self.link.guide(hall, ticket.service)
            printed = slip(ticket, wait=guide.service.wait, copier=guide.copier)
            self.paper.begin(ticket.id, printed, self.screen.hall(hall), large=ticket.large_type)

    def _elsewhere(self, hall: str, service: str) -> AnyResponse:
        """What this hall has no guide for but knows where it is done; the start page for what nobody knows."""
        for hit in self.link.services(hall, q=service).items:
            if hit.id == service and hit.kind == "not_here":
                return self.screen.page("kiosk/not_here.html", hall, s=hit)
        return self.screen.start(hall)

    def _searched(self, hall: str) -> dict[str, Any]:
        """The words, the hits, and the wish: kept while one searches, new on a start page without a search."""
        q = request.args.get("q", "").strip()[:40]
        kept = _valid(request.args.get("wish")) if "q" in request.args else None
        found = self.link.services(hall, q=q).items if q else None
        return {"q": q, "found": found, "wish": kept or secrets.token_urlsafe(16)}


def _ticked(values: Mapping[str, str]) -> dict[str, str]:
    """The options in a form or an address, as an address carries them on."""
    return {name: "on" for name in OPTIONS if name in values}


def _asked_for() -> dict[str, Any]:
    """What the form says, as the hall reads it."""
    form = request.form
    ticked = {wanted: name in form for name, wanted in OPTIONS.items()}
    ready = {"yes": True, "no": False}.get(form.get("papers_ready", ""))
    return {"service": form["service"], "language": language(), "papers_ready": ready, **ticked}


def _partly(services: list[ServiceView]) -> set[str]:
    """The packages that begin now but have a step that cannot be done now (R-04, R-13)."""
    offered = {s.id: is_offered(s) for s in services}
    return {p.id for p in services if is_offered(p) and not all(offered.get(step, True) for step in p.services)}


def _told(refusal: Refusal) -> dict[str, Any]:
    """The hall's sentence, and where to go instead when the hall names a place."""
    if refusal.code == "idempotency_key_reused":  # the same wish with another box ticked, after a restart
        refusal = Refusal(refusal.code, str(gettext("A number was made for you already.")), refusal.extra)
    where = refusal.extra.get("where")
    return {"refusal": refusal, "where": where if isinstance(where, dict) else None}


def _valid(wish: str | None) -> str | None:
    return wish if wish and WISH.fullmatch(wish) else None


def _key(wish: str, service: str) -> str:
    """One visit may take numbers for two services, but only one for each."""
    return f"{wish}.{service}"[:64]
