"""The hours of a hall: day by day for two weeks, by weekday for a service, and the exceptions to come. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from hall.site.plan import Override, Plan, Service, SessionKind
from hall.site.rules import openings_of, override_of, sessions_of

WEEKS, EXCEPTION_DAYS = 2, 60
Span = tuple[datetime, datetime]
REGULAR = frozenset({SessionKind.REGULAR, SessionKind.NOON_DUTY})


@dataclass(frozen=True)
class Day:
    """One day: when it is open for everyone, in extended hours, and for booked visits only."""

    day: date
    regular: tuple[Span, ...]
    extra: tuple[Span, ...]
    booked: tuple[Span, ...]
    override: Override | None

    @property
    def closed(self) -> bool:
        return not (self.regular or self.extra)


@dataclass(frozen=True)
class Weekly:
    """The same hours on some weekdays in a row (ISO: 1 = Monday)."""

    first: int
    last: int
    kind: SessionKind
    spans: tuple[tuple[time, time], ...]


def weeks(plan: Plan, today: date) -> list[list[Day]]:
    """This week and the next, from Monday on."""
    monday = today - timedelta(days=today.weekday())
    return [[day_of(plan, monday + timedelta(days=7 * w + d)) for d in range(7)] for w in range(WEEKS)]


def day_of(plan: Plan, day: date) -> Day:
    """The hours of one day."""
    openings = openings_of(plan, day)
    extra = tuple((o.start, o.end) for o in openings if o.sessions[0].kind not in REGULAR)
    regular = tuple((o.start, o.end) for o in openings if o.sessions[0].kind in REGULAR)
    booked = tuple((s.start, s.end) for s in sessions_of(plan, day) if s.kind == SessionKind.ELASTIC)
    return Day(day, regular, extra, booked, override_of(plan, day))


def exceptions(plan: Plan, today: date) -> list[Override]:
    """Closures and make-up working days that touch the next sixty days, in order."""
    last = today + timedelta(days=EXCEPTION_DAYS)
    return sorted((o for o in plan.overrides if o.first <= last and o.last >= today), key=lambda o: o.first)


def offered(plan: Plan, service: Service) -> list[Weekly]:
    """When a service is offered in an ordinary week."""
    kinds = [(SessionKind.REGULAR, REGULAR)]
    kinds += [(SessionKind.OFF_HOURS, frozenset({SessionKind.OFF_HOURS}))] if service.saturday else []
    kinds += [(SessionKind.ELASTIC, frozenset({SessionKind.ELASTIC}))] if service.elastic else []
    return [found for kind, among in kinds for found in _weekly(plan, kind, among)]


def _weekly(plan: Plan, kind: SessionKind, among: Iterable[SessionKind]) -> Iterable[Weekly]:
    by_day = [(day, _spans(plan, day, among)) for day in range(1, 8)]
    for spans, days in groupby(by_day, key=lambda pair: pair[1]):
        if spans:
            in_a_row = [day for day, _ in days]
            yield Weekly(in_a_row[0], in_a_row[-1], kind, spans)


def _spans(plan: Plan, day: int, among: Iterable[SessionKind]) -> tuple[tuple[time, time], ...]:
    found: list[tuple[time, time]] = []
    for session in sorted((s for s in plan.sessions if day in s.days and s.kind in among), key=lambda s: s.start):
        if found and session.start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], session.end))
        else:
            found.append((session.start, session.end))
    return tuple(found)
