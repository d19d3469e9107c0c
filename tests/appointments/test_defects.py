"""What bookings of other systems get wrong, as tests: each is named for a defect that was reported somewhere."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from hall.appointments import actions
from hall.appointments.actions import Visit
from hall.appointments.errors import (
    HoldExpired,
    OfferGone,
    ReasonNeeded,
    SlotTaken,
    TooLate,
)
from hall.appointments.models import Booking
from hall.appointments.queries import slots
from hall.appointments.states import BookingState, Verified
from hall.appointments.supply import Wanted
from hall.kernel.database import Database
from hall.kernel.work import SYSTEM, Works
from hall.reactions import HouseReactions
from hall.roster.actions import close_session, plan_ahead, publish, set_roster
from hall.roster.models import HallSession
from hall.site.actions import adopt_plan
from hall.site.plan import OneOff, Override, WeeklySession
from tests.appointments.world import (
    HOURS_3,
    NEXT_SATURDAY,
    SATURDAY,
    Bookings,
    booking_plan,
)
from tests.world import CLERK, HALL, OTHER, FrozenClock, a_hall, names

TEN = timedelta(minutes=10)


@pytest.fixture
def house(database: Database, clock: FrozenClock) -> Bookings:
    """The hall with everything that follows from facts."""
    made = Bookings(database, clock)
    made.works = Works(database, clock, HouseReactions())
    return made


def test_two_sessions_over_the_same_counters_cannot_both_sell_them(hall: Bookings) -> None:
    """ZMSKVR-1020, 465: a make-up day beside the week. Here a day has its sessions once, whoever opened them."""
    once = OneOff(day=date(2026, 11, 29), session="once", start=time(9), end=time(10))
    hall.do(adopt_plan, booking_plan(one_off=(once,)))
    hall.do(plan_ahead)
    assert hall.do(plan_ahead) == 0
    with hall.database.read() as session:
        rows = [r for r in session.query(HallSession) if r.start == SATURDAY + timedelta(days=1)]
    assert len(rows) == 1


def test_a_hold_that_expires_while_the_form_is_open_never_gives_two_people_one_slot(hall: Bookings) -> None:
    """ZMSKVR-615, BC: confirming later fails; the place belongs to whoever took it since."""
    slow = hall.hold()
    hall.clock.pass_(minutes=11)
    quick = hall.book()
    with pytest.raises(HoldExpired):
        hall.do(actions.confirm, slow.id, by=Verified.CODE)
    assert {u.booking_id for u in hall.units()} == {quick.id}


def test_an_expired_hold_is_refused_by_the_clock_and_not_only_by_a_job(hall: Bookings) -> None:
    """ZMS ProcessConfirm.php:43."""
    held = hall.hold()
    hall.clock.pass_(minutes=10)
    with pytest.raises(HoldExpired):
        hall.do(actions.confirm, held.id, by=Verified.CODE)
    assert hall.again(held).state == BookingState.HELD, "no job has run"


def test_staff_pass_the_same_check_and_overbooking_says_why(hall: Bookings) -> None:
    """ZMS, BC, RDV: edits by staff without a check."""
    hall.book()
    with pytest.raises(SlotTaken):
        hall.by_desk()
    with pytest.raises(ReasonNeeded):
        hall.by_desk(overbook=" ")
    beside = hall.by_desk(overbook="a funeral tomorrow")
    assert beside.overbooked and {u.layer for u in hall.units(beside)} == {1}
    assert hall.facts("booking.booked")[-1]["overbooked"] is True


def test_what_is_left_is_the_smaller_of_places_and_quota(database: Database, clock: FrozenClock) -> None:
    """BC availability_service.py:126-132 sold beyond the quota."""
    plan = booking_plan()
    limited = tuple(s.model_copy(update={"quota_per_day": 2}) if s.id == "A1" else s for s in plan.services)
    hall = Bookings(database, clock, services=limited)
    hall.book()
    hall.book(SATURDAY + TEN)
    with pytest.raises(SlotTaken):
        hall.book(SATURDAY + 2 * TEN)
    assert hall.free() == [] and hall.free("A2")


def test_a_move_is_one_step_and_its_own_old_place_counts_as_free(hall: Bookings) -> None:
    """ZMS, EA."""
    mine = hall.book(service="B1")
    hall.do(actions.move, mine.id, SATURDAY + timedelta(minutes=5))
    assert hall.again(mine).start == SATURDAY + timedelta(minutes=5) and len(hall.units(mine)) == 4
    hall.book(SATURDAY + timedelta(hours=1), "B1")
    with pytest.raises(SlotTaken):
        hall.do(actions.move, mine.id, SATURDAY + timedelta(hours=1))
    assert len(hall.units(mine)) == 4 and hall.again(mine).moves == 1


@pytest.mark.parametrize(
    ("sunday", "starts", "gap"),
    [
        (date(2027, 3, 28), 12, "02:00 to 03:00 is not there"),
        (date(2026, 10, 25), 24, "02:00 to 03:00 is there twice"),
        (date(2027, 3, 21), 18, "the week before is as always"),
    ],
)
def test_slots_across_both_clock_changes_and_the_week_before(
    database: Database, clock: FrozenClock, sunday: date, starts: int, gap: str
) -> None:
    """EA #962, RDV #4158: every unit is an instant, so an hour that comes twice is two hours of a counter."""
    night = WeeklySession(days=(7,), session="night", start=time(1), end=time(4), kind="off_hours")
    services = tuple(s.model_copy(update={"slot": 10}) for s in booking_plan().services if s.id == "A1")
    plan = booking_plan(timezone="Europe/Berlin", sessions=(night,), services=services)
    clock.hall = clock.real = datetime.combine(sunday, time(12), UTC) - timedelta(days=2)
    a_hall(database, plan, clock)
    works = Works(database, clock)
    works.perform(HALL, _system(), plan_ahead)
    with database.read() as session:
        row = next(r for r in session.query(HallSession) if r.day == sunday)
    works.perform(HALL, _system(), lambda work: set_roster(work, row.id, {1: CLERK}))
    works.perform(HALL, _system(), lambda work: _publish(work, row.id))
    with database.read() as session:
        wanted = Wanted((plan.services[0],))
        found = slots(session, plan, wanted, sunday, sunday, clock.hall, clock.real)
    assert len({s.start for s in found}) == len(found) == starts, gap


def test_year_end_month_end_and_leap_day_are_ordinary_days(database: Database, clock: FrozenClock) -> None:
    """ZMS clean-up queries compared month and day without the year."""
    clock.hall = clock.real = datetime(2027, 12, 30, 2, tzinfo=UTC)
    a_hall(database, booking_plan(), clock)
    works = Works(database, clock)
    for today in (datetime(2027, 12, 30, 2, tzinfo=UTC), datetime(2028, 2, 28, 2, tzinfo=UTC)):
        clock.hall = clock.real = today
        works.perform(HALL, _system(), plan_ahead)
        with database.read() as session:
            plan = booking_plan()
            first, last = today.date(), today.date() + timedelta(days=2)
            wanted = Wanted((plan.services[0],))
            days = {s.start.date() for s in slots(session, plan, wanted, first, last, clock.hall, clock.real)}
        assert len(days) >= 2, today


def test_a_closure_over_bookings_is_listed_told_displaced_and_counted(house: Bookings) -> None:
    """NHS, Berlin 2024: six hundred slots on a day the office was shut."""
    house.session(NEXT_SATURDAY, NEXT_SATURDAY + HOURS_3, people={1: CLERK, 3: OTHER})
    told, alone = house.book(), house.by_desk(SATURDAY + TEN)
    house.do(close_session, house.saturday, "weather")
    displaced = house.facts("booking.displaced")
    assert {d["booking"] for d in displaced} == {told.id, alone.id}
    assert house.again(alone).call_wanted == "no_contact" and house.again(told).call_wanted is None
    assert house.units(told) == house.units(alone) == [] and house.free() == []


def test_a_one_off_saturday_on_a_holiday_is_open_and_a_series_is_not(hall: Bookings) -> None:
    """ZMS Availability.php:156, ZMSKVR-1207."""
    day = date(2026, 12, 5)
    holiday = Override(first=day, last=day, kind="closed", names=names("holiday"))
    hall.do(adopt_plan, booking_plan(overrides=(holiday,)))
    hall.do(plan_ahead)
    assert not hall.free(start=NEXT_SATURDAY)
    once = OneOff(day=day, session="open day", start=time(9), end=time(12), services=("A1", "B1"))
    hall.do(adopt_plan, booking_plan(overrides=(holiday,), one_off=(once,)))
    hall.do(plan_ahead)
    row = f"{HALL}-20261205-0900"
    hall.do(set_roster, row, {1: CLERK, 3: OTHER})
    hall.do(_publish, row)
    plan = hall.plan
    hall.plan = booking_plan(overrides=(holiday,), one_off=(once,))
    assert hall.free(start=NEXT_SATURDAY)
    hall.plan = plan


def test_who_was_called_before_their_time_is_no_no_show(hall: Bookings) -> None:
    """va.gov-team#72247: a person who checked in early was struck off."""
    mine = hall.book()
    hall.clock.hall = SATURDAY - timedelta(minutes=20)
    hall.do(actions.check_in, mine.id, by="kiosk")
    hall.clock.hall = SATURDAY + timedelta(hours=2)
    assert hall.do(actions.judge_missing) == 0
    assert hall.again(mine).state == BookingState.CHECKED_IN


def test_the_waiting_list_offers_once_never_after_the_start_and_keeps_the_own_booking(hall: Bookings) -> None:
    """PTX #1031, #1163, RDV."""
    sunday = SATURDAY + timedelta(days=1)
    hall.session(sunday, sunday + timedelta(minutes=40), name="once", people={3: OTHER})
    first, own = hall.book(sunday, "B1"), hall.book(SATURDAY, "B1", phone="+8613900000001")
    hall.do(actions.join, "B1", first.day, first.day, name="Han", phone="+8613900000001", booking=own.id)
    hall.clock.hall = sunday - timedelta(minutes=30)
    hall.do(actions.cancel, first.id)
    assert hall.facts("waitlist.offered") == [], "too soon: nobody is asked"
    assert hall.again(own).state == BookingState.BOOKED


def test_an_offer_is_used_once(hall: Bookings) -> None:
    sunday = SATURDAY + timedelta(days=1)
    hall.session(sunday, sunday + timedelta(minutes=40), name="once", people={3: OTHER})
    first = hall.book(sunday, "B1")
    hall.do(actions.join, "B1", first.day, first.day, name="Han", phone="+8613900000001")
    hall.do(actions.cancel, first.id)
    offer = hall.facts("waitlist.offered")[0]["booking"]
    hall.do(actions.decline, offer)
    with pytest.raises(OfferGone):
        hall.do(actions.accept, offer)


def test_the_length_comes_from_the_service_and_never_from_who_asks(hall: Bookings) -> None:
    """RDV creneaux_search believed the browser. Here a visit has no length to be given."""
    assert not [name for name in Visit.__dataclass_fields__ if "minute" in name or "length" in name]
    assert len(hall.units(hall.book(service="B1"))) == 4


def test_codes_are_long_hashed_at_rest_and_useless_after_the_visit(hall: Bookings) -> None:
    """EA keys in plain text, ZMSKVR-1002."""
    from sqlalchemy import text

    mine = hall.book()
    assert len(mine.code) >= 22
    with hall.database.read() as session:
        row = dict(session.execute(text("SELECT * FROM booking")).mappings().one())
    assert mine.code not in str(row) and mine.short_code not in str(row) and "Li Lei" not in str(row)
    hall.clock.hall = SATURDAY + timedelta(hours=1)
    hall.do(actions.judge_missing)
    with pytest.raises(TooLate):
        hall.do(actions.check_in, mine.code, by="phone")


def test_no_message_offers_a_time_without_a_place_behind_it(house: Bookings) -> None:
    """rdv-insertion #1237, #2280: the offer of a displaced person is a booking of its own."""
    house.session(NEXT_SATURDAY, NEXT_SATURDAY + HOURS_3, people={1: CLERK, 3: OTHER})
    house.book()
    house.do(close_session, house.saturday, "staff")
    offer = house.facts("booking.displaced")[0]["offer"]
    with house.database.read() as session:
        held = session.get_one(Booking, offer)
    assert held.state == BookingState.HELD and len(house.units(held)) == 2


def _publish(work: Any, session_id: str) -> None:
    publish(work, session_id)


def _system() -> Any:
    return SYSTEM
