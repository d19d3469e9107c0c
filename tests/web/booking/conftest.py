"""The whole house with the small hall that takes bookings, and what was sent to telephones."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hall.adapters.estimator import InlineEstimator
from hall.app import create_app
from hall.kernel import sealing
from hall.settings import Settings
from tests import quick
from tests.appointments.world import WEDNESDAY, booking_plan
from tests.databases import fresh_sqlite
from tests.web.booking.desk import Desk
from tests.world import FrozenClock, a_hall, a_staff


@pytest.fixture
def booking_app(tmp_path: Path, clock: FrozenClock) -> Iterator[Flask]:
    clock.hall = clock.real = WEDNESDAY
    ring = sealing.Keyring.parse(sealing.Keyring.fresh())
    settings = Settings(tmp_path, fresh_sqlite(tmp_path), ring, public_url="http://hall.test", demo=True)
    made = create_app(settings, clock, InlineEstimator(replications=20))
    made.testing = True
    made.config["PROPAGATE_EXCEPTIONS"] = False
    house = made.extensions["hall"]
    a_hall(house.database, booking_plan(), clock=clock)
    yield made
    quick.end(made)


@pytest.fixture
def desk(booking_app: Flask, clock: FrozenClock) -> Desk:
    """Everybody of the hall, and a published Saturday."""
    return Desk(booking_app, clock, a_staff(booking_app.extensions["hall"]))


@pytest.fixture
def visitor(desk: Desk) -> FlaskClient:
    """Somebody at home who reads English."""
    client = desk.app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def kiosk(desk: Desk) -> FlaskClient:
    """A paired kiosk in English."""
    client = desk.app.test_client()
    client.set_cookie("hall_device", desk.tokens["kiosk"])
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client
