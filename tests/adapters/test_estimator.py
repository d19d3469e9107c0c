"""The child process that estimates waits: same figures, survives, lets go."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from hall.adapters.estimator import ROOT, Estimator, EstimatorDown, InlineEstimator, answer_lines
from hall.queue.rollout_codec import dump, estimates_from, state_from
from hall.queue.rollout_state import (
    ArrivalRate,
    CounterNow,
    Cycle,
    DueBooking,
    Duration,
    HallState,
    Pace,
    Rules,
    WaitingTicket,
)

STATE = HallState(
    now=5000.0,
    counters=(
        CounterNow("c1", frozenset({"a", "b"}), "busy", 4800.0, service="a", skill_credits={"b": 900.0}),
        CounterNow("c2", frozenset({"a"}), "closed", 100.0, opens_at=9000.0, phase="serving"),
    ),
    waiting=(
        WaitingTicket("t1", "a", "Q", "booked", 5600.0, 5400.0, 1, gate=5300.0),
        WaitingTicket("t2", "b", "Q", "ordinary", 4000.0, 0.0, 2, floor=(4100.0, 1), bound_counter="c1"),
        WaitingTicket("t3", "x", "R", "priority", 4000.0, 3600.0, 3, not_before=5200.0),
    ),
    services={"a": Duration(8, 3, (400.0, 500.0)), "b": Duration(12, 5)},
    queues={"a": "Q", "b": "Q", "x": "R"},
    rules=Rules(boost_run=3),
    cycle=Cycle(absent_p=0.05, pause_p=0.02, pauses=(300.0, 900.0)),
    arrivals=(ArrivalRate("a", "priority", 2.0),),
    due=(DueBooking("a", 6000.0),),
    pace=Pace(n=10, ratio_sum=11.0, tau2=0.01),
)


@pytest.fixture
def estimator() -> Iterator[Estimator]:
    found = Estimator(replications=20)
    yield found
    found.close()


def test_a_state_and_its_estimates_survive_the_wire() -> None:
    assert state_from(json.loads(dump(STATE))) == STATE
    estimates = InlineEstimator().ask(STATE, seed=3)
    assert estimates_from(json.loads(dump(estimates))) == estimates


def test_only_plain_values_go_over_the_wire() -> None:
    with pytest.raises(TypeError, match="not a plain value"):
        dump(object())


def test_a_line_is_answered_by_a_line() -> None:
    answers = io.StringIO()
    answer_lines(io.StringIO(dump([STATE, 3, 20]) + "\n"), answers)
    twin = InlineEstimator(replications=20)
    assert estimates_from(json.loads(answers.getvalue())) == twin.ask(STATE, seed=3)


def test_the_child_gives_the_figures_of_its_twin(estimator: Estimator) -> None:
    twin = InlineEstimator(replications=20)
    assert estimator.ask(STATE, seed=4) == twin.ask(STATE, seed=4)
    child = estimator.pid
    assert estimator.ask(STATE, seed=5) == twin.ask(STATE, seed=5)
    assert estimator.pid == child
    twin.close()


def test_a_question_larger_than_a_pipe_gets_through(estimator: Estimator) -> None:
    crowd = tuple(replace(STATE.waiting[2], id=f"p{n}" * 20, seq=n) for n in range(3000))
    assert len(estimator.ask(replace(STATE, waiting=crowd)).tickets) == 3000


def test_a_dead_child_is_replaced(estimator: Estimator) -> None:
    before = estimator.ask(STATE)
    first = estimator.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert estimator.ask(STATE) == before
    assert estimator.pid != first


def test_a_silent_child_is_given_up_in_time_and_replaced(estimator: Estimator) -> None:
    estimator.ask(STATE)
    assert estimator.pid is not None
    os.kill(estimator.pid, signal.SIGSTOP)
    with pytest.raises(EstimatorDown, match="in time"):
        estimator.ask(STATE, timeout=0.05)
    assert estimator.pid is None
    assert estimator.ask(STATE).tickets["t3"].reason == "no_counter"


def test_closing_ends_the_child(estimator: Estimator) -> None:
    estimator.ask(STATE)
    child = estimator.pid
    estimator.close()
    assert estimator.pid is None
    with pytest.raises(ProcessLookupError):
        os.kill(child or 0, 0)


def test_asking_does_not_hold_up_greenlets() -> None:
    """The server is monkey-patched by gevent: others must run while one waits for an answer."""
    script = (
        "from gevent import monkey; monkey.patch_all()\n"
        "import gevent\n"
        "from hall.adapters.estimator import Estimator\n"
        "from tests.adapters.test_estimator import STATE\n"
        "estimator, ticks = Estimator(), []\n"
        "asking = gevent.spawn(estimator.ask, STATE)\n"
        "while not asking.ready(): ticks.append(gevent.sleep(0.001))\n"
        "print(len(asking.get().tickets), len(ticks) > 5); estimator.close()\n"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["3", "True"], done.stderr
