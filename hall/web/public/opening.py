"""Whether a hall is open, as people ask it: one state of a moment, and when it opens next. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hall.site.plan import Override, Plan, SessionKind
from hall.site.rules import (
    Opening,
    business_day,
    issuing_opening,
    next_opening,
    opening_at,
    openings_of,
    override_of,
    sessions_of,
)


class State(StrEnum):
    OPEN = "open"
    LUNCH = "lunch"  # open, with the counters on lunch duty
    EXTRA = "extra"  # open outside regular hours, for some services
    FULL = "full"  # open, with no number left
    SOON = "soon"  # numbers are issued before the doors open
    BOOKED = "booked"  # for booked visits only
    LATER = "later"  # opens later today
    BREAK = "break"  # between two openings of today
    OVER = "over"  # the last opening of today has ended
    HOLIDAY = "holiday"  # closed all day, by a closure of the calendar
    REST = "rest"  # closed all day, as every week


IS_OPEN = frozenset({State.OPEN, State.LUNCH, State.EXTRA, State.FULL})


@dataclass(frozen=True)
class HallNow:
    """What a hall is at a moment; `until` is when that ends, `opens` when it opens for everyone next."""

    state: State
    until: datetime | None
    opens: datetime | None
    session_until: datetime | None = None
    today: Override | None = None  # what makes today different from its weekday

    @property
    def open(self) -> bool:
        return self.state in IS_OPEN


def hall_now(plan: Plan, now: datetime, *, full: bool) -> HallNow:
    """The state of a hall; `full` is what the hall says of its numbers (R-08 to R-10)."""
    day, opening, coming = business_day(plan, now), opening_at(plan, now), next_opening(plan, now)
    today, opens = override_of(plan, day), coming.start if coming else None
    session = next((s for s in sessions_of(plan, day) if s.start <= now < s.end), None)
    if opening is not None:
        kind = session.kind if session else SessionKind.REGULAR
        state = State.FULL if full else _OPEN_IN.get(kind, State.OPEN)
        return HallNow(state, opening.end, opens, session.end if session else None, today)
    if session is not None:
        return HallNow(State.BOOKED, session.end, opens, session.end, today)
    return HallNow(_closed(plan, now, coming, today), opens, opens, None, today)


_OPEN_IN = {SessionKind.NOON_DUTY: State.LUNCH, SessionKind.OFF_HOURS: State.EXTRA}


def _closed(plan: Plan, now: datetime, coming: Opening | None, today: Override | None) -> State:
    day = business_day(plan, now)
    before = any(o.end <= now for o in openings_of(plan, day))
    if coming is not None and business_day(plan, coming.start) == day:
        if before:
            return State.BREAK
        return State.SOON if issuing_opening(plan, now) else State.LATER
    if before:
        return State.OVER
    return State.HOLIDAY if today is not None and today.kind != "regular" else State.REST
