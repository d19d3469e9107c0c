"""What one person does may not cost another: limits, quotas, offers and suspensions, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from hall.appointments import actions
from hall.appointments.actions.offering import UNPROVED_AT_ONCE
from hall.appointments.errors import LimitReached, Suspended, TooLate, TooManyHolds
from hall.appointments.models import Booking, Suspension
from hall.appointments.states import BookingState, Verified
from hall.kernel.database import Database
from hall.roster.actions import close_session
from hall.site.plan import Settings
from tests.appointments.world import (
    HOURS_3,
    MONDAY_SESSION,
    NEXT_SATURDAY,
    PHONE,
    SATURDAY,
    WEDNESDAY,
    Bookings,
    booking_plan,
)
from tests.world import FrozenClock, a_service

DOCUMENT = "110101199003070011"
LOOSE = Settings(
    booked_share_weekday=1,
    booked_share_off_hours=1,
    slot_release_delay_minutes=0,
    booking_per_person_day=9,
    booking_per_person_week=9,
    booking_per_person_month=9,
)


@pytest.fixture
def hall(any_database: Database, clock: FrozenClock) -> Bookings:
    return Bookings(any_database, clock)


def waits(hall: Bookings, phone: str, verified: Verified | None = None) -> None:
    day = SATURDAY.date()
    hall.do(actions.join, "A1", day, day, name="Han", phone=phone, verified=verified)


def close(hall: Bookings) -> None:
    hall.do(close_session, hall.saturday, "staff")
    hall.do(actions.settle, hall.saturday, reason="staff")


def standing_offers(hall: Bookings) -> list[Booking]:
    return [b for b in hall.bookings(BookingState.HELD) if b.why == "waitlist"]


def test_r54_numbers_that_nobody_proved_shut_no_session(hall: Bookings) -> None:
    for n in range(UNPROVED_AT_ONCE + 4):
        waits(hall, f"+861390013900{n}")
    waits(hall, "+8613700137000", Verified.CODE)
    hall.do(actions.offer_freed, hall.saturday, most=None)
    assert len(standing_offers(hall)) == UNPROVED_AT_ONCE + 1, "the one who proved theirs is asked all the same"
    hall.do(actions.offer_freed, hall.saturday, most=None)
    assert len(standing_offers(hall)) == UNPROVED_AT_ONCE + 1


def test_r56_a_number_is_held_for_twenty_times_a_day_without_proof(hall: Bookings) -> None:
    for _ in range(20):
        hall.do(actions.cancel, hall.hold().id)
    with pytest.raises(TooManyHolds):
        hall.hold()
    assert hall.hold(phone="+8613700137000").state == BookingState.HELD
    hall.clock.pass_(days=1, minutes=1)
    assert hall.hold().state == BookingState.HELD


def test_r57_r10_a_booking_that_moves_within_its_day_needs_no_second_of_the_quota(
    any_database: Database, clock: FrozenClock
) -> None:
    service = a_service("A1", "A", bookable=True, saturday=True, slot=10, quota_per_day=1)
    others = [s for s in booking_plan().services if s.id != "A1"]
    hall = Bookings(any_database, clock, services=(service, *others))
    booking = hall.book()
    moved = hall.do(actions.move, booking.id, SATURDAY + timedelta(hours=2))
    assert moved.start == SATURDAY + timedelta(hours=2)


@pytest.mark.parametrize("monday", [False, True])
def test_r64_a_lost_place_is_made_good_later_and_never_at_a_few_hours_notice(hall: Bookings, monday: bool) -> None:
    today = WEDNESDAY + timedelta(hours=1)
    hall.session(today, today + HOURS_3, "regular", "today", {1: "a"})
    if monday:
        hall.session(MONDAY_SESSION, MONDAY_SESSION + HOURS_3, "regular", "monday", {1: "a"})
    lost = hall.book()
    close(hall)
    offers = [b.start for b in hall.bookings(BookingState.HELD)]
    assert offers == ([MONDAY_SESSION] if monday else [])
    assert hall.again(lost).call_wanted == (None if monday else "no_place")


def test_r55_r64_who_has_booked_anew_meanwhile_gets_no_second_place_of_that_day(hall: Bookings) -> None:
    hall.session(NEXT_SATURDAY, NEXT_SATURDAY + HOURS_3, people={1: "a", 3: "b"})
    hall.book(phone=PHONE)
    close(hall)
    (offer,) = hall.bookings(BookingState.HELD)
    hall.book(NEXT_SATURDAY + timedelta(hours=2), phone=PHONE)
    with pytest.raises(LimitReached):
        hall.do(actions.accept_offer, offer.id)
    assert hall.again(offer).state == BookingState.HELD


def test_r60_late_is_too_late_where_an_ordinary_visitor_would_get_no_number(hall: Bookings) -> None:
    late = hall.book(SATURDAY + HOURS_3 - timedelta(minutes=10))
    hall.clock.hall = hall.clock.real = (
        SATURDAY + HOURS_3 + timedelta(minutes=5)
    )  # 15 late, and the hall has closed
    with pytest.raises(TooLate):
        hall.do(actions.check_in, late.id, by="desk")
    assert hall.again(late).state == BookingState.BOOKED


def test_r61_a_suspension_is_of_the_person_and_not_of_one_of_their_papers(
    any_database: Database, clock: FrozenClock
) -> None:
    hall = Bookings(any_database, clock, settings=LOOSE)
    for n in range(3):
        hall.by_desk(SATURDAY + timedelta(minutes=20 * n), document=DOCUMENT, phone=PHONE)
    typed = hall.book(SATURDAY + timedelta(hours=2), document=DOCUMENT, phone="+8613700137000")
    hall.clock.hall = hall.clock.real = SATURDAY + HOURS_3
    hall.do(actions.judge_missing)
    hall.session(NEXT_SATURDAY, NEXT_SATURDAY + HOURS_3, people={1: "a", 3: "b"})
    with any_database.read() as session:
        assert len(session.scalars(select(Suspension)).all()) == 1
    with pytest.raises(Suspended):
        hall.book(NEXT_SATURDAY, phone=PHONE)  # on the web, without the document
    again = hall.book(NEXT_SATURDAY + timedelta(hours=1), document=DOCUMENT, phone=str(typed.phone))
    assert again.state == BookingState.BOOKED, "who only typed that document is somebody else, for all one knows"
