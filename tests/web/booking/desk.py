"""A hall that takes bookings, with its people over the API and the codes that went to telephones."""

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from hall.appointments.events import CodeWanted
from hall.kernel.events import Event
from hall.kernel.work import SYSTEM, Work
from hall.roster import actions
from hall.web.house import House
from tests.world import CLERK, HALL, OTHER, Api, FrozenClock

SATURDAY_SESSION = f"{HALL}-20261128-0900"
NINE = "2026-11-28T09:00:00+08:00"


class Desk:
    """Tokens by who, an API for each, and the one-time codes by booking."""

    def __init__(self, app: Flask, clock: FrozenClock, tokens: dict[str, str]) -> None:
        self.app, self.clock, self.tokens = app, clock, tokens
        self.house: House = app.extensions["hall"]
        self.codes: dict[str, str] = {}
        within = self.house.works.reactions.within

        def listening(work: Work, fact: Event) -> None:
            if isinstance(fact, CodeWanted):
                self.codes[fact.booking] = work.session.info["one_time_codes"][fact.booking]
            within(work, fact)

        self.house.works.reactions.within = listening  # type: ignore[method-assign]
        self.do(actions.plan_ahead)
        self.do(actions.set_roster, SATURDAY_SESSION, {1: CLERK, 3: OTHER})
        self.do(actions.publish, SATURDAY_SESSION)

    def do(self, verb: Any, *args: Any, **more: Any) -> Any:
        return self.house.works.perform(HALL, SYSTEM, lambda work: verb(work, *args, **more))

    def api(self, who: str | None = None) -> Api:
        return Api(self.app, self.tokens[who] if who else None)

    def hold(self, start: str = NINE, who: str | None = None, **wish: Any) -> dict[str, Any]:
        """A held booking over the API."""
        body = {"hall": HALL, "service": "A1", "start": start, "name": "Li Lei", "phone": "13800138000", **wish}
        answer = self.api(who).post("/bookings", body)
        assert answer.status_code == 201, answer.get_json()
        held: dict[str, Any] = answer.get_json()
        return held

    def book(self, start: str = NINE, **wish: Any) -> dict[str, Any]:
        """A booked one, confirmed with the code that was sent."""
        held = self.hold(start, **wish)
        answer = self.api().post(f"/bookings/{held['code']}/confirmation", {"otp": self.codes[held["id"]]})
        assert answer.status_code == 200, answer.get_json()
        booked: dict[str, Any] = answer.get_json()
        return booked


def token_in(page: str) -> str:
    """The form token of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, "the page has a form"
    return found[1]


def send(client: FlaskClient, page: str, path: str, **fields: Any) -> Any:
    """Sends a form of a page that the client has looked at."""
    return client.post(path, data={"csrf_token": token_in(page), **fields})
