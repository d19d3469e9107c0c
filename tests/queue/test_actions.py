"""The verbs of the queue, one after another, as a counter meets them."""

from datetime import timedelta

import pytest

from hall.queue import actions, errors
from hall.queue.states import CallRule, CounterState, TicketState
from tests.world import OTHER, Floor, FrozenClock


def test_r01_numbers_run_on_without_gaps_even_after_a_refusal(floor: Floor) -> None:
    first = floor.issue("A1")
    with pytest.raises(errors.UnknownService):
        floor.issue("nonsense")
    assert [first.label, floor.issue("A2").label, floor.issue("B1").label] == ["A001", "A002", "B001"]


def test_call_arrive_finish(floor: Floor) -> None:
    ticket, counter = floor.issue(), floor.open(1)
    call = floor.next(counter)
    assert floor.ticket(ticket.id).state == TicketState.CALLED
    floor.do(actions.arrive, call.id)
    floor.do(actions.finish, ticket.id, "done")
    assert floor.ticket(ticket.id).state == TicketState.FINISHED
    assert call.rule == CallRule.KEY


def test_r24_next_ends_the_visit_before_it(floor: Floor) -> None:
    first, second, counter = floor.issue(), floor.issue(), floor.open(1)
    call = floor.next(counter)
    floor.do(actions.arrive, call.id)
    again = floor.next(counter, call.id)
    assert again.ticket_id == second.id
    assert floor.ticket(first.id).state == TicketState.FINISHED


def test_r24_next_while_a_visitor_is_expected_is_refused_then_records_the_miss(
    floor: Floor, clock: FrozenClock
) -> None:
    first, _, counter = floor.issue(), floor.issue(), floor.open(1)
    call = floor.next(counter)
    with pytest.raises(errors.VisitorExpected):
        floor.next(counter, call.id)
    clock.pass_(seconds=90)
    floor.next(counter, call.id)
    assert floor.ticket(first.id).state == TicketState.MISSED


def test_the_same_press_twice_is_one_call(floor: Floor) -> None:
    floor.issue(), floor.issue()
    counter = floor.open(1)
    call = floor.next(counter)
    assert floor.next(counter).id == call.id
    floor.do(actions.arrive, call.id)
    again = floor.next(counter, call.id)
    assert floor.next(counter, call.id).id == again.id


def test_an_outdated_press_never_hits_the_next_visitor(floor: Floor) -> None:
    for _ in range(3):
        floor.issue()
    counter = floor.open(1)
    one = floor.next(counter)
    floor.do(actions.arrive, one.id)
    two = floor.next(counter, one.id)
    floor.do(actions.arrive, two.id)
    floor.do(actions.finish, two.ticket_id, "done", call_id=two.id)
    with pytest.raises(errors.NotCurrent):
        floor.next(counter, one.id)


def test_r19_undo_gives_the_ticket_its_place_and_opens_the_visit_again(floor: Floor, clock: FrozenClock) -> None:
    first, second, counter = floor.issue(), floor.issue(), floor.open(1)
    call = floor.next(counter)
    floor.do(actions.arrive, call.id)
    mistake = floor.next(counter, call.id)
    clock.pass_(seconds=9)
    floor.do(actions.undo_call, mistake.id)
    assert floor.ticket(first.id).state == TicketState.SERVING
    assert floor.ticket(second.id).state == TicketState.WAITING
    assert floor.next(counter, call.id).ticket_id == second.id


def test_r19_after_ten_seconds_a_call_stands(floor: Floor, clock: FrozenClock) -> None:
    floor.issue()
    call = floor.next(floor.open(1))
    clock.pass_(seconds=11)
    with pytest.raises(errors.TooLateToUndo):
        floor.do(actions.undo_call, call.id)


def test_r14_the_hall_announces_again_by_itself(floor: Floor, clock: FrozenClock) -> None:
    floor.issue()
    floor.next(floor.open(1))
    assert floor.do(actions.announce_due) == 0
    clock.pass_(seconds=20)
    assert [floor.do(actions.announce_due), floor.do(actions.announce_due)] == [1, 0]


def test_r16_at_the_limit_recall_explains_itself(floor: Floor) -> None:
    floor.issue()
    call = floor.next(floor.open(1))
    for _ in range(5):
        floor.do(actions.recall, call.id)
    with pytest.raises(errors.RecallLimit):
        floor.do(actions.recall, call.id)


def test_r25_a_missed_ticket_rejoins_once(floor: Floor, clock: FrozenClock) -> None:
    ticket, counter = floor.issue(), floor.open(1)
    call = floor.next(counter)
    clock.pass_(seconds=90)
    floor.do(actions.miss, call.id, "not_here")
    floor.do(actions.rejoin, ticket.id)
    again = floor.next(counter, call.id)
    floor.do(actions.miss, again.id, "declined")
    assert floor.ticket(ticket.id).state == TicketState.EXPIRED
    with pytest.raises(errors.RejoinTooLate):
        floor.do(actions.rejoin, ticket.id)


def test_r26_after_an_hour_it_is_too_late_to_rejoin(floor: Floor, clock: FrozenClock) -> None:
    ticket = floor.issue()
    floor.do(actions.miss, floor.next(floor.open(1)).id, "declined")
    clock.pass_(minutes=61)
    with pytest.raises(errors.RejoinTooLate):
        floor.do(actions.rejoin, ticket.id)
    assert floor.do(actions.expire_due) == 1


def test_r34_a_parked_visitor_comes_back_next_to_the_same_counter(floor: Floor) -> None:
    ticket, counter = floor.issue(), floor.open(1)
    other = floor.open(2, OTHER)
    call = floor.next(counter)
    floor.do(actions.park, ticket.id, "copy", call_id=call.id)
    older = floor.issue()
    floor.do(actions.come_back, ticket.id)
    assert floor.next(other).ticket_id == older.id
    assert floor.next(counter, call.id).ticket_id == ticket.id


def test_r34_when_that_counter_has_closed_any_counter_calls_it(floor: Floor) -> None:
    ticket, counter = floor.issue(), floor.open(1)
    floor.next(counter)
    floor.do(actions.park, ticket.id, "copy")
    floor.do(actions.close_counter, counter)
    floor.do(actions.come_back, ticket.id)
    assert floor.next(floor.open(2, OTHER)).ticket_id == ticket.id


def test_r33_hold_and_resume_and_next_is_refused_meanwhile(floor: Floor) -> None:
    ticket, counter = floor.issue(), floor.open(1)
    floor.issue()
    call = floor.next(counter)
    floor.do(actions.hold, ticket.id, "system")
    with pytest.raises(errors.CounterBusy):
        floor.next(counter, call.id)
    floor.do(actions.resume, ticket.id)
    assert floor.ticket(ticket.id).state == TicketState.SERVING


def test_r37_transfer_keeps_ref_lane_and_number(floor: Floor) -> None:
    ticket = floor.issue()
    floor.issue("B1")
    floor.next(floor.open(1))
    floor.do(actions.transfer, ticket.id, "wrong_service", service_id="B1")
    moved = floor.ticket(ticket.id)
    assert (moved.queue_id, moved.label, moved.ref) == ("B", "A001", ticket.ref)
    assert floor.next(floor.open(3, OTHER)).ticket_id == ticket.id


def test_r13_a_package_goes_on_under_one_number(floor: Floor) -> None:
    ticket, counter = floor.issue("P"), floor.open(1)
    call = floor.next(counter)
    floor.do(actions.finish, ticket.id, "done", call_id=call.id)
    assert floor.ticket(ticket.id).service_id == "B1"
    second = floor.next(floor.open(3, OTHER))
    floor.do(actions.finish, ticket.id, "done", call_id=call.id)  # a retry of the first press
    assert floor.ticket(ticket.id).state == TicketState.CALLED
    floor.do(actions.finish, ticket.id, "done", call_id=second.id)
    assert floor.ticket(ticket.id).state == TicketState.FINISHED


def test_r19_undo_takes_a_package_step_back_too(floor: Floor) -> None:
    ticket, counter = floor.issue("P"), floor.open(1)
    floor.issue("A1")
    call = floor.next(counter)
    floor.do(actions.arrive, call.id)
    mistake = floor.next(counter, call.id)
    floor.do(actions.undo_call, mistake.id)
    back = floor.ticket(ticket.id)
    assert (back.state, back.service_id, back.step) == (TicketState.SERVING, "A1", 0)


def test_r42_priority_is_given_and_taken(floor: Floor) -> None:
    first, second = floor.issue(), floor.issue()
    floor.do(actions.give_priority, second.id, "older", note="<b>张</b>")
    counter = floor.open(1)
    assert floor.next(counter).ticket_id == second.id
    floor.do(actions.give_priority, first.id, "pregnant")
    assert floor.do(actions.take_priority, first.id).lane == "ordinary"


def test_r39_pausing_needs_an_empty_counter(floor: Floor, clock: FrozenClock) -> None:
    ticket, counter = floor.issue(), floor.open(1)
    floor.next(counter)
    with pytest.raises(errors.CounterBusy):
        floor.do(actions.pause_counter, counter, "meal")
    floor.do(actions.finish, ticket.id, "done")
    paused = floor.do(actions.pause_counter, counter, "meal", until=clock.hall + timedelta(minutes=30))
    assert (paused.state, paused.pause_reason) == (CounterState.PAUSED, "meal")
    with pytest.raises(errors.CounterPaused):
        floor.next(counter)


def test_r41_taking_over_is_explicit_and_keeps_the_visit(floor: Floor) -> None:
    floor.issue()
    counter = floor.open(1)
    call = floor.next(counter)
    with pytest.raises(errors.CounterTaken):
        floor.do(actions.open_counter, counter, OTHER)
    taken = floor.do(actions.open_counter, counter, OTHER, take_over=True)
    assert (taken.member_id, taken.call_id) == (OTHER, call.id)


def test_one_member_sits_at_one_counter(floor: Floor) -> None:
    floor.open(1)
    with pytest.raises(errors.AlreadyAtCounter):
        floor.open(2)


def test_r31_a_ticket_can_be_given_back_until_it_is_served(floor: Floor) -> None:
    ticket = floor.issue()
    call = floor.next(floor.open(1))
    floor.do(actions.cancel, ticket.code)
    floor.do(actions.cancel, ticket.code)
    assert floor.ticket(ticket.id).state == TicketState.CANCELLED
    with pytest.raises(errors.NotCurrent):
        floor.do(actions.arrive, call.id)
