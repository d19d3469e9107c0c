"""The sentences of the hall's voice, as the captions on its screens."""

from typing import Any

import pytest

from display.voice import caption, floor_of
from hall.wire.board import BoardCounter
from tests.display.boards import a_call, a_desk

UPSTAIRS = a_desk(floor=2)
DESK = a_desk(0, names={"zh-CN": "咨询台", "en": "Enquiry desk"})


def said(at: BoardCounter | None = None, *, floors: int = 1, attempts: int = 3, **call: Any) -> tuple[str, str]:
    found = caption(a_call(**call), at or a_desk(), floors=floors, attempts=attempts)
    return found["zh-CN"], found["en"]


def test_a_call() -> None:
    assert said() == ("请A012到3号窗口办理", "Ticket A012, please go to counter 3.")


def test_a_call_to_another_floor() -> None:
    """R-38"""
    assert said(UPSTAIRS, floors=2) == ("请A012到二楼3号窗口办理", "Ticket A012, counter 3, second floor.")
    assert said(UPSTAIRS, floors=1) == said()


def test_a_booked_visitor() -> None:
    """R-11"""
    zh, en = said(lane="booked", number="Y001")
    assert (zh, en) == ("请预约号Y001到3号窗口办理", "Booked ticket Y001, please go to counter 3.")


def test_a_repeat() -> None:
    assert said(attempt=2) == ("A012，请到3号窗口", "Ticket A012, counter 3, please.")


@pytest.mark.parametrize(
    ("attempts", "attempt", "last"), [(3, 3, True), (3, 2, False), (2, 2, True), (5, 3, False)]
)
def test_the_last_repeat_is_the_halls_own_last_one(attempts: int, attempt: int, last: bool) -> None:
    """R-14: call_attempts"""
    zh, en = said(attempts=attempts, attempt=attempt)
    assert ("最后一次呼叫" in zh) is last and en.startswith("Last call") is last


def test_a_hall_that_calls_once_does_not_begin_with_the_last_call() -> None:
    assert said(attempts=1) == said()


def test_a_repeat_by_hand_is_a_repeat_however_often_the_hall_has_called() -> None:
    """R-16: it is no attempt, so it is not the last one either."""
    assert said(by_hand=True, attempt=1) == said(by_hand=True, attempt=3) == said(attempt=2)


def test_repeats_name_the_floor_too() -> None:
    assert said(UPSTAIRS, floors=2, attempt=2) == (
        "A012，请到二楼3号窗口",
        "Ticket A012, counter 3, second floor, please.",
    )
    assert said(UPSTAIRS, floors=2, attempt=3)[1] == "Last call for ticket A012, counter 3, second floor."


def test_a_desk_is_called_by_its_name() -> None:
    assert said(DESK, counter=0) == ("请A012到咨询台办理", "Ticket A012, please go to Enquiry desk.")


def test_a_counter_that_the_board_does_not_know_has_no_floor() -> None:
    assert floor_of(None, floors=3) is None
    assert floor_of(a_desk(floor=12), floors=14) == {"zh-CN": "12楼", "en": "floor 12"}
