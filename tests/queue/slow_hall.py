"""Halls for the wait estimate, and a slow replay of them that has nothing in common with the fast one."""

from bisect import insort
from collections.abc import Callable
from dataclasses import replace
from math import inf
from random import Random

from hall.queue.rollout_choice import choose, next_boost_run
from hall.queue.rollout_state import CounterNow, Cycle, Duration, HallState, WaitingTicket

NOW = 1_000_000.0
PLAIN = Cycle(walk_mean=0, walk_sd=0, wrap_mean=0, wrap_sd=0)
CREDIT = {"ordinary": 0.0, "priority": 3600.0, "booked": 5400.0, "package": 900.0}


def ticket(n: int, *, service: str = "a", lane: str = "ordinary", ago: float = 600.0) -> WaitingTicket:
    return WaitingTicket(f"t{n}", service, "Q", lane, NOW - ago, CREDIT[lane], n)


def counter(n: int, *, skills: str = "a", status: str = "busy", since: float = NOW) -> CounterNow:
    return CounterNow(f"c{n}", frozenset(skills), status, since, service=skills[0])


def hall(counters: list[CounterNow], waiting: list[WaitingTicket], *, mean: float = 8, sd: float = 5) -> HallState:
    services = {"a": Duration(mean, sd), "b": Duration(2 * mean, sd)}
    return HallState(NOW, tuple(counters), tuple(waiting), services, dict.fromkeys("ab", "Q"), cycle=PLAIN)


def a_messy_hall(rng: Random) -> HallState:
    """Counters in every state with skills and credits of their own; tickets of every lane and place."""
    counters = tuple(_some_counter(rng, n) for n in range(rng.randint(1, 5)))
    return HallState(
        NOW,
        counters,
        tuple(_some_ticket(rng, n, counters) for n in range(rng.randint(0, 14))),
        {"a": Duration(7.31, 0), "b": Duration(13.7, 0), "c": Duration(4.9, 0)},
        {"a": "Q", "b": "Q", "c": "R"},
        cycle=PLAIN,
    )


def _some_counter(rng: Random, n: int) -> CounterNow:
    skills = frozenset(rng.sample("abc", rng.randint(1, 3)))
    status = rng.choice(["idle", "busy", "busy", "busy", "paused", "closed"])
    found = CounterNow(
        f"c{n}", skills, status, NOW - rng.uniform(0, 290), service=min(skills), boost_run=rng.randint(0, 3)
    )
    if rng.random() < 0.3:
        found = replace(found, skill_credits={min(skills): rng.choice([300.0, 900.0])})
    if status == "paused":
        return replace(found, until=NOW + rng.uniform(1, 1500))
    if status == "closed":
        return replace(found, opens_at=NOW + rng.uniform(1, 2000) if rng.random() < 0.5 else None)
    if status == "busy" and rng.random() < 0.3:
        leaves = NOW + rng.uniform(1, 2000)
        return replace(found, until=leaves, opens_at=leaves + 2500 if rng.random() < 0.7 else None)
    return found


def _some_ticket(rng: Random, n: int, counters: tuple[CounterNow, ...]) -> WaitingTicket:
    lane = rng.choice(["ordinary", "ordinary", "ordinary", "priority", "booked", "package"])
    found = ticket(n, service=rng.choice("abc"), lane=lane, ago=rng.uniform(0, 5000))
    if lane == "booked" and rng.random() < 0.6:
        slot = NOW + rng.uniform(300, 4000)
        found = replace(found, ref=slot, gate=slot - 300)
    if rng.random() < 0.15:
        found = replace(found, floor=(NOW - rng.uniform(0, 4000), rng.randint(0, 14)))
    home = rng.choice(counters)
    bound = rng.random() < 0.15 and found.service in home.skills and not found.gate
    return replace(found, bound_counter=home.id) if bound else found


class SlowHall:
    """The same hall played with `choose`, one instant at a time."""

    def __init__(self, state: HallState, lasts: Callable[[WaitingTicket], float], free: dict[str, float]) -> None:
        self.state, self.lasts, self.free = state, lasts, free
        self.now = {c.id: c for c in state.counters}
        self.waiting = list(state.waiting)
        self.called: dict[str, float] = {}

    def play(self) -> dict[str, float]:
        """Seconds until each ticket is called."""
        instants = sorted({NOW, *self.free.values(), *(w.gate for w in self.waiting if w.gate)})
        for c in self.state.counters:
            if c.status == "paused":
                insort(instants, c.since + self.state.rules.bound_released)
        while instants:
            at = instants.pop(0)
            for name in sorted(self.free, key=lambda n: self.free[n]):
                if at >= NOW and self.free[name] <= at:
                    for later in self._turn(name, at):
                        insort(instants, later)
        return self.called

    def _turn(self, name: str, at: float) -> list[float]:
        me = self.now[name]
        if me.status in ("idle", "busy") and me.until is not None and at >= me.until:
            return self._leave(me, at)
        if me.status in ("paused", "closed"):
            me = self.now[name] = replace(me, status="idle", until=None)
        found = choose(me, self.waiting, self.now, now=at, rules=self.state.rules)
        if found is None:
            return []
        self.waiting.remove(found[0])
        self.called[found[0].id] = at - NOW
        self.free[name] = at + self.lasts(found[0])
        self.now[name] = replace(me, status="busy", boost_run=next_boost_run(me.boost_run, found[0].lane))
        return [self.free[name]]

    def _leave(self, me: CounterNow, at: float) -> list[float]:
        status = "closed" if me.opens_at is None else "paused"
        self.now[me.id] = replace(me, status=status, since=at, until=None)
        self.free[me.id] = inf if me.opens_at is None else max(at, me.opens_at)
        return [at, at + self.state.rules.bound_released, self.free[me.id]]


def in_slow_motion(state: HallState) -> dict[str, float]:
    """The calls of a hall whose durations are all certain."""
    free = {}
    for c in state.counters:
        if c.status == "busy":
            free[c.id] = c.since + state.services[c.service or ""].mean_minutes * 60
        elif c.status == "paused":
            free[c.id] = c.until or inf
        else:
            free[c.id] = NOW if c.status == "idle" else c.opens_at or inf
    return SlowHall(state, lambda w: state.services[w.service].mean_minutes * 60, free).play()
