"""Simulated people on the verbs themselves: a morning in seconds, for a demo that is alive at once."""

from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any, TypeVar

from hall.kernel.errors import HallError
from hall.kernel.work import SYSTEM, Work, Works
from hall.queue import actions
from hall.queue.actions.issue import Wish
from hall.queue.lookups import the_ticket
from hall.simulate.engine import Refusal, Simulation
from hall.simulate.people import Visit, today, visits
from hall.site.plan import Plan

T = TypeVar("T")


class ScriptedClock:
    """Goes where it is told; hall time and device time alike."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def hall_now(self) -> datetime:
        return self.now

    def real_now(self) -> datetime:
        return self.now


class VerbHall:
    """A `Hall` for the engine, one unit of work per act."""

    def __init__(self, works: Works, hall_id: str, members: dict[int, str]) -> None:
        self._works, self._hall_id, self._members = works, hall_id, members

    def issue(self, visit: Visit) -> str:
        wish = Wish((visit.service,), language=visit.language)
        return self._do(lambda w: actions.issue_ticket(w, wish, channel="kiosk").id)

    def state(self, ticket: str) -> str:
        return self._do(lambda w: str(the_ticket(w, ticket).state))

    def priority(self, ticket: str, group: str) -> None:
        self._do(lambda w: actions.give_priority(w, ticket, group))

    def cancel(self, ticket: str) -> None:
        self._do(lambda w: actions.cancel(w, ticket))

    def rejoin(self, ticket: str) -> None:
        self._do(lambda w: actions.rejoin(w, ticket))

    def come_back(self, ticket: str) -> None:
        self._do(lambda w: actions.come_back(w, ticket))

    def open(self, counter: int) -> None:
        self._do(lambda w: actions.open_counter(w, self._id(counter), self._members[counter]))

    def close(self, counter: int) -> None:
        self._do(lambda w: actions.close_counter(w, self._id(counter)))

    def pause(self, counter: int, until: datetime) -> None:
        self._do(lambda w: actions.pause_counter(w, self._id(counter), "meal", until=until))

    def resume(self, counter: int) -> None:
        self._do(lambda w: actions.resume_counter(w, self._id(counter)))

    def next(self, counter: int, after: str | None) -> tuple[str, str]:
        call = self._do(lambda w: actions.call_next(w, self._id(counter), after=after))
        return call.id, call.ticket_id

    def arrive(self, counter: int, call: str) -> None:
        self._do(lambda w: actions.arrive(w, call))

    def miss(self, counter: int, call: str) -> None:
        self._do(lambda w: actions.announce_due(w))
        self._do(lambda w: actions.miss(w, call, "not_here"))

    def wrap_up(self, counter: int, call: str) -> None:
        self._do(lambda w: actions.wrap_up(w, call))

    def finish(self, counter: int, ticket: str, call: str, outcome: str) -> None:
        self._do(lambda w: actions.finish(w, ticket, outcome, call_id=call))

    def park(self, counter: int, ticket: str, call: str) -> None:
        self._do(lambda w: actions.park(w, ticket, "copy", call_id=call))

    def _id(self, counter: int) -> str:
        return f"{self._hall_id}-{counter}"

    def _do(self, verb: Callable[[Work], T]) -> T:
        try:
            return self._works.perform(self._hall_id, SYSTEM, verb)
        except HallError as error:
            raise Refusal(error.code) from error


def live_through(
    works: Works, plan: Plan, clock: ScriptedClock, until: datetime, *, members: dict[int, str], seed: int
) -> Any:
    """Lets people live from the clock's moment until another, at once; what happened, counted."""
    rng = Random(seed)
    run = Simulation(plan, VerbHall(works, plan.id, members), rng)
    run.employ(sorted(members), clock.now)
    skip = unserved(plan, frozenset(members))
    run.expect([v for v in visits(plan, today(plan, clock.now), rng, skip=skip) if v.at < until])
    while (due := run.next_at()) is not None and due < until:
        clock.now = max(clock.now, due)
        run.step(clock.now)
    clock.now = until
    return run.report


def unserved(plan: Plan, staffed: frozenset[int]) -> frozenset[str]:
    """Services that none of these counters can serve: nobody comes for them while nobody is there."""
    return frozenset(s.id for s in plan.services if not any(c.number in staffed for c in plan.counters_for(s)))
