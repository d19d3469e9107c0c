"""The life of a booking, step by step."""

from datetime import timedelta

import pytest

from hall.appointments import actions
from hall.appointments.errors import (
    BookingClosed,
    CodeNeeded,
    DelayedTwice,
    HoldExpired,
    LimitReached,
    NotToday,
    OfferGone,
    SlotTaken,
    Suspended,
    TooEarly,
    TooLate,
    TooManyHolds,
)
from hall.appointments.states import BookingState
from hall.queue.states import Lane
from tests.appointments.world import NEXT_SATURDAY, PHONE, SATURDAY, Bookings

MINUTES_10 = timedelta(minutes=10)


def test_r53_a_slot_is_held_while_the_form_is_filled_in_and_then_booked(hall: Bookings) -> None:
    held = hall.hold()
    assert held.state == BookingState.HELD and SATURDAY not in hall.free()
    booked = hall.book(SATURDAY + MINUTES_10)
    assert booked.state == BookingState.BOOKED and len(hall.units(booked)) == 2


def test_r53_a_hold_ends_by_the_clock_and_the_slot_is_free_again(hall: Bookings) -> None:
    held = hall.hold()
    hall.clock.pass_(minutes=10)
    assert SATURDAY in hall.free()
    with pytest.raises(HoldExpired):
        hall.do(actions.confirm, held.id)
    assert hall.book().start == SATURDAY
    with pytest.raises(HoldExpired):
        hall.do(actions.confirm, held.id)


def test_r55_a_public_booking_needs_the_code_of_its_telephone(hall: Bookings) -> None:
    held = hall.hold()
    with pytest.raises(CodeNeeded):
        hall.do(actions.confirm, held.id)
    digits = hall.do(lambda work: (actions.want_code(work, _found(work, held)), work.session.info)[1])
    assert not hall.do(
        actions.try_code, held.id, "000000" if digits["one_time_codes"][held.id] != "000000" else "1"
    )
    assert hall.do(actions.try_code, held.id, digits["one_time_codes"][held.id])
    assert hall.do(actions.confirm, held.id).state == BookingState.BOOKED


def test_r55_five_wrong_codes_end_the_hold(hall: Bookings) -> None:
    held = hall.hold()
    for _ in range(5):
        assert not hall.do(actions.try_code, held.id, "no")
    assert hall.again(held).state == BookingState.CANCELLED and SATURDAY in hall.free()


def test_r55_one_a_day_and_two_a_week_for_one_person(hall: Bookings) -> None:
    hall.book(phone=PHONE)
    with pytest.raises(LimitReached):
        hall.book(SATURDAY + MINUTES_10, phone=PHONE)
    assert hall.book(SATURDAY + 2 * MINUTES_10, phone=PHONE, for_someone_else=True)


def test_r53_one_client_holds_three_slots_at_most(hall: Bookings) -> None:
    for n in range(3):
        hall.hold(SATURDAY + n * MINUTES_10, client="somebody")
    with pytest.raises(TooManyHolds):
        hall.hold(SATURDAY + 3 * MINUTES_10, client="somebody")
    hall.clock.pass_(minutes=11)
    assert hall.hold(SATURDAY + 3 * MINUTES_10, client="somebody")


def test_a_taken_slot_names_the_nearest_free_ones(hall: Bookings) -> None:
    hall.book()
    with pytest.raises(SlotTaken) as refused:
        hall.book()
    nearest = refused.value.extra["nearest"]
    assert nearest and nearest == [slot.isoformat() for slot in hall.free()[: len(nearest)]]


def test_r51_a_slot_within_the_lead_is_for_desk_and_agents(hall: Bookings) -> None:
    hall.clock.hall = SATURDAY - timedelta(minutes=60)
    with pytest.raises(BookingClosed):
        hall.book()
    assert hall.by_desk().state == BookingState.BOOKED


def test_r57_moving_keeps_the_old_place_until_the_new_one_is_sure(hall: Bookings) -> None:
    mine, other = hall.book(), hall.book(SATURDAY + 3 * MINUTES_10)
    with pytest.raises(SlotTaken):
        hall.do(actions.move, mine.id, other.start)
    assert hall.again(mine).start == SATURDAY and len(hall.units(mine)) == 2
    hall.do(actions.move, mine.id, SATURDAY + timedelta(minutes=5))  # its own units are no obstacle
    assert hall.again(mine).start == SATURDAY + timedelta(minutes=5) and len(hall.units(mine)) == 2


def test_r54_a_cancelled_slot_returns_after_a_while(hall: Bookings) -> None:
    plan = hall.plan.settings.model_copy(update={"slot_release_delay_minutes": 30})
    assert plan.slot_release_delay_minutes == 30
    mine = hall.book()
    hall.do(actions.cancel, mine.id)
    assert hall.again(mine).in_time and SATURDAY in hall.free()
    assert hall.do(actions.cancel, mine.id).state == BookingState.CANCELLED


def test_r11_check_in_makes_a_booked_number_in_the_queue_of_its_service(hall: Bookings) -> None:
    mine = hall.book()
    hall.clock.hall = SATURDAY - timedelta(minutes=20)
    ticket = hall.do(actions.check_in, mine.id, by="kiosk")
    assert (ticket.label, ticket.queue_id, ticket.lane, ticket.ref) == ("Y001", "A", Lane.BOOKED, SATURDAY)
    assert hall.do(actions.check_in, mine.id, by="kiosk").id == ticket.id


def test_r59_check_in_opens_thirty_minutes_before(hall: Bookings) -> None:
    mine = hall.book()
    with pytest.raises(NotToday):
        hall.do(actions.check_in, mine.id, by="kiosk")
    hall.clock.hall = SATURDAY - timedelta(minutes=31)
    with pytest.raises(TooEarly) as early:
        hall.do(actions.check_in, mine.id, by="kiosk")
    assert early.value.extra["opens_at"] == (SATURDAY - timedelta(minutes=30)).isoformat()


def test_r60_late_by_up_to_half_an_hour_is_an_ordinary_visitor(hall: Bookings) -> None:
    mine, other = hall.book(), hall.book(SATURDAY + 2 * MINUTES_10)
    hall.clock.hall = SATURDAY + timedelta(minutes=11)
    ticket = hall.do(actions.check_in, mine.id, by="desk")
    assert (ticket.lane, ticket.ref, ticket.slot_start) == (Lane.ORDINARY, hall.clock.hall, None)
    hall.clock.hall = other.start + timedelta(minutes=31)
    with pytest.raises(TooLate):
        hall.do(actions.check_in, other.id, by="desk")


def test_r60_running_late_gives_ten_minutes_twice(hall: Bookings) -> None:
    mine = hall.book()
    hall.do(actions.running_late, mine.id)
    hall.do(actions.running_late, mine.id)
    with pytest.raises(DelayedTwice):
        hall.do(actions.running_late, mine.id)
    hall.clock.hall = SATURDAY + timedelta(minutes=29)
    assert hall.do(actions.check_in, mine.id, by="kiosk").lane == Lane.BOOKED


def test_r61_three_no_shows_in_thirty_days_suspend_booking_and_an_appeal_lifts_it(hall: Bookings) -> None:
    for n in range(3):
        week = timedelta(days=7 * n)
        if n:
            hall.session(SATURDAY + week, SATURDAY + week + timedelta(hours=3), people={1: "somebody"})
        hall.clock.hall = hall.clock.real = SATURDAY + week - timedelta(days=2)
        hall.book(SATURDAY + week, phone=PHONE)
        hall.clock.hall = hall.clock.real = SATURDAY + week + timedelta(minutes=31)
        assert hall.do(actions.judge_missing) == 1
    assert len(hall.facts("booking.no_show")) == 3
    suspension = hall.facts("booking.suspended")[0]["suspension"]
    week = timedelta(days=21)
    hall.session(SATURDAY + week, SATURDAY + week + timedelta(hours=3), people={1: "somebody"})
    hall.clock.hall = hall.clock.real = SATURDAY + week - timedelta(days=2)
    with pytest.raises(Suspended):
        hall.book(SATURDAY + week, phone=PHONE)
    hall.do(actions.lift, suspension)
    hall.clock.pass_(minutes=11)
    assert hall.book(SATURDAY + week, phone=PHONE)


def test_r62_an_excused_no_show_lifts_the_suspension_it_led_to(hall: Bookings) -> None:
    missed = []
    for n in range(3):
        week = timedelta(days=7 * n)
        if n:
            hall.session(SATURDAY + week, SATURDAY + week + timedelta(hours=3), people={1: "somebody"})
        hall.clock.hall = hall.clock.real = SATURDAY + week - timedelta(days=2)
        missed.append(hall.book(SATURDAY + week, phone=PHONE))
        hall.clock.hall = hall.clock.real = SATURDAY + week + timedelta(minutes=31)
        hall.do(actions.judge_missing)
    hall.do(actions.excuse, missed[0].id, "ill")
    assert len(hall.facts("booking.suspension_lifted")) == 1


def test_r13_two_services_are_one_visit_with_one_number_and_both_slots(hall: Bookings) -> None:
    mine = hall.book(services=("A1", "B1"))
    assert len(hall.units(mine)) == 2 + 4 and mine.end == SATURDAY + timedelta(minutes=30)
    hall.clock.hall = SATURDAY
    ticket = hall.do(actions.check_in, mine.id, by="kiosk")
    assert ticket.steps == ["A1", "B1"]
    assert ticket.step_slots == [SATURDAY.isoformat(), (SATURDAY + MINUTES_10).isoformat()]


def test_a_family_and_a_need_make_the_slot_longer(hall: Bookings) -> None:
    assert len(hall.units(hall.book(people=3))) == 6
    assert len(hall.units(hall.book(SATURDAY + 4 * MINUTES_10, needs=("wheelchair",)))) == 4


def test_r54_the_waiting_list_is_asked_one_by_one_and_keeps_the_own_booking_until_then(hall: Bookings) -> None:
    sunday = SATURDAY + timedelta(days=1)
    hall.session(sunday, sunday + timedelta(minutes=40), name="once", people={3: "third"})
    only = hall.book(sunday, "B1")
    own = hall.book(SATURDAY, "B1", phone="+8613900000001")
    late = hall.do(actions.join, "B1", only.day, only.day, name="Han", phone="+8613900000003")
    other = hall.do(actions.join, "B1", only.day, only.day, name="Mei", phone="+8613900000002")
    hall.do(actions.cancel, only.id)
    assert [o["entry"] for o in hall.facts("waitlist.offered")] == [late.id]
    hall.clock.pass_(minutes=16)
    hall.do(actions.lapse_due)
    assert [o["entry"] for o in hall.facts("waitlist.offered")] == [late.id, other.id]
    with pytest.raises(OfferGone):
        hall.do(actions.accept, hall.facts("waitlist.offered")[0]["booking"])
    assert hall.do(actions.accept, hall.facts("waitlist.offered")[1]["booking"]).state == BookingState.BOOKED
    assert hall.again(own).state == BookingState.BOOKED


def test_r54_accepting_an_earlier_time_frees_the_later_one(hall: Bookings) -> None:
    first = hall.book()
    own = hall.book(SATURDAY + timedelta(hours=2), phone="+8613900000001")
    hall.do(actions.join, "A1", first.day, first.day, name="Han", phone=own.phone or "", booking=own.id)
    hall.do(actions.cancel, first.id)
    taken = hall.do(actions.accept, hall.facts("waitlist.offered")[0]["booking"])
    assert taken.start == SATURDAY and hall.again(own).state == BookingState.CANCELLED
    assert hall.units(own) == []


def _found(work: object, booking: object) -> object:
    from hall.appointments.lookups import the_booking

    return the_booking(work, booking.id)  # type: ignore[arg-type, attr-defined]


def test_r64_a_closed_session_displaces_everybody_with_an_offer_or_a_call(hall: Bookings) -> None:
    hall.session(NEXT_SATURDAY, NEXT_SATURDAY + timedelta(hours=3), people={1: "a", 3: "b"})
    told, alone = hall.book(), hall.by_desk(SATURDAY + MINUTES_10)
    hall.do(_close, hall.saturday)
    assert hall.again(told).state == hall.again(alone).state == BookingState.DISPLACED
    facts = hall.facts("booking.displaced")
    assert [f["reachable"] for f in facts] == [True, False] and all(f["offer"] for f in facts)
    assert hall.again(told).call_wanted is None and hall.again(alone).call_wanted == "no_contact"
    offer = hall.do(actions.accept_offer, facts[0]["offer"])
    assert offer.state == BookingState.BOOKED and offer.start == NEXT_SATURDAY


def test_r67_leave_moves_a_booking_to_the_colleague_beside_and_displaces_only_the_rest(hall: Bookings) -> None:
    hall.do(_seat, hall.saturday, {1: "somebody", 2: "other", 3: "third"})
    both = [hall.book(), hall.book()]
    assert {u.counter_number for b in both for u in hall.units(b)} == {1, 2}
    later = hall.book(SATURDAY + timedelta(hours=1))
    hall.do(_seat, hall.saturday, {2: "other", 3: "third"})
    states = [hall.again(b).state for b in (*both, later)]
    assert sorted(states) == sorted([BookingState.BOOKED, BookingState.DISPLACED, BookingState.BOOKED])
    assert {u.counter_number for u in hall.units()} <= {2}


def _close(work: object, session_id: str) -> None:
    from hall.roster.models import HallSession

    row = work.session.get(HallSession, session_id)  # type: ignore[attr-defined]
    row.state = "closed"
    work.session.flush()  # type: ignore[attr-defined]
    actions.settle(work, session_id, reason="closed")  # type: ignore[arg-type]


def _seat(work: object, session_id: str, people: dict[int, str]) -> None:
    from sqlalchemy import delete

    from hall.roster.models import Shift
    from tests.world import HALL

    session = work.session  # type: ignore[attr-defined]
    session.execute(delete(Shift).where(Shift.session_id == session_id))
    for counter, member in people.items():
        session.add(Shift(session_id=session_id, hall_id=HALL, counter_number=counter, member_id=member))
    session.flush()
    actions.settle(work, session_id, reason="roster")  # type: ignore[arg-type]
