"""“I have a number”: its holder sees how it stands, rejoins, comes back, gives it back, sees it again.

The eight characters on the ticket are typed once and sent once (the hall throttles them); then a key of this
screen stands for the ticket in addresses, so that no code is ever in one (R-25, R-31, R-34).
"""

import re
import time
from collections.abc import Callable
from typing import Any

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hall.wire.ids import SPEAKABLE
from hall.wire.queue import TicketView
from kiosk.booked import Booked
from kiosk.link import Refusal, Unknown
from kiosk.paper import Paper
from kiosk.scan import person, read
from kiosk.screen import Screen, from_our_page
from kiosk.slip import slip
from kiosk.store import Visits

SHORT_CODE = re.compile(rf"[{SPEAKABLE}]{{8}}")
VERBS = ("rejoin", "return", "arrival", "cancellation", "reprint")
CAN_BE_GIVEN_BACK = ("waiting", "called", "parked", "missed")
STANDS = (*CAN_BE_GIVEN_BACK, "serving", "held", "wrap_up")


CardKey = Callable[[], str | None]
"""Today's key for the numbers of identity cards; None where no card is read."""


class Mine:
    """The pages of a visitor who has a number already."""

    def __init__(
        self, screen: Screen, visits: Visits, paper: Paper | None, card_key: CardKey, booked: Booked
    ) -> None:
        self.booked = booked
        self.screen, self.link, self.visits, self.paper = screen, screen.link, visits, paper
        self.card_key = card_key

    def ask(self, hall: str) -> AnyResponse:
        """Where the code of a ticket is typed."""
        if not self.screen.may_look(hall):
            return self.screen.start(hall)
        return self._asking(hall)

    def find(self, hall: str) -> AnyResponse:
        """From the typed code to its ticket; a clear sentence if there is none."""
        token = self.screen.token(hall)
        if token is None or not from_our_page():
            return self.screen.start(hall)
        code = re.sub(r"[\s\-]", "", request.form.get("code", "")[:40]).upper()
        if not SHORT_CODE.fullmatch(code):  # surely wrong: no need to ask the hall
            return self._asking(hall, status=422, wrong="shape")
        return self._found(hall, token, code)

    def _found(self, hall: str, token: str, code: str) -> AnyResponse:
        try:
            ticket = self.link.ticket_behind(hall, code)
        except Unknown:  # no number of today: perhaps the code of a booking
            known = {"code": code}
            return self.booked.look(hall, token, known, at_once=True, unknown=lambda: self._unknown(hall))
        except Refusal as refusal:
            return self._asking(hall, status=429, wrong=refusal.sentence)
        visit = self.visits.begin(token, ticket.code or ticket.id, time.monotonic())
        return redirect(f"/kiosk/{hall}/mine/{visit}", 303)

    def scan(self, hall: str) -> AnyResponse:
        """What a scanner or a card reader typed, on whatever page stands open."""
        token = self.screen.token(hall)
        if token is None or not from_our_page():
            return self.screen.start(hall)
        scanned = read(request.form.get("scanned", "")[:200])
        if scanned.kind == "card":
            return self._card(hall, token, scanned.value)
        if scanned.kind == "short_code":
            return self._found(hall, token, scanned.value)
        if scanned.kind == "booking":
            return self.booked.look(hall, token, {"code": scanned.value}, at_once=True)
        if scanned.kind == "ticket":
            visit = self.visits.begin(token, scanned.value, time.monotonic())
            return redirect(f"/kiosk/{hall}/mine/{visit}", 303)
        return self._asking(hall, status=404, wrong="unknown")

    def _card(self, hall: str, token: str, number: str) -> AnyResponse:
        """A card lies on the reader: only who holds it is remembered, until the visit is over."""
        key = self.card_key()
        if key is not None:
            self.visits.holds(token, person(number, key))
        back = request.form.get("next", "")
        return redirect(back if back.startswith(f"/kiosk/{hall}/") else f"/kiosk/{hall}?card=read", 303)

    def ticket(self, hall: str, visit: str) -> AnyResponse:
        """How the number stands, and what can be done with it now."""
        return self._about(hall, visit, self._shown, giving="give" in request.args)

    def again(self, hall: str, visit: str) -> AnyResponse:
        """The number with its code once more, marked as a second showing."""
        return self._about(hall, visit, self._slip)

    def do(self, hall: str, visit: str, verb: str) -> AnyResponse:
        """Tells the hall what the holder wants, then shows how the number stands."""
        if verb not in VERBS or not from_our_page():
            return self.screen.start(hall)
        return self._about(hall, visit, self._told, verb=verb)

    def _about(self, hall: str, visit: str, answer: Any, **values: Any) -> AnyResponse:
        """An answer about the ticket that this screen shows; the start page once it shows none."""
        token = self.screen.token(hall)
        code = self.visits.code(token, visit, time.monotonic()) if token else None
        if token is None or code is None:
            return self.screen.start(hall)
        try:
            response: AnyResponse = answer(hall, visit, code, **values)
        except Unknown:
            return self._asking(hall, status=404, wrong="unknown")
        response.headers["Cache-Control"] = "no-store"
        return response

    def _shown(
        self,
        hall: str,
        visit: str,
        code: str,
        *,
        giving: bool = False,
        refusal: Refusal | None = None,
    ) -> AnyResponse:
        ticket: TicketView = self.link.ticket(code)
        can_give = ticket.state in CAN_BE_GIVEN_BACK
        return self.screen.page(
            "kiosk/mine_ticket.html",
            hall,
            status=409 if refusal else 200,
            ticket=ticket,
            visit=visit,
            can_give=can_give,
            giving=giving and can_give,
            stands=ticket.state in STANDS,
            refusal=refusal,
        )

    def _slip(self, hall: str, visit: str, code: str) -> AnyResponse:
        ticket = self.link.ticket(code)
        guide = self.link.guide(hall, ticket.service)
        shown = slip(ticket, copier=guide.copier, reprint=True)
        paper = self.paper.outcome(ticket.id) if self.paper is not None else None
        return self.screen.page("kiosk/number.html", hall, slip=shown, large=ticket.large_type, paper=paper)

    def _told(self, hall: str, visit: str, code: str, *, verb: str) -> AnyResponse:
        try:
            self.link.tell(code, verb)
            if verb == "reprint":
                self._print_again(hall, code)
        except Refusal as refusal:
            # A second paper comes only from the kiosk that made the first; its holder may see it anywhere.
            if verb != "reprint" or refusal.code != "not_allowed":
                return self._shown(hall, visit, code, refusal=refusal)
        return redirect(f"/kiosk/{hall}/mine/{visit}{'/number' if verb == 'reprint' else ''}", 303)

    def _print_again(self, hall: str, code: str) -> None:
        if self.paper is None:
            return
        ticket = self.link.ticket(code)
        copier = self.link.guide(hall, ticket.service).copier
        printed, shown = slip(ticket, copier=copier, reprint=True), self.screen.hall(hall)
        self.paper.begin(ticket.id, printed, shown, large=ticket.large_type, again=True)

    def _unknown(self, hall: str) -> AnyResponse:
        return self._asking(hall, status=404, wrong="unknown")

    def _asking(self, hall: str, *, status: int = 200, wrong: str = "") -> AnyResponse:
        return self.screen.page("kiosk/mine.html", hall, status=status, wrong=wrong, keys=SPEAKABLE)
