"""The served house of the catalogue: one process, one frozen moment, halls in every situation."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

from flask import Flask, Response, request
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from hall.adapters.estimator import InlineEstimator
from hall.adapters.null import NullCarrier
from hall.app import create_app
from hall.kernel import sealing
from hall.kernel.work import SYSTEM, Work
from hall.notices.ports import Carriers
from hall.queue.actions import set_up_counters
from hall.queue.errors import NobodyWaiting
from hall.settings import Settings
from hall.simulate.over_verbs import ScriptedClock
from hall.site.actions import add_device, found_hall, pair_device, revoke_device
from hall.site.plan import Plan
from hall.staff.actions import appoint, count_attempt, hash_password, sign_in
from hall.staff.models import Member
from hall.staff.rules import ATTEMPTS, Role
from hall.web.guards import public
from hall.web.house import House
from tools.surfaces import halls, scenes

OPENING = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # Monday, 08:30 in Shanghai
REPLICATIONS = 20  # of the estimator: ranges need not be good here
SURNAMES = {"李": "Li", "王": "Wang", "张": "Zhang", "刘": "Liu", "陈": "Chen", "杨": "Yang", "赵": "Zhao"}
GIVEN = {"伟": "Wei", "敏": "Min", "静": "Jing", "强": "Qiang"}
PASSWORD = "a willow in the wind"


@dataclass
class Served:
    """The house behind its address. `places` are names of what was seeded: codes, numbers, ids."""

    address: str
    app: Flask
    places: dict[str, str]
    sessions: dict[str, str]  # tokens by login
    kiosks: dict[str, str]  # tokens by hall
    _newest: tuple[str, str] | None = None  # hall and id

    def cookie_of(self, who: str, hall: str) -> tuple[str, str] | None:
        """The cookie that makes a browser `who`: a login, "kiosk", "new kiosk" or "nobody"."""
        if who == "nobody":
            return None
        if who == "new kiosk":
            return "hall_device", self._new_kiosk(hall)
        if who == "kiosk":
            return "hall_device", self.kiosks[hall]
        return "hall_session", self.sessions[who]

    def _new_kiosk(self, hall: str) -> str:
        """One that has shown nobody anything; the one before it is revoked, so that lists stay as they are."""
        house: House = self.app.extensions["hall"]
        if self._newest is not None:
            before, device = self._newest
            house.works.perform(before, SYSTEM, lambda work: revoke_device(work, device))
        device, token = house.works.perform(hall, SYSTEM, _a_kiosk)
        self._newest = hall, device
        return token


class Provider(NullCarrier):
    """Stands for a real provider of texts, so that pages offer them; no clock runs here, and nothing is sent."""

    @property
    def is_real(self) -> bool:
        return True


class Quiet(WSGIRequestHandler):
    """Thousands of requests are no news, and need no thousands of connections."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return None


@contextmanager
def served(home: Path) -> Iterator[Served]:
    """The house with its data in `home`, until the block ends."""
    ring = sealing.Keyring.parse(sealing.Keyring.fresh())
    url = f"sqlite+pysqlite:///{home / 'surfaces.db'}"
    settings = Settings(home, url, ring, public_url="http://hall.example.org")
    clock = ScriptedClock(OPENING)
    post = Carriers(sms=Provider(), email=NullCarrier())
    app = create_app(settings, clock, InlineEstimator(replications=REPLICATIONS), post)
    _fail_on_purpose(app)
    app.after_request(_kept_in_cache)
    house: House = app.extensions["hall"]
    plans = halls.plans()
    logins = _found(house, plans)
    places = scenes.play(house, clock, plans, logins)
    sessions = {login: _signed_in(house, member) for login, member in logins.items()}
    kiosks = {hall: house.works.perform(hall, SYSTEM, _a_kiosk)[1] for hall in plans}
    house.database.write(lambda session: _lock(session, clock.now))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    server.daemon_threads = True  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield Served(f"http://127.0.0.1:{server.server_port}", app, places, sessions, kiosks)
    finally:
        server.shutdown()
        house.database.close()


def _kept_in_cache(response: Response) -> Response:
    """A browser need not ask for style sheets and scripts again at each of a thousand visits."""
    if request.path.startswith("/static/"):
        response.headers["Cache-Control"] = "max-age=3600"
    return response


def _fail_on_purpose(app: Flask) -> None:
    """Addresses of the errors that no page gives without cause."""

    def refused() -> str:
        raise NobodyWaiting()

    def failed() -> str:
        raise RuntimeError("on purpose")

    app.add_url_rule("/errors/refused", "refused", public(refused))
    app.add_url_rule("/errors/failed", "failed", public(failed))


def _found(house: House, plans: dict[str, Plan]) -> dict[str, str]:
    """Every hall with the same people: those of the demo, and one clerk for each counter. Member ids by login."""
    demo = plans[halls.BUSY]
    password_hash, ids = hash_password(PASSWORD), dict[str, str]()

    def found(session: Session) -> None:
        for plan in plans.values():
            found_hall(session, plan, OPENING)
            set_up_counters(session, plan, OPENING)
        for login, names in _people(demo).items():
            member = Member(login=login, names=names, password_hash=password_hash)
            session.add(member)
            session.flush()
            ids[login] = member.id

    house.database.write(found)
    roles = {entry.login: [Role(r) for r in entry.roles] for entry in demo.staff}
    for hall in plans:
        for login, member in ids.items():
            held = roles.get(login, [Role.COUNTER, Role.DESK])
            house.works.perform(hall, SYSTEM, lambda w, m=member, r=held: appoint(w, m, r))  # type: ignore[misc]
    return ids


def _people(demo: Plan) -> dict[str, dict[str, str]]:
    people: dict[str, dict[str, str]] = {entry.login: entry.names for entry in demo.staff}
    for counter, ((own, pinyin), (given, latin)) in zip(
        demo.counters, product(SURNAMES.items(), GIVEN.items()), strict=False
    ):
        people[f"clerk-{counter.number}"] = {"zh-CN": own + given, "en": f"{pinyin} {latin}"}
    return people


def _signed_in(house: House, member_id: str) -> str:
    now = house.clock.real_now()

    def begin(session: Session) -> str:
        return sign_in(session, session.get_one(Member, member_id), now)[0]

    return house.database.write(begin)


def _a_kiosk(work: Work) -> tuple[str, str]:
    """Its id and token."""
    device, code = add_device(work, "kiosk", "一楼大厅 1 号")
    work.session.flush()
    return device.id, pair_device(work, code)[1]


def _lock(session: Session, now: datetime) -> None:
    """Somebody has guessed at one login too often."""
    for _ in range(ATTEMPTS):
        count_attempt(session, "login:locked", now)
