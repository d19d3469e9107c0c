"""The calendar: sessions, openings, business days, in the hall's own zone (rulebook 3.0, R-07, R-70)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.site.plan import Override, Plan, WeeklySession
from hall.site.rules import (
    business_day,
    issuing_opening,
    next_opening,
    off_hours_ahead,
    opening_at,
    openings_of,
    sessions_of,
)
from tests.world import a_plan, names

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def berlin(*sessions: tuple[int, str, str]) -> Plan:
    found = tuple(
        WeeklySession(days=(d,), session=s, start=time.fromisoformat(s), end=time.fromisoformat(e), kind="regular")
        for d, s, e in sessions
    )
    return a_plan(timezone="Europe/Berlin", sessions=found)


def test_adjoining_sessions_are_one_opening() -> None:
    opening = openings_of(a_plan(), date(2026, 11, 23))
    assert [(o.start, o.end) for o in opening] == [(at(23, 8, 30), at(23, 17, 30))]


def test_r07_numbers_are_issued_from_twenty_minutes_before_to_the_end() -> None:
    plan = a_plan()
    assert issuing_opening(plan, at(23, 8, 9)) is None
    assert issuing_opening(plan, at(23, 8, 10)) is not None
    assert opening_at(plan, at(23, 8, 10)) is None
    assert issuing_opening(plan, at(23, 17, 30)) is None


def test_booking_only_sessions_extend_no_opening() -> None:
    early = WeeklySession(days=(1,), session="early", start=time(7, 30), end=time(8, 30), kind="elastic")
    plan = a_plan(sessions=(early, *a_plan().sessions))
    assert openings_of(plan, date(2026, 11, 23))[0].start == at(23, 8, 30)


def test_off_hours_are_an_opening_by_themselves() -> None:
    evening = WeeklySession(days=(1,), session="evening", start=time(17, 30), end=time(19), kind="off_hours")
    plan = a_plan(sessions=(*a_plan().sessions, evening))
    assert len(openings_of(plan, date(2026, 11, 23))) == 2


def test_a_closure_beats_the_week_and_a_make_up_day_works_like_one() -> None:
    closed = Override(first=date(2026, 11, 23), last=date(2026, 11, 24), kind="closed", names=names("x"))
    saturday = Override(first=date(2026, 11, 28), last=date(2026, 11, 28), kind="regular", names=names("x"))
    plan = a_plan(overrides=(closed, saturday))
    assert sessions_of(plan, date(2026, 11, 24)) == ()
    assert len(sessions_of(plan, date(2026, 11, 28))) == 3
    coming = next_opening(plan, at(22, 12))
    assert coming is not None and coming.start == at(25, 8, 30)


def test_the_business_day_is_the_halls_own() -> None:
    just_after_midnight = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
    assert business_day(a_plan(), just_after_midnight) == date(2026, 11, 24)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 2), (date(2026, 10, 25), 4)])
def test_a_session_over_a_change_of_clocks_lasts_what_it_really_lasts(day: date, hours: int) -> None:
    (session,) = sessions_of(berlin((7, "01:00", "04:00")), day)
    assert session.end - session.start == timedelta(hours=hours)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)))  # noqa: DTZ001
def test_whatever_the_moment_openings_are_ordered_and_hold_it(naive: datetime) -> None:
    plan, now = berlin((1, "00:00", "23:59"), (3, "08:00", "12:00")), naive.replace(tzinfo=UTC)
    opening, coming = opening_at(plan, now), next_opening(plan, now)
    assert opening is None or opening.start <= now < opening.end
    assert coming is not None and coming.start > now


def test_the_next_sessions_outside_office_hours_are_known_beforehand() -> None:
    saturday = WeeklySession(days=(6,), session="saturday", start=time(9), end=time(12), kind="off_hours")
    plan = a_plan(sessions=(*a_plan().sessions, saturday))
    ahead = off_hours_ahead(plan, at(7, 9))
    assert [s.kind for s in ahead] == ["off_hours", "off_hours"] and ahead[1].start - ahead[0].start == timedelta(
        7
    )
    assert off_hours_ahead(plan, ahead[0].end)[0] == ahead[1]
