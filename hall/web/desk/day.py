"""A day as staff prepare for it: per session and counter who comes when, with what, and the gaps between."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from hall.appointments import queries
from hall.appointments.models import Booking, BookingStep
from hall.roster.queries import sessions_between, shifts_of
from hall.roster.rules import posts
from hall.site.queries import plan_of
from hall.web import booking_shapes
from hall.web.shapes import View
from hall.wire.appointments import BookingView

GAP_MINUTES = 15


@dataclass(frozen=True)
class Line:
    """A booking at a counter, or a gap of a quarter of an hour or more."""

    start: datetime
    end: datetime
    booking: BookingView | None = None
    service: str = ""

    @property
    def minutes(self) -> int:
        return int((self.end - self.start).total_seconds() // 60)


@dataclass(frozen=True)
class CounterDay:
    number: int
    member: str | None
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class SessionDay:
    """A session of the day with its counters and how full it is."""

    id: str
    start: datetime
    end: datetime
    kind: str
    state: str
    booked: int
    share: float
    goal: float
    thin: bool
    decide_by: datetime
    counters: list[CounterDay]


def sessions_of_day(view: View, day: date) -> list[SessionDay]:
    """Every session of a day, in order."""
    plan = plan_of(view.session, view.plan.id)
    rows = sessions_between(view.session, plan.id, day, day)
    uses = {u.session.id: u for u in queries.use_of(view.session, plan, day, day, view.now, view.real_now)}
    shifts = shifts_of(view.session, [row.id for row in rows])
    booked = queries.day_list(view.session, plan.id, day)
    steps = queries.steps_by_booking(view.session, booked)
    found = []
    for row in rows:
        mine = [b for b in booked if b.session_id == row.id]
        people = {s.counter_number: s.member_id for s in shifts[row.id]}
        there = {p.counter.number for p in posts(plan, row, shifts[row.id]) if p.counter.type != "desk"}
        used = {s.counter_number for b in mine for s in steps[b.id]}
        use = uses[row.id]
        counters = [
            CounterDay(n, people.get(n), _lines(view, n, row.start, row.end, mine, steps))
            for n in sorted(there | used)
        ]
        found.append(
            SessionDay(
                id=row.id,
                start=row.start,
                end=row.end,
                kind=row.kind,
                state=row.state,
                booked=use.booked,
                share=use.share,
                goal=use.goal,
                thin=use.thin,
                decide_by=use.decide_by,
                counters=[c for c in counters if c.lines or row.kind in ("off_hours", "elastic")],
            )
        )
    return found


def _lines(
    view: View,
    counter: int,
    start: datetime,
    end: datetime,
    booked: Sequence[Booking],
    steps: dict[str, list[BookingStep]],
) -> list[Line]:
    mine = ((s, b) for b in booked for s in steps[b.id] if s.counter_number == counter)
    here = sorted(mine, key=lambda pair: pair[0].start)
    lines: list[Line] = []
    free = start
    for step, booking in here:
        if _long(free, step.start):
            lines.append(Line(free, step.start))
        shape = booking_shapes.booking(view, booking, staff=True)
        lines.append(Line(step.start, step.end, shape, step.service_id))
        free = max(free, step.end)
    return lines + ([Line(free, end)] if lines and _long(free, end) else [])


def _long(start: datetime, end: datetime) -> bool:
    return (end - start).total_seconds() >= GAP_MINUTES * 60
