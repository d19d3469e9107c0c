"""Texts to the telephone of somebody who took a number here: asked for after it, kept by the hall alone (R-30).

What is typed goes to the hall with the ticket and stays nowhere on this machine.
"""

import time

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hall.wire.queue import TicketView
from kiosk.choosing import Kiosk
from kiosk.link import Refusal, Unknown
from kiosk.screen import from_our_page, language

LONGEST = 32  # characters, as the wire takes it


class Texts:
    """The page on which a telephone number is typed."""

    def __init__(self, kiosk: Kiosk) -> None:
        self.kiosk, self.screen, self.link = kiosk, kiosk.screen, kiosk.screen.link

    def ask(self, hall: str, wish: str) -> AnyResponse:
        """Keys for a telephone number; the start page for whoever took no number here just now."""
        ticket = self._ticket(wish)
        return self._asking(hall, wish, ticket) if ticket else self.screen.start(hall)

    def want(self, hall: str, wish: str) -> AnyResponse:
        """Texts from now on; then the number again. Sent twice it is the same."""
        ticket, typed = self._ticket(wish), request.form.get("phone", "").strip()[:LONGEST]
        if ticket is None or ticket.code is None or self.screen.token(hall) is None or not from_our_page():
            return self.screen.start(hall)
        if len(typed) < 3:
            return self._asking(hall, wish, ticket, status=422, wrong="short", typed=typed)
        try:
            self.link.text_to(ticket.code, typed, language())
        except Unknown:
            return self.screen.start(hall)
        except Refusal as refusal:
            return self._asking(hall, wish, ticket, status=422, wrong=refusal.sentence, typed=typed)
        self.kiosk.texted.add(ticket.id)
        return redirect(f"/kiosk/{hall}/number/{wish}", 303)

    def _ticket(self, wish: str) -> TicketView | None:
        ticket = self.kiosk.wishes.number(wish, time.monotonic())
        return ticket if ticket is not None and self.kiosk.wishes.may_show(wish) else None

    def _asking(self, hall: str, wish: str, ticket: TicketView, *, status: int = 200, **said: str) -> AnyResponse:
        shown = {"wrong": "", "typed": "", **said, "number": ticket.number, "wish": wish}
        response = self.screen.page("kiosk/text.html", hall, status=status, **shown)
        response.headers["Cache-Control"] = "no-store"
        return response
