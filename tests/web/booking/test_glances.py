"""Who comes too late is told so cheaply and kindly; a glance never sells, nor takes a promise back (R-53)."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from hall.kernel.work import Works
from tests.web.booking.desk import NINE, Desk, send
from tests.world import HALL

TEN_PAST = "2026-11-28T09:10:00+08:00"


def wish(start: str = NINE, number: int = 1, **more: Any) -> dict[str, Any]:
    return {"hall": HALL, "service": "A1", "start": start, "name": "Han", "phone": f"1380013800{number}", **more}


@pytest.fixture
def units_of_work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for each unit of work on a hall."""
    seen: list[str] = []
    perform = Works.perform

    def counting(works: Works, hall_id: str, *args: Any) -> Any:
        seen.append(hall_id)
        return perform(works, hall_id, *args)

    monkeypatch.setattr(Works, "perform", counting)
    return seen


def test_a_crowd_at_one_slot_is_refused_without_a_single_unit_of_work(
    desk: Desk, units_of_work: list[str]
) -> None:
    desk.hold()
    first = desk.api().post("/bookings", wish())
    assert first.status_code == 409 and len(first.get_json()["nearest"]) == 5
    units_of_work.clear()
    for number in range(100):
        desk.clock.real += timedelta(milliseconds=50)
        refused = desk.api().post("/bookings", wish(number=number % 10))
        assert (refused.status_code, refused.get_json()["code"]) == (409, "slot_taken")
        assert refused.get_json()["nearest"] == first.get_json()["nearest"]
    assert units_of_work == []


def test_a_glance_that_still_shows_a_slot_free_sells_nothing_twice(desk: Desk) -> None:
    """The clock stands still, so what was seen before the sale stays fresh; the lock decides all the same."""
    assert desk.api().post("/bookings", wish(TEN_PAST, 1)).status_code == 201, "the glance is taken here"
    desk.book()
    second = desk.api().post("/bookings", wish(NINE, 2))
    assert second.status_code == 409 and second.get_json()["nearest"]


def test_a_slot_that_came_back_is_there_again_a_moment_later(desk: Desk) -> None:
    """`slot_release_delay_minutes` is 0 in this hall (R-54)."""
    booked = desk.book()
    assert desk.api().post("/bookings", wish(number=2)).status_code == 409
    assert desk.api().delete(f"/bookings/{booked['code']}").status_code == 200
    desk.clock.pass_(seconds=3)
    assert desk.api().post("/bookings", wish(number=2)).status_code == 201


def test_the_same_wish_sent_again_is_answered_again_though_its_slot_is_taken(desk: Desk) -> None:
    first = desk.api().post("/bookings", wish(), Idempotency_Key="k" * 20)
    assert first.status_code == 201
    desk.clock.pass_(seconds=2)
    again = desk.api().post("/bookings", wish(), Idempotency_Key="k" * 20)
    assert (again.status_code, again.get_json()["id"]) == (201, first.get_json()["id"])


def test_the_page_refuses_from_a_glance_as_well(desk: Desk, visitor: FlaskClient) -> None:
    address = f"/halls/{HALL}/book/A1/at"
    page = visitor.get(f"{address}?start={NINE.replace('+', '%2B')}").get_data(as_text=True)
    desk.book()
    typed = {"start": NINE, "name": "Han", "phone": "13800138001", "people": "1", "key": "k" * 26}
    refused = send(visitor, page, address, **typed)
    assert refused.status_code == 409 and "09:10" in refused.get_data(as_text=True)


def test_who_waits_for_a_slot_keeps_no_counter_from_calling(desk: Desk) -> None:
    """The public takes turns outside; numbers and calls do not stand in that line."""
    turn, answers = desk.house.glances.turn, list[int]()
    waiting = threading.Thread(target=lambda: answers.append(desk.api().post("/bookings", wish()).status_code))
    with turn, turn:
        waiting.start()
        for _ in range(3):
            taken = desk.api("kiosk").post(f"/halls/{HALL}/tickets", {"service": "A1"})
            assert taken.status_code == 201 and waiting.is_alive() and answers == []
        assert not turn.acquire(blocking=False), "two at a time"
    waiting.join(30)
    assert answers == [201]


def test_a_time_that_was_never_on_sale_is_not_called_taken(desk: Desk) -> None:
    for start in ("2026-11-28T03:00:00+08:00", "2027-11-27T09:00:00+08:00", "2020-11-28T09:00:00+08:00"):
        assert desk.api().post("/bookings", wish(start)).get_json()["code"] == "booking_closed", start
