"""What every test may ask for: a clock that stands still, a database, a hall in it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from hall.adapters.estimator import InlineEstimator
from hall.app import create_app
from hall.kernel import sealing
from hall.kernel.database import Database
from hall.kernel.work import Works
from hall.settings import Settings
from tests import quick
from tests.databases import fresh_postgres, fresh_sqlite
from tests.world import Floor, FrozenClock, a_hall, a_staff

pytest_plugins = ["tests.browser"]

LONGEST = ("surfaces/test_every", "kiosk/offline", "journeys", "device", "test_cli", "surfaces", "voice")
"""What takes long or waits a lot comes first, so that no worker sits alone over it in the end."""


def pytest_collection_finish() -> None:
    """What is loaded now stays: collections of garbage need not walk through it thousands of times."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _rank(item.path.relative_to(Path(__file__).parent).as_posix()))


def _rank(file: str) -> int:
    return next((n for n, begin in enumerate(LONGEST) if file.startswith(begin)), len(LONGEST))


quick.compile_once()
sealing.use(sealing.Keyring.parse(sealing.Keyring.fresh()))


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(fresh_sqlite(tmp_path))
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of each kind in turn."""
    made = Database(fresh_sqlite(tmp_path) if request.param == "sqlite" else fresh_postgres())
    yield made
    made.close()


@pytest.fixture
def works(database: Database, clock: FrozenClock) -> Works:
    a_hall(database, clock=clock)
    return Works(database, clock)


@pytest.fixture
def app(tmp_path: Path, clock: FrozenClock) -> Iterator[Flask]:
    """A whole hall server, not listening; its keeper of waits computes when a test says so."""
    with an_app(tmp_path, clock) as made:
        yield made


@contextmanager
def an_app(folder: Path, clock: FrozenClock) -> Iterator[Flask]:
    """The `app` of one test, or of many that do not mind each other's tickets."""
    ring = sealing.Keyring.parse(sealing.Keyring.fresh())
    settings = Settings(folder, fresh_sqlite(folder), ring, public_url="http://hall.test", demo=True)
    made = create_app(settings, clock, InlineEstimator(replications=20))
    made.testing = True
    made.config["PROPAGATE_EXCEPTIONS"] = False
    a_hall(made.extensions["hall"].database, clock=clock)
    yield made
    quick.end(made)


@pytest.fixture
def tokens(app: Flask) -> dict[str, str]:
    """Bearer tokens by who: a clerk at counter 1, another, desk, lead, manager, admin, a kiosk."""
    return a_staff(app.extensions["hall"])


@pytest.fixture
def floor(works: Works) -> Floor:
    return Floor(works)
