"""Spans of time in a hall file: sessions, quotas (R-10), elastic counters (R-73), days that differ."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hall.site.plan import Flex, OneOff, Plan, WeeklySession
from hall.site.yaml_lines import Path, Source

_NUMBER_OF_DAYS = range(1, 8)


def check_spans(source: Source, plan: Plan) -> None:
    """Adds every span that ends before it begins, overlaps another, or names what is not there."""
    _sessions(source, plan)
    _overrides(source, plan)
    _one_off(source, plan)
    for n, service in enumerate(plan.services):
        _apart(source, ("services", n, "quotas"), [((0,), q.start, q.end) for q in service.quotas])
    for n, counter in enumerate(plan.counters):
        path = ("counters", n, "flex")
        _apart(source, path, [(f.days, f.start, f.end) for f in counter.flex])
        for k, span in enumerate(counter.flex):
            _flex(source, (*path, k), span, plan)


def _sessions(source: Source, plan: Plan) -> None:
    seen: list[tuple[Any, ...]] = []
    if not plan.sessions:
        source.warn(("calendar",), "never_open", "There are no opening hours under calendar: weekly:.")
    for n, session in enumerate(plan.sessions):
        path: Path = ("calendar", "weekly", n)
        if session.start >= session.end:
            source.add((*path, "end"), "bad_times", "A session ends after it begins, on the same day.")
        _days(source, path, session.days)
        if not session.days:
            source.add(path, "no_day", "A session is on at least one day.")
        span = (session.days, session.start, session.end)
        if any(_overlap(span, other) for other in seen):
            source.add(path, "overlap", "This overlaps another session of the same day.")
        seen.append(span)


def _overrides(source: Source, plan: Plan) -> None:
    for n, override in enumerate(plan.overrides):
        path = ("calendar", "overrides", n)
        if override.first > override.last:
            source.add((*path, "to"), "bad_days", "The last day is before the first.")
        for other in plan.overrides[:n]:
            both = override.first <= other.last and other.first <= override.last
            if both and override.kind == other.kind != "closure":
                source.add(path, "overlap", "These days are in another override already; the first one counts.")
        known = {s.session for s in plan.sessions} | {o.session for o in plan.one_off}
        for name in override.sessions:
            if name not in known:
                source.add((*path, "sessions"), "unknown_session", "There is no session “{id}”.", id=name)


def _one_off(source: Source, plan: Plan) -> None:
    for n, once in enumerate(plan.one_off):
        path: Path = ("calendar", "one_off", n)
        if once.start >= once.end:
            source.add((*path, "end"), "bad_times", "A session ends after it begins, on the same day.")
        week = [s for s in plan.sessions if once.day.isoweekday() in s.days and not _holiday(plan, once.day)]
        others: list[WeeklySession | OneOff] = [*week, *(o for o in plan.one_off[:n] if o.day == once.day)]
        if any(once.start < other.end and other.start < once.end for other in others):
            source.add(path, "overlap", "This overlaps another session of the same day.")
        for service in once.services:
            if plan.service(service) is None:
                source.add((*path, "services"), "unknown_service", "There is no service “{id}”.", id=service)


def _holiday(plan: Plan, day: date) -> bool:
    return any(o.first <= day <= o.last and o.kind == "closed" for o in plan.overrides)


def _flex(source: Source, path: Path, span: Flex, plan: Plan) -> None:
    _days(source, path, span.days)
    if not span.queues:
        source.add((*path, "queues"), "no_queue", "A counter serves at least one queue.")
    for queue_id in span.queues:
        queue = plan.queue(queue_id)
        if queue is None or queue.number_series_only:
            source.add((*path, "queues"), "unknown_queue", "There is no queue “{id}” to serve.", id=queue_id)
    for service in span.only:
        if plan.service(service) is None:
            source.add((*path, "only"), "unknown_service", "There is no service “{id}”.", id=service)


def _days(source: Source, path: Path, days: Sequence[int]) -> None:
    if any(day not in _NUMBER_OF_DAYS for day in days):
        source.add((*path, "days"), "bad_day", "Days are 1 (Monday) to 7 (Sunday).")


def _apart(source: Source, path: Path, spans: Sequence[tuple[Any, ...]]) -> None:
    """Spans of one list end after they begin and do not overlap; one of a date may lie over a weekly one."""
    for n, span in enumerate(spans):
        if span[1] >= span[2]:
            source.add((*path, n, "to"), "bad_times", "This ends before it begins.")
        elif any(_overlap(span, other) for other in spans[:n]):
            source.add((*path, n), "overlap", "This overlaps a span above it.")


def _overlap(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Two spans of (days, start, end) share a moment; without days they are of a date."""
    if bool(one[0]) != bool(other[0]):
        return False
    same_day = not one[0] or set(one[0]) & set(other[0])
    return bool(same_day) and one[1] < other[2] and other[1] < one[2]
