"""The doors: pages, JSON, sockets. Flask lives here and in `hall.app`, nowhere else in hall.

`register` is the list of all doors. Every view carries a guard (`guards.py`), and a test walks them all.
"""

from importlib import import_module

from flask import Flask

from device import looks
from hall.web import api, errors
from hall.web.api import running

# Rooms of pages, each a folder with `blueprint` in its routes.
PAGES = (
    *("shared", "home", "sign_in", "counter", "visitor", "desk", "floor", "admin", "public", "account"),
    *("booking", "roster", "outbox", "hooks"),
)


def register(app: Flask) -> None:
    """Opens every door of the house on `app`."""
    errors.register(app)
    looks.mount(app)
    app.before_request(errors.refuse_control_characters)
    app.register_blueprint(api.blueprint())
    app.add_url_rule("/healthz", "healthz", running.healthz)
    app.add_url_rule("/readyz", "readyz", running.readyz)
    app.add_url_rule("/metrics", "metrics", running.metrics)
    for room in PAGES:
        app.register_blueprint(import_module(f"hall.web.{room}").blueprint)
