"""“I have booked”: whoever comes at their time says so here and gets a number of the booked series (R-11, R-59).

A picture or code is enough by itself; four digits of a telephone lead to a time that is confirmed with one touch.
No name is ever on the screen: the time and the service are what people know of their own booking.
"""

import re
import secrets
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hall.wire.appointments import BookingView
from kiosk.choosing import Kiosk
from kiosk.link import Refusal, Unknown
from kiosk.screen import from_our_page

TAIL = re.compile(r"\d{4}")
SOON = frozenset({"too_early", "too_late", "not_today"})


class Booked:
    """The pages of a visitor who has booked."""

    def __init__(self, kiosk: Kiosk) -> None:
        self.kiosk, self.screen, self.visits = kiosk, kiosk.screen, kiosk.visits
        self.link = kiosk.screen.link

    def ask(self, hall: str) -> AnyResponse:
        """Where the last four digits of a telephone are typed, or a picture is held before the reader."""
        if not self.screen.may_look(hall):
            return self.screen.start(hall)
        return self._asking(hall)

    def find(self, hall: str) -> AnyResponse:
        """From four digits to a booking of today; several of them ask which time it is."""
        token = self.screen.token(hall)
        if token is None or not from_our_page():
            return self.screen.start(hall)
        tail, start = request.form.get("tail", "").strip(), request.form.get("start") or None
        if not TAIL.fullmatch(tail):
            return self._asking(hall, status=422, wrong="shape")
        return self.look(hall, token, {"tail": tail, "start": start})

    def look(
        self,
        hall: str,
        token: str,
        about: dict[str, Any],
        *,
        at_once: bool = False,
        unknown: Callable[[], AnyResponse] | None = None,
    ) -> AnyResponse:
        """The booking behind a code or digits, and the number at once where a code leaves no doubt.

        `unknown`: what is shown where there is none.
        """
        try:
            found = self.link.booking_of(hall, about)
        except Unknown:
            return unknown() if unknown else self._asking(hall, status=404, wrong="unknown")
        except Refusal as refusal:
            if refusal.code == "several_match":
                return self._which(hall, str(about.get("tail", "")), refusal)
            status = {"offline": 503, "same_time": 409}.get(refusal.code, 429)
            return self._asking(hall, status=status, wrong=refusal.sentence)
        if at_once and found.state in ("booked", "late", "checked_in"):
            return self._checked_in(hall, token, found)
        visit = self.visits.begin(token, found.code or found.id, time.monotonic())
        return redirect(f"/kiosk/{hall}/booked/{visit}", 303)

    def booking(self, hall: str, visit: str) -> AnyResponse:
        """What and when, and the button to say "I am here"."""
        found = self._held(hall, visit)
        return found if isinstance(found, AnyResponse) else self._shown(hall, visit, found)

    def check_in(self, hall: str, visit: str) -> AnyResponse:
        """A number, or why there is none yet."""
        token = self.screen.token(hall)
        if token is None or not from_our_page():
            return self.screen.start(hall)
        found = self._held(hall, visit)
        return found if isinstance(found, AnyResponse) else self._checked_in(hall, token, found, visit)

    def _held(self, hall: str, visit: str) -> BookingView | AnyResponse:
        token = self.screen.token(hall)
        code = self.visits.code(token, visit, time.monotonic()) if token else None
        if code is None:
            return self.screen.start(hall)
        try:
            return self.link.booking(code)
        except Unknown:
            return self._asking(hall, status=404, wrong="unknown")
        except Refusal as refusal:
            return self._asking(hall, status=503, wrong=refusal.sentence)

    def _checked_in(self, hall: str, token: str, found: BookingView, visit: str | None = None) -> AnyResponse:
        try:
            ticket = self.link.check_in(found.code or found.id)
        except Refusal as refusal:
            visit = visit or self.visits.begin(token, found.code or found.id, time.monotonic())
            return self._shown(hall, visit, found, refusal=refusal)
        key = f"{secrets.token_urlsafe(16)}.{found.services[0]}"[:64]
        self.kiosk.keep(hall, token, key, ticket)
        return redirect(f"/kiosk/{hall}/number/{key}", 303)

    def _shown(self, hall: str, visit: str, found: BookingView, *, refusal: Refusal | None = None) -> AnyResponse:
        response = self.screen.page(
            "kiosk/booking.html",
            hall,
            status=409 if refusal else 200,
            b=found,
            visit=visit,
            refusal=refusal,
            can=found.state in ("booked", "late") and not (refusal and refusal.code in SOON),
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    def _which(self, hall: str, tail: str, refusal: Refusal) -> AnyResponse:
        times = [datetime.fromisoformat(str(text)) for text in refusal.extra.get("times", ())]
        return self.screen.page("kiosk/booked_times.html", hall, tail=tail, times=times)

    def _asking(self, hall: str, *, status: int = 200, wrong: str = "") -> AnyResponse:
        return self.screen.page("kiosk/booked.html", hall, status=status, wrong=wrong)
