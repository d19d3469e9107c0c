"""Hall states and estimates as one line of JSON each: every dataclass becomes the list of its fields."""

import json
from dataclasses import fields, is_dataclass
from typing import Any

from hall.queue.rollout_state import (
    ArrivalRate,
    CounterNow,
    Cycle,
    DueBooking,
    Duration,
    Estimates,
    Forecast,
    HallState,
    Pace,
    Range,
    Rules,
    WaitingTicket,
)


def dump(value: Any) -> str:
    """One line of JSON for a HallState or Estimates, alone or inside lists and dicts."""
    return json.dumps(value, default=_plain, separators=(",", ":"))


def state_from(row: list[Any]) -> HallState:
    """The HallState whose `dump` parsed to `row`."""
    now, counters, waiting, services, queues, rules, cycle, arrivals, due, pace = row
    return HallState(
        now=now,
        counters=tuple(CounterNow(c[0], frozenset(c[1]), *c[2:]) for c in counters),
        waiting=tuple(_ticket(w) for w in waiting),
        services={key: Duration(d[0], d[1], tuple(d[2])) for key, d in services.items()},
        queues=queues,
        rules=Rules(*rules),
        cycle=Cycle(*[*cycle[:-1], tuple(cycle[-1])]),
        arrivals=tuple(ArrivalRate(*a) for a in arrivals),
        due=tuple(DueBooking(*d) for d in due),
        pace=Pace(*pace),
    )


def estimates_from(row: list[Any]) -> Estimates:
    """The Estimates whose `dump` parsed to `row`."""
    tickets, services, queues = ({key: _forecast(f) for key, f in part.items()} for part in row)
    return Estimates(tickets, services, queues)


def _ticket(row: list[Any]) -> WaitingTicket:
    *plain, floor, bound = row
    return WaitingTicket(*[*plain, tuple(floor) if floor else None, bound])


def _forecast(row: list[Any]) -> Forecast:
    return Forecast(Range(*row[0]) if row[0] else None, row[1])


_NAMES: dict[type, tuple[str, ...]] = {}


def _plain(value: Any) -> list[Any]:
    if isinstance(value, frozenset):
        return sorted(value)
    if not is_dataclass(value):
        raise TypeError(f"not a plain value: {value!r}")
    kind = type(value)
    names = _NAMES.get(kind) or _NAMES.setdefault(kind, tuple(f.name for f in fields(value)))
    return [getattr(value, name) for name in names]
