"""Tickets made while a kiosk was cut off come to the hall once, in the order of their time (R-75, R-20, R-32)."""

from datetime import timedelta

import pytest

from hall.kernel import idempotency
from hall.queue import actions, errors
from hall.queue.models import Ticket
from hall.queue.present import hall_state
from hall.queue.rules import rejoin_floor
from hall.queue.states import TicketState
from hall.site.actions import adopt_plan, raise_emergency, revoke_device
from hall.site.queries import plan_of
from hall.wire.queue import TicketWish
from tests.queue.outage import Kiosk, facts, scope_of, tickets
from tests.world import HALL, Floor, FrozenClock, a_plan, a_service


@pytest.fixture
def kiosk(floor: Floor) -> Kiosk:
    """Kiosk 1 with its blocks."""
    made = Kiosk(floor, 1)
    made.provide()
    return made


def test_r75_a_replayed_ticket_keeps_its_number_codes_and_time(
    floor: Floor, kiosk: Kiosk, clock: FrozenClock
) -> None:
    item = kiosk.make(1101, uncertain=True)
    clock.pass_(minutes=3)
    (answer,) = kiosk.replay(item)
    kept = floor.ticket(item.id)
    assert (answer.state, answer.number, kept.label) == ("kept", "A1101", "A1101")
    assert (kept.code, kept.short_code) == (item.code, item.short_code)
    assert kept.issued_at == kept.ref == item.issued_at and kept.uncertain and kept.state == TicketState.WAITING
    assert (kept.channel, kept.device_id) == ("kiosk", kiosk.id)
    assert facts(floor, "ticket.issued")[-1]["offline"] is True
    assert facts(floor, "kiosk.replayed") == [{"device": kiosk.id, "kept": 1, "refused": 0, "unconfirmed": 0}]


def test_r75_an_item_whose_answer_was_lost_is_known_and_leaves_no_trace(floor: Floor, kiosk: Kiosk) -> None:
    item = kiosk.make(1101)
    kiosk.replay(item)
    before = len(facts(floor, "kiosk.replayed"))
    assert [a.state for a in kiosk.replay(item, item)] == ["known", "known"]
    assert len(tickets(floor)) == 1 and len(facts(floor, "kiosk.replayed")) == before


def test_r20_who_came_during_the_outage_stands_where_the_time_says(
    floor: Floor, kiosk: Kiosk, clock: FrozenClock
) -> None:
    first = floor.issue("A1")
    clock.pass_(minutes=1)
    item = kiosk.make(1101)
    clock.pass_(minutes=1)
    last = floor.issue("A1")
    kiosk.replay(item)
    counter, after, called = floor.open(1), None, list[str]()
    for _ in range(3):
        call = floor.next(counter, after=after)
        called.append(call.ticket_id)
        floor.do(actions.finish, call.ticket_id, "done")
        after = call.id
    assert called == [first.id, item.id, last.id]


def test_r20_the_time_is_held_within_its_bounds_never_later_than_now_and_never_goes_back(
    floor: Floor, kiosk: Kiosk, clock: FrozenClock
) -> None:
    now, minute = clock.hall, timedelta(minutes=1)
    early = kiosk.make(1101, issued_at=now - 9 * minute, earliest=now - 4 * minute, latest=now - minute)
    back = kiosk.make(1102, issued_at=now - 6 * minute)
    ahead = kiosk.make(1103, issued_at=now + 5 * minute)
    kiosk.replay(ahead, back, early)
    assert [floor.ticket(i.id).ref for i in (early, back, ahead)] == [now - 4 * minute, now - 4 * minute, now]
    assert [t.number for t in tickets(floor)] == [1101, 1102, 1103]


def test_r20_no_clock_is_so_wrong_that_a_ticket_goes_before_its_own_day(floor: Floor, kiosk: Kiosk) -> None:
    now = floor.works.clock.hall_now()
    item = kiosk.make(1101, issued_at=now - timedelta(days=400), day=now.date())
    kiosk.replay(item)
    assert now - timedelta(hours=24) < floor.ticket(item.id).ref < now


@pytest.mark.parametrize(
    ("number", "more", "reason"),
    [
        (1201, {}, "number_not_yours"),
        (1100, {}, "number_not_yours"),
        (1, {}, "number_not_yours"),
        (1101, {"wish": TicketWish(service="Z9")}, "service_unknown"),
        (1101, {"wish": TicketWish()}, "service_unknown"),
        (1101, {"series": "C"}, "number_not_yours"),
    ],
)
def test_r75_what_cannot_be_kept_is_told_to_staff_once_and_others_go_on(
    floor: Floor, kiosk: Kiosk, number: int, more: dict[str, object], reason: str
) -> None:
    bad, good = kiosk.make(number, **more), kiosk.make(1102)
    for state in ("kept", "known"):
        answers = {a.id: a for a in kiosk.replay(bad, good)}
        assert (answers[bad.id].state, answers[bad.id].reason) == ("refused", reason)
        assert answers[good.id].state == state
    assert [fact["reason"] for fact in facts(floor, "kiosk.ticket_refused")] == [reason]


def test_r75_one_number_on_two_papers_is_kept_once(floor: Floor, kiosk: Kiosk) -> None:
    one, two = kiosk.make(1101), kiosk.make(1101)
    assert [(a.state, a.reason) for a in kiosk.replay(one, two)] == [("kept", None), ("refused", "number_taken")]


def test_r75_a_short_code_that_another_ticket_has_gives_way_and_the_number_holds(
    floor: Floor, kiosk: Kiosk
) -> None:
    mine = floor.issue("A1")
    item = kiosk.make(1101, short_code=mine.short_code)
    (answer,) = kiosk.replay(item)
    kept = floor.ticket(item.id)
    assert answer.state == "kept" and kept.short_code != mine.short_code and kept.code == item.code
    assert facts(floor, "ticket.issued")[-1]["fresh_code"] == "short_code"


def test_r75_paper_is_kept_though_the_hall_is_closed_full_or_in_an_emergency(
    floor: Floor, kiosk: Kiosk, clock: FrozenClock
) -> None:
    services = (a_service("A1", "A", quota_per_day=0, retired=True), a_service("A2", "A"), a_service("B1", "B"))
    floor.do(adopt_plan, a_plan(services=services))
    floor.do(raise_emergency, "Everybody out")
    clock.pass_(hours=9)  # 18:40
    assert kiosk.replay(kiosk.make(1101))[0].state == "kept"


def test_r13_a_package_of_an_outage_has_its_steps(floor: Floor, kiosk: Kiosk) -> None:
    item = kiosk.make(1101, wish=TicketWish(service="P", language="en", large_type=True))
    kiosk.replay(item)
    kept = floor.ticket(item.id)
    assert (kept.package_id, kept.steps, kept.service_id) == ("P", ["A1", "B1"], "A1")
    assert kept.language == "en" and kept.large_type


def test_r32_a_ticket_of_a_day_that_is_over_is_known_and_does_not_wait(
    floor: Floor, kiosk: Kiosk, clock: FrozenClock
) -> None:
    item = kiosk.make(1101)
    clock.pass_(hours=15)  # 00:40 of the next day
    assert kiosk.replay(item)[0].state == "kept"
    kept = floor.ticket(item.id)
    assert (kept.state, kept.unconfirmed) == (TicketState.EXPIRED, False)
    assert facts(floor, "ticket.expired")[-1]["reason"] == "day_over"
    floor.do(actions.close_day)
    assert floor.ticket(item.id).issued_at == item.issued_at


def test_r75_a_number_of_tomorrow_does_not_wait_among_todays(floor: Floor, kiosk: Kiosk) -> None:
    tomorrow = floor.works.clock.hall_now() + timedelta(days=1)
    assert kiosk.replay(kiosk.make(1101, issued_at=tomorrow))[0].reason == "day_not_begun"


def test_r75_the_same_machine_paired_anew_may_tell_what_it_made_before(floor: Floor, kiosk: Kiosk) -> None:
    item = kiosk.make(1101)
    again = Kiosk(floor, 2)
    assert again.replay(kiosk.make(1102))[0].reason == "number_not_yours"
    floor.do(revoke_device, kiosk.id)
    assert again.replay(item)[0].state == "kept"


def answered(floor: Floor, kiosk: Kiosk, key: str) -> Ticket:
    """A number that the hall made for a wish, whose answer the kiosk never got."""
    ticket = floor.issue("A1")
    remembered = idempotency.Key(scope_of(kiosk.id, key), "hash of the body")
    answer = f'{{"id":"{ticket.id}"}}'
    floor.do(lambda w: idempotency.remember(w.session, remembered, answer, w.real_now))
    return ticket


def test_r75_the_number_that_nobody_saw_is_taken_back(floor: Floor, kiosk: Kiosk) -> None:
    item = kiosk.make(1101)
    unseen = answered(floor, kiosk, item.key)
    kiosk.replay(item)
    assert floor.ticket(unseen.id).state == TicketState.CANCELLED
    assert facts(floor, "ticket.cancelled")[-1]["reason"] == "superseded"
    assert floor.ticket(item.id).state == TicketState.WAITING


def test_r75_an_unseen_number_that_was_called_stays_and_the_paper_is_kept_too(floor: Floor, kiosk: Kiosk) -> None:
    item = kiosk.make(1101)
    unseen = answered(floor, kiosk, item.key)
    call = floor.next(floor.open(1))
    floor.do(actions.undo_call, call.id)
    floor.next(floor.open(2, "01CLERK0000000000000000002"))
    assert kiosk.replay(item)[0].state == "kept"
    assert floor.ticket(unseen.id).state == TicketState.CALLED


def test_r75_a_wish_that_arrives_after_its_replay_makes_no_second_ticket(floor: Floor, kiosk: Kiosk) -> None:
    item = kiosk.make(1101)
    kiosk.replay(item)
    late = idempotency.Key(scope_of(kiosk.id, item.key), "hash of the body")
    with pytest.raises(idempotency.KeyReused):
        floor.do(lambda work: idempotency.recall(work.session, late, work.real_now))


def test_r75_after_a_long_outage_or_on_a_list_nobody_is_called_before_a_look(
    floor: Floor, kiosk: Kiosk, clock: FrozenClock
) -> None:
    short, listed, long_ = kiosk.make(1101), kiosk.make(1102, listed=True), kiosk.make(1103)
    minute = timedelta(minutes=1)
    kiosk.replay(short, listed, cut_off_at=clock.hall - 5 * minute + timedelta(seconds=1))
    kiosk.replay(long_, cut_off_at=clock.hall - 5 * minute)
    assert [floor.ticket(i.id).unconfirmed for i in (short, listed, long_)] == [False, True, True]
    assert [fact["unconfirmed"] for fact in facts(floor, "kiosk.replayed")] == [1, 1]
    counter = floor.open(1)
    call = floor.next(counter)
    assert call.ticket_id == short.id
    floor.do(actions.finish, short.id, "done")
    with pytest.raises(errors.NobodyWaiting):
        floor.next(counter, after=call.id)
    with pytest.raises(errors.NotConfirmed):
        floor.do(actions.call_this, counter, listed.id, "other", after=call.id)


def test_r28_who_is_in_doubt_is_no_place_to_stand_behind(floor: Floor, kiosk: Kiosk, clock: FrozenClock) -> None:
    kiosk.replay(*(kiosk.make(1101 + n, listed=True) for n in range(3)))
    mine = floor.issue("A1")
    with floor.works.database.read() as session:
        plan = plan_of(session, HALL)
        assert rejoin_floor(tickets(floor), clock.hall, plan.settings) == (mine.ref, mine.issue_seq)
        waiting = hall_state(session, plan, clock.hall, {}).waiting
    assert [w.id for w in waiting] == [mine.id], "no range counts who was perhaps served"


def test_r75_the_halls_own_tickets_on_a_printed_list_wait_for_a_look_once(
    floor: Floor, kiosk: Kiosk, clock: FrozenClock
) -> None:
    mine, called = floor.issue("A1"), floor.issue("B1")
    floor.next(floor.open(3))
    since, on_list = clock.hall, [mine.id, called.id, "01NOTHING0000000000000000A"]
    kiosk.replay(kiosk.make(1101), cut_off_at=since, listed=on_list)
    assert floor.ticket(mine.id).unconfirmed and not floor.ticket(called.id).unconfirmed
    floor.do(actions.review)
    clock.pass_(minutes=1)
    kiosk.replay(kiosk.make(1102), cut_off_at=since, listed=on_list)
    assert not floor.ticket(mine.id).unconfirmed, "it has been looked at"
    kiosk.replay(kiosk.make(1103), cut_off_at=clock.hall, listed=on_list)
    assert floor.ticket(mine.id).unconfirmed, "another outage"
