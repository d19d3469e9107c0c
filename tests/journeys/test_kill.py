"""kill -9 in the middle of a busy minute: what was acknowledged is there, and nothing is half done.

A real process issues and calls as fast as it can and says each thing it did after it was committed. The test
reads so many of its lines, kills it, and looks at what the database has.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select, text

from hall.kernel import sealing
from hall.kernel.database import Database
from hall.kernel.journal import facts_after
from hall.kernel.work import SYSTEM, Works
from hall.queue import actions
from hall.queue.actions.issue import Wish
from hall.queue.errors import NobodyWaiting
from hall.queue.models import Call, Counter, Ticket
from hall.queue.states import AT_COUNTER
from tests.databases import fresh_postgres, fresh_sqlite
from tests.house.test_rooms import ROOT
from tests.world import CLERK, HALL, Floor, FrozenClock, a_hall

LONG = bool(os.environ.get("HALL_LONG"))
ROUNDS = {"sqlite": 20 if LONG else 1, "postgresql": 3 if LONG else 1}
LINES = 120


def busy(url: str, ring: str) -> None:
    """What the process does until it is killed; every line is an acknowledgement."""
    sealing.use(sealing.Keyring.parse(ring))
    works = Works(Database(url), FrozenClock())
    floor, counter, after = Floor(works), f"{HALL}-1", None
    while True:
        ticket = works.perform(HALL, SYSTEM, lambda w: actions.issue_ticket(w, Wish(("A1",)), channel="kiosk"))
        print("issued", ticket.id, flush=True)
        try:
            call = floor.next(counter, after)
        except NobodyWaiting:
            continue
        print("called", call.id, flush=True)
        floor.do(actions.arrive, call.id)
        print("arrived", call.id, flush=True)
        after = call.id


def acknowledged(url: str, ring: str, lines: int) -> list[tuple[str, str]]:
    """Starts the busy process, reads so many lines, and kills it while it goes on."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.test_kill", url, ring], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    read = [process.stdout.readline().split() for _ in range(lines)]
    os.kill(process.pid, signal.SIGKILL)
    read += [line.split() for line in process.stdout.read().splitlines()]
    process.wait()
    return [(what, id_) for what, id_ in (pair for pair in read if len(pair) == 2) if len(id_) == 26]


@pytest.mark.parametrize("kind", ROUNDS)
def test_what_was_acknowledged_survives_a_kill(kind: str, tmp_path: Path) -> None:
    ring = sealing.Keyring.fresh()
    before = sealing.current()
    sealing.use(sealing.Keyring.parse(ring))
    url = fresh_sqlite(tmp_path) if kind == "sqlite" else fresh_postgres()
    database = Database(url)
    a_hall(database)
    works = Works(database, FrozenClock())
    Floor(works).do(actions.open_counter, f"{HALL}-1", CLERK)
    database.close()
    for round_ in range(ROUNDS[kind]):
        said = acknowledged(url, ring, LINES + 7 * round_)
        database = Database(url)
        assert_whole(database, said)
        goes_on(Works(database, FrozenClock()))
        database.close()
    sealing.use(before)


def assert_whole(database: Database, said: list[tuple[str, str]]) -> None:
    with database.read() as session:
        if database.is_sqlite:
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        tickets = {t.id: t for t in session.scalars(select(Ticket))}
        calls = {c.id: c for c in session.scalars(select(Call))}
        facts = facts_after(session, HALL, 0, limit=10**6)
        counter = session.get_one(Counter, f"{HALL}-1")
    assert len(said) >= LINES
    for what, id_ in said:
        assert id_ in (tickets if what == "issued" else calls), f"{what} {id_} was acknowledged and is gone"
        assert what != "arrived" or calls[id_].arrived_at is not None
    assert [f.seq for f in facts] == list(range(1, len(facts) + 1))
    consecutive_in_each_range(sorted(t.number for t in tickets.values()))
    at_counter = [t.id for t in tickets.values() if t.state in AT_COUNTER]
    assert at_counter == [c.ticket_id for c in calls.values() if c.ended_at is None]
    assert counter.ticket_id == (at_counter[0] if at_counter else None)


def consecutive_in_each_range(numbers: list[int]) -> None:
    """R-01, R-75: 1 to 900, then from 5001; what lies between is kept for paper and kiosks."""
    main, overflow = [n for n in numbers if n <= 900], [n for n in numbers if n > 900]
    assert main == list(range(1, len(main) + 1))
    assert overflow == list(range(5001, 5001 + len(overflow)))
    assert not overflow or len(main) == 900


def goes_on(works: Works) -> None:
    """After the restart the counter finishes its visitor, and the next round can begin."""
    with works.database.read() as session:
        counter = session.get_one(Counter, f"{HALL}-1")
    if counter.ticket_id:
        Floor(works).do(actions.finish, counter.ticket_id, "done")


if __name__ == "__main__":
    busy(sys.argv[1], sys.argv[2])
