"""A kiosk before a hall that exists only as answers: what the hall says is chosen by the test."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import Babel
from flask_wtf import CSRFProtect

import kiosk.app
from device import looks
from hall.web import shared
from kiosk.link import HallLink
from tests.kiosk.answers import ID_CARD, guide, hall, problem, service, ticket

TRANSLATIONS = Path(kiosk.app.__file__).parent / "translations"
START = "/kiosk/willow"


AFTER: dict[str, dict[str, Any]] = {
    "rejoin": {"state": "waiting", "can_rejoin": False, "ahead": 3},
    "return": {"state": "waiting", "bound_counter": 5, "ahead": 0},
    "cancellation": {"state": "cancelled"},
}
"""How a ticket stands after what its holder did."""


class FakeHall:
    """Answers like the hall's API; remembers a wish by its key, as the hall does."""

    def __init__(self) -> None:
        self.services = [service(), service(id="H01", names={"zh-CN": "企业开办", "en": "Start a company"})]
        self.hall = hall()
        self.refusal: str | None = None
        self.extra: dict[str, Any] = {}  # what a refusal says besides
        self.asked: list[tuple[str, Any, dict[str, str]]] = []
        self.numbers: dict[str, dict[str, Any]] = {}
        self.held: dict[str, Any] | None = None  # the ticket whose holder stands here
        self.told: list[str] = []
        self.heard: list[dict[str, str]] = []  # the headers of every question
        self.more: dict[str, Any] = {}  # how a new ticket differs from the usual one
        self.has_guides = True
        self.gone = False

    def __call__(self, method: str, path: str, body: Any, headers: dict[str, str]) -> tuple[int, Any]:
        if self.gone:
            raise OSError("no route to the hall")
        self.heard.append(headers)
        if path.endswith("/short-codes"):
            return self._look_up(path, body, headers)
        if path.endswith("/arrivals"):
            return 404, problem("booking_unknown")  # nobody has booked here
        if "/tickets/" in path:
            return self._held(method, path)
        if method == "POST":
            return self._issue(path, body, headers)
        if "/services/" in path:
            found = [s for s in self.services if s["id"] == path.rpartition("/")[2]]
            return (200, guide(found[0])) if found and self.has_guides else (404, problem("not_found"))
        if "/services" in path:
            q = path.partition("&q=")[2]
            hits = [s for s in self.services if not q or q in (s["id"], "card", "shenfenzheng")]
            return 200, {"items": hits, "next": None}
        return 200, self.hall

    def _look_up(self, path: str, body: Any, headers: dict[str, str]) -> tuple[int, Any]:
        self.asked.append((path, body, headers))
        if self.refusal:
            return 429, problem(self.refusal)
        known = self.held and body["short_code"] == self.held["short_code"]
        return (200, self.held) if known else (404, problem("ticket_unknown"))

    def _held(self, method: str, path: str) -> tuple[int, Any]:
        assert self.held and self.held["code"] in path
        verb = path.rpartition("/")[2]
        if method == "POST":
            self.told.append(verb)
            if self.refusal:
                return (403 if self.refusal == "not_allowed" else 409), problem(self.refusal)
            self.held |= AFTER.get(verb, {})
        return 200, self.held

    def _issue(self, path: str, body: Any, headers: dict[str, str]) -> tuple[int, Any]:
        self.asked.append((path, body, headers))
        if headers["Authorization"] != "Bearer token-of-this-kiosk":
            return 401, problem("signed_out")
        if self.refusal:
            return 409, problem(self.refusal) | self.extra
        key = headers["Idempotency-Key"]
        if key not in self.numbers:
            self.numbers[key] = ticket(len(self.numbers) + 1, body) | self.more
        return 201, self.numbers[key]


@pytest.fixture
def fake_hall() -> FakeHall:
    return FakeHall()


@pytest.fixture
def screen(fake_hall: FakeHall) -> Iterator[FlaskClient]:
    """A paired kiosk's browser."""
    app = Flask("kiosk-in-a-test", static_folder=None)
    app.config.update(
        SECRET_KEY="for tests",
        TESTING=True,
        WTF_CSRF_CHECK_DEFAULT=False,
        BABEL_DEFAULT_LOCALE="en",
        BABEL_TRANSLATION_DIRECTORIES=str(TRANSLATIONS),
    )
    Babel(app, locale_selector=looks.babel_locale)
    looks.mount(app)
    CSRFProtect(app)
    app.extensions["hall"] = SimpleNamespace(settings=SimpleNamespace(demo=False))  # the frame of pages asks
    app.register_blueprint(shared.blueprint)
    kiosk.app.mount(app, HallLink(fake_hall), pair_freely=lambda hall: None, public_url=None)
    client = app.test_client()
    client.set_cookie("hall_device", "token-of-this-kiosk")
    client.set_cookie("language", "en")
    with client:
        yield client


class Visitor:
    """Somebody at the screen: reads pages and presses what stands on them."""

    def __init__(self, screen: FlaskClient) -> None:
        self.screen = screen

    def opens(self, address: str = START) -> str:
        return self.screen.get(address, follow_redirects=True).get_data(as_text=True)

    def chooses(self, service: str = ID_CARD) -> tuple[str, dict[str, str]]:
        """From the start page to a service: its address and the hidden fields of its form."""
        address = re.search(rf'href="({START}/service/{service}\?[^"]*)"', self.opens())
        assert address, "the service stands on the start page"
        return address[1], fields(self.opens(address[1]))

    def types(self, code: str = "YT7A N9FF") -> Any:
        """The code of a ticket, on the page for those who have a number."""
        form = fields(self.opens(f"{START}/mine"))
        return self.screen.post(f"{START}/mine", data={**form, "code": code})

    def does(self, address: str, verb: str) -> Any:
        """Presses a button of the page about a number; it must stand there."""
        page = self.opens(address)
        action = re.search(rf'action="([^"]*/{verb})"', page)
        assert action, f"{verb} is offered"
        return self.screen.post(action[1], data=fields(page))

    def presses(self, form: dict[str, str], **more: str) -> Any:
        return self.screen.post(f"{START}/tickets", data={**form, **more})


def fields(page: str) -> dict[str, str]:
    """The hidden fields of a page's forms."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


@pytest.fixture
def visitor(screen: FlaskClient) -> Visitor:
    return Visitor(screen)
