"""The free times around one that is taken: what a friendly refusal offers, and where displaced people go."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from hall.appointments.learning import pace_of
from hall.appointments.lookups import offered, supply_of
from hall.appointments.rules import base_share, earliest_start, portion
from hall.appointments.supply import Berth, Supply, Wanted, berths, free_starts
from hall.roster.models import HallSession
from hall.roster.queries import sessions_between, shifts_of
from hall.roster.rules import needs_publication
from hall.site.plan import Plan
from hall.site.rules import business_day

HOW_MANY = 5
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Place:
    """Somewhere a visit fits: its session and its berths."""

    row: HallSession
    berths: tuple[Berth, ...]


def supplies(
    session: Session,
    plan: Plan,
    wanted: Wanted,
    first: date,
    last: date,
    now: datetime,
    real_now: datetime,
    *,
    but: str | None = None,
    whole: bool = False,
) -> Iterator[Supply]:
    """The open sessions of some days in which a visit is offered, each as it can be sold now.

    `whole`: not only what is released, for people whom the hall itself sent away (R-64).
    """
    pace = pace_of(session, plan)
    rows = [
        row
        for row in sessions_between(session, plan.id, first, last)
        if row.is_open and row.end > now and offered(plan, row, wanted.services)
    ]
    shifts = shifts_of(session, [row.id for row in rows])
    for row in rows:
        if whole or portion(plan, row.day, now):
            share = base_share(row.kind, plan.settings) if whole else None
            yield supply_of(
                session, plan, row, now, real_now, but=but, pace=pace, shifts=shifts[row.id], share=share
            )


@dataclass(frozen=True)
class Around:
    """What is free around a time for one kind of visit: the sessions on sale, and each start that fits in them."""

    spans: tuple[tuple[datetime, datetime], ...]
    free: frozenset[datetime]
    since: datetime

    def is_gone(self, start: datetime) -> bool:
        """True for a time that is on sale and that nobody can have any more."""
        on_sale = start >= self.since and any(begin <= start < end for begin, end in self.spans)
        return on_sale and start not in self.free

    def nearest(self, start: datetime) -> list[datetime]:
        """The free starts nearest to a time, in order of time; five at most."""
        return sorted(sorted(self.free, key=lambda moment: (abs(moment - start), moment))[:HOW_MANY])

    def corrected(self, start: datetime, nearest: Sequence[datetime]) -> "Around":
        """The same where the nearest free times to one that is taken are known to be these by now."""
        far = max((abs(moment - start) for moment in nearest), default=timedelta.max)
        still = {moment for moment in self.free if abs(moment - start) > far}
        return replace(self, free=frozenset(still.union(nearest)))


def around(
    session: Session,
    plan: Plan,
    wanted: Wanted,
    day: date,
    now: datetime,
    real_now: datetime,
    *,
    but: str | None = None,
) -> Around:
    """Two days to either side of a day; as far as one may book at all where these have fewer than five times."""
    span = timedelta(days=plan.settings.booking_open_days)
    first = max(business_day(plan, now), day - timedelta(days=2))
    since = earliest_start(plan, now, staff=False)
    known: list[Supply] = []
    free: set[datetime] = set()
    for last in (day + timedelta(days=2), business_day(plan, now) + span):
        more = list(supplies(session, plan, wanted, first, last, now, real_now, but=but))
        free.update(moment for supply in more for moment in free_starts(supply, wanted, since=since))
        known += more
        if len(free) >= HOW_MANY:
            break
        first = last + timedelta(days=1)
    return Around(tuple((s.session.start, s.session.end) for s in known), frozenset(free), since)


def nearest(
    session: Session,
    plan: Plan,
    wanted: Wanted,
    start: datetime,
    now: datetime,
    real_now: datetime,
    *,
    but: str | None = None,
) -> list[datetime]:
    """The free starts nearest to a time, in order of time; five at most."""
    return around(session, plan, wanted, business_day(plan, start), now, real_now, but=but).nearest(start)


def replacement(
    session: Session,
    plan: Plan,
    wanted: Wanted,
    lost: HallSession,
    at: datetime,
    now: datetime,
    real_now: datetime,
) -> Place | None:
    """Where somebody goes whose session went: the next sessions of its kind first, else the next of any (R-64).

    Who booked outside office hours works in them, so another Saturday comes before a Tuesday morning; within a
    session the time of day that comes nearest is taken. What begins before the lost one comes last, and never
    within a day: they have that day planned.
    """
    if not wanted.services:
        return None
    since = earliest_start(plan, now, staff=False)
    known = _instead(session, plan, wanted, lost, now, real_now)
    time_of_day = at - lost.start
    for supply in known:
        starts = free_starts(supply, wanted, since=since)
        for start in sorted(starts, key=lambda s, begin=supply.session.start: abs((s - begin) - time_of_day)):  # type: ignore[misc]
            found = berths(supply, wanted, start)
            if found is not None and isinstance(supply.session, HallSession):
                return Place(supply.session, found)
    return None


def _instead(
    session: Session, plan: Plan, wanted: Wanted, lost: HallSession, now: datetime, real_now: datetime
) -> list[Supply]:
    """The sessions that may stand in for a lost one, best first."""
    first = business_day(plan, now)
    last = first + timedelta(days=plan.settings.booking_open_days)
    outside = needs_publication(lost.kind)
    known = [
        supply
        for supply in supplies(session, plan, wanted, first, last, now, real_now, whole=True)
        if supply.session.id != lost.id
        and (supply.session.start > lost.start or supply.session.start >= now + A_DAY)
    ]
    return sorted(
        known,
        key=lambda s: (
            s.session.start < lost.start,
            s.session.kind != lost.kind,
            needs_publication(s.session.kind) != outside,
            s.session.start,
        ),
    )
