"""What somebody with another person's number, a forged form or patience tries: nothing is shown or taken."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from hall.appointments import actions
from hall.appointments.models import Booking, SlotUnit, Suspension, WaitlistEntry
from hall.appointments.states import BookingState
from hall.notices.models import Notice
from hall.notices.states import Kind, NoticeState
from hall.site.actions import clear_emergency, raise_emergency
from tests.web.booking.desk import NINE, SATURDAY_SESSION, Desk, send
from tests.world import HALL

TEN, ELEVEN = (f"2026-11-28T{hour}:00:00+08:00" for hour in (10, 11))
NEXT_WEEK = "2026-11-30T08:30:00+08:00"
OTHERS = "13900139000"


def rows(desk: Desk, model: Any, *where: Any) -> list[Any]:
    with desk.house.database.read() as session:
        return list(session.scalars(select(model).where(*where)))


def joins(desk: Desk, phone: str = OTHERS, **wish: Any) -> dict[str, Any]:
    body = {"from": "2026-11-28", "to": "2026-11-28", "name": "Han", "phone": phone, "language": "en", **wish}
    answer = desk.api().post(f"/halls/{HALL}/services/A1/waitlist", body)
    assert answer.status_code == 201, answer.get_json()
    joined: dict[str, Any] = answer.get_json()
    return joined


def offers(desk: Desk) -> list[Booking]:
    return rows(desk, Booking, Booking.why == "waitlist", Booking.state == BookingState.HELD)


def test_r56_a_number_alone_shows_and_changes_nobodys_place_on_the_list(desk: Desk) -> None:
    mine, forged = joins(desk), joins(desk, **{"from": "2026-12-20", "to": "2026-12-20"})
    assert forged["code"] != mine["code"]
    assert desk.api().get(f"/waitlist/{mine['code']}").get_json()["first"] == "2026-11-28"


def test_r54_two_places_under_one_number_are_asked_one_at_a_time_and_end_together(desk: Desk) -> None:
    for _ in range(2):
        joins(desk)
    desk.do(actions.offer_freed, SATURDAY_SESSION, most=None)
    (offer,) = offers(desk)
    assert desk.api().post(f"/bookings/{offer.code}/acceptance").status_code == 200
    assert {e.state for e in rows(desk, WaitlistEntry)} == {"accepted", "ended"}


def test_r55_the_offer_of_an_unproved_number_is_in_the_text_alone(desk: Desk, visitor: FlaskClient) -> None:
    entry = joins(desk)
    desk.do(actions.offer_freed, SATURDAY_SESSION)
    (offer,) = offers(desk)
    assert desk.api().get(f"/waitlist/{entry['code']}").get_json()["offer"] is None
    page = visitor.get(f"/w/{entry['code']}").get_data(as_text=True)
    assert offer.code not in page and "Open the link in the text" in page
    (text,) = rows(desk, Notice, Notice.kind == Kind.WAITLIST_OFFER)
    assert f"/b/{offer.code}" in text.text


def test_r55_an_own_booking_proves_its_own_number_only_and_an_id_is_no_key(desk: Desk) -> None:
    mine = desk.book(ELEVEN)
    body = {"from": "2026-11-28", "to": "2026-11-28", "name": "Han", "phone": OTHERS, "booking": mine["id"]}
    assert desk.api().post(f"/halls/{HALL}/services/A1/waitlist", body).status_code == 422
    joins(desk, booking=mine["code"])
    (entry,) = rows(desk, WaitlistEntry)
    assert entry.verified is None and entry.booking_id == mine["id"]
    joins(desk, phone="13800138000", booking=mine["code"])
    assert {e.verified for e in rows(desk, WaitlistEntry)} == {None, "code"}


def test_r57_an_offer_is_accepted_and_never_confirmed_beside_the_own_booking(desk: Desk) -> None:
    mine = desk.book(ELEVEN)
    joins(desk, phone="13800138000", booking=mine["code"])
    desk.do(actions.offer_freed, SATURDAY_SESSION)
    (offer,) = offers(desk)
    assert desk.api().post(f"/bookings/{offer.code}/confirmation").status_code == 409
    assert desk.api().put(f"/bookings/{offer.code}/start", {"start": TEN}).status_code == 409
    assert desk.api().post(f"/bookings/{offer.code}/acceptance").status_code == 200
    assert [b.state for b in rows(desk, Booking, Booking.state == BookingState.BOOKED)] == ["booked"]


def test_r55_a_document_that_was_typed_is_nobodys(desk: Desk) -> None:
    """A code proves a telephone: whoever types a stranger's document uses up nothing of theirs."""
    desk.book(document="110101199003070011")
    own = desk.book(TEN, phone=OTHERS, document="110101199003070011")
    assert own["state"] == "booked"
    desk.clock.pass_(days=3)
    desk.do(actions.judge_missing)
    assert rows(desk, Suspension) == []


def test_r54_a_slot_is_offered_once_to_each_and_who_never_answers_is_asked_no_more(desk: Desk) -> None:
    joins(desk)
    seen = []
    for _ in range(6):
        desk.do(actions.offer_freed, SATURDAY_SESSION)
        seen += [offer.start for offer in offers(desk)]
        desk.clock.pass_(minutes=16)
        desk.do(actions.lapse_due)
    assert len(seen) == len(set(seen)) == 3
    assert rows(desk, WaitlistEntry)[0].state == "ended" and offers(desk) == []


def test_r54_one_cancellation_keeps_one_place_for_the_list(desk: Desk) -> None:
    booked = desk.book()
    for n in range(9):
        joins(desk, phone=f"1390013900{n}")
    desk.api().delete(f"/bookings/{booked['code']}")
    assert len(offers(desk)) == 1


def test_r52_where_two_sat_on_purpose_one_going_makes_no_room(desk: Desk) -> None:
    first = desk.book()
    beside = desk.hold(who="desk", phone=OTHERS, overbook="a wheelchair taxi")
    desk.api("desk").post(f"/bookings/{beside['id']}/confirmation")
    desk.api().delete(f"/bookings/{first['code']}")
    desk.clock.pass_(minutes=30)
    body = {"hall": HALL, "service": "A1", "start": NINE, "name": "Wu", "phone": "13700137000"}
    assert desk.api().post("/bookings", body).status_code == 409
    joins(desk)
    desk.do(actions.offer_freed, SATURDAY_SESSION)
    assert offers(desk)[0].start.isoformat() != first["start"]
    assert all(unit.booking_id for unit in rows(desk, SlotUnit, SlotUnit.layer > 0))


def test_r55_a_move_meets_the_same_limits(desk: Desk) -> None:
    desk.book()
    later = desk.book(NEXT_WEEK)
    answer = desk.api().put(f"/bookings/{later['code']}/start", {"start": TEN})
    assert (answer.status_code, answer.get_json()["code"]) == (409, "limit_reached")


def test_r56_codes_to_one_number_are_few_however_they_are_asked_for(desk: Desk) -> None:
    asked = []
    for n in range(6):
        body = {"hall": HALL, "service": "A1", "start": NINE, "name": "Li", "phone": "13800138000"}
        answer = desk.api().post("/bookings", body)
        asked.append(answer.status_code)
        if n < 5:
            desk.api().delete(f"/bookings/{answer.get_json()['code']}")
            desk.clock.pass_(seconds=1)
    assert asked == [201] * 5 + [429]


def test_r56_codes_use_up_no_other_news_of_a_number(desk: Desk) -> None:
    for _ in range(11):
        held = desk.hold()
        desk.api().delete(f"/bookings/{held['code']}")
        desk.clock.pass_(minutes=6)
    joins(desk, phone="13800138000")
    desk.do(actions.offer_freed, SATURDAY_SESSION)
    (news,) = rows(desk, Notice, Notice.kind == Kind.WAITLIST_OFFER)
    assert news.state == NoticeState.DUE


@pytest.mark.parametrize("people", ["²", "1" * 5000, "-1", "٣"])
def test_a_number_that_is_none_is_refused_at_its_field(visitor: FlaskClient, desk: Desk, people: str) -> None:
    assert visitor.get(f"/halls/{HALL}/book/A1", query_string={"people": people}).status_code == 200
    path = f"/halls/{HALL}/book/A1/at"
    page = visitor.get(path, query_string={"start": NINE}).get_data(as_text=True)
    sent = send(visitor, page, path, start=NINE, name="Li", phone=OTHERS, people=people, key="k")
    assert sent.status_code == 422


def test_a_corrected_form_is_a_new_wish(visitor: FlaskClient, desk: Desk) -> None:
    path = f"/halls/{HALL}/book/A1/at"
    page = visitor.get(path, query_string={"start": NINE}).get_data(as_text=True)
    typed = {"start": NINE, "name": "Li\x00\r", "people": "1", "key": "one-form"}
    wrong, again = (send(visitor, page, path, phone=OTHERS, **typed) for _ in range(2))
    right = send(visitor, page, path, phone="13800138000", **typed | {"start": TEN})
    assert wrong.location == again.location != right.location
    assert {b.name for b in rows(desk, Booking)} == {"Li"}


def test_r56_a_hold_that_moves_keeps_its_code_and_sends_no_news(desk: Desk) -> None:
    held = desk.hold()
    desk.api().put(f"/bookings/{held['code']}/start", {"start": TEN})
    assert {(n.kind, n.state) for n in rows(desk, Notice)} == {(Kind.CODE, NoticeState.DUE)}


def test_r62_r76_nobody_is_missing_in_an_emergency(desk: Desk) -> None:
    booked = desk.book()
    desk.clock.pass_(days=2, hours=22, minutes=50)  # 08:50 of that Saturday
    desk.do(raise_emergency, "Fire drill")
    desk.clock.pass_(minutes=60)
    assert desk.do(actions.judge_missing) == 0
    desk.do(clear_emergency)
    assert desk.do(actions.judge_missing) == 1
    (missing,) = rows(desk, Booking, Booking.id == booked["id"])
    assert (missing.state, missing.excused) == (BookingState.NO_SHOW, "hall_failed")


def test_r59_digits_that_two_share_at_one_time_open_neither(desk: Desk) -> None:
    desk.book()
    desk.book(service="B1", phone="13900008000")
    desk.clock.pass_(days=2, hours=22, minutes=45)
    answer = desk.api("kiosk").post(f"/halls/{HALL}/arrivals", {"tail": "8000"})
    assert (answer.status_code, answer.get_json()["code"]) == (409, "same_time")


def test_a_kiosk_reads_no_name_whatever_it_does(desk: Desk) -> None:
    booked = desk.book()
    answer = desk.api("kiosk").post(f"/bookings/{booked['id']}/delay").get_json()
    assert (answer["name"], answer["code"]) == (None, None)


def test_r64_giving_up_a_lost_place_frees_what_was_held_instead(desk: Desk) -> None:
    booked = desk.book()
    closed = desk.api("manager").post(f"/sessions/{SATURDAY_SESSION}/closure", {"reason": "weather"})
    assert closed.status_code == 200, closed.get_json()
    (offer,) = rows(desk, Booking, Booking.why == "displaced")
    assert (
        offer.start > rows(desk, Booking, Booking.id == booked["id"])[0].start
    )  # a later day, never sooner
    assert desk.api().delete(f"/bookings/{booked['code']}").status_code == 200
    (offer,) = rows(desk, Booking, Booking.why == "displaced")
    assert offer.state == BookingState.CANCELLED


def test_r60_running_late_makes_no_late_visitor_punctual(desk: Desk) -> None:
    booked = desk.book()
    desk.clock.pass_(days=2, hours=23, minutes=20)  # 09:20
    answer = desk.api().post(f"/bookings/{booked['code']}/delay")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "wrong_state")


def test_r56_no_code_for_a_hold_that_is_over(desk: Desk) -> None:
    held = desk.hold()
    desk.clock.pass_(minutes=11)
    answer = desk.api().post(f"/bookings/{held['code']}/one-time-code")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "hold_expired")


def test_a_strangers_key_answers_with_nobody_elses_booking(desk: Desk) -> None:
    body = {"hall": HALL, "service": "A1", "start": NINE, "name": "Li", "phone": "13800138000"}
    asks = desk.app.test_client()
    answers = [
        asks.post(
            "/api/v1/bookings",
            json=body | {"start": start},
            headers={"Idempotency-Key": "1"},
            environ_base={"REMOTE_ADDR": address},
        )
        for start, address in ((NINE, "10.0.0.1"), (TEN, "10.0.0.2"))
    ]
    assert [a.status_code for a in answers] == [201, 201]


def test_a_session_is_opened_for_days_that_can_be_planned(desk: Desk) -> None:
    wish = {"name": "once", "day": "0249-07-28", "start": "09:00", "end": "12:00"}
    assert desk.api("manager").post(f"/halls/{HALL}/sessions", wish).status_code == 422
