"""Calling under the harder rules: emergency, undo after a rejoin, own words as a reason, forgotten visits."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from hall.kernel.journal import facts_after
from hall.kernel.work import Actor, Works
from hall.queue import actions, errors
from hall.queue.models import Call, Counter, Ticket, TicketNote
from hall.queue.states import CallRule, CounterState, TicketState
from hall.reactions import HouseReactions
from hall.site.actions import clear_emergency, raise_emergency
from tests.world import CLERK, HALL, OTHER, Floor, FrozenClock


def names(floor: Floor, ticket: Ticket | None = None) -> list[str]:
    with floor.works.database.read() as session:
        rows = facts_after(session, HALL, 0)
    return [r.name for r in rows if ticket is None or r.ticket_id == ticket.id]


def row(floor: Floor, name: str) -> dict[str, object]:
    with floor.works.database.read() as session:
        return next(r.data for r in reversed(facts_after(session, HALL, 0)) if r.name == name)


def test_r24_next_while_called_says_so_even_when_nobody_else_waits(floor: Floor) -> None:
    floor.issue()
    call = floor.next(floor.open(1))
    with pytest.raises(errors.VisitorExpected):
        floor.next(f"{HALL}-1", call.id)


def test_r24_next_while_on_hold_is_refused_before_anybody_is_looked_for(floor: Floor) -> None:
    ticket, counter = floor.issue(), floor.open(1)
    call = floor.next(counter)
    floor.do(actions.hold, ticket.id, "form")
    with pytest.raises(errors.CounterBusy):
        floor.next(counter, call.id)


def test_r76_an_emergency_stops_calls_repeats_and_misses(floor: Floor, clock: FrozenClock) -> None:
    floor.issue(), floor.issue()
    call = floor.next(floor.open(1))
    floor.open(2, OTHER)
    floor.do(raise_emergency, "Please leave the building")
    clock.pass_(seconds=120)
    assert floor.do(actions.announce_due) == 0
    for verb, args in ((actions.recall, ()), (actions.miss, ("not_here",))):
        with pytest.raises(errors.CallingStopped):
            floor.do(verb, call.id, *args)
    with pytest.raises(errors.CallingStopped):
        floor.next(f"{HALL}-2")


def test_r76_after_it_every_open_call_begins_again_with_its_whole_window(floor: Floor, clock: FrozenClock) -> None:
    floor.works = Works(floor.works.database, clock, HouseReactions())
    floor.issue()
    call = floor.next(floor.open(1))
    floor.do(raise_emergency, "Please leave the building")
    clock.pass_(minutes=20)
    floor.do(clear_emergency)
    assert row(floor, "ticket.recalled")["attempt"] == 1
    with pytest.raises(errors.TooEarlyToMiss):
        floor.do(actions.miss, call.id, "not_here")
    clock.pass_(seconds=90)
    floor.do(actions.miss, call.id, "not_here")


def test_r22_without_a_reason_there_is_no_call_out_of_order(floor: Floor) -> None:
    _, second, counter = floor.issue(), floor.issue(), floor.open(1)
    with pytest.raises(errors.BadChoice):
        floor.do(actions.call_this, counter, second.id, " ", after=None)
    assert floor.ticket(second.id).state == TicketState.WAITING


def test_r22_own_words_count_as_other_and_stay_out_of_the_journal(floor: Floor) -> None:
    _, second, counter = floor.issue(), floor.issue(), floor.open(1)
    floor.do(actions.call_this, counter, second.id, "Mr Wang feels faint", after=None)
    called = row(floor, "ticket.called")
    assert (called["rule"], called["reason"]) == (CallRule.BY_HAND, "other")
    with floor.works.database.read() as session:
        assert session.scalars(select(TicketNote.text)).all() == ["Mr Wang feels faint"]


def test_r22_sending_somebody_to_ones_own_counter_is_no_way_to_the_front(floor: Floor) -> None:
    first, *_, last = [floor.issue() for _ in range(4)]
    counter = floor.open(1)
    floor.do(actions.transfer, last.id, "counter_cannot", counter_id=counter)
    assert floor.next(counter).ticket_id == first.id


def test_r19_undo_gives_a_rejoin_that_the_miss_had_cost_back(floor: Floor, clock: FrozenClock) -> None:
    first, _, counter = floor.issue(), floor.issue(), floor.open(1)
    call = floor.next(counter)
    clock.pass_(seconds=90)
    second = floor.next(counter, call.id)  # records the miss
    floor.do(actions.rejoin, first.id)
    floor.do(actions.undo_call, second.id)
    again = floor.ticket(first.id)
    assert (again.state, again.misses, again.rejoins, again.floor_at) == (TicketState.CALLED, 0, 0, None)


def test_r15_parking_a_held_visitor_says_each_step(floor: Floor) -> None:
    ticket, counter = floor.issue(), floor.open(1)
    floor.next(counter)
    floor.do(actions.hold, ticket.id, "form")
    floor.do(actions.park, ticket.id, "copy")
    assert names(floor, ticket) == [
        *("ticket.issued", "ticket.called", "ticket.arrived", "ticket.held", "ticket.resumed", "ticket.parked")
    ]


def test_r37_who_has_gone_is_not_sent_to_another_counter(floor: Floor) -> None:
    ticket, counter = floor.issue(), floor.open(1)
    call = floor.next(counter)
    floor.do(actions.arrive, call.id)
    floor.do(actions.wrap_up, call.id)
    with pytest.raises(errors.WrongState):
        floor.do(actions.transfer, ticket.id, "next_step", service_id="B1")


@pytest.mark.parametrize(("actor", "said"), [("member", "staff"), ("holder", "visitor"), ("device", "visitor")])
def test_r31_the_journal_keeps_who_gave_a_number_back(floor: Floor, actor: str, said: str) -> None:
    ticket = floor.issue()
    floor.do(actions.cancel, ticket.id, actor=Actor(actor, "x"))  # type: ignore[arg-type]
    assert row(floor, "ticket.cancelled")["reason"] == said


def test_r42_discretion_says_why_and_the_same_group_twice_is_one_fact(floor: Floor) -> None:
    ticket = floor.issue()
    with pytest.raises(errors.BadChoice):
        floor.do(actions.give_priority, ticket.id, "discretion")
    floor.do(actions.give_priority, ticket.id, "older")
    floor.do(actions.give_priority, ticket.id, "older")
    assert names(floor, ticket).count("ticket.priority_given") == 1


def test_r42_a_note_is_kept_though_the_group_stands_already(floor: Floor) -> None:
    ticket = floor.issue()
    floor.do(actions.give_priority, ticket.id, "older")
    floor.do(actions.give_priority, ticket.id, "older", note="comes with her daughter")
    with floor.works.database.read() as session:
        assert session.scalars(select(TicketNote.text)).all() == ["comes with her daughter"]


def test_midnight_ends_what_was_forgotten_and_measures_nothing_by_it(floor: Floor, clock: FrozenClock) -> None:
    ticket, counter = floor.issue(), floor.open(1)
    floor.do(actions.arrive, floor.next(counter).id)
    clock.pass_(hours=20)
    assert floor.do(actions.close_day) == 2
    with floor.works.database.read() as session:
        call, row_ = session.scalars(select(Call)).one(), session.get_one(Counter, counter)
    assert floor.ticket(ticket.id).state == TicketState.FINISHED
    assert (call.end, row_.state, row_.member_id) == ("day_over", CounterState.CLOSED, None)


def test_a_counter_opened_this_morning_stays_open_when_yesterday_is_closed(
    floor: Floor, clock: FrozenClock
) -> None:
    floor.issue()
    clock.pass_(hours=23)
    counter = floor.open(1, CLERK)
    floor.do(actions.close_day)
    with floor.works.database.read() as session:
        assert session.get_one(Counter, counter).state == CounterState.OPEN_IDLE


def test_k3_the_wrap_up_is_no_part_of_the_service_that_ranges_learn_from(floor: Floor, clock: FrozenClock) -> None:
    from hall.queue.present import observed_durations

    ticket, counter = floor.issue(), floor.open(1)
    call = floor.next(counter)
    floor.do(actions.arrive, call.id)
    clock.pass_(minutes=5)
    floor.do(actions.wrap_up, call.id)
    clock.pass_(minutes=2)
    floor.do(actions.finish, ticket.id, "done")
    with floor.works.database.read() as session:
        assert observed_durations(session, HALL, clock.hall - timedelta(days=1)) == {"A1": (300.0,)}
