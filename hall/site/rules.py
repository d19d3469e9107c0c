"""The hall's calendar: sessions and openings of a day (rulebook 3.0), in the hall's own zone. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from hall.site.plan import Counter, OneOff, Override, Plan, SessionKind, WeeklySession

LOOK_AHEAD_DAYS = 30
OFF_HOURS_DAYS = 14
LATE_AFTER = timedelta(minutes=10)
_OPENS = (SessionKind.REGULAR, SessionKind.NOON_DUTY)


@dataclass(frozen=True)
class Session:
    """One session of one day; `start` and `end` are aware UTC instants."""

    start: datetime
    end: datetime
    kind: SessionKind
    name: str


@dataclass(frozen=True)
class Opening:
    """Adjoining regular and noon-duty sessions together, or an off-hours session by itself."""

    start: datetime
    end: datetime
    sessions: tuple[Session, ...]


def business_day(plan: Plan, now: datetime) -> date:
    """The day in the hall's own zone: numbers restart with it (R-01)."""
    return now.astimezone(_zone(plan)).date()


def day_span(plan: Plan, day: date) -> tuple[datetime, datetime]:
    """From midnight to midnight in the hall's own zone, as instants."""
    zone = _zone(plan)
    return _instant(day, time(), zone), _instant(day + timedelta(days=1), time(), zone)


def next_opening_day(plan: Plan, day: date) -> date | None:
    """The next day after `day` on which the hall opens, within thirty days."""
    coming = (day + timedelta(days=ahead) for ahead in range(1, LOOK_AHEAD_DAYS + 1))
    return next((later for later in coming if openings_of(plan, later)), None)


def local(plan: Plan, now: datetime) -> datetime:
    """An instant as the hall's own clocks show it."""
    return now.astimezone(_zone(plan))


def on_duty(counter: Counter, session: Session) -> bool:
    """True if a counter is to be open in a session, by its kind (R-70)."""
    kinds = {
        SessionKind.REGULAR: True,
        SessionKind.NOON_DUTY: counter.noon,
        SessionKind.OFF_HOURS: counter.saturday,
    }
    return kinds.get(session.kind, False)


def is_late(session: Session, now: datetime) -> bool:
    """True when a counter that is still closed in this session is not counted on any more."""
    return now - session.start > LATE_AFTER


def sessions_of(plan: Plan, day: date) -> tuple[Session, ...]:
    """The sessions of a day in order. A closure beats an opening, a one-off opening beats a holiday, and a make-up
    day follows a weekday's pattern (R-64)."""
    closures = [o for o in _overrides(plan, day) if o.kind == "closure"]
    if any(not closure.sessions for closure in closures):
        return ()
    shut = {name for closure in closures for name in closure.sessions}
    zone = _zone(plan)
    found = [_session(day, w, zone) for w in _weekly(plan, day)]
    found += [_session(day, o, zone) for o in plan.one_off if o.day == day]
    return tuple(sorted((s for s in found if s.name not in shut), key=lambda s: s.start))


def override_of(plan: Plan, day: date) -> Override | None:
    """What the calendar says of a day beyond its weekday; what closes it, if something does."""
    found = _overrides(plan, day)
    return min(found, key=lambda o: ("closure", "closed", "regular").index(o.kind), default=None)


def closure_of(plan: Plan, day: date) -> Override | None:
    """The holiday or closure that keeps the hall shut for a whole day, or None."""
    override = override_of(plan, day)
    shuts = override is not None and override.kind != "regular"
    return override if shuts and not sessions_of(plan, day) else None


def _overrides(plan: Plan, day: date) -> list[Override]:
    return [o for o in plan.overrides if o.first <= day <= o.last]


def _weekly(plan: Plan, day: date) -> list[WeeklySession]:
    kinds = {o.kind for o in _overrides(plan, day)}
    if "closed" in kinds:
        return []
    weekday = day.isoweekday()
    if "regular" in kinds and weekday > 5:
        weekday = 1  # a make-up working day runs like an ordinary one
    return [w for w in plan.sessions if weekday in w.days]


def openings_of(plan: Plan, day: date) -> tuple[Opening, ...]:
    """The openings of a day in order; sessions that are for bookings only extend none."""
    openings: list[Opening] = []
    for session in sessions_of(plan, day):
        if session.kind == SessionKind.ELASTIC:
            continue
        last = openings[-1] if openings else None
        joins = last is not None and session.kind in _OPENS and last.sessions[0].kind in _OPENS
        if last is not None and joins and session.start <= last.end:
            openings[-1] = Opening(last.start, max(last.end, session.end), (*last.sessions, session))
        else:
            openings.append(Opening(session.start, session.end, (session,)))
    return tuple(openings)


def off_hours_ahead(plan: Plan, now: datetime) -> tuple[Session, ...]:
    """The next two sessions outside office hours that are not over yet, within a fortnight."""
    today = business_day(plan, now)
    days = (today + timedelta(days=ahead) for ahead in range(OFF_HOURS_DAYS))
    coming = (s for day in days for s in sessions_of(plan, day) if s.kind == SessionKind.OFF_HOURS and s.end > now)
    return tuple(islice(coming, 2))


def opening_at(plan: Plan, now: datetime) -> Opening | None:
    """The opening that `now` lies in, or None."""
    return next((o for o in openings_of(plan, business_day(plan, now)) if o.start <= now < o.end), None)


def issuing_opening(plan: Plan, now: datetime) -> Opening | None:
    """The opening that numbers are issued for now: from a little before its start to its end (R-07)."""
    before = timedelta(minutes=plan.settings.kiosk_opens_before)
    today = openings_of(plan, business_day(plan, now))
    return next((o for o in today if o.start - before <= now < o.end), None)


def next_opening(plan: Plan, now: datetime) -> Opening | None:
    """The next opening that begins after `now`, within thirty days."""
    day = business_day(plan, now)
    for ahead in range(LOOK_AHEAD_DAYS):
        for opening in openings_of(plan, day + timedelta(days=ahead)):
            if opening.start > now:
                return opening
    return None


def _session(day: date, weekly: WeeklySession | OneOff, zone: ZoneInfo) -> Session:
    return Session(_instant(day, weekly.start, zone), _instant(day, weekly.end, zone), weekly.kind, weekly.session)


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


@lru_cache(maxsize=64)
def _zone_named(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _zone(plan: Plan) -> ZoneInfo:
    return _zone_named(plan.timezone)
