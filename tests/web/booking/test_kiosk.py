"""At the kiosk: whoever has booked gets a number by picture, code, or four digits; no name is ever shown."""

import re
from typing import Any

from flask.testing import FlaskClient

from tests.web.booking.desk import Desk, send
from tests.world import HALL

START = f"/kiosk/{HALL}"


def types(kiosk: FlaskClient, tail: str, **more: Any) -> Any:
    page = kiosk.get(f"{START}/booked?language=en").get_data(as_text=True)
    return send(kiosk, page, f"{START}/booked", tail=tail, **more)


def test_r11_four_digits_and_one_touch_make_a_booked_number(desk: Desk, kiosk: FlaskClient) -> None:
    desk.book()
    desk.clock.pass_(days=2, hours=22, minutes=40)
    found = types(kiosk, "8000")
    page = kiosk.get(found.location).get_data(as_text=True)
    assert "09:00" in page and "Li Lei" not in page
    number = send(kiosk, page, f"{found.location}/check-in")
    assert "Y001" in kiosk.get(number.location).get_data(as_text=True)


def test_r59_who_is_early_is_told_when_and_gets_a_seat(desk: Desk, kiosk: FlaskClient) -> None:
    desk.book()
    desk.clock.pass_(days=2, hours=22, minutes=20)
    found = types(kiosk, "8000")
    page = kiosk.get(found.location).get_data(as_text=True)
    early = send(kiosk, page, f"{found.location}/check-in").get_data(as_text=True)
    assert "08:30" in early and "seat" in early


def test_several_bookings_with_the_same_digits_ask_for_the_time(desk: Desk, kiosk: FlaskClient) -> None:
    desk.book()
    desk.book("2026-11-28T09:30:00+08:00", phone="13900138000")
    desk.clock.pass_(days=2, hours=22, minutes=40)
    page = types(kiosk, "8000").get_data(as_text=True)
    times = re.findall(r'name="start" value="([^"]+)"', page)
    assert len(times) == 2
    found = types(kiosk, "8000", start=times[1])
    assert "09:30" in kiosk.get(found.location).get_data(as_text=True)


def test_a_picture_or_a_code_needs_no_further_touch(desk: Desk, kiosk: FlaskClient) -> None:
    first, second = desk.book(), desk.book("2026-11-28T09:30:00+08:00", phone="13900139000")
    desk.clock.pass_(days=2, hours=23)
    page = kiosk.get(f"{START}?language=en").get_data(as_text=True)
    scanned = send(kiosk, page, f"{START}/scan", scanned=f"http://hall.test/b/{first['code']}", next="")
    assert "Y001" in kiosk.get(scanned.location).get_data(as_text=True)
    page = kiosk.get(f"{START}/mine").get_data(as_text=True)
    typed = send(kiosk, page, f"{START}/mine", code=second["short_code"])
    assert "Y002" in kiosk.get(typed.location).get_data(as_text=True)


def test_digits_of_nobody_reveal_nothing(desk: Desk, kiosk: FlaskClient) -> None:
    desk.book()
    assert types(kiosk, "1234").status_code == 404
    assert types(kiosk, "8000").status_code == 404, "not today"
    assert types(kiosk, "12").status_code == 422
