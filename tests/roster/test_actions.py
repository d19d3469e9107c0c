"""Sessions of the coming weeks, their people, and what people do with their shifts."""

import threading
from datetime import date, time

import pytest

from hall.roster import actions
from hall.roster.errors import BusyThen, NotYourShift, RosterIncomplete, SessionOver, ShiftTaken, UnknownPerson
from hall.roster.rules import SessionState
from hall.site.actions import adopt_plan
from hall.site.plan import OneOff, Override
from tests.appointments.world import booking_plan
from tests.roster.world import SATURDAY, Roster
from tests.world import CLERK, HALL, OTHER, names


def test_every_session_of_the_plan_is_there_and_only_those_outside_hours_wait_to_be_published(
    roster: Roster,
) -> None:
    states = {(row.kind, row.state) for row in roster.sessions()}
    assert states == {
        ("regular", SessionState.PUBLISHED),
        ("noon_duty", SessionState.PUBLISHED),
        ("off_hours", SessionState.DRAFT),
    }
    assert roster.plan_ahead() == 0


def test_r67_a_session_without_a_counter_for_each_queue_cannot_be_published(roster: Roster) -> None:
    roster.do(actions.set_roster, SATURDAY, {1: CLERK})
    with pytest.raises(RosterIncomplete) as refused:
        roster.do(actions.publish, SATURDAY)
    assert refused.value.extra["missing"] == ["B"]
    roster.do(actions.set_roster, SATURDAY, {1: CLERK, 3: OTHER})
    assert roster.do(actions.publish, SATURDAY).state == SessionState.PUBLISHED


def test_r65_a_session_that_does_less_needs_fewer_people(roster: Roster) -> None:
    roster.do(actions.set_roster, SATURDAY, {1: CLERK})
    roster.do(actions.set_services, SATURDAY, ["A1"])
    assert roster.do(actions.publish, SATURDAY).services == ["A1"]


def test_nobody_sits_at_two_counters_and_strangers_at_none(roster: Roster) -> None:
    with pytest.raises(UnknownPerson):
        roster.do(actions.set_roster, SATURDAY, {1: "01STRANGER000000000000001"})
    roster.do(actions.set_roster, SATURDAY, {1: CLERK, 3: OTHER})
    roster.do(actions.set_roster, SATURDAY, {1: OTHER, 3: CLERK})
    assert (roster.shift(1).member_id, roster.shift(3).member_id) == (OTHER, CLERK)


def test_an_open_shift_is_claimed_once(roster: Roster) -> None:
    shift = roster.shift(1).id
    outcomes: list[object] = []

    def claim(member: str) -> None:
        try:
            outcomes.append(roster.do(actions.claim, shift, member).member_id)
        except ShiftTaken as refusal:
            outcomes.append(refusal.code)

    both = [threading.Thread(target=claim, args=(member,)) for member in (CLERK, OTHER)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(map(str, outcomes))[-1] == "shift_taken" and len(outcomes) == 2
    assert roster.shift(1).member_id in (CLERK, OTHER)


def test_a_person_has_one_shift_in_a_session(roster: Roster) -> None:
    roster.do(actions.claim, roster.shift(1).id, CLERK)
    with pytest.raises(BusyThen):
        roster.do(actions.claim, roster.shift(3).id, CLERK)


def test_leave_opens_the_place_again_and_only_for_its_owner(roster: Roster) -> None:
    roster.do(actions.claim, roster.shift(1).id, CLERK)
    with pytest.raises(NotYourShift):
        roster.do(actions.give_up, roster.shift(1).id, OTHER)
    assert roster.do(actions.give_up, roster.shift(1).id, CLERK).member_id is None


def test_a_swap_changes_nothing_until_the_other_says_yes(roster: Roster) -> None:
    roster.do(actions.set_roster, SATURDAY, {1: CLERK, 3: OTHER})
    swap = roster.do(actions.ask_swap, roster.shift(1).id, CLERK, OTHER, other_id=roster.shift(3).id)
    assert roster.shift(1).member_id == CLERK
    with pytest.raises(NotYourShift):
        roster.do(actions.answer_swap, swap.id, CLERK, agreed=True)
    roster.do(actions.answer_swap, swap.id, OTHER, agreed=True)
    assert (roster.shift(1).member_id, roster.shift(3).member_id) == (OTHER, CLERK)


def test_a_swap_that_is_declined_or_withdrawn_changes_nothing(roster: Roster) -> None:
    roster.do(actions.claim, roster.shift(1).id, CLERK)
    for end in ("declined", "withdrawn"):
        swap = roster.do(actions.ask_swap, roster.shift(1).id, CLERK, OTHER)
        if end == "declined":
            roster.do(actions.answer_swap, swap.id, OTHER, agreed=False)
        else:
            roster.do(actions.withdraw_swap, swap.id, CLERK)
    assert roster.shift(1).member_id == CLERK


def test_r64_a_closed_session_stays_closed(roster: Roster) -> None:
    roster.do(actions.close_session, SATURDAY, "weather")
    assert roster.plan_ahead() == 0 and roster.session().state == SessionState.CLOSED
    with pytest.raises(SessionOver):
        roster.do(actions.publish, SATURDAY)


def test_a_new_plan_opens_and_closes_sessions_by_itself(roster: Roster) -> None:
    once = OneOff(day=date(2026, 11, 29), session="sunday", start=time(9), end=time(11), services=("A1",))
    shut = Override(first=date(2026, 11, 30), last=date(2026, 11, 30), kind="closure", names=names("storm"))
    roster.do(adopt_plan, booking_plan(one_off=(once,), overrides=(shut,)))
    assert roster.session(f"{HALL}-20261129-0900").services == ["A1"]
    assert roster.session(f"{HALL}-20261130-0830").closed_for == "plan"
    roster.do(adopt_plan, booking_plan())
    assert roster.session(f"{HALL}-20261129-0900").state == SessionState.CLOSED
    assert roster.session(f"{HALL}-20261130-0830").state == SessionState.PUBLISHED
