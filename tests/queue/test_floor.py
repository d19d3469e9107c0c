"""What the floor and the clock do: leftovers, paper numbers, days, a clock set back, refusals."""

from datetime import timedelta

import pytest

from hall.kernel.errors import HallError
from hall.kernel.journal import head
from hall.queue import actions, errors
from hall.queue.states import TicketState
from tests.world import Floor, FrozenClock


def test_r32_leftovers_are_closed_with_a_reason(floor: Floor) -> None:
    floor.issue(), floor.issue("B1")
    assert floor.do(actions.close_queue, "closing", queue_id="A") == 1
    assert floor.do(actions.close_queue, "closing") == 1


def test_r75_paper_numbers_are_entered_once_with_their_own_moment(floor: Floor, clock: FrozenClock) -> None:
    early = clock.hall - timedelta(minutes=30)
    floor.issue()
    paper = floor.do(actions.enter_paper_ticket, 901, "A1", early)
    assert paper.label == "A901"
    with pytest.raises(errors.NumberTaken):
        floor.do(actions.enter_paper_ticket, 901, "A1", early)
    assert floor.next(floor.open(1)).ticket_id == paper.id


def test_a_new_day_closes_what_was_left_and_begins_at_one(floor: Floor, clock: FrozenClock) -> None:
    ticket = floor.issue()
    clock.pass_(days=1)
    assert floor.do(actions.close_day) == 1
    assert floor.ticket(ticket.id).state == TicketState.EXPIRED
    assert floor.issue().label == "A001"


def test_r07_numbers_begin_twenty_minutes_before_the_opening(floor: Floor, clock: FrozenClock) -> None:
    clock.hall = clock.hall.replace(hour=0, minute=9)  # 08:09 in Shanghai
    with pytest.raises(errors.NotYetOpen):
        floor.issue()
    clock.hall = clock.hall.replace(minute=10)
    assert floor.issue().label == "A001"


def test_a_clock_set_back_keeps_order_and_waits_positive(floor: Floor, clock: FrozenClock) -> None:
    first = floor.issue()
    clock.hall -= timedelta(minutes=10)
    second, counter = floor.issue(), floor.open(1)
    assert second.issued_at >= first.issued_at
    call = floor.next(counter)
    assert call.ticket_id == first.id and call.at >= first.issued_at


def test_a_delay_lets_others_go_first_and_at_most_twice(floor: Floor) -> None:
    first, second = floor.issue(), floor.issue()
    floor.do(actions.delay, first.id, 10)
    assert floor.next(floor.open(1)).ticket_id == second.id
    floor.do(actions.delay, first.id, 10)
    with pytest.raises(errors.DelayedBefore):
        floor.do(actions.delay, first.id, 10)


def test_a_refused_verb_leaves_no_fact(floor: Floor) -> None:
    floor.open(1)
    with floor.works.database.read() as session:
        before = head(session, floor.hall_id)
    with pytest.raises(HallError):
        floor.next(f"{floor.hall_id}-1")
    with floor.works.database.read() as session:
        assert head(session, floor.hall_id) == before
