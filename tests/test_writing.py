"""Works that wait together are committed together: each apart from the others, none answered before the commit."""

import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import event

from hall.kernel.database import Database
from hall.kernel.errors import Refused
from hall.kernel.journal import HallLine


class _Told(deque[Any]):
    """A queue that says when somebody has joined it."""

    def __init__(self) -> None:
        super().__init__()
        self.joined = threading.Semaphore(0)

    def append(self, turn: Any) -> None:
        super().append(turn)
        self.joined.release()


class Crowd:
    """A writer that is held up while works queue behind it."""

    def __init__(self, database: Database) -> None:
        self.database, self.commits = database, 0
        self._people = ThreadPoolExecutor(20)
        self._gate, self._held = threading.Event(), threading.Event()
        event.listen(database.writing, "commit", self._count)
        self._first = self._people.submit(database.write, self._hold)
        self._held.wait(10)

    def queue(self, *jobs: Any) -> list[Future[Any]]:
        """Queues works one behind the other, then lets the writer go on."""
        queue = _Told()
        self.database._writer._waiting = queue  # type: ignore[union-attr]
        asked = []
        for job in jobs:
            asked.append(self._people.submit(self.database.write, job))
            assert queue.joined.acquire(timeout=10)
        self._gate.set()
        self._first.result(10)
        return asked

    def close(self) -> None:
        self._gate.set()
        self._people.shutdown()

    def _hold(self, session: Any) -> None:
        self._held.set()
        self._gate.wait(10)

    def _count(self, _connection: Any) -> None:
        self.commits += 1


@pytest.fixture
def crowd(database: Database) -> Iterator[Crowd]:
    made = Crowd(database)
    yield made
    made.close()


def _line(name: str) -> Any:
    return lambda session: session.add(HallLine(hall_id=name)) or name


def _fails(session: Any) -> None:
    session.add(HallLine(hall_id="never"))
    session.flush()
    raise Refused()


def _lines(database: Database) -> set[str]:
    """What another program that opens the file sees: nothing but what is committed."""
    with sqlite.connect(database.url.database) as other:
        return {name for (name,) in other.execute("SELECT hall_id FROM hall_line")}


def test_waiting_works_share_one_commit(crowd: Crowd) -> None:
    asked = crowd.queue(_line("a"), _line("b"), _line("c"))
    assert [answer.result(10) for answer in asked] == ["a", "b", "c"]
    assert crowd.commits == 2  # of the work that held the writer up, and of the three behind it
    assert _lines(crowd.database) == {"a", "b", "c"}


def test_a_work_that_fails_takes_nothing_with_it(crowd: Crowd) -> None:
    before, fails, after = crowd.queue(_line("a"), _fails, _line("b"))
    assert (before.result(10), after.result(10)) == ("a", "b")
    with pytest.raises(Refused):
        fails.result(10)
    assert _lines(crowd.database) == {"a", "b"}


def test_nobody_is_answered_before_the_commit(crowd: Crowd) -> None:
    seen = list[set[str]]()

    def look(session: Any) -> None:
        seen.append(_lines(crowd.database))  # within the group, where all before it are done and none is committed

    asked = crowd.queue(_line("a"), look)
    assert asked[0].result(10) == "a"
    assert (seen, _lines(crowd.database)) == ([set()], {"a"})


def test_a_commit_that_fails_is_everybodys(crowd: Crowd) -> None:
    @event.listens_for(crowd.database.writing, "commit")
    def disk_is_full(_connection: Any) -> None:
        if crowd.commits == 2:
            raise OSError("the disk is full")

    asked = crowd.queue(_line("a"), _line("b"))
    for answer in asked:
        with pytest.raises(OSError, match="full"):
            answer.result(10)
    assert _lines(crowd.database) == set()
    assert crowd.database.write(_line("c")) == "c"


def test_a_row_that_goes_is_gone_within_the_work_and_after_it(any_database: Database) -> None:
    any_database.write(_line("a"))

    def go(session: Any) -> None:
        session.delete(session.get(HallLine, "a"))
        session.flush()
        assert session.get(HallLine, "a") is None

    any_database.write(go)
    with any_database.read() as session:
        assert session.get(HallLine, "a") is None
