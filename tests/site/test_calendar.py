"""The calendar: what beats what, and days on which clocks change."""

from datetime import date, time

from hall.site.hallfile import check, read
from hall.site.plan import OneOff, Override, Plan, WeeklySession
from hall.site.rules import closure_of, openings_of, sessions_of
from tests.world import a_plan, names

HOLIDAY = date(2026, 12, 25)  # a Friday
SATURDAY = WeeklySession(days=(6,), session="saturday", start=time(9), end=time(12), kind="off_hours")


def a_calendar(*overrides: Override, one_off: tuple[OneOff, ...] = (), **more: object) -> Plan:
    return a_plan(overrides=overrides, one_off=one_off, sessions=(*a_plan().sessions, SATURDAY), **more)


def over(kind: str, first: date = HOLIDAY, last: date | None = None, **more: object) -> Override:
    return Override(first=first, last=last or first, kind=kind, names=names("x"), **more)  # type: ignore[arg-type]


ONCE = OneOff(day=HOLIDAY, session="once", start=time(9), end=time(11))


def test_a_holiday_beats_the_week_and_a_one_off_opening_beats_the_holiday() -> None:
    assert sessions_of(a_calendar(over("closed")), HOLIDAY) == ()
    found = sessions_of(a_calendar(over("closed"), one_off=(ONCE,)), HOLIDAY)
    assert [s.name for s in found] == ["once"]
    assert closure_of(a_calendar(over("closed"), one_off=(ONCE,)), HOLIDAY) is None


def test_r64_a_closure_beats_every_opening() -> None:
    plan = a_calendar(over("closed"), over("closure"), one_off=(ONCE,))
    assert sessions_of(plan, HOLIDAY) == () and closure_of(plan, HOLIDAY) is not None


def test_r64_a_closure_may_shut_one_session_alone() -> None:
    plan = a_calendar(over("closure", sessions=("late",)))
    assert [s.name for s in sessions_of(plan, HOLIDAY)] == ["day", "noon"]


def test_a_series_is_not_open_on_a_holiday() -> None:
    saturday = date(2026, 12, 26)
    assert sessions_of(a_calendar(over("closed", saturday)), saturday) == ()


def test_a_make_up_saturday_is_an_ordinary_day() -> None:
    saturday = date(2026, 12, 26)
    assert [s.name for s in sessions_of(a_calendar(over("regular", saturday)), saturday)] == [
        "day",
        "noon",
        "late",
    ]


def test_sessions_keep_their_hours_over_both_clock_changes() -> None:
    sunday = WeeklySession(days=(7,), session="sunday", start=time(1), end=time(4), kind="off_hours")
    plan = a_plan(timezone="Europe/Berlin", sessions=(sunday,))
    spring, autumn = sessions_of(plan, date(2027, 3, 28))[0], sessions_of(plan, date(2026, 10, 25))[0]
    assert (spring.end - spring.start).total_seconds() == 2 * 3600
    assert (autumn.end - autumn.start).total_seconds() == 4 * 3600


def test_leap_day_and_year_end_are_days_like_others() -> None:
    plan = a_calendar()
    assert len(openings_of(plan, date(2028, 2, 29))) == 1 and len(openings_of(plan, date(2026, 12, 31))) == 1


def test_the_hall_file_has_one_off_sessions_and_closures_of_a_session() -> None:
    from hall.site.hallfile_writer import write

    plan = a_calendar(over("closed"), over("closure", sessions=("late",)), one_off=(ONCE,))
    text = write(plan)
    assert check(text) == [] and read(text) == plan.model_copy(update={"sms_signature": plan.names})
