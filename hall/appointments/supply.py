"""What can be sold: from the roster and the length of services to free times. Pure.

A session is cut into units of five minutes. What is taken at a counter is a whole number whose bits are its units,
so that "where do eight units in a row fit?" is a handful of shifts and not a search. Two limits lie over it: the
work of a pool of counters as a whole must end in time, surely enough (estimates.md 4), and in no half hour may
bookings take more than their share (R-52): what they leave is there for people who walk in.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from hall.appointments.capacity import UNIT_MINUTES, Pace, Pool, mean_work, pools_of, units_of, work_that_fits
from hall.roster.rules import Dated, Post, services_of
from hall.site.plan import Counter, Plan, Service, Settings

UNIT = timedelta(minutes=UNIT_MINUTES)
BLOCK = 6  # units: the half hour in which the share of walk-ins must hold
LONGEST_GAP = 6  # units between two services of one visit: the way, and a little air


@dataclass(frozen=True)
class Wanted:
    """A visit that is looked for: its services in order, for so many people, with needs that take time (R-13)."""

    services: tuple[Service, ...]
    people: int = 1
    needs: int = 0


@dataclass(frozen=True)
class Berth:
    """One service of a visit at its place: a counter, from when to when."""

    service_id: str
    counter: int
    start: datetime
    end: datetime

    @property
    def units(self) -> Iterator[datetime]:
        """The starts of its units."""
        moment = self.start
        while moment < self.end:
            yield moment
            moment += UNIT


@dataclass(frozen=True)
class Sold:
    """What is booked of a service at a counter in a session, held ones included: its mean work in minutes."""

    service_id: str
    counter: int
    minutes: float


@dataclass(frozen=True)
class Supply:
    """One session as it can be sold at a moment. `share`: of its capacity, what bookings may have now."""

    plan: Plan
    session: Dated
    posts: tuple[Post, ...]
    taken: Mapping[int, int]  # by counter: its units that nobody can have, as bits
    sold: Sequence[Sold]
    share: float
    pace: Pace
    left: Mapping[str, int] = field(default_factory=dict)  # by service: what its quota of the day leaves

    @cached_property
    def units(self) -> int:
        return int((self.session.end - self.session.start) / UNIT)

    @cached_property
    def step(self) -> int:
        """Units between two starts: the common measure of its services; no length breaks another's grid."""
        lengths = [units_of(s.slot) for s in services_of(self.plan, self.session)]
        return max(1, math.gcd(*lengths)) if lengths else 1

    @cached_property
    def pools(self) -> tuple[Pool, ...]:
        return pools_of(self.posts, services_of(self.plan, self.session))

    @cached_property
    def minutes_left(self) -> dict[frozenset[int], float]:
        """Minutes of mean work that each pool may still be sold, by its counters."""
        spare = {}
        for pool in self.pools:
            there = sum(p.minutes for p in self.posts if p.counter.number in pool.counters)
            capacity = work_that_fits(there, pool.services, self.plan, self.pace)
            spare[pool.counters] = self.share * capacity - sum(
                s.minutes for s in self.sold if s.counter in pool.counters
            )
        return spare

    def pool_of(self, service: Service) -> Pool | None:
        return next((p for p in self.pools if service.id in p.names), None)

    def at(self, unit: int) -> datetime:
        return self.session.start + unit * UNIT

    def unit_at(self, moment: datetime) -> int:
        return int((moment - self.session.start) / UNIT)


def length(service: Service, wanted: Wanted, settings: Settings) -> int:
    """The units of one service of a visit. It comes from the service, never from who asks (R-55, needs)."""
    return units_of(service.slot * wanted.people + settings.booking_need_minutes * bool(wanted.needs))


def free_starts(supply: Supply, wanted: Wanted, *, since: datetime) -> dict[datetime, int]:
    """When a visit could begin, not before `since`, each with how many more of its kind fit there."""
    first, settings = wanted.services[0], supply.plan.settings
    within = _starts(supply, since)
    if len(wanted.services) > 1:
        starts = (supply.at(unit) for unit in _bits(within))
        return {start: 1 for start in starts if berths(supply, wanted, start) is not None}
    size, most = length(first, wanted, settings), _how_many(supply, wanted, first)
    if most < 1:
        return {}
    roomy = within & _roomy(supply, first, size)
    fitting = [_fits(supply, post.counter, size) & roomy for post in _able(supply, first)]
    anywhere = 0
    for mask in fitting:
        anywhere |= mask
    return {supply.at(u): min(most, sum(m >> u & 1 for m in fitting)) for u in _bits(anywhere)}


def berths(supply: Supply, wanted: Wanted, start: datetime) -> tuple[Berth, ...] | None:
    """Where a visit that begins at `start` finds its places, one service after the other, or None."""
    unit, found = supply.unit_at(start), list[Berth]()
    if supply.at(unit) != start or not 0 <= unit < supply.units:
        return None
    for number, service in enumerate(wanted.services):
        size = length(service, wanted, supply.plan.settings)
        latest = unit if number == 0 else unit + LONGEST_GAP
        berth = _first_berth(supply, wanted, service, size, range(unit, latest + 1))
        if berth is None:
            return None
        found.append(berth)
        unit = supply.unit_at(berth.end)
        supply = with_sold(supply, [berth], wanted)
    return tuple(found)


def beside(supply: Supply, wanted: Wanted, start: datetime) -> tuple[Berth, ...] | None:
    """The same for staff who overbook on purpose: at counters that can do it, taken or not; None if none is."""
    found = []
    for service in wanted.services:
        able = _able(supply, service)
        if not able:
            return None
        size = length(service, wanted, supply.plan.settings)
        least = min(able, key=lambda p: (supply.taken.get(p.counter.number, 0).bit_count(), p.counter.number))
        found.append(Berth(service.id, least.counter.number, start, start + size * UNIT))
        start = found[-1].end
    return tuple(found) if start <= supply.session.end else None


def with_sold(supply: Supply, sold: Iterable[Berth], wanted: Wanted) -> Supply:
    """The supply after these berths were sold."""
    taken, work = dict(supply.taken), list(supply.sold)
    known = {s.id: s for s in wanted.services}
    for berth in sold:
        taken[berth.counter] = taken.get(berth.counter, 0) | mask_of(supply, berth)
        mean = mean_work(supply.plan, known[berth.service_id], wanted.people, supply.pace.show_rate)
        work.append(Sold(berth.service_id, berth.counter, mean))
    return Supply(supply.plan, supply.session, supply.posts, taken, work, supply.share, supply.pace, supply.left)


def mask_of(supply: Supply, berth: Berth) -> int:
    """The units of a berth as bits."""
    first = supply.unit_at(berth.start)
    return ((1 << int((berth.end - berth.start) / UNIT)) - 1) << first


def _first_berth(supply: Supply, wanted: Wanted, service: Service, size: int, units: range) -> Berth | None:
    if _how_many(supply, wanted, service) < 1:
        return None
    roomy = _roomy(supply, service, size)
    for unit in units:
        fitting = [p for p in _able(supply, service) if (_fits(supply, p.counter, size) & roomy) >> unit & 1]
        if fitting:
            counter = min(fitting, key=lambda p: _tightness(supply, p.counter.number, unit, size)).counter.number
            return Berth(service.id, counter, supply.at(unit), supply.at(unit + size))
    return None


def _tightness(supply: Supply, counter: int, unit: int, size: int) -> tuple[int, int]:
    """How much is free around a place at a counter: the tightest one leaves long stretches whole elsewhere."""
    taken = supply.taken.get(counter, 0)
    earlier, later = taken & ((1 << unit) - 1), taken >> (unit + size)
    before = unit - earlier.bit_length()
    rest = supply.units - unit - size
    after = min(rest, (later & -later).bit_length() - 1) if later else rest
    return min(before, after) if before and after else 0, counter


def _able(supply: Supply, service: Service) -> list[Post]:
    return [p for p in supply.posts if p.counter.can_serve(service)]


def _fits(supply: Supply, counter: Counter, size: int) -> int:
    """The units from which `size` units in a row are free, as bits."""
    free = ~supply.taken.get(counter.number, 0) & ((1 << supply.units) - 1)
    fits = free
    for more in range(1, size):
        fits &= free >> more
    return fits


def _starts(supply: Supply, since: datetime) -> int:
    """The grid of starts, as bits, without what is too soon."""
    mask = sum(1 << unit for unit in range(0, supply.units, supply.step))
    late = math.ceil((since - supply.session.start) / UNIT)
    return mask & -(1 << late) if late > 0 else mask


def _roomy(supply: Supply, service: Service, size: int) -> int:
    """The units from which a visit leaves every half hour its share of walk-ins (R-52), as bits."""
    pool = supply.pool_of(service)
    if pool is None:
        return 0
    counters = [supply.taken.get(number, 0) for number in pool.counters]
    longest = max(units_of(s.slot) for s in pool.services)
    limit = max(supply.share * BLOCK * len(counters), longest)
    blocks = [
        sum((c >> b & ((1 << BLOCK) - 1)).bit_count() for c in counters) for b in range(0, supply.units, BLOCK)
    ]
    found = 0
    for unit in range(supply.units - size + 1):
        touched = range(unit // BLOCK, (unit + size - 1) // BLOCK + 1)
        if all(blocks[b] == 0 or blocks[b] + _overlap(unit, size, b) <= limit for b in touched):
            found |= 1 << unit
    return found


def _overlap(unit: int, size: int, block: int) -> int:
    return min(unit + size, (block + 1) * BLOCK) - max(unit, block * BLOCK)


def _how_many(supply: Supply, wanted: Wanted, service: Service) -> int:
    """How many more visits of this kind the session as a whole can take, its quota included."""
    pool = supply.pool_of(service)
    if pool is None:
        return 0
    each = mean_work(supply.plan, service, wanted.people, supply.pace.show_rate)
    fit = int((supply.minutes_left[pool.counters] + 1e-6) / each) if each else 0
    return min(fit, supply.left.get(service.id, fit))


def _bits(mask: int) -> Iterator[int]:
    unit = 0
    while mask:
        if mask & 1:
            yield unit
        mask >>= 1
        unit += 1
