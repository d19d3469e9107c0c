"""What people do who are not quite where they think: an old page, a full day, a number they have had already."""

from flask.testing import FlaskClient

from hall.demo.clock import into_window
from hall.site.plan import WeeklySession
from tests.web.booking.desk import Desk
from tests.world import HALL, MONDAY, a_plan


def test_times_for_a_booking_that_is_over_lead_back_to_it(desk: Desk, visitor: FlaskClient) -> None:
    booked = desk.book()
    desk.api().delete(f"/bookings/{booked['code']}")
    answer = visitor.get(f"/b/{booked['code']}/move")
    assert (answer.status_code, answer.location) == (303, f"/b/{booked['code']}")


def test_another_day_than_the_one_asked_for_is_said(desk: Desk, visitor: FlaskClient) -> None:
    full, free = (f"/halls/{HALL}/book/A1?day={day}" for day in ("2026-11-29", "2026-11-28"))
    said = "Nothing is free on Sunday 29 November. These are the times of Monday 30 November."
    assert said in visitor.get(full).get_data(as_text=True)
    assert "Nothing is free on" not in visitor.get(free).get_data(as_text=True)


def test_who_has_checked_in_finds_their_number_again(desk: Desk) -> None:
    booked = desk.book()
    desk.clock.pass_(days=2, hours=22, minutes=45)
    found = [desk.api("kiosk").post(f"/halls/{HALL}/arrivals", {"tail": "8000"}).get_json() for _ in range(2)]
    ticket = desk.api("kiosk").post(f"/bookings/{booked['id']}/check-in").get_json()
    again = desk.api("kiosk").post(f"/halls/{HALL}/arrivals", {"tail": "8000"}).get_json()
    assert {b["state"] for b in found} == {"booked"} and again["state"] == "checked_in"
    assert desk.api("kiosk").post(f"/bookings/{booked['id']}/check-in").get_json()["id"] == ticket["id"]


def test_a_calendar_file_is_written_now_and_wakes_nobody_for_what_is_over(desk: Desk) -> None:
    booked = desk.book()
    path = f"/bookings/{booked['code']}/calendar.ics"
    before = desk.api().get(path).get_data(as_text=True)
    desk.api().delete(f"/bookings/{booked['code']}")
    after = desk.api().get(path).get_data(as_text=True)
    assert "DTSTAMP:20261125T020000Z" in before and "BEGIN:VALARM" in before
    assert "STATUS:CANCELLED" in after and "BEGIN:VALARM" not in after


def test_the_demo_is_awake_for_sessions_that_are_for_booked_visits_only() -> None:
    early = WeeklySession(days=(1,), session="early", start="07:30", end="08:30", kind="elastic")
    plan = a_plan(sessions=(early, *a_plan().sessions))
    night = MONDAY.replace(hour=20)  # 04:00 of the next day there
    assert into_window(plan, night).isoformat() == "2026-11-24T00:05:00+00:00"
    before_early = MONDAY.replace(day=22, hour=20)
    assert into_window(plan, before_early).isoformat() == "2026-11-22T23:05:00+00:00"
