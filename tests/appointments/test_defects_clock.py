"""What bookings of other systems get wrong, as tests: each is named for a defect that was reported somewhere."""

from datetime import timedelta
from typing import Any

import pytest

from hall.appointments import actions
from hall.appointments.errors import (
    DelayedTwice,
    SlotTaken,
    WrongStanding,
)
from hall.appointments.models import Booking
from hall.appointments.rules import standing
from hall.appointments.states import BookingState, Standing
from hall.kernel.database import Database
from hall.kernel.work import SYSTEM, Works
from hall.queue import actions as queue
from hall.queue.actions.issue import Wish
from hall.queue.states import Lane, TicketState
from hall.reactions import HouseReactions
from hall.roster.actions import claim, close_session, give_up, publish, set_roster
from hall.roster.queries import shifts_of
from hall.site.actions import adopt_plan
from tests.appointments.world import (
    HOURS_3,
    MONDAY_SESSION,
    NEXT_SATURDAY,
    SATURDAY,
    Bookings,
    booking_plan,
)
from tests.world import CLERK, HALL, OTHER, FrozenClock, a_counter

TEN = timedelta(minutes=10)


@pytest.fixture
def house(database: Database, clock: FrozenClock) -> Bookings:
    """The hall with everything that follows from facts."""
    made = Bookings(database, clock)
    made.works = Works(database, clock, HouseReactions())
    return made


def test_jobs_off_for_a_day_change_no_judgement(hall: Bookings) -> None:
    """LIB #65, #1046, ZMS: holds and no-shows are judged on reading."""
    held, booked = hall.hold(), hall.book(SATURDAY + TEN)
    hall.clock.hall = hall.clock.real = SATURDAY + timedelta(days=1)
    settings = hall.plan.settings
    with hall.database.read() as session:
        rows = [session.get_one(Booking, b.id) for b in (held, booked)]
        seen = [standing(row, hall.clock.hall, hall.clock.real, settings) for row in rows]
    assert seen == [Standing.LAPSED, Standing.NO_SHOW]


def test_a_late_booking_cannot_push_punctual_people_back_and_a_walk_in_has_a_bound(hall: Bookings) -> None:
    """ZMS merge: once its time is past a booking goes before everybody. Here late is ordinary (R-60, R-21)."""
    hall.session(MONDAY_SESSION, MONDAY_SESSION + HOURS_3, "regular", "day", {1: CLERK})
    late = hall.book(MONDAY_SESSION + timedelta(hours=1))
    hall.clock.hall = hall.clock.real = MONDAY_SESSION + timedelta(minutes=70)
    walked_in = hall.do(queue.issue_ticket, Wish(("A1",)), channel="kiosk")
    hall.clock.pass_(minutes=5)
    ticket = hall.do(actions.check_in, late.id, by="kiosk")
    assert ticket.lane == Lane.ORDINARY
    hall.do(queue.open_counter, f"{HALL}-1", CLERK)
    assert hall.do(queue.call_next, f"{HALL}-1", after=None).ticket_id == walked_in.id


def test_postponements_are_capped_and_a_person_present_keeps_their_place(hall: Bookings) -> None:
    """Dash Pass."""
    mine = hall.book()
    for _ in range(2):
        hall.do(actions.running_late, mine.id)
    with pytest.raises(DelayedTwice):
        hall.do(actions.running_late, mine.id)
    hall.clock.hall = SATURDAY
    ticket = hall.do(actions.check_in, mine.id, by="kiosk")
    with pytest.raises(WrongStanding):
        hall.do(actions.running_late, mine.id)
    assert ticket.state == TicketState.WAITING and ticket.ref == SATURDAY


def test_a_clock_that_is_set_back_sells_nothing_twice(hall: Bookings) -> None:
    mine = hall.book()
    hall.clock.hall -= timedelta(hours=3)
    hall.clock.real -= timedelta(hours=3)
    with pytest.raises(SlotTaken):
        hall.book()
    assert {u.booking_id for u in hall.units()} == {mine.id}


def test_r67_leave_shrinks_what_can_be_booked_and_a_shift_that_is_claimed_again_lets_it_grow(
    house: Bookings,
) -> None:
    before = house.free()
    with house.database.read() as session:
        shift = next(s for s in shifts_of(session, [house.saturday])[house.saturday] if s.counter_number == 1)
    house.do(give_up, shift.id, CLERK)
    assert house.free() == []
    house.do(claim, shift.id, CLERK)
    assert house.free() == before


def test_typhoon_a_saturday_with_34_bookings_is_closed_on_friday(house: Bookings) -> None:
    house.session(NEXT_SATURDAY, NEXT_SATURDAY + HOURS_3, people={n: f"member {n}" for n in range(1, 7)})
    house.do(adopt_plan, booking_plan(counters=tuple(a_counter(n, "A", "B") for n in range(1, 7))))
    house.plan = booking_plan(counters=tuple(a_counter(n, "A", "B") for n in range(1, 7)))
    house.do(set_roster, house.saturday, {1: CLERK, 2: OTHER, 3: None})
    made = []
    for n, start in enumerate(2 * house.free("A2")[::2]):
        if len(made) == 34:
            break
        try:
            phone = None if n % 10 == 9 else f"+86138{n:08d}"
            made.append(house.book(start, "A2", phone=phone) if phone else house.by_desk(start, "A2"))
        except SlotTaken:
            continue
    house.clock.hall = house.clock.real = SATURDAY - timedelta(hours=17)  # Friday 16:00
    house.do(close_session, house.saturday, "weather")
    displaced = house.facts("booking.displaced")
    assert len(made) >= 30 and len(displaced) == len(made)
    for booking in house.bookings(BookingState.DISPLACED):
        fact = next(d for d in displaced if d["booking"] == booking.id)
        assert (fact["offer"] and fact["reachable"]) or booking.call_wanted, "told with an offer, or rung"


def _publish(work: Any, session_id: str) -> None:
    publish(work, session_id)


def _system() -> Any:
    return SYSTEM
