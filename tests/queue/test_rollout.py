"""The wait estimate: the hall played forward (R-20 to R-24, R-34), and the range shown (3.0)."""

from dataclasses import replace
from itertools import pairwise
from math import inf, log1p
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.queue.rollout import shown, wait_ranges
from hall.queue.rollout_choice import choose
from hall.queue.rollout_state import (
    ArrivalRate,
    Cycle,
    DueBooking,
    Duration,
    Estimates,
    HallState,
    Pace,
    Range,
    Rules,
    WaitingTicket,
    WaitRange,
)
from tests.queue.slow_hall import NOW, SlowHall, a_messy_hall, counter, hall, in_slow_motion, ticket


def a_line(length: int) -> list[WaitingTicket]:
    return [ticket(n, ago=3000 - 10 * n) for n in range(length)]


def figures(estimates: Estimates) -> list[Range]:
    found = [f.range for f in estimates.tickets.values()]
    return [r for r in found if r is not None]


def mean_p50(state: HallState) -> float:
    ranges = figures(wait_ranges(state, seed=7))
    return sum(r.p50 for r in ranges) / len(ranges)


@pytest.mark.parametrize("seed", range(120))
def test_the_replay_calls_in_the_order_of_the_rules(seed: int) -> None:
    """R-20, R-21, R-23, R-34: the fast replay and the plain rules give the same instants."""
    state = a_messy_hall(Random(seed))
    expected = in_slow_motion(state)
    found = wait_ranges(state, seed=1, replications=1).tickets
    for name, forecast in found.items():
        reached = expected.get(name, inf)
        assert (forecast.range.p50 if forecast.range else inf) == pytest.approx(reached, abs=0.01)


@pytest.mark.parametrize("seed", range(120))
def test_a_newcomer_is_told_what_a_ticket_issued_now_would_get(seed: int) -> None:
    """R-04: the figure before issue equals that of an ordinary ticket at the end of the line.

    Without gates: the replay's newcomer is there to be measured and holds no booked visitor back.
    """
    state = a_messy_hall(Random(seed))
    state = replace(state, waiting=tuple(replace(w, gate=None) for w in state.waiting))
    told = wait_ranges(state, seed=1, replications=1).services
    for service, forecast in told.items():
        newcomer = WaitingTicket("new", service, "Q", "ordinary", NOW, 0.0, 999)
        reached = in_slow_motion(replace(state, waiting=(*state.waiting, newcomer))).get("new", inf)
        assert (forecast.range.p50 if forecast.range else inf) == pytest.approx(reached, abs=0.01)


def test_the_same_seed_gives_the_same_figures() -> None:
    state = hall([counter(n) for n in range(3)], a_line(12))
    assert wait_ranges(state, seed=5) == wait_ranges(state, seed=5)
    assert wait_ranges(state, seed=5) != wait_ranges(state, seed=6)


@given(st.integers(0, 10_000))
def test_a_range_never_folds_back(seed: int) -> None:
    state = replace(a_messy_hall(Random(seed)), cycle=Cycle(absent_p=0.05, pause_p=0.05, pauses=(300, 900)))
    estimates = wait_ranges(state, seed=seed, replications=15)
    for forecast in [*estimates.tickets.values(), *estimates.services.values(), *estimates.queues.values()]:
        if forecast.range:
            assert 0 <= forecast.range.p10 <= forecast.range.p50 <= forecast.range.p80
        assert (forecast.range is None) == (forecast.reason in ("no_counter", "closed"))


def test_another_counter_never_makes_the_hall_slower() -> None:
    four, five = ([counter(n) for n in range(size)] for size in (4, 5))
    assert mean_p50(hall(five, a_line(30))) < mean_p50(hall(four, a_line(30))) * 1.02


def test_inside_a_lane_nobody_expects_to_be_overtaken() -> None:
    """R-20a: same lane and service, every figure grows along the line."""
    ranges = figures(wait_ranges(hall([counter(n) for n in range(3)], a_line(25)), seed=3))
    assert len(ranges) == 25
    assert all(a.p10 <= b.p10 and a.p50 <= b.p50 and a.p80 <= b.p80 for a, b in pairwise(ranges))


def test_the_head_of_the_line_at_an_idle_counter_is_called_soon() -> None:
    estimates = wait_ranges(hall([counter(0, status="idle"), counter(1)], a_line(3)), seed=1)
    head = estimates.tickets["t0"].range
    assert head is not None
    assert shown(head.p10, head.p80).soon


def test_what_nobody_can_serve_has_no_figure_and_says_why() -> None:
    state = hall([counter(0), counter(1, skills="b", status="closed")], [ticket(1), ticket(2, service="b")])
    estimates = wait_ranges(state, seed=1)
    assert estimates.tickets["t1"].range is not None
    assert (estimates.tickets["t2"].range, estimates.tickets["t2"].reason) == (None, "no_counter")
    assert estimates.services["b"].reason == "no_counter"
    assert estimates.queues["Q"].range is not None


def test_what_is_not_reached_before_the_last_counter_leaves_is_closed() -> None:
    leaving = replace(counter(0), until=NOW + 600)
    estimates = wait_ranges(hall([leaving], a_line(30)), seed=1)
    assert estimates.tickets["t29"].reason == "closed"


def test_a_meal_makes_the_wait_longer() -> None:
    """R-70: a counter that leaves at noon serves nobody until it is back."""
    line = a_line(12)
    noon = [counter(0), replace(counter(1), until=NOW + 300, opens_at=NOW + 5700)]
    assert mean_p50(hall(noon, line)) > mean_p50(hall([counter(0), counter(1)], line)) * 1.2


def test_a_counter_closed_over_noon_gives_a_figure_for_the_afternoon() -> None:
    closed = replace(counter(0, status="closed"), opens_at=NOW + 1800)
    first = wait_ranges(hall([closed], a_line(1)), seed=1).tickets["t0"].range
    assert first == Range(1800, 1800, 1800)


def test_a_plain_single_queue_follows_the_plain_formula() -> None:
    """(n + 1) x mean / counters, as with exponential services (estimates.md 1.1)."""
    state = hall([counter(n) for n in range(4)], a_line(40), mean=8, sd=8)
    newcomer = wait_ranges(state, seed=2, replications=400).services["a"].range
    assert newcomer is not None
    assert newcomer.p50 == pytest.approx(41 * 8 * 60 / 4, rel=0.06)


def test_a_ticket_bound_to_a_paused_counter_is_not_stranded() -> None:
    """R-34: after 5 minutes of pause any counter of the queue may call it."""
    away = replace(counter(0, status="paused", since=NOW - 60), until=NOW + 9000)
    bound = replace(ticket(1), bound_counter="c0")
    found = wait_ranges(hall([away, counter(1, status="idle")], [bound]), seed=1).tickets["t1"].range
    assert found == Range(240, 240, 240)


def test_visitors_who_will_overtake_are_counted_in() -> None:
    """R-20: a priority visitor of the next hour, or a booking, may come before an ordinary ticket."""
    state = hall([counter(0), counter(1)], [ticket(n, ago=30) for n in range(8)])
    quiet = mean_p50(state)
    assert mean_p50(replace(state, arrivals=(ArrivalRate("a", "priority", 6.0),))) > quiet * 1.1
    due = tuple(DueBooking("a", NOW + 300 * n, show_p=1.0) for n in range(1, 5))
    assert mean_p50(replace(state, due=due)) > quiet * 1.1


def test_a_slow_day_and_a_slow_counter_make_longer_waits() -> None:
    state = hall([counter(0), counter(1)], a_line(10))
    slow_day = replace(state, pace=Pace(n=60, ratio_sum=84.0, cv2=0.4, tau2=0.04))
    slow_staff = replace(state, counters=tuple(replace(c, speed=1.4) for c in state.counters))
    assert mean_p50(state) * 1.1 < mean_p50(slow_day) < mean_p50(state) * 1.5
    assert mean_p50(slow_staff) == pytest.approx(1.4 * mean_p50(state), rel=0.05)


def test_durations_seen_here_outweigh_the_plan_bit_by_bit() -> None:
    """A sample of n weighs n / (n + 30)."""
    state = hall([counter(0)], a_line(10), mean=8, sd=0)
    seen = {"a": Duration(8, 0, (960.0,) * 30), "b": Duration(16, 0)}
    assert mean_p50(replace(state, services=seen)) == pytest.approx(1.5 * mean_p50(state), rel=0.1)


@pytest.mark.parametrize("phase", ["called", "serving", "wrap_up"])
def test_a_counter_further_on_in_its_round_is_free_earlier(phase: str) -> None:
    state = replace(hall([replace(counter(0), phase=phase)], a_line(1)), cycle=Cycle())
    whole = 35 + 8 * 60 + 40
    expected = {"called": whole, "serving": whole - 35, "wrap_up": 40}[phase]
    sample = wait_ranges(state, seed=1, replications=400).tickets["t0"].range
    assert sample is not None
    assert expected * 0.7 < sample.p50 < expected * 1.05


def a_busy_hall(rng: Random) -> HallState:
    skills = [*rng.choices(["a", "b", "ab"], k=5), "ab"]
    counters = [counter(n, skills=s, since=NOW - rng.uniform(0, 400)) for n, s in enumerate(skills)]
    lanes = rng.choices(["ordinary", "priority"], [85, 15], k=13)
    waiting = [ticket(n, service=rng.choice("ab"), lane=lane, ago=900 - 60 * n) for n, lane in enumerate(lanes)]
    return hall(counters, waiting)


def as_it_really_went(state: HallState, rng: Random) -> dict[str, float]:
    """One day's truth: lognormal durations of this test's own, given how long each visit has lasted."""

    def lasts(service: str, elapsed: float) -> float:
        spread = state.services[service]
        sigma2 = log1p((spread.sd_minutes / spread.mean_minutes) ** 2)
        while True:
            whole = spread.mean_minutes * 60 * rng.lognormvariate(-sigma2 / 2, sigma2**0.5)
            if whole > elapsed:
                return whole - elapsed

    free = {c.id: NOW + lasts(c.service or "", NOW - c.since) for c in state.counters}
    return SlowHall(state, lambda w: lasts(w.service, 0), free).play()


def test_eight_of_ten_are_called_by_the_upper_end() -> None:
    """Rulebook 3.0: the promise is P80; some hundred tickets, each hall played once for real."""
    rng = Random(11)
    early = kept = count = 0
    for day in range(40):
        state = a_busy_hall(rng)
        truth = as_it_really_went(state, rng)
        for name, forecast in wait_ranges(state, seed=day).tickets.items():
            assert forecast.range is not None
            count += 1
            kept += truth[name] <= forecast.range.p80
            early += truth[name] < forecast.range.p10
    assert count == 520
    assert 0.72 < kept / count < 0.88
    assert 0.04 < early / count < 0.16


@pytest.mark.parametrize(
    ("p10", "p80", "expected"),
    [
        (0, 119.9, WaitRange(0, 2, True)),
        (30, 120, WaitRange(0, 2, False)),
        (200, 421, WaitRange(3, 8, False)),
        (540, 545, WaitRange(9, 10, False)),
        (599, 601, WaitRange(9, 15, False)),
        (740, 1501, WaitRange(10, 30, False)),
        (900, 1500, WaitRange(15, 25, False)),
    ],
)
def test_the_range_shown_is_rounded_outwards(p10: float, p80: float, expected: WaitRange) -> None:
    """Rulebook 3.0: whole minutes below 10, else steps of 5; soon when P80 is under 2 minutes."""
    assert shown(p10, p80) == expected


def test_after_two_boosted_calls_the_longest_waiting_ordinary_ticket_comes() -> None:
    """R-21: only once it has waited more than 30 minutes."""
    ordinary, priority = ticket(1, ago=1900), ticket(2, lane="priority", ago=60)
    worn = replace(counter(0, status="idle"), boost_run=2)
    assert choose(worn, [ordinary, priority], {}, now=NOW, rules=Rules()) == (ordinary, "R-21")
    patient = replace(ordinary, ref=NOW - 1700)
    assert choose(worn, [patient, priority], {}, now=NOW, rules=Rules()) == (priority, "key")


def test_the_gate_holds_a_booked_visitor_back_while_an_ordinary_one_waits() -> None:
    """R-20: not before slot - 5 min."""
    booked = replace(ticket(1, lane="booked", ago=-1200), gate=NOW + 900)
    here, other = counter(0, status="idle"), ticket(2, ago=60)
    assert choose(here, [booked, other], {}, now=NOW, rules=Rules()) == (other, "gate")
    assert choose(here, [booked], {}, now=NOW, rules=Rules()) == (booked, "key")
