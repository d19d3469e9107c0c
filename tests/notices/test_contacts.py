"""The number of a ticket (R-30) and a number taken from outside (R-12)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from hall.notices import actions
from hall.notices.errors import TicketOver
from hall.notices.models import TicketContact
from hall.queue import actions as queue
from hall.queue.errors import NotArrived, WrongState
from hall.queue.present import hall_state
from hall.schedule import JOBS, tick
from hall.site.queries import plan_of
from tests.notices.outbox import PHONE, Told
from tests.world import HALL


def near(told: Told) -> int:
    job = next(job for job in JOBS if job.name == "near_turns")
    return tick(job, told.works)


def contacts(told: Told) -> int:
    with told.works.database.read() as session:
        return len(session.scalars(select(TicketContact)).all())


def call(told: Told, times: int = 1) -> None:
    counter = f"{HALL}-1"
    for _ in range(times):
        made = told.next(counter)
        told.do(queue.arrive, made.id)
        told.do(queue.finish, made.ticket_id, "done", call_id=made.id)


def test_r30_three_ahead_is_told_once(told: Told) -> None:
    told.open(1)
    tickets = [told.issue("A1") for _ in range(6)]
    told.do(actions.want_texts, tickets[-1].id, PHONE)
    assert near(told) == 0, "five are ahead"
    call(told)
    assert near(told) == 0
    call(told)
    assert (near(told), near(told)) == (1, 0)
    assert told.texts() == ["【Willow】A006前面还有3位，请到A General等候"]
    call(told)
    assert near(told) == 0


def test_r30_whoever_is_nearly_next_when_they_type_their_number_reads_it_there(told: Told) -> None:
    ticket = told.issue("A1")
    told.do(actions.want_texts, ticket.id, PHONE)
    assert near(told) == 0 and told.rows() == []


def test_r30_a_missed_turn_says_where_and_until_when_to_rejoin(told: Told) -> None:
    told.open(1)
    ticket = told.issue("A1")
    told.do(actions.want_texts, ticket.id, PHONE, "en")
    for minutes in (60, None):
        made = told.next(f"{HALL}-1")
        told.clock.pass_(seconds=100)
        told.do(queue.miss, made.id, "not_here")
        if minutes:
            told.do(queue.rejoin, ticket.id)
    assert told.texts() == [
        "A001 was passed. Rejoin at the kiosk within 60 min.",
        "A001 was passed. Please take a new number.",
    ]


def test_r30_the_number_is_forgotten_with_the_ticket_or_when_it_is_taken_back(told: Told) -> None:
    one, two = told.issue("A1"), told.issue("A1")
    for ticket in (one, two):
        told.do(actions.want_texts, ticket.id, PHONE)
    told.do(actions.end_texts, one.id)
    assert contacts(told) == 1
    told.do(queue.cancel, two.id)
    near(told)
    assert contacts(told) == 0
    with pytest.raises(TicketOver):
        told.do(actions.want_texts, two.id, PHONE)


def test_an_idle_look_for_near_turns_writes_nothing(told: Told) -> None:
    told.issue("A1")
    job = next(job for job in JOBS if job.name == "near_turns")
    with told.works.database.read() as session:
        assert not job.due(session, HALL, told.works)


def from_outside(told: Told) -> str:
    ticket = told.issue("A1", to_arrive=True)
    told.do(actions.want_texts, ticket.id, PHONE)
    return str(ticket.id)


def test_r12_whoever_is_not_here_is_not_called_and_keeps_the_place(told: Told) -> None:
    counter = told.open(1)
    away = from_outside(told)
    here = told.issue("A1")
    first = told.next(counter)
    assert first.ticket_id == here.id
    told.do(queue.arrive, first.id)
    third = told.issue("A1")
    told.do(queue.say_here, away)
    told.do(queue.say_here, away)
    second = told.next(counter, after=first.id)
    assert second.ticket_id == away and told.ticket(third.id).state == "waiting"


def test_r12_nobody_calls_by_hand_who_has_not_come(told: Told) -> None:
    counter = told.open(1)
    with pytest.raises(NotArrived):
        told.do(queue.call_this, counter, from_outside(told), "lead", after=None)


def test_r12_who_has_given_the_number_back_cannot_arrive(told: Told) -> None:
    away = from_outside(told)
    told.do(queue.cancel, away)
    with pytest.raises(WrongState):
        told.do(queue.say_here, away)


def test_r12_it_is_time_to_come_when_the_turn_is_within_the_window(told: Told) -> None:
    told.open(1)
    for _ in range(8):
        told.issue("A1")
    from_outside(told)
    assert near(told) == 0, "eight visits at one counter take more than half an hour"
    call(told, times=5)
    assert near(told) == 1
    (text,) = told.texts()
    assert text.startswith("【Willow】A009前面还有3位，请现在来大厅并报到，未报到先叫后面的号，点https://")


def test_r12_wait_ranges_expect_the_visitor_later(told: Told) -> None:
    from_outside(told)
    with told.works.database.read() as session:
        plan = plan_of(session, HALL)
        (waiting,) = hall_state(session, plan, told.clock.hall, {}).waiting
    assert waiting.not_before == (told.clock.hall + timedelta(minutes=15)).timestamp()
