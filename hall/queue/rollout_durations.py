"""Tables to draw durations from: built once per service, then one index per draw."""

from collections.abc import Sequence
from functools import lru_cache
from math import exp, log, sqrt
from random import Random
from statistics import NormalDist
from typing import TypeVar

from hall.queue.rollout_state import Cycle, Duration

QUANTILES = 512
ROUNDS = 1024
BLEND = 30  # observed durations weigh n / (n + BLEND) against the plan's

Rounds = tuple[tuple[float, float], ...]
Item = TypeVar("Item")


@lru_cache(maxsize=1024)
def service_table(duration: Duration) -> tuple[float, ...]:
    """512 ascending quantiles of the service time in seconds: the plan's lognormal and what was seen."""
    n = len(duration.observed)
    seen = round(QUANTILES * n / (n + BLEND))
    planned = lognormal(duration.mean_minutes * 60, duration.sd_minutes * 60, QUANTILES - seen)
    return tuple(sorted([*planned, *quantiles(duration.observed, seen)]))


@lru_cache(maxsize=1024)
def rounds(duration: Duration, cycle: Cycle) -> Rounds:
    """1024 equally likely rounds of a counter: (service seconds, other seconds).

    The pace of the day and of the counter changes only the first of the two. A share `absent_p` of rounds
    has no service and costs the call window; a share `pause_p` ends with a pause.
    """
    rng = Random(f"{duration.mean_minutes}/{duration.sd_minutes}")
    table = service_table(duration)
    service = [table[i // (ROUNDS // QUANTILES)] for i in range(ROUNDS)]
    walk = _shuffled(rng, lognormal(cycle.walk_mean, cycle.walk_sd, ROUNDS))
    wrap = _shuffled(rng, lognormal(cycle.wrap_mean, cycle.wrap_sd, ROUNDS))
    pauses = quantiles(cycle.pauses, round(ROUNDS * cycle.pause_p)) if cycle.pauses else []
    pause = _shuffled(rng, pauses + [0.0] * (ROUNDS - len(pauses)))
    absent = _shuffled(rng, [i < ROUNDS * cycle.absent_p for i in range(ROUNDS)])
    return tuple(
        (0.0, cycle.absent_cost) if gone else (s, w + e + p)
        for s, w, e, p, gone in zip(service, walk, wrap, pause, absent, strict=True)
    )


@lru_cache(maxsize=256)
def lognormal(mean: float, sd: float, count: int) -> tuple[float, ...]:
    """`count` ascending quantiles of the lognormal with this mean and sd (zeros where the mean is 0)."""
    if mean <= 0:
        return (0.0,) * count
    sigma2 = log(1 + (sd / mean) ** 2)
    mu, sigma = log(mean) - sigma2 / 2, sqrt(sigma2)
    inverse = NormalDist().inv_cdf
    return tuple(exp(mu + sigma * inverse((i + 0.5) / count)) for i in range(count))


def quantiles(sample: Sequence[float], count: int) -> list[float]:
    """`count` ascending quantiles of a sample; none if either is empty."""
    ordered = sorted(sample)
    n = len(ordered)
    return [ordered[int((i + 0.5) / count * n)] for i in range(count)] if n else []


def _shuffled(rng: Random, values: Sequence[Item]) -> list[Item]:
    return rng.sample(values, len(values))
