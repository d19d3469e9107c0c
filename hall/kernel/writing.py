"""How transactions get a connection, and on SQLite the one thread that writes.

Works that wait together are committed together: one fsync for all of them. Each runs behind a savepoint of its
own, so one that fails undoes itself and nothing else, and nobody is answered before the commit. While one group
is written the next one gathers, so the group is as large as the disk is slow, and one client alone pays nothing.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from gevent import monkey
from gevent.threadpool import ThreadPool
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from hall.kernel.rows import RowSession, Wire, driver_of

T = TypeVar("T")
TOGETHER = 32  # works in one transaction at most: the first of them waits for the last


class Connections:
    """Connections of an engine for one transaction after the other.

    On SQLite they stay open between two: taking one from SQLAlchemy's pool and giving it back costs more than
    most questions. PostgreSQL's go back to the pool, which knows what to do when the server has gone.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine, self._stay = engine, engine.dialect.name == "sqlite"
        self._idle: list[Wire] = []

    @contextmanager
    def transaction(self) -> Iterator[Wire]:
        """A connection in a transaction: committed at the end, rolled back when something is raised."""
        with self.wire() as wire, wire.connection.begin():
            yield wire

    @contextmanager
    def wire(self) -> Iterator[Wire]:
        """A connection that nobody else uses meanwhile."""
        if not self._stay:
            with self._engine.connect() as connection:
                yield Wire(connection)
            return
        try:
            wire = self._idle.pop()
        except IndexError:
            wire = Wire(self._engine.connect())
        try:
            yield wire
        except BaseException:
            wire.connection.close()  # the pool makes it clean, whatever state it was left in
            raise
        self._idle.append(wire)

    def trace(self, tell: Callable[[str], None] | None) -> None:
        """Says every statement that SQLite runs, with its values; for tests and measurements, or None: no more."""
        for wire in self._idle:
            driver_of(wire.connection).set_trace_callback(tell)

    def close(self) -> None:
        while self._idle:
            self._idle.pop().connection.close()


def in_session(wire: Wire, job: Callable[[Session], T]) -> T:
    """Runs a job in a session of its own within the transaction that the connection is in."""
    with RowSession(wire, autoflush=True) as session:
        answer = job(session)
        session.flush()
        return answer


class _Turn:
    """One work on its way through the writer."""

    def __init__(self, job: Callable[[Session], Any]) -> None:
        self._job = job
        self.done = False
        self.answer: Any = None
        self.error: BaseException | None = None

    def take(self, wire: Wire) -> None:
        self.answer = in_session(wire, self._job)

    def take_apart(self, wire: Wire) -> None:
        """The same among others: what goes wrong here concerns nobody else."""
        wire.run("SAVEPOINT turn")
        try:
            self.take(wire)
        except BaseException as error:
            wire.run("ROLLBACK TO turn")
            self.error = error
        wire.run("RELEASE turn")


class Writer:
    """One native thread with a fair queue before it, under gevent or plain threads."""

    def __init__(self) -> None:
        self._green = bool(monkey.is_module_patched("threading"))
        self._pool: Any = ThreadPool(1) if self._green else ThreadPoolExecutor(1, "hall-writer")
        self._inside = threading.local()
        self._waiting: deque[_Turn] = deque()

    def run(self, connections: Connections, job: Callable[[Session], T]) -> T:
        """What the job returns, once it is committed; raises what it raises, and then it did nothing."""
        if getattr(self._inside, "yes", False):
            raise RuntimeError("a unit of work was begun inside another one")
        turn = _Turn(job)
        self._waiting.append(turn)
        if self._green:
            self._pool.apply(self._serve, (connections, turn))
        else:
            self._pool.submit(self._serve, connections, turn).result()
        if turn.error is not None:
            raise turn.error
        return turn.answer  # type: ignore[no-any-return]

    def close(self) -> None:
        if self._green:
            self._pool.kill()
        else:
            self._pool.shutdown()

    def _serve(self, connections: Connections, turn: _Turn) -> None:
        """Writes until this turn is done; often an earlier group has taken it along."""
        self._inside.yes = True
        while not turn.done:
            group = [self._waiting.popleft() for _ in range(min(TOGETHER, len(self._waiting)))]
            try:
                with connections.transaction() as wire:
                    for one in group:
                        one.take(wire) if len(group) == 1 else one.take_apart(wire)
            except BaseException as error:  # carried over: the pool would print a refusal as a failure
                for one in group:
                    one.error = error
            for one in group:
                one.done = True
