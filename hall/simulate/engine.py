"""The engine: visitors and clerks as events in hall time, acting through a `Hall`.

`step` does what is due now and says when the next thing is. Whoever drives it decides how time passes: the
demo's catch-up lets it jump, a live simulation waits for the hall's own clock. A refusal is part of life.
"""

import heapq
import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Protocol

from hall.simulate.people import Visit, lognormal
from hall.site.plan import Counter as PlannedCounter
from hall.site.plan import Plan
from hall.site.rules import Opening, business_day, opening_at, openings_of

LOOK_AGAIN = timedelta(seconds=25)
MISS_AGAIN = timedelta(seconds=30)
FETCHING = timedelta(minutes=9)
NEXT_DAY = timedelta(minutes=15)


class Refusal(Exception):
    """The hall said no; `code` is the API's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Hall(Protocol):
    """What simulated people can do. Tickets, calls and counters are the API's ids; refusals raise Refusal."""

    def issue(self, visit: Visit) -> str: ...
    def state(self, ticket: str) -> str: ...
    def priority(self, ticket: str, group: str) -> None: ...
    def cancel(self, ticket: str) -> None: ...
    def rejoin(self, ticket: str) -> None: ...
    def come_back(self, ticket: str) -> None: ...
    def open(self, counter: int) -> None: ...
    def close(self, counter: int) -> None: ...
    def pause(self, counter: int, until: datetime) -> None: ...
    def resume(self, counter: int) -> None: ...
    def next(self, counter: int, after: str | None) -> tuple[str, str]: ...
    def arrive(self, counter: int, call: str) -> None: ...
    def miss(self, counter: int, call: str) -> None: ...
    def wrap_up(self, counter: int, call: str) -> None: ...
    def finish(self, counter: int, ticket: str, call: str, outcome: str) -> None: ...
    def park(self, counter: int, ticket: str, call: str) -> None: ...


@dataclass
class Clerk:
    """A simulated clerk at one counter."""

    counter: PlannedCounter
    open: bool = False
    paused: bool = False
    after: str | None = None
    gone: bool = False  # a person has taken over


@dataclass
class Visitor:
    visit: Visit
    away: bool = False
    parked_before: bool = False


@dataclass
class Simulation:
    """One run. `report` counts what happened."""

    plan: Plan
    hall: Hall
    rng: Random
    clerks: dict[int, Clerk] = field(default_factory=dict)
    visitors: dict[str, Visitor] = field(default_factory=dict)
    report: Counter[str] = field(default_factory=Counter)
    _heap: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)
    _order: "itertools.count[int]" = field(default_factory=itertools.count)

    def expect(self, visits: list[Visit]) -> None:
        """These visitors will come."""
        for visit in visits:
            self._at(visit.at, lambda now, v=visit: self._arrives(v, now))  # type: ignore[misc]

    def employ(self, counters: list[int], now: datetime) -> None:
        """Clerks sit down at these counters when the hall opens."""
        for number in counters:
            planned = self.plan.counter(number)
            if planned is not None:
                self.clerks[number] = Clerk(planned)
                self._at(now + timedelta(seconds=20 * self.rng.random()), self._works(self.clerks[number]))

    def next_at(self) -> datetime | None:
        return self._heap[0][0] if self._heap else None

    def step(self, now: datetime) -> None:
        """Does everything that is due at `now`."""
        while self._heap and self._heap[0][0] <= now:
            due, _, act = heapq.heappop(self._heap)
            act(max(due, now) if now - due > timedelta(minutes=5) else due)

    def _at(self, when: datetime, act: Callable[[datetime], None]) -> None:
        heapq.heappush(self._heap, (when, next(self._order), act))

    def _arrives(self, visit: Visit, now: datetime) -> None:
        try:
            ticket = self.hall.issue(visit)
        except Refusal as refusal:
            self.report[f"refused:{refusal.code}"] += 1
            return
        self.report["issued"] += 1
        self.visitors[ticket] = Visitor(visit)
        if visit.group is not None:
            self._try("priority", lambda: self.hall.priority(ticket, str(visit.group)))
        self._at(now + visit.patience, lambda later: self._has_enough(ticket, later))

    def _has_enough(self, ticket: str, now: datetime) -> None:
        """Patience is over: half give the number back, half just go."""
        visitor = self.visitors.get(ticket)
        if visitor is None:
            return
        try:
            state = self.hall.state(ticket)
        except Refusal:
            return
        if state == "parked":
            self._try("returned", lambda: self.hall.come_back(ticket))
        elif state == "waiting" and self.rng.random() < 0.5:
            self._try("cancelled", lambda: self.hall.cancel(ticket))
            self.visitors.pop(ticket, None)
        elif state == "waiting":
            visitor.away = True
            self.report["went_silently"] += 1

    def _works(self, clerk: Clerk) -> Callable[[datetime], None]:
        return lambda now: self._clerk_acts(clerk, now)

    def _clerk_acts(self, clerk: Clerk, now: datetime) -> None:
        """Whatever an idle clerk does next: open, pause for lunch, call, close."""
        if clerk.gone:
            return
        opening = opening_at(self.plan, now)
        number = clerk.counter.number
        if not clerk.open:
            self._open(clerk, opening, now)
        elif clerk.paused:
            if self._lunch_ends(clerk, opening, now) is None:
                clerk.paused = not self._try("resumed", lambda: self.hall.resume(number))
            self._at(now + LOOK_AGAIN, self._works(clerk))
        elif (until := self._lunch_ends(clerk, opening, now)) is not None:
            clerk.paused = self._try("lunch", lambda: self.hall.pause(number, until))
            self._at(until if clerk.paused else now + LOOK_AGAIN, self._works(clerk))
        else:
            self._call(clerk, opening, now)

    def _open(self, clerk: Clerk, opening: Opening | None, now: datetime) -> None:
        on_duty = opening is not None and (clerk.counter.saturday or opening.sessions[0].kind != "off_hours")
        if on_duty:
            clerk.open = self._try("opened", lambda: self.hall.open(clerk.counter.number))
            clerk.after = None
            self._at(now + LOOK_AGAIN, self._works(clerk))
            return
        coming = [o.start for o in openings_of(self.plan, business_day(self.plan, now)) if o.start > now]
        later = coming[0] + timedelta(seconds=90 * self.rng.random()) if coming else now + NEXT_DAY
        self._at(later, self._works(clerk))

    def _lunch_ends(self, clerk: Clerk, opening: Opening | None, now: datetime) -> datetime | None:
        """When the noon break of a counter without noon duty ends, if it is on (R-70)."""
        sessions = opening.sessions if opening and not clerk.counter.noon else ()
        return next((s.end for s in sessions if s.kind == "noon_duty" and s.start <= now < s.end), None)

    def _call(self, clerk: Clerk, opening: Opening | None, now: datetime) -> None:
        number = clerk.counter.number
        try:
            call, ticket = self.hall.next(number, clerk.after)
        except Refusal as refusal:
            self._no_call(clerk, refusal, opening, now)
            return
        clerk.after = call
        self.report["called"] += 1
        visitor = self.visitors.get(ticket)
        if visitor is None:  # a person's ticket: the clerk waits a moment and serves
            visitor = self.visitors[ticket] = Visitor(self._somebody(now))
        if visitor.away or visitor.visit.absent:
            self._at(now + timedelta(seconds=70), lambda later: self._misses(clerk, call, ticket, later))
        else:
            self._at(now + visitor.visit.walk, lambda later: self._serves(clerk, call, ticket, later))

    def _no_call(self, clerk: Clerk, refusal: Refusal, opening: Opening | None, now: datetime) -> None:
        if refusal.code in ("not_current", "not_allowed", "counter_taken"):
            clerk.gone = True  # a person sits here now
            self.report["gave_way"] += 1
            return
        if refusal.code == "counter_closed":
            clerk.open = False
        if refusal.code == "nobody_waiting" and opening is None:
            clerk.open = not self._try("closed", lambda: self.hall.close(clerk.counter.number))
        self._at(now + LOOK_AGAIN, self._works(clerk))

    def _serves(self, clerk: Clerk, call: str, ticket: str, now: datetime) -> None:
        number, visitor = clerk.counter.number, self.visitors[ticket]
        if not self._try("arrived", lambda: self.hall.arrive(number, call)):
            self._at(now + LOOK_AGAIN, self._works(clerk))
        elif visitor.visit.copies and not visitor.parked_before:
            visitor.parked_before = True
            self._at(now + visitor.visit.serve / 3, lambda later: self._parks(clerk, call, ticket, later))
        else:
            self._at(now + visitor.visit.serve, lambda later: self._wraps_up(clerk, call, ticket, later))

    def _parks(self, clerk: Clerk, call: str, ticket: str, now: datetime) -> None:
        if self._try("parked", lambda: self.hall.park(clerk.counter.number, ticket, call)):
            self._at(now + FETCHING, lambda later: self._comes_back(ticket))
        self._at(now + timedelta(seconds=5), self._works(clerk))

    def _comes_back(self, ticket: str) -> None:
        self._try("returned", lambda: self.hall.come_back(ticket))

    def _wraps_up(self, clerk: Clerk, call: str, ticket: str, now: datetime) -> None:
        self._try("wrapped_up", lambda: self.hall.wrap_up(clerk.counter.number, call))
        wrap = self.visitors[ticket].visit.wrap
        self._at(now + wrap, lambda later: self._finishes(clerk, call, ticket, later))

    def _finishes(self, clerk: Clerk, call: str, ticket: str, now: datetime) -> None:
        visitor = self.visitors.pop(ticket)
        outcome = "incomplete" if visitor.visit.incomplete else "done"
        self._try("served", lambda: self.hall.finish(clerk.counter.number, ticket, call, outcome))
        self._at(now + timedelta(seconds=5), self._works(clerk))

    def _misses(self, clerk: Clerk, call: str, ticket: str, now: datetime) -> None:
        try:
            self.hall.miss(clerk.counter.number, call)
        except Refusal as refusal:
            if refusal.code == "too_early_to_miss":
                self._at(now + MISS_AGAIN, lambda later: self._misses(clerk, call, ticket, later))
            else:
                self._at(now + LOOK_AGAIN, self._works(clerk))
            return
        self.report["missed"] += 1
        visitor = self.visitors.pop(ticket)
        if visitor.visit.returns and not visitor.away:
            later = now + timedelta(minutes=lognormal(self.rng, 6, 3))
            self._at(later, lambda then: self._rejoins(ticket, visitor))
        self._at(now + timedelta(seconds=5), self._works(clerk))

    def _rejoins(self, ticket: str, visitor: Visitor) -> None:
        if self._try("rejoined", lambda: self.hall.rejoin(ticket)):
            calm = Visit(**{**visitor.visit.__dict__, "absent": False})
            self.visitors[ticket] = Visitor(calm)

    def _somebody(self, now: datetime) -> Visit:
        """How somebody behaves whom the simulation did not bring: comes at once, takes a usual time."""
        return Visit(
            at=now,
            service="",
            language="en",
            group=None,
            patience=timedelta(hours=9),
            absent=False,
            returns=False,
            walk=timedelta(seconds=60),
            serve=timedelta(minutes=6),
            wrap=timedelta(seconds=20),
            copies=False,
            incomplete=False,
        )

    def _try(self, what: str, act: Callable[[], None]) -> bool:
        """Does something that the hall may refuse; counts it when it did."""
        try:
            act()
        except Refusal as refusal:
            self.report[f"refused:{refusal.code}"] += 1
            return False
        self.report[what] += 1
        return True
