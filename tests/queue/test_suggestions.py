"""R-72, pure: when a standby counter is suggested, when it may close, and what that would change."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from math import inf

from hall.queue.rollout import wait_ranges
from hall.queue.rollout_state import CounterNow, Duration, HallState, WaitingTicket
from hall.queue.suggestions import (
    Kind,
    Limits,
    Spans,
    Standby,
    Suggestion,
    as_if,
    standbys,
    suggest,
    upper_ends,
    watch,
    with_effect,
)
from hall.site.plan import Settings
from tests.world import MONDAY, a_counter, a_plan

LIMITS = Limits()
TIDAL = Standby("willow-20", 20, ("A", "B"), frozenset({"A1", "B1"}), open=False)
OPEN = replace(TIDAL, open=True)


def after(
    *waits: Mapping[str, float | None], counters: tuple[Standby, ...] = (TIDAL,), every: int = 5
) -> tuple[Suggestion, ...]:
    """What is suggested when these waits were seen one after the other, `every` minutes apart."""
    spans, now = Spans(), MONDAY
    for minute, seen in enumerate(waits):
        now = MONDAY + timedelta(minutes=every * minute)
        spans = watch(spans, seen, counters, now, LIMITS)
    return suggest(counters, spans, waits[-1], now, LIMITS)


def test_the_rulebooks_figures_are_the_defaults() -> None:
    assert Limits.of(Settings()) == Limits() == Limits(20, 10, 8, 20, 30)


def test_r72_opening_is_suggested_after_ten_minutes_above_twenty() -> None:
    long: dict[str, float | None] = {"A": 21.5, "B": 3.0}
    assert after(long, long) == ()
    found = after(long, long, long)
    assert found == (Suggestion(Kind.OPEN, "willow-20", 20, "A", 22, 10),)


def test_r72_a_wait_that_falls_in_between_begins_anew() -> None:
    long, short = {"A": 25.0}, {"A": 20.0}
    assert after(long, long, short, long, long) == ()


def test_r72_closing_needs_every_queue_short_for_twenty_minutes_and_half_an_hour_open() -> None:
    short: dict[str, float | None] = {"A": 7.2, "B": 0.5}
    assert after(*[short] * 6, counters=(OPEN,)) == ()
    (found,) = after(*[short] * 7, counters=(OPEN,))
    assert (found.kind, found.queue, found.wait_minutes, found.for_minutes) == (Kind.CLOSE, "A", 8, 30)
    assert after(*[{"A": 7.2, "B": 9.0}] * 7, counters=(OPEN,)) == ()
    assert after(*[{"A": 9.0, "B": 1.0}] * 4, *[short] * 4, counters=(OPEN,)) == ()


def test_counters_that_serve_the_same_are_suggested_one_at_a_time() -> None:
    twin, other = (
        replace(TIDAL, counter_id="willow-21", number=21),
        Standby("w-22", 22, ("A",), frozenset("x"), False),
    )
    found = after(*[{"A": 30.0}] * 3, counters=(TIDAL, twin, other))
    assert [s.number for s in found] == [20, 22]


def test_an_open_counter_is_not_suggested_and_a_clock_set_back_begins_anew() -> None:
    assert after(*[{"A": 30.0}] * 5, counters=(OPEN,)) == ()
    spans = watch(Spans(), {"A": 30.0}, (TIDAL,), MONDAY, LIMITS)
    earlier = MONDAY - timedelta(hours=1)
    assert watch(spans, {"A": 30.0}, (TIDAL,), earlier, LIMITS).above == {"A": earlier}


def a_state(*, waiting: int = 20, clerk: str = "busy") -> HallState:
    """Queue A with one clerk, and a closed standby counter that could help."""
    now = MONDAY.timestamp()
    skills = frozenset({"A1"})
    clerk_now = CounterNow("willow-1", skills, clerk, now, service="A1")
    line = [WaitingTicket(str(n), "A1", "A", "ordinary", now - 60 * n, 0.0, n) for n in range(waiting)]
    return HallState(
        now=now,
        counters=(clerk_now, CounterNow("willow-20", skills, "closed", now)),
        waiting=tuple(line),
        services={"A1": Duration(8, 3)},
        queues={"A1": "A"},
    )


def test_the_effect_is_the_hall_played_forward_with_that_counter_open() -> None:
    state = a_state()
    before = wait_ranges(state, seed=1, replications=30)
    ends = upper_ends(state, before)
    suggestion = Suggestion(Kind.OPEN, "willow-20", 20, "A", round(ends["A"] or 0), 10)
    found = with_effect(suggestion, wait_ranges(as_if(state, suggestion), seed=1, replications=30))
    assert found.wait_minutes and found.then_minutes and found.then_minutes < 0.7 * found.wait_minutes


def test_the_effect_of_closing_is_the_hall_without_that_counter() -> None:
    state = a_state()
    opened = as_if(state, Suggestion(Kind.OPEN, "willow-20", 20, "A", 30, 10))
    closed = as_if(opened, Suggestion(Kind.CLOSE, "willow-20", 20, "A", 5, 20))
    assert [c.status for c in opened.counters] == ["busy", "idle"]
    assert [c.status for c in closed.counters] == ["busy", "closed"]


def test_people_whom_nobody_serves_wait_without_end_and_an_empty_unserved_queue_does_not() -> None:
    unserved = a_state(clerk="closed")
    assert upper_ends(unserved, wait_ranges(unserved, seed=1, replications=5)) == {"A": inf}
    empty = a_state(clerk="closed", waiting=0)
    assert upper_ends(empty, wait_ranges(empty, seed=1, replications=5)) == {"A": None}
    (found,) = after(*[{"A": inf}] * 3)
    assert found.wait_minutes is None


def test_only_the_plans_tidal_counters_stand_by() -> None:
    plan = a_plan(counters=(a_counter(1, "A"), a_counter(20, "A", type="tidal")))
    assert standbys(plan, a_state()) == (Standby("willow-20", 20, ("A",), frozenset({"A1"}), open=False),)
