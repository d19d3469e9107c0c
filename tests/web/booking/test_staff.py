"""Bookings and rosters as staff see them: for anyone, check-in, and closing a session after seeing its effect."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.web.booking.desk import NINE, SATURDAY_SESSION, Desk, send
from tests.world import HALL


def signed_in(desk: Desk, who: str) -> FlaskClient:
    client = desk.app.test_client()
    client.set_cookie("hall_session", desk.tokens[who])
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def at_desk(desk: Desk) -> FlaskClient:
    return signed_in(desk, "desk")


@pytest.fixture
def manager(desk: Desk) -> FlaskClient:
    return signed_in(desk, "manager")


def test_r56_the_desk_books_for_somebody_without_a_telephone_and_prints_a_slip(at_desk: FlaskClient) -> None:
    page = at_desk.get(f"/desk/{HALL}/bookings/new?service=A1").get_data(as_text=True)
    sent = send(
        at_desk, page, f"/desk/{HALL}/bookings/new", service="A1", start=NINE, name="Grandma Zhou", people="1"
    )
    slip = at_desk.get(sent.location).get_data(as_text=True)
    assert "09:00" in slip and "28 November" in slip and "qr.svg" in slip
    day = at_desk.get(f"/desk/{HALL}/bookings?day=2026-11-28").get_data(as_text=True)
    assert "Grandma Zhou" in day and "free, 170 minutes" in day


def test_overbooking_is_on_purpose_with_a_reason(desk: Desk, at_desk: FlaskClient) -> None:
    desk.book()
    page = at_desk.get(f"/desk/{HALL}/bookings/new?service=A1").get_data(as_text=True)
    typed = {"service": "A1", "start": NINE, "name": "Han", "people": "1"}
    assert send(at_desk, page, f"/desk/{HALL}/bookings/new", **typed).status_code == 409
    made = send(at_desk, page, f"/desk/{HALL}/bookings/new", **typed, overbook="the mayor's mother")
    assert made.status_code == 303


def test_a_visitor_is_checked_in_by_the_last_digits_of_their_telephone(desk: Desk, at_desk: FlaskClient) -> None:
    desk.book()
    desk.clock.hall += timedelta(days=2, hours=23)  # hall time alone: nobody is signed out by it
    page = at_desk.get(f"/desk/{HALL}/bookings").get_data(as_text=True)
    found = send(at_desk, page, f"/desk/{HALL}/bookings/find", q="8000")
    page = at_desk.get(found.location).get_data(as_text=True)
    assert "13800138000" not in page and "138****8000" in page
    slip = send(at_desk, page, f"{found.location}/check-in")
    assert "Y001" in at_desk.get(slip.location).get_data(as_text=True)


def test_r64_a_session_is_cancelled_only_after_its_effect_was_seen(desk: Desk, manager: FlaskClient) -> None:
    desk.book()
    address = f"/roster/{HALL}/{SATURDAY_SESSION}"
    page = manager.get(address).get_data(as_text=True)
    preview = send(manager, page, f"{address}/closure", reason="weather").get_data(as_text=True)
    assert "1 booking would lose its time." in preview and "Li Lei" in preview
    assert "open for booking" in manager.get(address).get_data(as_text=True), "nothing has happened yet"
    done = send(manager, preview, f"{address}/closure", reason="weather", agreed="1")
    assert done.status_code == 303 and "weather" in manager.get(address).get_data(as_text=True)
    hours = desk.api().get(f"/halls/{HALL}/calendar?from=2026-11-28&to=2026-11-28").get_json()
    assert hours["items"][0]["sessions"] == [], "kiosk, screens and public hours follow"


def test_r67_leave_shows_its_effect_first(desk: Desk, manager: FlaskClient) -> None:
    desk.book()
    clerk = signed_in(desk, "clerk")
    address = f"/roster/{HALL}/{SATURDAY_SESSION}"
    page = clerk.get(address).get_data(as_text=True)
    shift = re.search(r'/leave">.*?name="shift" value="([^"]+)"', page, re.S)
    assert shift
    preview = send(clerk, page, f"{address}/leave", shift=shift[1]).get_data(as_text=True)
    assert "would lose" in preview


def test_the_roster_shows_what_is_open_and_a_clerk_may_not_manage(desk: Desk, manager: FlaskClient) -> None:
    clerk = signed_in(desk, "clerk")
    assert "Your shifts" in clerk.get(f"/roster/{HALL}").get_data(as_text=True)
    page = clerk.get(f"/roster/{HALL}/{SATURDAY_SESSION}").get_data(as_text=True)
    assert send(clerk, page, f"/roster/{HALL}/{SATURDAY_SESSION}/closure", reason="weather").status_code == 403
    assert manager.get(f"/roster/{HALL}/nonsense").status_code == 404


def test_a_session_of_one_day_is_opened_once(desk: Desk, manager: FlaskClient) -> None:
    page = manager.get(f"/roster/{HALL}").get_data(as_text=True)
    typed = {"day": "2026-11-29", "start": "09:00", "end": "11:00", "name": "open day"}
    made = send(manager, page, f"/roster/{HALL}/once", **typed)
    assert made.status_code == 303 and made.location.endswith("20261129-0900")


def test_r64_a_closure_in_the_plan_shows_the_bookings_it_would_cost(desk: Desk) -> None:
    desk.book()
    administrator = signed_in(desk, "admin")
    address = f"/admin/{HALL}/plan/calendar/new"
    typed = {
        "from": "2026-11-28",
        "to": "2026-11-28",
        "kind": "closure",
        "name.zh": "台风",
        "name.en": "Typhoon",
    }
    page = administrator.get(address).get_data(as_text=True)
    preview = send(administrator, page, address, **typed).get_data(as_text=True)
    assert "1 booking would lose its time." in preview and "Li Lei" in preview
    open_ = f"/halls/{HALL}/calendar?from=2026-11-28&to=2026-11-28"
    assert desk.api().get(open_).get_json()["items"][0]["sessions"], "nothing has happened yet"


def test_the_outbox_leads_to_the_booking_that_a_message_is_about(desk: Desk, at_desk: FlaskClient) -> None:
    """R-58"""
    booking = f"/desk/{HALL}/bookings/{desk.book()['id']}"
    assert f'href="{booking}"' in at_desk.get(f"/outbox/{HALL}").get_data(as_text=True)
    assert at_desk.get(booking).status_code == 200
