"""When each counter can call again, given what it is doing and for how long: one table per counter."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, log
from random import Random

from hall.queue.rollout_durations import ROUNDS, lognormal, service_table
from hall.queue.rollout_state import CounterNow, Cycle, Duration

NOTHING = (0.0,)
PAUSE = (720.0, 600.0)  # mean and sd in seconds, until the hall has seen pauses of its own
TAIL = 64  # entries of a tail that no table covers


@dataclass(frozen=True, slots=True)
class Start:
    """Free after `fixed` + max(0, a drawn `service` * pace - `elapsed`) + a drawn `rest`, in seconds."""

    fixed: float
    service: Sequence[float] = NOTHING
    elapsed: float = 0.0
    rest: Sequence[float] = NOTHING


def start(counter: CounterNow, duration: Duration, cycle: Cycle, *, now: float, pace: float) -> Start:
    """How to draw the instant at which `counter` can call; `pace` = today's expected factor."""
    elapsed = max(0.0, now - counter.since)
    if counter.status == "idle":
        return Start(0.0)
    if counter.status == "closed":
        return Start(max(0.0, (counter.opens_at or now) - now))
    if counter.status == "paused":
        if counter.until is not None and counter.until > now:
            return Start(counter.until - now)
        pauses = tuple(sorted(cycle.pauses)) or lognormal(*PAUSE, TAIL)
        return Start(0.0, rest=[p - elapsed for p in beyond(pauses, elapsed)])
    wrap = lognormal(cycle.wrap_mean, cycle.wrap_sd, ROUNDS)
    if counter.phase == "wrap_up":
        return Start(0.0, rest=[w - elapsed for w in beyond(wrap, elapsed)])
    table = service_table(duration)
    if counter.phase == "called":
        walk = lognormal(cycle.walk_mean, cycle.walk_sd, ROUNDS)
        mixed = Random(0).sample(wrap, ROUNDS)
        return Start(0.0, table, rest=[max(0.0, a - elapsed) + b for a, b in zip(walk, mixed, strict=True)])
    factor = pace * counter.speed
    return Start(0.0, beyond(table, elapsed / factor), elapsed, wrap)


def leaving(counter: CounterNow, now: float) -> float:
    """Seconds until a counter at work starts no more visits; infinite if nothing is planned."""
    if counter.until is None or counter.status not in ("idle", "busy"):
        return inf
    return counter.until - now


def beyond(table: Sequence[float], elapsed: float) -> Sequence[float]:
    """The entries of an ascending `table` above `elapsed`.

    Where none is left nothing is known: an exponential with a third of the table's mean.
    """
    low = bisect_right(table, elapsed)
    if low < len(table):
        return table[low:]
    third = max(sum(table) / len(table) / 3, 1.0)
    return [elapsed - third * log(1 - (i + 0.5) / TAIL) for i in range(TAIL)]
