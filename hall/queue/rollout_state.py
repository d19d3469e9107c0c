"""The present state of a hall as plain values, and what an estimate of it looks like.

All instants are seconds in one origin of the caller's choice; all durations are seconds unless the name
says minutes. Nothing here asks a clock, and `rollout_codec.py` carries every value through JSON.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

ORDINARY, PRIORITY, BOOKED, PACKAGE = "ordinary", "priority", "booked", "package"
BOOSTED = frozenset({PRIORITY, BOOKED})
"""Lanes whose calls count towards the run of R-21."""

NO_COUNTER, CLOSED = "no_counter", "closed"


@dataclass(frozen=True, slots=True)
class Duration:
    """How long a service takes at the counter; `observed` are seconds seen in this hall, any order."""

    mean_minutes: float
    sd_minutes: float
    observed: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Cycle:
    """What a counter's round has besides the service itself; probabilities are per call."""

    walk_mean: float = 35.0
    walk_sd: float = 15.0
    wrap_mean: float = 40.0
    wrap_sd: float = 20.0
    absent_p: float = 0.0
    absent_cost: float = 90.0
    pause_p: float = 0.0
    pauses: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings the order of calling depends on, in seconds: R-20, R-21, R-34."""

    credits: Mapping[str, float] = field(
        default_factory=lambda: {ORDINARY: 0.0, PRIORITY: 3600.0, BOOKED: 5400.0, PACKAGE: 900.0}
    )
    boost_run: int = 2
    boost_protect: float = 1800.0
    booked_callable_before: float = 300.0
    bound_released: float = 300.0


@dataclass(frozen=True, slots=True)
class CounterNow:
    """One counter now.

    status: idle, busy, paused or closed, begun at `since`. A busy counter names its `service` and `phase`
    (called, serving, wrap_up). `until`: paused = expected return; else = no visit starts after it, until
    `opens_at` (None: not again). Leave `until` None for the end of the opening: by R-71 counters then
    serve on. A closed counter comes back at `opens_at`, or not at all. `speed` multiplies durations.
    """

    id: str
    skills: frozenset[str]
    status: str
    since: float
    service: str | None = None
    until: float | None = None
    opens_at: float | None = None
    skill_credits: Mapping[str, float] = field(default_factory=dict)
    boost_run: int = 0
    phase: str = "serving"
    speed: float = 1.0


@dataclass(frozen=True, slots=True)
class WaitingTicket:
    """A ticket in state waiting.

    `credit` is its lane's, in seconds. `gate` is slot - 5 min of a booked ticket (R-20), `not_before` an
    instant before which nobody may call it, `floor` the (instant, seq) just behind which a missed ticket
    rejoined (R-28), `bound_counter` the counter of R-34.
    """

    id: str
    service: str
    queue: str
    lane: str
    ref: float
    credit: float
    seq: int
    gate: float | None = None
    not_before: float | None = None
    floor: tuple[float, int] | None = None
    bound_counter: str | None = None


@dataclass(frozen=True, slots=True)
class ArrivalRate:
    """Visitors of one service and lane who will still come, per hour."""

    service: str
    lane: str
    per_hour: float


@dataclass(frozen=True, slots=True)
class DueBooking:
    """A booking not checked in yet; `show_p` = probability that it comes."""

    service: str
    slot: float
    show_p: float = 0.85


@dataclass(frozen=True, slots=True)
class Pace:
    """Today's pace: `ratio_sum` = sum of duration / expected over `n` visits.

    `cv2` = squared variation of one ratio, `tau2` = variance of the daily mean; 0 switches the factor off.
    """

    n: int = 0
    ratio_sum: float = 0.0
    cv2: float = 0.64
    tau2: float = 0.0

    def posterior(self) -> tuple[float, float]:
        """Mean and standard deviation of today's factor (empirical Bayes, n0 = cv2 / tau2)."""
        if self.tau2 <= 0:
            return 1.0, 0.0
        n0 = self.cv2 / self.tau2
        return (self.ratio_sum + n0) / (self.n + n0), (self.tau2 * n0 / (self.n + n0)) ** 0.5


@dataclass(frozen=True, slots=True)
class HallState:
    """Everything an estimate depends on. `queues` gives each service's queue."""

    now: float
    counters: tuple[CounterNow, ...]
    waiting: tuple[WaitingTicket, ...]
    services: Mapping[str, Duration]
    queues: Mapping[str, str]
    rules: Rules = field(default_factory=Rules)
    cycle: Cycle = field(default_factory=Cycle)
    arrivals: tuple[ArrivalRate, ...] = ()
    due: tuple[DueBooking, ...] = ()
    pace: Pace = field(default_factory=Pace)


@dataclass(frozen=True, slots=True)
class Range:
    """Seconds from now to the first call, unrounded: p10 <= p50 <= p80."""

    p10: float
    p50: float
    p80: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """A range, or None and why: `no_counter` (nobody can serve it) or `closed` (not reached today)."""

    range: Range | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Estimates:
    """By ticket id; and what a new ordinary ticket would get, by service id and by queue id."""

    tickets: Mapping[str, Forecast]
    services: Mapping[str, Forecast]
    queues: Mapping[str, Forecast]


@dataclass(frozen=True, slots=True)
class WaitRange:
    """What people are shown (rulebook 3.0): whole minutes; `soon` replaces the figures."""

    low_minutes: int
    high_minutes: int
    soon: bool
