"""How much work a pool of counters can promise (estimates.md 4). Pure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist

from hall.roster.rules import Post
from hall.site.plan import Plan, Service, Settings

UNIT_MINUTES = 5


@dataclass(frozen=True)
class Pace:
    """How sessions go: the share of booked visitors who come, and how sessions differ among themselves."""

    show_rate: float
    spread: float

    @classmethod
    def of(cls, settings: Settings) -> "Pace":
        """What the settings say, until the hall knows its own."""
        return cls(settings.booking_show_rate, settings.booking_pace_spread)


@dataclass(frozen=True)
class Pool:
    """Counters that share queues, directly or by way of each other: one limit holds for them together."""

    counters: frozenset[int]
    services: tuple[Service, ...]

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(s.id for s in self.services)


def units_of(minutes: float) -> int:
    """How many units a time needs."""
    return max(1, math.ceil(minutes / UNIT_MINUTES))


def mean_work(plan: Plan, service: Service, people: int, show_rate: float) -> float:
    """Minutes of a counter that a booked service takes on the average, no-shows included."""
    return show_rate * people * _handling(plan, service)


def work_that_fits(minutes: float, services: Sequence[Service], plan: Plan, pace: Pace) -> float:
    """The mean work, in minutes, that ends within `minutes` of counters as surely as the hall wishes.

    The largest M with M + z·sqrt(v·M + (τ·M)²) ≤ cT (estimates.md 4): v is the variance that a minute of mean work
    brings, τ what all visits of a session have in common. Solved as a quadratic equation.
    """
    z = NormalDist().inv_cdf(plan.settings.booking_ends_on_time)
    p = pace.show_rate
    weights = [s.weight or 1.0 for s in services]
    mean = sum(w * p * _handling(plan, s) for w, s in zip(weights, services, strict=True))
    spread = sum(
        w * (p * s.sd**2 + p * (1 - p) * _handling(plan, s) ** 2) for w, s in zip(weights, services, strict=True)
    )
    v = spread / mean if mean else 0.0
    a, b, c = 1 - (z * pace.spread) ** 2, 2 * minutes + z * z * v, minutes * minutes
    return (b - math.sqrt(max(0.0, b * b - 4 * a * c))) / (2 * a) if a else c / b


def pools_of(posts: Iterable[Post], services: Iterable[Service]) -> tuple[Pool, ...]:
    """The services of a session with the counters that do them, joined where a counter does several."""
    found: list[tuple[set[int], list[Service]]] = []
    there = list(posts)
    for service in services:
        able = {p.counter.number for p in there if p.counter.can_serve(service)}
        if not able:
            continue
        mine = [pool for pool in found if pool[0] & able]
        found = [pool for pool in found if not pool[0] & able]
        merged = (able.union(*(p[0] for p in mine)), [*(s for p in mine for s in p[1]), service])
        found.append(merged)
    return tuple(Pool(frozenset(counters), tuple(of)) for counters, of in found)


def _handling(plan: Plan, service: Service) -> float:
    """The walk to the counter, the service, the wrap-up after it, in minutes."""
    around = plan.arrivals.walk_seconds["mean"] + plan.arrivals.wrap_up_seconds["mean"]
    return service.mean + around / 60
