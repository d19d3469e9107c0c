"""What tests of pages share: the whole house with a small hall, people who can sign in, and a browser."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from hall.app import create_app
from hall.kernel import sealing
from hall.kernel.sealing import Keyring
from hall.kernel.work import SYSTEM
from hall.settings import Settings
from hall.staff.actions import appoint, hash_password
from hall.staff.models import Member
from hall.staff.rules import Role
from hall.web.house import House
from tests import quick
from tests.databases import fresh_sqlite
from tests.world import CLERK, HALL, OTHER, Floor, FrozenClock, a_hall, names
from tools.surfaces.house import Quiet

PASSWORD = "a willow in the wind"
LEAD, BOSS = "01LEAD00000000000000000001", "01BOSS00000000000000000001"
ROLES = {
    CLERK: [Role.COUNTER, Role.DESK],
    OTHER: [Role.COUNTER],
    LEAD: [Role.LEAD],
    BOSS: [Role.MANAGER, Role.ADMIN],
}
LOGINS = {CLERK: "clerk", OTHER: "other", LEAD: "lead", BOSS: "boss"}
_HASH = hash_password(PASSWORD)
AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"


@pytest.fixture
def page_app(tmp_path: Path, clock: FrozenClock) -> Iterator[Flask]:
    """The whole application with the hall of `tests.world`, clerk, other, lead and boss."""
    ring = Keyring.parse(Keyring.fresh())
    settings = Settings(home=tmp_path, database_url=fresh_sqlite(tmp_path), keyring=ring)
    before = sealing.current()
    app = create_app(settings, clock)
    house: House = app.extensions["hall"]
    a_hall(house.database, clock=clock)
    house.database.write(_people)
    house.works.perform(HALL, SYSTEM, lambda work: [appoint(work, m, roles) for m, roles in ROLES.items()])
    yield app
    quick.end(app)
    sealing.use(before)


@pytest.fixture
def people(page_app: Flask) -> Floor:
    """The hall of `page_app` in action."""
    return Floor(page_app.extensions["hall"].works)


@pytest.fixture
def browserless(page_app: Flask) -> FlaskClient:
    """A browser without scripts, in English, signed in as nobody."""
    client = page_app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def csrf(client: FlaskClient, address: str = "/sign-in") -> str:
    """The token that a page of ours carries in its forms."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).text)
    assert found is not None
    return found[1]


def sign_in(client: FlaskClient, login: str = "clerk", password: str = PASSWORD, **more: str) -> TestResponse:
    """Signs in through the form and gives the answer."""
    form = {"login": login, "password": password, "csrf_token": csrf(client), **more}
    return client.post("/sign-in", data=form)


@dataclass
class Served:
    """The application behind a real address, and a browser page that is signed in as the clerk."""

    address: str
    page: Page
    app: Flask

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page


@pytest.fixture
def served(page_app: Flask, chromium: Browser) -> Iterator[Served]:
    """A server of its own for one test; live messages included."""
    server = make_server("127.0.0.1", 0, page_app, threaded=True, request_handler=Quiet)
    server.daemon_threads = True  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    publisher = page_app.extensions["hall.publisher"]
    publisher.start()
    client = page_app.test_client()
    sign_in(client)
    cookie = client.get_cookie("hall_session")
    assert cookie is not None
    address = f"http://127.0.0.1:{server.server_port}"
    context = chromium.new_context(viewport={"width": 1280, "height": 720}, locale="en")
    context.add_cookies([{"name": "hall_session", "value": cookie.value, "url": address}])
    yield Served(address, context.new_page(), page_app)
    context.close()
    publisher.stop()
    server.shutdown()


def violations(page: Page) -> list[str]:
    """What the accessibility run finds on a page as it stands: rule and element."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
    return [f"{v['id']}: {n['target']}" for v in found["violations"] for n in v["nodes"]]


def _people(session: object) -> None:
    for member, login in LOGINS.items():
        known = session.get(Member, member)  # type: ignore[attr-defined]
        if known is not None:
            known.password_hash = _HASH
        else:
            session.add(Member(id=member, login=login, names=names(login), password_hash=_HASH))  # type: ignore[attr-defined]
