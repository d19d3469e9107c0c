"""What a change costs the database: nothing is asked twice within one request."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from hall.kernel.work import SYSTEM
from hall.schedule import JOBS, tick
from tests.world import HALL, Api

# With BEGIN and COMMIT. Who asks, where the call stands; then the unit of work: the hall's line, its plan and
# emergency, the call with counter and ticket, what is changed of each, the line again, the fact.
HANDFUL = {"issue": 13, "call": 13, "arrive": 12, "finish": 12}

WALKS = r"SCAN (ticket|call|journal)\b|SEARCH (ticket|call|journal) .*\(hall_id=\?( AND day<\?)?\)"


@pytest.fixture
def asked(app: Flask) -> Iterator[list[str]]:
    """Every statement with its values, in order."""
    found: list[str] = []
    database = app.extensions["hall"].database
    database.write(lambda session: None)  # connections are open then
    with database.read():
        pass
    database.trace(lambda statement: found.append(" ".join(statement.split())))
    yield found
    database.trace(None)


def test_every_verb_of_a_visit_asks_each_row_once(app: Flask, tokens: dict[str, str], asked: list[str]) -> None:
    kiosk, clerk = Api(app, tokens["kiosk"]), Api(app, tokens["clerk"])
    clerk.put(f"/counters/{HALL}-1/opening")

    def once(verb: str, api: Api, address: str, body: dict[str, Any] | None = None) -> Any:
        asked.clear()
        answer = api.post(address, body or {})
        assert answer.status_code < 300, answer.text
        selects = Counter(s for s in asked if s.startswith("SELECT"))
        assert [s for s, times in selects.items() if times > 1 and "ticket.issue_seq" not in s] == []
        assert 5 < len(asked) <= HANDFUL[verb], (verb, *asked)
        return answer.json

    for _ in range(2):
        once("issue", kiosk, f"/halls/{HALL}/tickets", {"service": "A1"})
    made = once("call", clerk, f"/counters/{HALL}-1/calls", {"after": None})
    call = made["call"]["id"]
    once("arrive", clerk, f"/calls/{call}/arrival")
    once("finish", clerk, f"/tickets/{made['ticket']['id']}/finish", {"outcome": "done", "call": call})


def test_what_is_asked_again_and_again_does_not_grow_with_the_years(
    app: Flask, tokens: dict[str, str], asked: list[str]
) -> None:
    house = app.extensions["hall"]
    kiosk, clerk = Api(app, tokens["kiosk"]), Api(app, tokens["clerk"])
    clerk.put(f"/counters/{HALL}-1/opening")
    kiosk.post(f"/halls/{HALL}/tickets", {"service": "A1"})
    clerk.post(f"/counters/{HALL}-1/calls", {"after": None})
    asked.clear()
    for job in JOBS:
        tick(job, house.works)
        house.works.perform(HALL, SYSTEM, job.verb)
    Api(app).get(f"/halls/{HALL}/board")
    clerk.get(f"/counters/{HALL}-1")
    looks = [s for s in asked if s.startswith("SELECT")]
    assert len(looks) > 20
    assert [(s, steps) for s in looks if (steps := _through_history(house.database, s))] == []


def _through_history(database: Any, statement: str) -> list[str]:
    """Steps that walk over a hall's rows of all days: no index, or one of which only the hall is known."""
    with database.read() as session:
        steps = [row[3] for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]
    return [step for step in steps if re.match(WALKS, step)]
