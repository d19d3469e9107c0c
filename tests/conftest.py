"""What every test may ask for: a clock that stands still, a database, a hall in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hall import migrations
from hall.kernel import sealing
from hall.kernel.database import Database
from hall.kernel.work import Works
from tests.world import Floor, FrozenClock, a_hall

pytest_plugins = ["tests.databases"]

sealing.use(sealing.Keyring.parse(sealing.Keyring.fresh()))


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite+pysqlite:///{tmp_path / 'hall.db'}")
    migrations.upgrade(made)
    yield made
    made.close()


@pytest.fixture
def works(database: Database, clock: FrozenClock) -> Works:
    a_hall(database, clock=clock)
    return Works(database, clock)


@pytest.fixture
def floor(works: Works) -> Floor:
    return Floor(works)
