"""Booking as a visitor does it, page by page, without scripts."""

import re

from flask.testing import FlaskClient

from tests.web.booking.desk import NINE, Desk, send
from tests.world import HALL


def test_papers_come_before_the_days_and_the_days_before_the_times(visitor: FlaskClient) -> None:
    page = visitor.get(f"/halls/{HALL}/book/A1?day=2026-11-28").get_data(as_text=True)
    places = [page.index(f'id="{part}"') for part in ("bring", "day", "times")]
    assert places == sorted(places)
    assert "09:00" in page and "3 services are done then" in page


def test_what_cannot_be_booked_is_not_on_offer(visitor: FlaskClient) -> None:
    page = visitor.get(f"/halls/{HALL}/book").get_data(as_text=True)
    assert f"/halls/{HALL}/book/A1" in page
    assert visitor.get(f"/halls/{HALL}/book/nonsense").status_code in (404, 409)


def test_a_time_is_held_confirmed_by_code_and_shown_with_a_picture_for_the_kiosk(
    desk: Desk, visitor: FlaskClient
) -> None:
    address = f"/halls/{HALL}/book/A1/at"
    form = visitor.get(address, query_string={"start": NINE}).get_data(as_text=True)
    key = re.search(r'name="key" value="([^"]+)"', form)
    assert key
    typed = {"start": NINE, "name": "Li Lei", "phone": "138 0013 8000", "people": "1", "key": key[1]}
    sent = send(visitor, form, address, **typed)
    again = send(visitor, form, address, **typed)
    assert sent.status_code == again.status_code == 303
    assert sent.headers["Location"] == again.headers["Location"], "a form sent twice is one booking"
    mine = visitor.get(sent.headers["Location"]).get_data(as_text=True)
    assert "138****8000" in mine and "13800138000" not in mine
    code = next(iter(desk.codes.values()))
    wrong = send(visitor, mine, f"{sent.headers['Location']}/confirmation", otp="nonsense")
    assert wrong.status_code == 409 and "not the code" in wrong.get_data(as_text=True)
    send(visitor, mine, f"{sent.headers['Location']}/confirmation", otp=code)
    done = visitor.get(sent.headers["Location"]).get_data(as_text=True)
    assert "qr.svg" in done and "Add to my calendar" in done
    assert visitor.get(f"{sent.headers['Location']}/qr.svg").mimetype == "image/svg+xml"


def test_mistakes_stand_at_their_fields_and_nothing_typed_is_lost(visitor: FlaskClient) -> None:
    address = f"/halls/{HALL}/book/A1/at"
    form = visitor.get(address, query_string={"start": NINE}).get_data(as_text=True)
    answer = send(visitor, form, address, start=NINE, name="Li Lei", phone="12", people="1", key="k")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and 'value="Li Lei"' in page and 'id="field-phone-error"' in page


def test_somebody_was_quicker_is_said_kindly_with_the_nearest_times(desk: Desk, visitor: FlaskClient) -> None:
    desk.book()
    address = f"/halls/{HALL}/book/A1/at"
    form = visitor.get(address, query_string={"start": NINE}).get_data(as_text=True)
    answer = send(visitor, form, address, start=NINE, name="Han", phone="13900139000", people="1", key="k")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "Somebody was quicker" in page and page.count("booking-time") >= 5


def test_a_booking_is_moved_and_cancelled_by_its_holder(desk: Desk, visitor: FlaskClient) -> None:
    booked = desk.book(language="en")
    mine = f"/b/{booked['code']}"
    page = visitor.get(f"{mine}/move?day=2026-11-28").get_data(as_text=True)
    moved = send(visitor, page, f"{mine}/start", start="2026-11-28T10:00:00+08:00")
    assert moved.status_code == 303
    page = visitor.get(mine).get_data(as_text=True)
    assert "10:00" in page
    send(visitor, page, f"{mine}/cancellation")
    assert "This booking is cancelled" in visitor.get(mine).get_data(as_text=True)


def test_a_wrong_code_gets_a_kind_page(visitor: FlaskClient) -> None:
    assert visitor.get("/b/nothing").status_code == 404
    assert visitor.get("/w/nothing").status_code == 404


def test_the_waiting_list_shows_how_many_are_before(desk: Desk, visitor: FlaskClient) -> None:
    page = visitor.get(f"/halls/{HALL}/book/A1").get_data(as_text=True)
    sent = send(
        visitor,
        page,
        f"/halls/{HALL}/book/A1/waitlist",
        name="Mei",
        phone="13900139000",
        **{"from": "2026-11-28", "to": "2026-11-28"},
    )
    assert sent.status_code == 303
    page = visitor.get(sent.headers["Location"]).get_data(as_text=True)
    assert "asked first" in page
    send(visitor, page, f"{sent.headers['Location']}/withdrawal")
    assert "not on the list any more" in visitor.get(sent.headers["Location"]).get_data(as_text=True)


def test_a_telephone_in_the_hall_checks_in_by_the_code_on_the_screens(desk: Desk, visitor: FlaskClient) -> None:
    booked = desk.book()
    desk.clock.pass_(days=2, hours=22, minutes=50)
    mine = f"/b/{booked['code']}"
    page = visitor.get(mine).get_data(as_text=True)
    away = send(visitor, page, f"{mine}/check-in", presence="0000x")
    assert away.status_code == 409
    shown = desk.api("kiosk").get(f"/halls/{HALL}/presence").get_json()["code"]
    send(visitor, page, f"{mine}/check-in", presence=shown)
    assert "Y001" in visitor.get(mine).get_data(as_text=True)
