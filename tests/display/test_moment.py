"""What a screen shows now: which calls are news, and whether numbers are still issued (R-09, R-71)."""

from datetime import timedelta

import pytest

from display.moment import calls_shown, is_news, opens_again, stage
from hall.wire.site import HallView
from tests.display.boards import a_board, a_call, a_desk, a_hall_view, a_session
from tests.world import MONDAY

NOBODY = a_board()
WAITING = a_board(queues={"A": 2})
SERVED = a_board(counters={1: a_desk(1, state="serving", current="A001")})
EVENING = {"open": False, "issuing": "closed", "sessions": [a_session(-9, -1)]}
MORNING = {"open": False, "issuing": "not_yet", "sessions": [a_session(1, 9)]}
BETWEEN = {"open": False, "issuing": "not_yet", "sessions": [a_session(-4, -1), a_session(1, 5)]}


@pytest.mark.parametrize("board", [WAITING, SERVED])
def test_after_closing_whoever_has_a_number_is_served_and_the_screen_says_so(board: object) -> None:
    assert stage(a_hall_view(**EVENING), board) == "last"  # type: ignore[arg-type]
    assert stage(a_hall_view(**BETWEEN), board) == "last"  # type: ignore[arg-type]


def test_the_hall_is_closed_when_nobody_is_left() -> None:
    assert stage(a_hall_view(**EVENING), NOBODY) == "closed"


def test_a_leftover_of_yesterday_does_not_open_the_morning() -> None:
    assert stage(a_hall_view(**MORNING), WAITING) == "closed"


def test_a_full_hall_says_so_while_it_is_open() -> None:
    """R-08"""
    assert stage(a_hall_view(issuing="full"), NOBODY) == "last"


def test_an_open_hall_and_one_that_issues_before_it_opens_are_open() -> None:
    assert stage(a_hall_view(), WAITING) == "open"
    assert stage(a_hall_view(open=False), NOBODY) == "open"


def test_a_session_for_bookings_closes_nobody_out() -> None:
    late = {"open": False, "issuing": "closed", "sessions": [a_session(-9, -1), a_session(-1, 1, "elastic")]}
    assert stage(a_hall_view(**late), NOBODY) == "open"
    assert stage(a_hall_view(**late), WAITING) == "last"


def test_the_doors_open_with_the_next_session_for_everybody() -> None:
    hall: HallView = a_hall_view(sessions=[a_session(-1, 0), a_session(1, 2, "elastic"), a_session(2, 5)])
    assert opens_again(hall) == MONDAY + timedelta(hours=2)
    assert opens_again(a_hall_view()) is None


def test_the_newest_announcement_stands_first() -> None:
    """A second call of somebody else, or a repeat by hand, comes up again; a taken-back call is gone."""
    calls = [a_call(call="new", announced=8), a_call(call="gone", announced=9, undone=True)]
    board = a_board(calls=[*calls, a_call(call="again", announced=12)])
    assert [call.call for call in calls_shown(board)] == ["again", "new"]


def test_six_calls_are_shown() -> None:
    board = a_board(calls=[a_call(call=str(n), announced=n) for n in range(12)])
    assert [call.call for call in calls_shown(board)] == ["11", "10", "9", "8", "7", "6"]


@pytest.mark.parametrize(
    ("speed", "seconds", "news"), [(1, 19, True), (1, 20, False), (10, 199, True), (10, 201, False)]
)
def test_an_announcement_is_news_for_twenty_real_seconds(speed: float, seconds: int, news: bool) -> None:
    hall = a_hall_view(clock_speed=speed)
    assert is_news(hall, MONDAY - timedelta(seconds=seconds)) is news
