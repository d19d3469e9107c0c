"""How long people will wait: the hall played forward many times from its present state.

Pure: a `HallState` and a seed in, ranges out; the same seed gives the same figures. Each replication
(`rollout_run.py`) calls by the order of R-20 to R-24, with durations drawn from what this hall has seen.
"""

from collections.abc import Sequence
from math import ceil, floor, inf
from random import Random

from hall.queue.rollout_board import prepare
from hall.queue.rollout_run import Run
from hall.queue.rollout_state import CLOSED, NO_COUNTER, Estimates, Forecast, HallState, Range, WaitRange

SOON_SECONDS = 120.0


def wait_ranges(state: HallState, *, seed: int, replications: int = 100) -> Estimates:
    """Seconds until the first call, for everybody who waits and for whoever takes a number now.

    A queue's figure pools the newcomers of all its services that somebody can serve.
    """
    board = prepare(state)
    rng = Random(seed)
    called: list[list[float]] = []
    met: list[list[float]] = []
    for _ in range(replications):
        run = Run(board, rng)
        run.play()
        called.append(run.called)
        met.append(run.met)
    by_ticket = list(zip(*called, strict=True)) or [()] * len(state.waiting)
    by_group = list(zip(*met, strict=True))
    group_of = board.group_of
    tickets = {w.id: _forecast(by_ticket[n] if w.service in group_of else ()) for n, w in enumerate(state.waiting)}
    services = [*dict.fromkeys([*state.services, *state.queues])]
    pools: dict[str, list[float]] = {queue: [] for queue in state.queues.values()}
    for service, queue in state.queues.items():
        if service in group_of:
            pools[queue].extend(by_group[group_of[service]])
    return Estimates(
        tickets,
        {s: _forecast(by_group[group_of[s]] if s in group_of else ()) for s in services},
        {queue: _forecast(pool) for queue, pool in pools.items()},
    )


def shown(p10: float, p80: float) -> WaitRange:
    """The range people read (rulebook 3.0): outwards to whole minutes below 10, else to steps of 5."""
    low, high = round(p10 / 60, 6), round(p80 / 60, 6)
    return WaitRange(
        low_minutes=floor(low) if low < 10 else 5 * floor(low / 5),
        high_minutes=ceil(high) if high < 10 else 5 * ceil(high / 5),
        soon=p80 < SOON_SECONDS,
    )


def _forecast(sample: Sequence[float]) -> Forecast:
    """Order statistics; the low end rounds down and the others up, so that the range holds."""
    if not sample:
        return Forecast(None, NO_COUNTER)
    ordered, n = sorted(sample), len(sample)
    p80 = ordered[min(n, ceil(0.8 * (n + 1))) - 1]
    if p80 == inf:
        return Forecast(None, CLOSED)
    p10 = ordered[max(1, floor(0.1 * (n + 1))) - 1]
    return Forecast(Range(p10, ordered[min(n, ceil(0.5 * (n + 1))) - 1], p80))
