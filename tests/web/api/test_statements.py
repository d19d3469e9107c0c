"""What a change costs the database: nothing is asked twice within one request."""

from collections import Counter
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from tests.world import HALL, Api

HANDFUL = 14  # with BEGIN and COMMIT's own; the busiest verb calls the next visitor


@pytest.fixture
def asked(app: Flask) -> list[str]:
    """Every statement with its values, in order."""
    found: list[str] = []
    database = app.extensions["hall"].database
    for engine in (database.writing, database.reading):

        @event.listens_for(engine, "before_cursor_execute")
        def note(_c: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
            found.append(f"{' '.join(statement.split())} {values}")

    return found


def test_every_verb_of_a_visit_asks_each_row_once(app: Flask, tokens: dict[str, str], asked: list[str]) -> None:
    kiosk, clerk = Api(app, tokens["kiosk"]), Api(app, tokens["clerk"])
    clerk.put(f"/counters/{HALL}-1/opening")

    def once(api: Api, address: str, body: dict[str, Any] | None = None) -> Any:
        asked.clear()
        answer = api.post(address, body or {})
        assert answer.status_code < 300, answer.text
        selects = Counter(s for s in asked if s.startswith("SELECT"))
        assert [s for s, times in selects.items() if times > 1 and "ticket.issue_seq" not in s] == []
        assert len([s for s in asked if not s.startswith("BEGIN")]) <= HANDFUL
        return answer.json

    for _ in range(2):
        once(kiosk, f"/halls/{HALL}/tickets", {"service": "A1"})
    made = once(clerk, f"/counters/{HALL}-1/calls", {"after": None})
    call = made["call"]["id"]
    once(clerk, f"/calls/{call}/arrival")
    once(clerk, f"/tickets/{made['ticket']['id']}/finish", {"outcome": "done", "call": call})
