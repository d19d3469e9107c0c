"""When a standby counter should open, and when it may close again (R-72). Pure: it suggests, a lead decides.

Moments are hall time; waits are the upper end of a queue's range in minutes, infinite where nobody serves
the people who wait, None where nothing is known.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil, inf, isinf

from hall.queue.rollout_state import Estimates, Forecast, HallState
from hall.site.plan import Plan, Settings


class Kind(StrEnum):
    OPEN = "open_standby"
    CLOSE = "close_standby"


@dataclass(frozen=True)
class Limits:
    """The five figures of R-72, in minutes."""

    open_wait: int = 20
    open_for: int = 10
    close_wait: int = 8
    close_for: int = 20
    min_open: int = 30

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        return cls(
            settings.tidal_open_wait_minutes,
            settings.tidal_open_for_minutes,
            settings.tidal_close_wait_minutes,
            settings.tidal_close_for_minutes,
            settings.tidal_min_open_minutes,
        )


@dataclass(frozen=True)
class Standby:
    """A standby counter: what it would serve, and whether somebody sits there."""

    counter_id: str
    number: int
    queues: tuple[str, ...]
    services: frozenset[str]
    open: bool


@dataclass(frozen=True)
class Spans:
    """Since when a queue's wait is above the one limit or below the other, and a standby counter is open."""

    above: Mapping[str, datetime] = field(default_factory=dict)
    below: Mapping[str, datetime] = field(default_factory=dict)
    open: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Suggestion:
    """Open or close one counter: the queue that speaks for it, its wait now, and what it would become."""

    kind: Kind
    counter_id: str
    number: int
    queue: str
    wait_minutes: int | None  # None = nobody serves it now
    for_minutes: int
    then_minutes: int | None = None  # None = not known


def standbys(plan: Plan, state: HallState) -> tuple[Standby, ...]:
    """The plan's standby counters as they are now."""
    rows = {c.id: c for c in state.counters}
    return tuple(
        Standby(row.id, planned.number, planned.queues, row.skills, row.status != "closed")
        for planned in plan.counters
        if planned.type == "tidal"
        and not planned.retired
        and (row := rows.get(f"{plan.id}-{planned.number}")) is not None
    )


def upper_ends(state: HallState, estimates: Estimates) -> dict[str, float | None]:
    """The upper end of every queue's wait, in minutes."""
    waited_for = {w.queue for w in state.waiting}
    return {q: _upper_end(f, somebody=q in waited_for) for q, f in estimates.queues.items()}


def watch(
    before: Spans,
    waits: Mapping[str, float | None],
    counters: Iterable[Standby],
    now: datetime,
    limits: Limits,
) -> Spans:
    """The spans with what is true now; whatever is not ends its span."""
    known = {queue: wait for queue, wait in waits.items() if wait is not None}
    return Spans(
        above=_since(before.above, now, [q for q, wait in known.items() if wait > limits.open_wait]),
        below=_since(before.below, now, [q for q, wait in known.items() if wait < limits.close_wait]),
        open=_since(before.open, now, [c.counter_id for c in counters if c.open]),
    )


def suggest(
    counters: Sequence[Standby],
    spans: Spans,
    waits: Mapping[str, float | None],
    now: datetime,
    limits: Limits,
) -> tuple[Suggestion, ...]:
    """What to open, the longest wait first, then what to close. Of counters that serve the same, one at a time."""
    opening = _one_each((c, _opening(c, spans, waits, now, limits)) for c in counters if not c.open)
    closing = _one_each((c, _closing(c, spans, waits, now, limits)) for c in counters if c.open)
    opening.sort(key=lambda s: (s.wait_minutes is not None, -(s.wait_minutes or 0), s.number))
    return (*opening, *closing)


def as_if(state: HallState, suggestion: Suggestion) -> HallState:
    """The hall with the suggestion followed at once: the counter stands idle, or is gone for the day."""
    status = "idle" if suggestion.kind == Kind.OPEN else "closed"
    changed = {"status": status, "since": state.now, "service": None, "until": None, "opens_at": None}
    counters = tuple(
        replace(c, **changed) if c.id == suggestion.counter_id else c  # type: ignore[arg-type]
        for c in state.counters
    )
    return replace(state, counters=counters)


def with_effect(suggestion: Suggestion, then: Estimates) -> Suggestion:
    """The suggestion with the wait that `then`, the estimates of `as_if`, gives its queue."""
    forecast = then.queues.get(suggestion.queue)
    if forecast is None or forecast.range is None:
        return suggestion
    return replace(suggestion, then_minutes=ceil(forecast.range.p80 / 60))


def _upper_end(forecast: Forecast, *, somebody: bool) -> float | None:
    if forecast.range is not None:
        return forecast.range.p80 / 60
    # Unserved, or not reached today: without limit, if there is anybody whom that concerns.
    return inf if somebody else None


def _since(before: Mapping[str, datetime], now: datetime, keys: Iterable[str]) -> dict[str, datetime]:
    """When each began; a clock that was set back begins anew."""
    return {key: min(before.get(key, now), now) for key in keys}


def _one_each(found: Iterable[tuple[Standby, Suggestion | None]]) -> list[Suggestion]:
    first: dict[frozenset[str], Suggestion] = {}
    for counter, suggestion in found:
        if suggestion is not None:
            first.setdefault(counter.services, suggestion)
    return list(first.values())


def _opening(
    counter: Standby, spans: Spans, waits: Mapping[str, float | None], now: datetime, limits: Limits
) -> Suggestion | None:
    """R-72: the wait in one of its queues has been too long for long enough."""
    long = _lasting(spans.above, counter.queues, now, limits.open_for)
    if not long:
        return None
    queue = _longest(long, waits)
    return _suggestion(Kind.OPEN, counter, queue, waits, now - spans.above[queue])


def _closing(
    counter: Standby, spans: Spans, waits: Mapping[str, float | None], now: datetime, limits: Limits
) -> Suggestion | None:
    """R-72: open for its least time, and the wait in all of its queues has been short for long enough."""
    opened = spans.open.get(counter.counter_id, now)
    short = _lasting(spans.below, counter.queues, now, limits.close_for)
    if now - opened < timedelta(minutes=limits.min_open) or len(short) < len(counter.queues):
        return None
    since = max(spans.below[q] for q in short)
    return _suggestion(Kind.CLOSE, counter, _longest(short, waits), waits, now - since)


def _lasting(spans: Mapping[str, datetime], queues: Iterable[str], now: datetime, minutes: int) -> list[str]:
    return [q for q in queues if q in spans and now - spans[q] >= timedelta(minutes=minutes)]


def _longest(queues: Collection[str], waits: Mapping[str, float | None]) -> str:
    return max(queues, key=lambda q: waits.get(q) or 0.0)


def _suggestion(
    kind: Kind, counter: Standby, queue: str, waits: Mapping[str, float | None], lasted: timedelta
) -> Suggestion:
    wait = waits.get(queue)
    return Suggestion(
        kind,
        counter.counter_id,
        counter.number,
        queue,
        None if wait is None or isinf(wait) else ceil(wait),
        int(lasted.total_seconds() // 60),
    )
