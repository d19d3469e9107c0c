"""Bookings over the API against robots, impatience and rubbish: limits, 429, nothing held for ever or revealed."""

import json
import logging
import re

import pytest

from hall.appointments import actions
from tests.web.booking.desk import NINE, Desk
from tests.world import HALL

RUBBISH = ("<script>alert(1)</script>", "'; DROP TABLE booking; --", "𝕬𝖇𝖈 李雷 🙂", "a" * 80)


def wish(**more: object) -> dict[str, object]:
    return {"hall": HALL, "service": "A1", "start": NINE, "name": "Li Lei", "phone": "13800138000", **more}


def test_a_double_click_with_one_key_is_one_booking(desk: Desk) -> None:
    """ZMS-3436."""
    api = desk.api()
    first, again = (api.post("/bookings", wish(), Idempotency_Key="one press") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_json()["id"] == again.get_json()["id"] and again.headers["Idempotent-Replay"] == "true"
    other = api.post("/bookings", wish(name="Han"), Idempotency_Key="one press")
    assert other.status_code == 422 and other.get_json()["code"] == "idempotency_key_reused"


def test_a_thousand_holds_from_one_client_are_stopped_and_nothing_is_held_for_ever(desk: Desk) -> None:
    """BC appointment_draft_post.py:37."""
    codes = [
        desk.api().post("/bookings", wish(start=f"2026-11-28T09:{m:02d}:00+08:00")).status_code
        for m in range(0, 40, 10)
    ]
    assert codes == [201, 201, 201, 409], "three at a time"
    while desk.api().post("/bookings", wish(start="2026-11-28T11:00:00+08:00")).status_code == 409:
        pass
    stopped = desk.api().post("/bookings", wish(start="2026-11-28T11:00:00+08:00"))
    assert stopped.status_code == 429 and int(stopped.headers["Retry-After"]) > 0
    desk.clock.pass_(minutes=11)
    desk.do(actions.lapse_due)
    free = desk.api().get(f"/halls/{HALL}/services/A1/slots?from=2026-11-28&to=2026-11-28").get_json()["items"]
    assert free[0]["start"].startswith("2026-11-28T01:00")


def test_guessed_one_time_codes_end_the_hold(desk: Desk) -> None:
    held = desk.hold()
    answers = [
        desk.api().post(f"/bookings/{held['code']}/confirmation", {"otp": f"{n:06d}x"}).get_json()["code"]
        for n in range(6)
    ]
    assert answers[:5] == ["wrong_code"] * 5
    right = desk.api().post(f"/bookings/{held['code']}/confirmation", {"otp": desk.codes[held["id"]]})
    assert right.status_code == 409


def test_guessed_links_and_ids_open_nothing(desk: Desk) -> None:
    booked = desk.book()
    assert desk.api().get("/bookings/q3VYt0mB2nXcE5sWkLr8Aw").status_code == 404
    assert desk.api().get(f"/bookings/{booked['id']}").status_code == 401, "an id is for staff"
    assert desk.api("stranger").get(f"/bookings/{booked['id']}").status_code == 403
    assert desk.api("desk").get(f"/bookings/{booked['id']}").status_code == 200


def test_a_stranger_cannot_learn_whether_a_number_has_booked(desk: Desk) -> None:
    """Limits are told to whoever has the code of that telephone, and to nobody before (R-55)."""
    desk.book()
    held = desk.hold("2026-11-28T09:30:00+08:00")
    refused = desk.api().post(f"/bookings/{held['code']}/confirmation", {"otp": desk.codes[held["id"]]})
    assert refused.status_code == 409 and refused.get_json()["code"] == "limit_reached"


@pytest.mark.parametrize("name", RUBBISH)
def test_names_full_of_rubbish_are_kept_as_they_are_and_break_nothing(desk: Desk, name: str) -> None:
    held = desk.hold(name=name)
    assert held["name"] == name
    page = desk.app.test_client().get(f"/b/{held['code']}").get_data(as_text=True)
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "email", ["a@b", "a@city.de, x@evil.org", "a b@c.de", "@c.de", "a@@c.de", "x" * 250 + "@c.de"]
)
def test_an_address_of_mail_is_one_address_with_one_host(desk: Desk, email: str) -> None:
    """ZMS Process.php:946 looked whether an address contains a host."""
    assert desk.api().post("/bookings", wish(email=email)).status_code == 422


@pytest.mark.parametrize("phone", ["", "12345", "010-12345678", "anonymous", "1065712345", "+86 138", "x" * 41])
def test_numbers_that_get_no_message_are_refused_at_their_field(desk: Desk, phone: str) -> None:
    answer = desk.api().post("/bookings", wish(phone=phone))
    assert answer.status_code == 422 and answer.get_json()["errors"][0]["field"] == "phone"


@pytest.mark.parametrize(
    "start", ["2026-11-28T09:00:00", "0001-01-01T00:00:00Z", "yesterday", "2020-11-28T09:00:00+08:00", 5, None]
)
def test_a_time_without_its_zone_or_in_the_past_is_refused(desk: Desk, start: object) -> None:
    """open-forms #3332, #4103."""
    assert desk.api().post("/bookings", wish(start=start)).status_code in (409, 422)


def test_the_public_sees_neither_names_nor_numbers_anywhere(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        booked = desk.book()
        stranger = desk.api()
        seen = [
            stranger.get(f"/halls/{HALL}/services/A1/slots").get_data(as_text=True),
            stranger.get(f"/halls/{HALL}/board").get_data(as_text=True),
            desk.app.test_client().get(f"/halls/{HALL}/book/A1").get_data(as_text=True),
        ]
    journal = json.dumps(desk.api("manager").get(f"/halls/{HALL}/journal?limit=200").get_json())
    for secret in ("Li Lei", "13800138000", booked["code"], booked["short_code"]):
        assert not [text for text in (*seen, journal, caplog.text) if secret in text], secret


def test_a_calendar_file_follows_the_booking(desk: Desk) -> None:
    booked = desk.book()
    address = f"/bookings/{booked['code']}/calendar.ics"
    first = desk.api().get(address).get_data(as_text=True)
    assert "DTSTART:20261128T010000Z" in first and "SEQUENCE:0" in first and "STATUS:CONFIRMED" in first
    desk.api().put(f"/bookings/{booked['code']}/start", {"start": "2026-11-28T10:00:00+08:00"})
    moved = desk.api().get(address).get_data(as_text=True)
    assert "DTSTART:20261128T020000Z" in moved and "SEQUENCE:1" in moved
    assert re.findall(r"UID:.*", first) == re.findall(r"UID:.*", moved)
    desk.api().ask("DELETE", f"/bookings/{booked['code']}")
    assert "STATUS:CANCELLED" in desk.api().get(address).get_data(as_text=True)
