"""What a room may hear: reasons are for staff, and the group of a priority is in no message at all (R-43)."""

from typing import Any

import pytest
from flask import Flask

from hall.kernel.database import Database
from hall.kernel.journal import JournalRow
from hall.queue import actions, events
from hall.queue.actions.waiting import PRIORITY_GROUPS
from hall.web.live.publish import of_staff, post
from hall.web.live.publisher import Publisher
from hall.wire import rooms
from tests.web.live.test_sockets import connect, heard, publish, watch
from tests.world import HALL, MONDAY, Floor, a_plan

FACTS = sorted(
    fact.name
    for fact in vars(events).values()
    if isinstance(fact, type) and issubclass(fact, events.TicketFact) and fact.name
)
EVERYTHING = (
    {"ticket": "t", "number": "A001", "service": "A1", "queue": "A", "zone": "A", "lane": "priority"}
    | {"state": "waiting", "from_state": "waiting", "from_zone": "B", "day": "2026-11-23"}
    | {"counter_number": 4, "counter_state": "serving", "counter_since": MONDAY.isoformat()}
    | {"reason": "illness", "outcome": "referred", "channel": "kiosk", "why": {}, "rule": "key", "attempt": 1}
)


def said_of(database: Database, name: str) -> dict[str, str]:
    """What each room hears of a fact that says everything a ticket's fact can say."""
    row = JournalRow(hall_id=HALL, seq=7, at=MONDAY, real_at=MONDAY, name=name, actor_kind="system")
    row.data, row.ticket_id, row.counter_id = dict(EVERYTHING), "t", f"{HALL}-4"
    with database.read() as session:
        made = post(session, a_plan(), row)
    assert made is not None
    return {room: made.heard_in(room).model_dump_json() for room in made.rooms}


@pytest.mark.parametrize("name", FACTS)
def test_no_board_and_no_ticket_hears_a_reason(database: Database, name: str) -> None:
    said = said_of(database, name)
    assert f"floor:{HALL}" in said
    public = {room: frame for room, frame in said.items() if not of_staff(room)}
    assert public
    for frame in public.values():
        assert "illness" not in frame and "referred" not in frame


@pytest.mark.parametrize("name", FACTS)
def test_staff_hear_reasons_but_never_the_group_of_a_priority(database: Database, name: str) -> None:
    of_priority = name in ("ticket.priority_given", "ticket.priority_taken")
    for room, frame in said_of(database, name).items():
        if of_staff(room):
            assert ("illness" in frame) is not of_priority, room


@pytest.mark.parametrize("room", [rooms.board(HALL), rooms.board(HALL, "A"), "ticket:x", "ticket#x", "waits#x"])
def test_rooms_that_anybody_may_enter_are_none_of_staff(room: str) -> None:
    assert not of_staff(room)


@pytest.mark.parametrize("group", sorted(PRIORITY_GROUPS))
def test_a_screen_hears_nothing_of_a_priority_neither_at_once_nor_after_a_sleep(app: Flask, group: str) -> None:
    publish(app)
    hall = Floor(app.extensions["hall"].works)
    screen, ticket = connect(app), hall.issue("A1")
    since = watch(screen, f"board:{HALL}")["seq"] - 1
    hall.do(actions.give_priority, ticket.id, group, note="carries a heavy file")
    publish(app)
    app.extensions["hall.publisher"] = Publisher(app.extensions["hall"])
    watch(screen, f"board:{HALL}", since=since)
    frames: list[Any] = heard(screen)
    assert frames and group not in str(frames) and "priority" not in str(frames) and "heavy" not in str(frames)


def test_a_lead_hears_why_somebody_was_passed_and_a_screen_does_not(app: Flask, tokens: dict[str, str]) -> None:
    """Neither at once nor when it asks what it missed."""
    publish(app)
    hall, screen, lead = Floor(app.extensions["hall"].works), connect(app), connect(app, token=tokens["lead"])
    since = watch(screen, f"board:{HALL}")["seq"]
    watch(lead, f"floor:{HALL}")
    hall.issue("A1")
    hall.do(actions.miss, hall.next(hall.open(1)).id, "declined")
    publish(app)
    assert "declined" in str(heard(lead))
    for frames in (heard(screen), [watch(screen, f"board:{HALL}", since=since), *heard(screen)]):
        assert frames[-1]["name"] == "ticket.missed" and "declined" not in str(frames)
