"""Where everything meets: `create_app` builds one house from its settings. Importing this module does nothing."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import gevent
from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect
from gevent import monkey
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.test import Client

import display.app
import kiosk.app
from device.headers import Sessions, secured
from device.looks import babel_locale
from display.link import HallLink as ScreenLink
from hall import adapters, answering, reactions, web
from hall.adapters.estimator import Estimator, WaitEstimator
from hall.appointments.ports import BookedVisits
from hall.kernel import sealing
from hall.kernel.clock import Clock, SystemClock
from hall.kernel.database import Database
from hall.kernel.work import SYSTEM, Work, Works
from hall.migrations import upgrade
from hall.notices.ports import Carriers
from hall.notices.sending import Sender
from hall.settings import Settings
from hall.site.actions import add_device, pair_device
from hall.waits import WaitKeeper
from hall.web import headers, live
from hall.web.glances import Glances
from hall.web.house import House
from kiosk.link import HallLink as KioskLink

ROOT = Path(__file__).parents[1]
TRANSLATIONS = ";".join(str(ROOT / room / "translations") for room in ("hall", "kiosk", "display", "device"))


def create_app(
    settings: Settings,
    clock: Clock | None = None,
    estimator: WaitEstimator | None = None,
    carriers: Carriers | None = None,
) -> Flask:
    """A whole hall server that is not yet listening and whose clocks do not run yet (`start` does that)."""
    sealing.use(settings.keyring)
    database = Database(settings.database_url)
    upgrade(database)
    app = Flask("hall", static_folder=None, template_folder=None)
    _configure(app, settings)
    app.wsgi_app = secured(app.wsgi_app)  # type: ignore[method-assign]
    if hops := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    follow = reactions.HouseReactions()
    works = Works(database, clock or SystemClock(), follow, settings.public_url)
    carriers = carriers or _carriers(settings)
    waits = WaitKeeper(database, works.clock, estimator or Estimator())
    house = app.extensions["hall"] = House(
        settings=settings,
        database=database,
        clock=works.clock,
        works=works,
        waits=waits,
        expected=BookedVisits(),
        socketio=live.create_socketio(app, limit=settings.max_watchers),
        run_slowly=_run_slowly,
        carriers=carriers,
        sender=Sender(works, carriers),
        glances=Glances(database, works.clock),
    )
    publisher = app.extensions["hall.publisher"] = live.Publisher(house)
    waits.tell = lambda hall_id, seq: live.tell_waits(house, hall_id, seq)
    answering.listen()
    follow.after_any += _afterwards(house, publisher)
    _open_doors(app, settings)
    return app


def _afterwards(house: House, publisher: live.Publisher) -> list[reactions.After]:
    """Whom a commit wakes: screens, the keeper of waits, the sender."""
    return [
        lambda hall_id, facts: publisher.wake(hall_id),
        lambda hall_id, facts: house.waits.wake(hall_id),
        lambda hall_id, facts: house.sender.wake(),
    ]


def _carriers(settings: Settings) -> Carriers:
    """Those of the settings. A demo reaches nobody, whatever is set for a real hall on this machine."""
    if settings.demo:
        return adapters.build(None, None, None)
    return adapters.build(settings.twilio, settings.mail, settings.public_url)


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        # Derived, so that a site has one thing to keep secret: its keys.
        SECRET_KEY=hmac.new(settings.keyring.keys[-1][1], b"cookies", hashlib.sha256).hexdigest(),
        SESSION_COOKIE_NAME="__Host-csrf" if settings.secure_cookies else "hall_csrf",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,  # the guards check it, for cookies only: a bearer token needs none
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,  # a hall file in a text field
        BABEL_DEFAULT_LOCALE="en",
        BABEL_TRANSLATION_DIRECTORIES=TRANSLATIONS,
        JSON_AS_ASCII=False,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.session_interface = Sessions()
    Babel(app, locale_selector=babel_locale)
    CSRFProtect(app)


def _open_doors(app: Flask, settings: Settings) -> None:
    web.register(app)
    ask = wsgi_transport(app)
    kiosk.app.mount(app, KioskLink(ask), pair_freely=_pair_freely(app), public_url=settings.public_url)
    display.app.mount(app, ScreenLink(ask))
    app.after_request(headers.not_kept)


def wsgi_transport(app: Flask) -> Callable[[str, str, Any, dict[str, str]], tuple[int, Any]]:
    """Lets kiosk and screens that run inside this server ask the API as they would over the network."""

    def ask(method: str, path: str, body: Any, headers: dict[str, str]) -> tuple[int, Any]:
        with app.app_context():  # a `g` of its own: who asks there is not who asks here
            answer = Client(app).open(path, method=method, json=body, headers=headers)
        return answer.status_code, answer.get_json(silent=True)

    return ask


def _pair_freely(app: Flask) -> Callable[[str], str | None]:
    """In a demo any browser that opens a kiosk becomes one; a real hall pairs each with a code."""

    def pair(hall_id: str) -> str | None:
        house: House = app.extensions["hall"]
        if not house.settings.demo:
            return None
        return house.works.perform(hall_id, SYSTEM, _a_kiosk)

    return pair


def _a_kiosk(work: Work) -> str:
    _, code = add_device(work, "kiosk", "demo")
    work.session.flush()
    return pair_device(work, code)[1]


def _run_slowly(function: Callable[..., Any], *args: Any) -> Any:
    """Runs CPU work in a native thread under gevent, so that no push waits for a password."""
    if monkey.is_module_patched("threading"):
        return gevent.get_hub().threadpool.apply(function, args)
    return function(*args)
