"""Halls for tests of the public page: the demo's own, with its guides, packages and calendar."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hall.adapters.estimator import InlineEstimator
from hall.app import create_app
from hall.kernel import sealing
from hall.settings import Settings
from hall.site.hallfile import read
from tests import quick
from tests.databases import fresh_sqlite
from tests.world import FrozenClock, a_hall

DEMO = read((Path(__file__).parents[3] / "demo" / "demo-hall.yaml").read_text(encoding="utf-8"))
SHANGHAI = ZoneInfo("Asia/Shanghai")


def shanghai(text: str) -> datetime:
    """A moment of the demo hall's own clock."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture
def demo_hall(tmp_path: Path, clock: FrozenClock) -> Iterator[Flask]:
    """The demo's hall on a Monday at 09:40, with nobody in it."""
    ring = sealing.Keyring.parse(sealing.Keyring.fresh())
    settings = Settings(tmp_path, fresh_sqlite(tmp_path), ring)
    before = sealing.current()
    app = create_app(settings, clock, InlineEstimator(replications=20))
    house = app.extensions["hall"]
    a_hall(house.database, DEMO, clock=clock)
    yield app
    quick.end(app)
    sealing.use(before)


@pytest.fixture
def reader(demo_hall: Flask) -> FlaskClient:
    """Somebody who reads English, before coming to the demo's hall."""
    client = demo_hall.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client
