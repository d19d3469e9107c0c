"""What a change costs the database: nothing is asked twice within one request."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from tests.world import HALL, Api

# With BEGIN and COMMIT. Who asks, where the call stands; then the unit of work: the hall's line, its plan and
# emergency, the call with counter and ticket, what is changed of each, the line again, the fact.
HANDFUL = {"issue": 12, "call": 13, "arrive": 12, "finish": 12}


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
