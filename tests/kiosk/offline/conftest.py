"""A served hall for the programs of one module."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import fresh_sqlite
from tests.served_hall import ServedHall, made


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedHall]:
    home: Path = tmp_path_factory.mktemp("hall")
    hall = made(home, fresh_sqlite(home))
    hall.start()
    yield hall
    hall.stop()
