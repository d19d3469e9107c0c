"""When one may book, move, cancel and check in; what time alone makes of a booking; limits of a person. Pure."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from hall.appointments.states import BookingState, Standing, Why
from hall.site.plan import Plan, SessionKind, Settings
from hall.site.rules import business_day

NEEDS = ("wheelchair", "hearing", "sight", "interpreter", "slow", "infant")
"""What lengthens a slot, and what staff should know before somebody comes."""
CANCEL_REASONS = frozenset({"visitor", "staff", "lapsed", "declined", "moved", "offered"})
EXCUSES = frozenset({"hall_failed", "ill", "in_time", "mistake", "other"})
CODE_TRIES = 5
CODE_MINUTES = 10


class Seen(Protocol):
    """A booking as rules see it."""

    state: BookingState
    start: datetime
    held_until: datetime | None
    why: Why
    expected_at: datetime | None


class Arrival(StrEnum):
    """How a visitor who checks in now stands to their time (R-59, R-60)."""

    TOO_EARLY = "too_early"
    PUNCTUAL = "punctual"
    LATE = "late"
    TOO_LATE = "too_late"


@dataclass(frozen=True)
class Window:
    """When check-in is possible: opens, punctual until, late until."""

    opens: datetime
    punctual_until: datetime
    late_until: datetime


def window(booking: Seen, settings: Settings) -> Window:
    """The check-in window of a booking; whoever said "running late" has as much longer (R-59, R-60)."""
    start = booking.start
    told = max(timedelta(0), (booking.expected_at or start) - start)
    punctual = start + timedelta(minutes=settings.checkin_grace_minutes) + told
    late = start + timedelta(minutes=settings.checkin_late_minutes)
    return Window(start - timedelta(minutes=settings.checkin_opens_minutes), punctual, max(late, punctual))


def arrival(booking: Seen, now: datetime, settings: Settings) -> Arrival:
    """How a check-in at `now` would be."""
    when = window(booking, settings)
    if now < when.opens:
        return Arrival.TOO_EARLY
    if now <= when.punctual_until:
        return Arrival.PUNCTUAL
    return Arrival.LATE if now <= when.late_until else Arrival.TOO_LATE


def standing(booking: Seen, now: datetime, real_now: datetime, settings: Settings) -> Standing:
    """How a booking stands. Judged on reading: a job that did not run changes nothing (R-53, R-61)."""
    state = BookingState(booking.state)
    if state == BookingState.HELD:
        # A person at a form or with a telephone in hand lives by their own clock; a promise by the hall's.
        clock = real_now if booking.why in (Why.FORM, Why.WAITLIST) else now
        over = booking.held_until is not None and booking.held_until <= clock
        return Standing.LAPSED if over or booking.start <= now else Standing.HELD
    if state == BookingState.BOOKED:
        when = window(booking, settings)
        if now > when.late_until:
            return Standing.NO_SHOW
        return Standing.LATE if now > when.punctual_until else Standing.BOOKED
    return Standing(state)


def base_share(kind: str, settings: Settings) -> float:
    """The share of a session's capacity that bookings may have (R-52)."""
    return {
        SessionKind.OFF_HOURS: settings.booked_share_off_hours,
        SessionKind.ELASTIC: settings.booked_share_elastic,
    }.get(SessionKind(kind), settings.booked_share_weekday)


def share_now(plan: Plan, kind: str, day: date, now: datetime) -> float:
    """The share that can be sold at a moment: nothing before the release, then in portions; on the day itself a
    part of what was kept for walk-ins returns (R-50, R-52, R-54)."""
    settings, share = plan.settings, base_share(kind, plan.settings)
    if business_day(plan, now) == day:
        share += settings.booked_reserve_returned * (1 - share) if kind == SessionKind.OFF_HOURS else 0.0
    return share * portion(plan, day, now)


def portion(plan: Plan, day: date, now: datetime) -> float:
    """The portion of a day's places that is released at a moment: 0, the first one, or 1 (R-50, R-54)."""
    settings = plan.settings
    if now < release_at(plan, day, settings.booking_open_days):
        return 0.0
    if now < release_at(plan, day, min(settings.booking_rest_days, settings.booking_open_days)):
        return settings.booking_first_portion
    return 1.0


def release_at(plan: Plan, day: date, days_ahead: int) -> datetime:
    """The moment of a release: some days before a day, at the hall's fixed hour (R-50)."""
    at = time(plan.settings.booking_release_hour)
    return datetime.combine(day - timedelta(days=days_ahead), at, ZoneInfo(plan.timezone))


def earliest_start(plan: Plan, now: datetime, *, staff: bool) -> datetime:
    """The first moment for which one may book; staff need no lead (R-51)."""
    return now if staff else now + timedelta(minutes=plan.settings.booking_min_lead_minutes)


def may_change(booking: Seen, now: datetime, settings: Settings) -> bool:
    """True until when a visitor may cancel or move free of any consequence (R-57)."""
    return booking.start - now >= timedelta(minutes=settings.cancel_until_minutes)


def limit_met(days: Iterable[date], wanted: date, settings: Settings) -> str | None:
    """Which limit one more booking for a day would break: "day", "week" or "month" (R-55); None if none.

    `days`: those of the person's other bookings. Weeks begin on Monday; months are the calendar's.
    """
    others = list(days)
    week = wanted.isocalendar()[:2]
    counts = {
        "day": (sum(d == wanted for d in others), settings.booking_per_person_day),
        "week": (sum(d.isocalendar()[:2] == week for d in others), settings.booking_per_person_week),
        "month": (
            sum((d.year, d.month) == (wanted.year, wanted.month) for d in others),
            settings.booking_per_person_month,
        ),
    }
    return next((name for name, (count, limit) in counts.items() if count >= limit), None)


def suspended_until(missed: Collection[datetime], now: datetime, settings: Settings) -> datetime | None:
    """Until when no-shows at these moments suspend booking, the newest included (R-61); None if they do not."""
    window_start = now - timedelta(days=settings.no_show_window_days)
    if sum(moment >= window_start for moment in missed) < settings.no_show_limit:
        return None
    return now + timedelta(days=settings.no_show_suspend_days)


def return_delay(settings: Settings) -> timedelta:
    """After how long a freed slot can be had again: at random, so that nobody can trade places (R-54)."""
    return timedelta(seconds=secrets.randbelow(60 * settings.slot_release_delay_minutes + 1))


def one_time_code() -> str:
    """Six digits for a telephone."""
    return f"{secrets.randbelow(10**6):06d}"
