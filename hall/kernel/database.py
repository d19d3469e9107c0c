"""The database: SQLite in one file by default, PostgreSQL where a site has one. The same code on both.

Three things about SQLite were learnt by measuring and must stay:

* The driver does not begin a transaction by itself in a useful way, so we do: `BEGIN IMMEDIATE` for a unit
  of work. Without it, eight threads calling forty tickets made sixty-eight calls.
* One native thread writes. A greenlet that yields inside an open write transaction would freeze the
  process, and SQLite's own waiting is unfair: a queue in front of the one writer is both safe and fair.
* Versions before 3.51.3 can corrupt a WAL file when two connections write at once; they are refused.

PostgreSQL needs none of this: a unit of work locks its hall's row and runs where it was asked for.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import DateTime, Dialect, Engine, MetaData, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from hall.kernel.rows import Question, RowSession
from hall.kernel.writing import Connections, Writer, in_session

T = TypeVar("T")
SAFE_SQLITE = (3, 51, 3)
CONFLICTS = (IntegrityError, sqlite.IntegrityError)
"""What the database says when a row would break a promise that it keeps itself, such as "never sold twice"."""


class Entity(MappedAsDataclass, DeclarativeBase, kw_only=True, eq=False, repr=False):
    """Base of everything mapped: an ordinary object until a session is told about it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Instant(TypeDecorator[datetime]):
    """An aware UTC moment. Naive ones are refused; SQLite keeps microseconds in text that sorts."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive moment reached the database")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Any:
        """On SQLite in one step instead of three: a ticket has sixteen moments."""
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _as_text(value: datetime | None) -> str | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a naive moment reached the database")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _from_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


class Database:
    """Where units of work run (`write`) and questions are asked (`read`)."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            _refuse_old_sqlite()
            self.writing = _sqlite_engine(self.url, begin="BEGIN IMMEDIATE")
            self.reading = _sqlite_engine(self.url, begin="BEGIN")
            self._writer: Writer | None = Writer()
        else:
            self.writing = create_engine(self.url, pool_size=20, max_overflow=30, hide_parameters=True)
            # A snapshot and the `seq` it is true at must be of one moment; the default level shows several.
            self.reading = self.writing.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            self._writer = None
        self._writers, self._readers = Connections(self.writing), Connections(self.reading)
        self._askers = self._readers
        if not self.is_sqlite:
            self._askers = Connections(self.writing.execution_options(isolation_level="AUTOCOMMIT"))

    def write(self, job: Callable[[Session], T]) -> T:
        """Runs `job` in one transaction: committed when it returns, rolled back when it raises."""

        if self._writer:
            return self._writer.run(self._writers, job)
        with self._writers.transaction() as wire:
            return in_session(wire, job)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one moment of the database and cannot change it."""
        with self._readers.transaction() as wire, RowSession(wire, autoflush=False) as session:
            yield session

    def ask(self, question: Question, **values: Any) -> list[Any]:
        """The rows of one question. One statement sees one moment by itself and needs no transaction."""
        with self._askers.wire() as wire:
            return question.rows_on(wire, values)

    def trace(self, tell: Callable[[str], None] | None) -> None:
        """Says every statement of the connections that are open (SQLite only)."""
        for connections in (self._writers, self._readers):
            connections.trace(tell)

    def close(self) -> None:
        if self._writer:
            self._writer.close()
        self._writers.close()
        self._readers.close()
        self.writing.dispose()
        self.reading.dispose()


def _sqlite_engine(url: URL, *, begin: str) -> Engine:
    engine = create_engine(
        url,
        module=sqlite,
        connect_args={"timeout": 30, "check_same_thread": False},
        pool_size=8,
        paramstyle="named",
        hide_parameters=True,  # a statement that fails is logged, what a person typed is not
    )

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # or the driver begins transactions of its own
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}")
        if begin == "BEGIN":
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        connection.connection.driver_connection.execute(begin)

    return engine


def _refuse_old_sqlite() -> None:
    if sqlite.sqlite_version_info < SAFE_SQLITE:
        raise RuntimeError(
            f"SQLite {sqlite.sqlite_version} can damage a database that two connections write; "
            "3.51.3 or newer is needed (the locked requirements bring it)"
        )
