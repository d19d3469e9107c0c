"""Snapshot plus messages = fresh snapshot: for every verb, for every zone, after a cut at any point."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from display.board import apply, misses
from hall.kernel.database import Database
from hall.kernel.errors import HallError
from hall.kernel.journal import facts_after
from hall.kernel.work import Works
from hall.queue import actions
from hall.site import actions as site
from hall.site.plan import Settings
from hall.site.queries import plan_of
from hall.web.live.publish import post
from hall.web.live.snapshot import snapshot
from hall.wire import rooms
from hall.wire.board import Board
from hall.wire.live import LiveMessage
from tests.databases import fresh_sqlite
from tests.world import HALL, OTHER, Floor, FrozenClock, a_hall, a_plan

Story = Callable[[Floor, FrozenClock], Any]


def serving(floor: Floor) -> Any:
    call = floor.next(floor.open(1))
    floor.do(actions.arrive, call.id)
    return call


def transfer(floor: Floor, clock: FrozenClock) -> None:
    call = serving(floor)
    floor.do(actions.transfer, call.ticket_id, "wrong_service", service_id="B1")


def undo(floor: Floor, clock: FrozenClock) -> None:
    call = serving(floor)
    floor.do(actions.undo_call, floor.next(f"{HALL}-1", call.id).id)


def recalls(floor: Floor, clock: FrozenClock) -> None:
    call = floor.next(floor.open(1))
    floor.do(actions.recall, call.id)
    clock.pass_(seconds=20)
    floor.do(actions.announce_due)


def last_calls(floor: Floor, clock: FrozenClock) -> None:
    """Two calls at once, one of a visitor who does not hear it, each announced until the last time."""
    floor.issue("A1", visual_alert=True)
    for counter in (floor.open(1), floor.open(2, OTHER)):
        call = floor.next(counter)
        clock.pass_(seconds=20)
        floor.do(actions.announce_due)
    floor.do(actions.recall, call.id)


def priority(floor: Floor, clock: FrozenClock) -> None:
    ticket = floor.issue()
    floor.do(actions.give_priority, ticket.id, "older")
    floor.do(actions.take_priority, ticket.id)
    floor.do(actions.delay, ticket.id, 5)
    floor.do(actions.reprint, ticket.id)


def park(floor: Floor, clock: FrozenClock) -> None:
    call = serving(floor)
    floor.do(actions.park, call.ticket_id, "copy")
    floor.do(actions.come_back, call.ticket_id)


def miss(floor: Floor, clock: FrozenClock) -> None:
    call = floor.next(floor.open(1))
    floor.do(actions.miss, call.id, "declined")
    floor.do(actions.rejoin, call.ticket_id)


def hold(floor: Floor, clock: FrozenClock) -> None:
    call = serving(floor)
    floor.do(actions.hold, call.ticket_id, "form")
    floor.do(actions.resume, call.ticket_id)
    floor.do(actions.wrap_up, call.id)


def pause(floor: Floor, clock: FrozenClock) -> None:
    counter = floor.open(3, OTHER)
    floor.do(actions.pause_counter, counter, "meal", until=clock.hall + timedelta(hours=1))


def message(floor: Floor, clock: FrozenClock) -> None:
    until = clock.hall + timedelta(hours=1)
    shown = floor.do(site.show_message, "B moves to floor 3", until=until, zones=("B",))
    floor.do(site.show_message, "Welcome", until=until)
    floor.do(site.withdraw_message, shown.id)


def cancelled(floor: Floor, clock: FrozenClock) -> None:
    floor.do(actions.cancel, floor.next(floor.open(1)).ticket_id)


STORIES: dict[str, Story] = {
    "issue": lambda floor, clock: [floor.issue(s) for s in ("A1", "B1", "P")],
    "serve": lambda floor, clock: floor.next(f"{HALL}-1", serving(floor).id),
    "package": lambda floor, clock: floor.do(actions.finish, serving(floor).ticket_id, "done"),
    "transfer": transfer,
    "undo": undo,
    "recalls": recalls,
    "park": park,
    "miss": miss,
    "hold": hold,
    "pause": pause,
    "close": lambda floor, clock: floor.do(actions.close_counter, floor.open(2)),
    "take_over": lambda floor, clock: floor.do(actions.open_counter, floor.open(2), OTHER, take_over=True),
    "cancel": cancelled,
    "close_queue": lambda floor, clock: floor.do(actions.close_queue, "closing"),
    "message": message,
    "emergency": lambda floor, clock: floor.do(site.raise_emergency, "Please leave the hall"),
    "priority": priority,
    "last_calls": last_calls,
}


def look(works: Works, zone: str | None) -> Board:
    with works.database.read() as session:
        return snapshot(session, HALL, now=works.clock.hall_now(), zone=zone)


def messages(works: Works, room: str, after: int = 0) -> list[LiveMessage]:
    """What the publisher would send to a room, each with the number before it."""
    found: list[LiveMessage] = []
    with works.database.read() as session:
        plan = plan_of(session, HALL)
        for row in facts_after(session, HALL, after, limit=10_000):
            said = post(session, plan, row)
            if said and room in said.rooms:
                prev = found[-1].seq if found else after
                found.append(said.heard_in(room).model_copy(update={"prev": prev}))
    return found


def assert_boards_agree(works: Works, before: dict[str | None, Board]) -> None:
    for zone, board in before.items():
        room = rooms.board(HALL, zone)
        for said in messages(works, room, board.seq):
            assert not misses(board, said)
            board = apply(board, said)
        fresh = look(works, zone)
        assert board.model_copy(update={"seq": fresh.seq}) == fresh


@pytest.mark.parametrize("name", STORIES)
def test_snapshot_and_messages_are_the_fresh_snapshot(name: str, floor: Floor, clock: FrozenClock) -> None:
    for service in ("P", "A1", "A2", "B1"):
        floor.issue(service)
    before = {zone: look(floor.works, zone) for zone in (None, "A", "B")}
    STORIES[name](floor, clock)
    assert_boards_agree(floor.works, before)


@given(st.lists(st.sampled_from(sorted(STORIES)), min_size=1, max_size=5), st.integers(0, 40))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_a_cut_at_any_point_a_screen_comes_back_to_the_truth(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], cut: int
) -> None:
    """A screen that slept hears the rest; one that missed something notices and asks."""
    clock = FrozenClock()
    database = Database(fresh_sqlite(tmp_path_factory.mktemp("cut")))
    a_hall(database, clock=clock)
    works = Works(database, clock)
    floor, start = Floor(works), look(works, None)
    for name in names:
        clock.pass_(seconds=3)
        try:
            floor.issue("A1")
            STORIES[name](floor, clock)
        except HallError:
            pass  # a story may not fit after another: what happened until then still counts
    said = messages(works, rooms.board(HALL), start.seq)
    heard, missed = said[:cut], said[cut + 1 :]
    board = start
    for one in heard:
        board = apply(board, one)
    if missed:
        assert misses(board, missed[0])
    for one in said:  # replayed from the beginning: what is known already changes nothing
        board = apply(board, one)
    fresh = look(works, None)
    assert board.model_copy(update={"seq": fresh.seq}) == fresh
    database.close()


def test_with_a_new_plan_a_screen_looks_again(floor: Floor) -> None:
    """Names, counters and the number of attempts stand in the plan: no message tells them."""
    board = look(floor.works, None)
    floor.do(site.adopt_plan, a_plan(settings=Settings(call_attempts=2)))
    said = messages(floor.works, rooms.board(HALL), board.seq)
    assert [misses(board, one) for one in said] == [True]
    assert look(floor.works, None).call_attempts == 2


def test_a_repeat_by_hand_is_news_and_counts_as_no_attempt(floor: Floor, clock: FrozenClock) -> None:
    """R-16"""
    floor.issue()
    call = floor.next(floor.open(1))
    before = look(floor.works, None).calls[0]
    clock.pass_(seconds=7)
    floor.do(actions.recall, call.id)
    after = look(floor.works, None).calls[0]
    assert after.announced > before.announced and after.announced_at == clock.hall
    assert (after.by_hand, after.attempt, after.at) == (True, 1, before.at)


def test_only_a_call_tells_that_somebody_does_not_hear(floor: Floor) -> None:
    """R-46"""
    floor.issue(visual_alert=True)
    serving(floor)
    said = messages(floor.works, rooms.board(HALL))
    assert [m.name for m in said if getattr(m, "visual_alert", None)] == ["ticket.called"]
    assert look(floor.works, None).calls[0].visual_alert


def test_no_frame_holds_a_code_or_a_name(floor: Floor, clock: FrozenClock) -> None:
    tickets = [floor.issue("A1") for _ in range(3)]
    floor.do(actions.give_priority, tickets[2].id, "illness", note="Mr Zhao, heart")
    serving(floor)
    frames = "".join(m.model_dump_json() for m in messages(floor.works, rooms.floor(HALL)))
    board = look(floor.works, None).model_dump_json()
    for secret in (*(t.code for t in tickets), *(t.short_code for t in tickets), "Zhao", "clerk"):
        assert secret not in frames and secret not in board
