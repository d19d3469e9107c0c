"""What is told when something happens to a booking, in the same transaction (R-58, R-61, R-64, R-66)."""

from datetime import timedelta

import pytest

from hall.appointments.events import (
    BookingCancelled,
    BookingDisplaced,
    BookingMade,
    BookingMoved,
    CodeWanted,
    MoverAsked,
    PersonSuspended,
    VisitorMissing,
    WaitlistOffered,
)
from hall.appointments.models import Booking, Suspension, WaitlistEntry, values_of
from hall.appointments.states import BookingState
from hall.kernel.journal import facts_after
from hall.kernel.work import SYSTEM, Work
from hall.notices import actions
from hall.notices.ports import CarrierRefused, Found
from hall.notices.states import NoticeState
from tests.notices.outbox import PHONE, TUESDAY, Told
from tests.world import HALL

LATER = TUESDAY + timedelta(days=7)


def link(told: Told, booking_id: str) -> str:
    return f"https://hall.example.org/b/{told.booking(booking_id).code}"


def calls_wanted(told: Told) -> list[str]:
    with told.works.database.read() as session:
        return [row.data["booking"] for row in facts_after(session, HALL, 0) if row.name == "booking.call_wanted"]


def test_a_booking_is_confirmed_with_its_page(told: Told) -> None:
    made = told.book()
    told.happens(BookingMade, made)
    told.happens(BookingMade, made)
    assert told.texts() == [f"【Willow】已约11月24日09:30A1，请提前签到，取消点{link(told, made)}"]


def test_a_hall_that_keeps_names_out_of_texts_names_no_service(told: Told) -> None:
    told.set(service_named_in_messages=False)
    made = told.book()
    told.happens(BookingMade, made)
    assert "A1" not in told.texts()[0] and "09:30，请提前签到" in told.texts()[0]


def test_whoever_left_an_address_of_mail_only_gets_a_mail_and_nobody_else_anything(told: Told) -> None:
    by_mail, silent = told.book(phone=None, email="li@example.org"), told.book(phone=None)
    for booking in (by_mail, silent):
        told.happens(BookingMade, booking)
    (row,) = told.rows()
    assert (row.channel, row.recipient, row.parts) == ("email", "li@example.org", 1)


def test_a_one_time_code_comes_beside_its_fact_and_only_the_newest_is_sent(told: Told) -> None:
    held = told.book(state=BookingState.HELD)

    def want(digits: str) -> None:
        def verb(work: Work) -> None:
            work.session.info.setdefault("one_time_codes", {})[held] = digits
            work.record(CodeWanted(**values_of(work.session.get_one(Booking, held))))

        told.do(verb)

    want("123456")
    want("654321")
    assert [r.state for r in told.rows()] == [NoticeState.STOPPED, NoticeState.DUE]
    assert told.sender.send_due() == 1
    assert "验证码654321，10分钟内有效" in told.post.letters[0].text
    with told.works.database.read() as session:
        assert "654321" not in str([row.data for row in facts_after(session, HALL, 0)])


def test_a_move_takes_back_what_was_still_to_be_said(told: Told) -> None:
    made = told.book()
    told.happens(BookingMade, made)
    told.happens(BookingMoved, made, from_start="x", from_session="y", by="visitor")
    assert told.states() == [("booked", "stopped"), ("moved", "due")]


@pytest.mark.parametrize(
    ("reason", "was", "kinds"),
    [
        ("visitor", "booked", ["cancelled"]),
        ("staff", "booked", ["cancelled_by_hall"]),
        ("visitor", "held", []),
        ("lapsed", "held", []),
        ("moved", "booked", []),
    ],
)
def test_only_the_end_of_a_booking_that_stood_is_told(told: Told, reason: str, was: str, kinds: list[str]) -> None:
    made = told.book()
    told.happens(BookingCancelled, made, reason=reason, in_time=True, was=was)
    assert [r.kind for r in told.rows()] == kinds


def test_r64_a_displaced_visitor_is_told_of_the_place_that_is_held(told: Told) -> None:
    lost, offer = told.book(), told.book(LATER, state=BookingState.HELD, offer_for="x", phone=None)
    told.happens(BookingDisplaced, lost, reason="closure", offer=offer, reachable=True)
    assert told.texts()[0].startswith("【Willow】原11月24日09:30因故取消，已为您保留12月1日09:30")


def test_r64_whoever_cannot_be_told_is_listed_for_a_call(told: Told) -> None:
    lost, stopped = told.book(), told.book(phone="+8613900139000")
    told.happens(BookingDisplaced, lost, reason="closure", reachable=True)
    told.do(actions.stop, told.booking(stopped).phone_hash)
    told.happens(BookingDisplaced, stopped, reason="closure", reachable=True)
    assert calls_wanted(told) == [stopped], "STOP is obeyed, and somebody rings"

    def refuse(letter: object) -> None:
        raise CarrierRefused("number_unknown", permanent=True)

    told.post.fails = refuse
    told.sender.send_due()
    assert calls_wanted(told) == [stopped, lost]
    assert told.booking(lost).call_wanted == "not_reached"


def test_r64_before_anybody_rings_a_mail_is_tried(told: Told) -> None:
    lost = told.book(email="li@example.org")
    told.happens(BookingDisplaced, lost, reason="closure", reachable=True)
    told.do(actions.record_receipt, f"{told.rows()[0].id}-0", Found("SM1", NoticeState.FAILED, "number_unknown"))
    assert [(r.channel, r.state) for r in told.rows()] == [("sms", "failed"), ("email", "due")]
    assert calls_wanted(told) == []


def test_r66_whoever_is_asked_to_move_may_stay(told: Told) -> None:
    thin, offer = told.book(), told.book(LATER, state=BookingState.HELD, phone=None)
    told.happens(MoverAsked, thin, offer=offer)
    assert "可否改到12月1日09:30？同意请回1" in told.texts()[0]


def test_r61_each_no_show_that_counts_is_a_warning_and_the_suspension_says_more(told: Told) -> None:
    first, last = told.book(), told.book()
    told.happens(VisitorMissing, first, counted=False)
    told.happens(VisitorMissing, last, counted=True)
    assert "30天内满3次会暂停预约" in told.texts()[0]

    def suspend(work: Work) -> None:
        suspension = Suspension(
            hall_id=HALL,
            identity_hash="x",
            since=work.now,
            until=work.now + timedelta(days=30),
            booking_id=last,
        )
        work.session.add(suspension)
        work.session.flush()
        work.record(PersonSuspended(suspension=suspension.id, booking=last, until=suspension.until.isoformat()))

    told.do(suspend)
    assert told.states() == [("no_show", "stopped"), ("suspended", "due")]
    assert "预约暂停到12月23日" in told.texts()[1]


def test_a_freed_slot_is_offered_at_night_too_for_it_is_gone_in_the_morning(told: Told) -> None:
    told.clock.pass_(hours=13)
    offer = told.book(LATER, state=BookingState.HELD, phone=None)

    def verb(work: Work) -> None:
        entry = WaitlistEntry(
            hall_id=HALL,
            service_id="A1",
            first_day=TUESDAY.date(),
            last_day=LATER.date(),
            at=work.now,
            name="韩梅梅",
            phone=PHONE,
            language="en",
        )
        work.session.add(entry)
        work.session.flush()
        work.record(WaitlistOffered(entry=entry.id, service="A1", booking=offer))

    told.do(verb)
    (row,) = told.rows()
    assert row.due == told.clock.hall and row.valid_until == told.clock.hall + timedelta(minutes=15)
    assert row.text.startswith(
        "A place is free: A1, Tue 1 Dec 09:30. Reply 1 within 15 min to take it. Or: https://"
    )


def test_a_booking_that_is_taken_back_was_told_to_nobody(told: Told) -> None:
    made = told.book()

    def verb(work: Work) -> None:
        work.record(BookingMade(**values_of(work.session.get_one(Booking, made))))
        raise RuntimeError("the verb fails later")

    with pytest.raises(RuntimeError):
        told.do(verb)
    assert told.rows() == []


def remind(told: Told) -> list[str]:
    told.do(actions.remind_due)
    return [r.kind for r in told.rows()]


def test_r58_the_day_before_and_two_hours_before_once_each(told: Told) -> None:
    made = told.book()
    assert remind(told) == []
    told.clock.pass_(hours=8, minutes=21)  # 18:01
    assert remind(told) == remind(told) == ["reminder_day"]
    assert told.texts()[0] == f"【Willow】提醒：明天09:30A1，不来请取消，名额留给他人{link(told, made)}"
    told.clock.pass_(hours=14)  # 08:01, ninety minutes before
    assert remind(told) == ["reminder_day", "reminder_hours"]


def test_r58_a_day_without_the_clock_s_jobs_sends_no_stale_reminder(told: Told) -> None:
    told.book()
    told.clock.pass_(hours=23)  # 08:40: too late for "tomorrow", and less than an hour is left
    assert remind(told) == []


def test_r58_who_booked_after_the_moment_or_has_cancelled_is_not_reminded(told: Told) -> None:
    told.clock.pass_(hours=9)
    told.book()
    told.book(state=BookingState.CANCELLED, booked_at=told.clock.hall - timedelta(days=2))
    assert remind(told) == []


def test_r58_reminders_of_both_languages_are_due_before_they_are_of_no_use(told: Told) -> None:
    told.book(language="en")
    told.clock.pass_(hours=8, minutes=30)
    remind(told)
    (row,) = told.rows()
    assert row.text.startswith("Reminder: A1 tomorrow 09:30. Cannot come? https://")
    assert row.due < row.valid_until


def test_nothing_is_told_by_a_rehearsal(told: Told) -> None:
    made = told.book()

    def verb(work: Work) -> int:
        work.record(BookingMade(**values_of(work.session.get_one(Booking, made))))
        return len(work.facts)

    assert told.works.rehearse(HALL, SYSTEM, verb) == 2
    assert told.rows() == []
