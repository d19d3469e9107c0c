"""The order key and its exceptions (R-20 to R-28), on stand-ins with no database."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.queue.rules import (
    Seat,
    attempt_due,
    best_lane,
    choose_next,
    lane_credit,
    line_up,
    miss_allowed_at,
    next_boost_run,
    order_key,
    place_in_line,
    rejoin_floor,
    seat,
    service_credit,
)
from hall.queue.states import CallRule, Lane
from hall.site.plan import Settings
from tests.world import a_counter, a_plan, a_service

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SETTINGS = Settings()
SEAT = Seat("c1", frozenset({"A1", "A2"}))


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


@dataclass
class Stand:
    """A ticket with only what the order sees."""

    id: str
    ref: datetime
    issue_seq: int
    lane: Lane = Lane.ORDINARY
    service_id: str = "A1"
    slot_start: datetime | None = None
    not_before: datetime | None = None
    floor_at: datetime | None = None
    floor_seq: int | None = None
    bound_counter_id: str | None = None
    returned_at: datetime | None = None
    unconfirmed: bool = False
    to_arrive: bool = False
    issued_at: datetime = field(default=NOW)

    def __post_init__(self) -> None:
        self.issued_at = self.ref


def a(name: str, minutes: float, seq: int | None = None, **more: object) -> Stand:
    return Stand(name, ago(minutes), seq if seq is not None else int(1000 - minutes), **more)  # type: ignore[arg-type]


def chosen(*waiting: Stand, at: Seat = SEAT, released: tuple[str, ...] = ()) -> tuple[str, CallRule]:
    choice = choose_next(waiting, at, NOW, SETTINGS, released=released)
    assert choice is not None
    return choice[0].id, choice[1].rule


def test_r20_who_came_first_is_called_first() -> None:
    assert chosen(a("late", 5), a("early", 9)) == ("early", CallRule.KEY)


def test_r20_same_moment_is_decided_by_issue_sequence() -> None:
    assert chosen(a("second", 5, 8), a("first", 5, 7))[0] == "first"


def test_r20_priority_has_an_hour_of_credit_and_no_more() -> None:
    assert chosen(a("ordinary", 61), a("priority", 0, lane=Lane.PRIORITY))[0] == "ordinary"
    assert chosen(a("ordinary", 59), a("priority", 0, lane=Lane.PRIORITY))[0] == "priority"


def test_r20_gate_holds_a_booked_ticket_back_while_an_ordinary_one_waits() -> None:
    booked = a("booked", 0, lane=Lane.BOOKED, slot_start=NOW + timedelta(minutes=6))
    assert chosen(booked, a("ordinary", 1)) == ("ordinary", CallRule.GATE)
    assert chosen(booked)[0] == "booked"
    booked.slot_start = NOW + timedelta(minutes=5)
    assert chosen(booked, a("ordinary", 1))[0] == "booked"


def test_r21_after_two_boosted_calls_the_longest_waiting_ordinary_one_is_protected() -> None:
    run = Seat("c1", frozenset({"A1"}), boost_run=2)
    priority, ordinary = a("priority", 1, lane=Lane.PRIORITY), a("ordinary", 31)
    assert chosen(priority, ordinary, at=run) == ("ordinary", CallRule.PROTECTED)
    assert chosen(priority, a("fresh", 29), at=run)[0] == "priority"


def test_r21_the_run_counts_boosted_calls_only() -> None:
    assert next_boost_run(1, Lane.PRIORITY) == 2
    assert next_boost_run(2, Lane.BOOKED) == 3
    assert next_boost_run(2, Lane.ORDINARY) == next_boost_run(2, Lane.PACKAGE) == 0


def test_r34_a_bound_ticket_is_next_at_its_counter_and_nowhere_else() -> None:
    bound = a("bound", 1, bound_counter_id="c1", returned_at=NOW)
    assert chosen(a("older", 50), bound) == ("bound", CallRule.BOUND)
    elsewhere = Seat("c2", SEAT.services)
    assert chosen(a("older", 50), bound, at=elsewhere)[0] == "older"
    assert choose_next([bound], elsewhere, NOW, SETTINGS) is None


def test_r37_a_ticket_sent_to_a_counter_keeps_its_key_there() -> None:
    sent = a("sent", 10, bound_counter_id="c1")
    assert chosen(a("older", 50), sent, a("younger", 1)) == ("older", CallRule.KEY)
    assert chosen(sent, a("younger", 1)) == ("sent", CallRule.KEY)


def test_r34_a_bound_ticket_is_free_once_its_counter_has_gone() -> None:
    bound = a("bound", 60, bound_counter_id="c1")
    elsewhere = Seat("c2", SEAT.services)
    assert chosen(a("later", 5), bound, at=elsewhere, released=("c1",)) == ("bound", CallRule.KEY)


def test_r28_a_rejoined_ticket_comes_behind_the_third() -> None:
    waiting = [a(f"t{n}", 20 - n, n) for n in range(5)]
    floor = rejoin_floor(waiting, NOW, SETTINGS)
    assert floor is not None
    back = a("back", 90, 0, floor_at=floor[0], floor_seq=floor[1])
    order = [t.id for t, _ in line_up([*waiting, back], SEAT, NOW, SETTINGS)]
    assert order == ["t0", "t1", "t2", "back", "t3", "t4"]


def test_r28_only_callable_tickets_count_as_others() -> None:
    later = NOW + timedelta(minutes=30)
    held_back = [
        a("delayed", 80, 1, not_before=later),
        a("sent", 79, 2, bound_counter_id="c9"),
        a("booked", 78, 3, lane=Lane.BOOKED, slot_start=later),
    ]
    waiting = [*held_back, *(a(f"t{n}", 20 - n, 10 + n) for n in range(5))]
    assert rejoin_floor(waiting, NOW, SETTINGS) == (ago(18), 12)


def test_r21_the_console_names_first_whom_next_would_call() -> None:
    run = Seat("c1", frozenset({"A1"}), boost_run=2)
    waiting = [a("priority", 1, lane=Lane.PRIORITY), a("ordinary", 31), a("later", 3)]
    rows = line_up(waiting, run, NOW, SETTINGS)
    assert [t.id for t, _ in rows] == ["ordinary", "priority", "later"]
    assert rows[0][1].rule == CallRule.PROTECTED


def test_r20_verified_priority_never_takes_a_larger_credit_away() -> None:
    assert best_lane(SETTINGS, Lane.BOOKED, "older") == Lane.BOOKED
    assert best_lane(SETTINGS, Lane.PACKAGE, "older") == Lane.PRIORITY
    assert best_lane(Settings(credit_booked=30), Lane.BOOKED, "older") == Lane.PRIORITY
    assert best_lane(SETTINGS, Lane.ORDINARY, None) == Lane.ORDINARY


def test_r28_with_fewer_waiting_it_comes_behind_the_last_and_with_none_at_once() -> None:
    assert rejoin_floor([a("only", 3, 7)], NOW, SETTINGS) == (ago(3), 7)
    assert rejoin_floor([], NOW, SETTINGS) is None


def test_r23_a_scarce_service_gets_credit_only_where_services_compete() -> None:
    plan = a_plan(
        services=(a_service("A1", "A"), a_service("A2", "A")),
        counters=(a_counter(1, "A"), *(a_counter(n, "A", only=("A1",)) for n in (2, 3))),
    )
    scarce = plan.services[1]
    assert service_credit(plan, plan.counters[0], scarce) == 15
    assert seat(plan, plan.counters[0], "c", 0).credits == {"A2": 15}
    assert seat(plan, plan.counters[1], "c", 0).credits == {}


def test_delayed_tickets_keep_their_place_but_are_not_called_yet() -> None:
    away = a("away", 30, not_before=NOW + timedelta(minutes=1))
    assert chosen(away, a("next", 5))[0] == "next"
    away.not_before = NOW
    assert chosen(away, a("next", 5))[0] == "away"


def test_nobody_to_call_is_none() -> None:
    assert choose_next([a("b", 3, service_id="B1")], SEAT, NOW, SETTINGS) is None


def test_r14_the_hall_announces_three_times_twenty_seconds_apart() -> None:
    last = NOW
    assert not attempt_due(1, last, last + timedelta(seconds=19.9), SETTINGS)
    assert attempt_due(2, last, last + timedelta(seconds=20), SETTINGS)
    assert not attempt_due(3, last, last + timedelta(seconds=999), SETTINGS)


def test_r17_not_here_needs_twenty_seconds_after_the_last_attempt_or_the_full_window() -> None:
    first = NOW
    assert miss_allowed_at(1, first, first, SETTINGS) == first + timedelta(seconds=90)
    third = first + timedelta(seconds=40)
    assert miss_allowed_at(3, first, third, SETTINGS) == first + timedelta(seconds=60)


def test_the_reason_counts_who_came_before_and_is_called_after() -> None:
    choice = choose_next([a("one", 9), a("two", 8), a("priority", 1, lane=Lane.PRIORITY)], SEAT, NOW, SETTINGS)
    assert choice is not None and choice[1].earlier == 2


tickets = st.lists(
    st.builds(
        a,
        st.uuids().map(str),
        st.floats(0, 300, allow_nan=False),
        st.integers(0, 10_000),
        lane=st.sampled_from(Lane),
    ),
    min_size=1,
    max_size=25,
    unique_by=lambda t: t.issue_seq,
)


@given(tickets)
def test_r20a_by_key_nobody_is_overtaken_beyond_the_difference_of_credits(waiting: list[Stand]) -> None:
    choice = choose_next(waiting, SEAT, NOW, SETTINGS)
    assert choice is not None
    first, reason = choice
    if reason.rule != CallRule.KEY:
        return
    for other in waiting:
        if other is not first and other.lane == first.lane:
            assert (first.ref, first.issue_seq) < (other.ref, other.issue_seq)
        allowed = timedelta(minutes=lane_credit(first.lane, SETTINGS) - lane_credit(other.lane, SETTINGS))
        assert first.ref - other.ref <= allowed


@given(tickets)
def test_line_up_agrees_with_choose_next_and_with_places(waiting: list[Stand]) -> None:
    order = [t for t, _ in line_up(waiting, SEAT, NOW, SETTINGS)]
    choice = choose_next(waiting, SEAT, NOW, SETTINGS)
    assert choice is not None and order[0] is choice[0]
    keys = [order_key(t, SETTINGS) for t in sorted(waiting, key=lambda t: order_key(t, SETTINGS))]
    assert keys == sorted(keys)
    assert sorted(place_in_line(t, waiting, SETTINGS) for t in waiting) == list(range(len(waiting)))


@pytest.mark.parametrize("preset", [(60, 90), (30, 45), (15, 20)])
@given(waiting=tickets)
def test_no_ticket_waits_for_ever_under_any_preset(preset: tuple[int, int], waiting: list[Stand]) -> None:
    settings = Settings(credit_priority=preset[0], credit_booked=preset[1])
    left, served = list(waiting), []
    while left:
        choice = choose_next(left, SEAT, NOW, settings)
        assert choice is not None
        left.remove(choice[0])
        served.append(choice[0])
    assert len(served) == len(waiting)
