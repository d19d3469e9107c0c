"""Open or not, in every case, and the hours of two weeks."""

from datetime import date, time

import pytest
from flask.testing import FlaskClient

from hall.site.plan import Override, SessionKind, WeeklySession
from hall.web.public.hours import day_of, exceptions, offered, weeks
from hall.web.public.opening import State, hall_now
from tests.web.public.rooms import DEMO, shanghai
from tests.world import FrozenClock, a_plan, names

CASES = [
    ("2026-11-23T07:00", State.LATER, "Closed now, opens today at 08:30"),
    ("2026-11-23T07:45", State.BOOKED, "Only for booked visits until 08:30"),
    ("2026-11-23T09:40", State.OPEN, "Open until 17:30"),
    ("2026-11-23T12:30", State.LUNCH, "Lunch duty until 13:30"),
    ("2026-11-23T17:30", State.BOOKED, "Opens again tomorrow at 08:30."),
    ("2026-11-23T20:00", State.OVER, "Closed for today"),
    ("2026-11-28T08:50", State.SOON, "Numbers are already being issued."),
    ("2026-11-28T10:00", State.EXTRA, "Open until 12:00, extended hours"),
    ("2026-11-28T13:00", State.OVER, "Opens again on Monday 30 November at 08:30."),
    ("2026-11-29T10:00", State.REST, "Closed today"),
    ("2026-10-02T10:00", State.HOLIDAY, "Closed today: National Day"),
    ("2026-10-10T10:00", State.OPEN, "Today is a working day by exception: Make-up working day."),
]


@pytest.mark.parametrize(("moment", "state", "said"), CASES)
def test_the_page_says_whether_the_hall_is_open(
    reader: FlaskClient, clock: FrozenClock, moment: str, state: State, said: str
) -> None:
    """R-07 and the calendar"""
    clock.hall = clock.real = shanghai(moment)
    assert hall_now(DEMO, clock.hall, full=False).state == state
    text = reader.get("/halls/qingtong").text
    assert f'data-state="{state}"' in text and said in text


def test_a_holiday_has_its_name_in_chinese(reader: FlaskClient, clock: FrozenClock) -> None:
    clock.hall = clock.real = shanghai("2026-10-02T10:00")
    assert "今天不开放：国庆节" in reader.get("/halls/qingtong?language=zh-CN").text


def test_between_two_openings_it_is_a_break() -> None:
    days = (1,)
    plan = a_plan(
        sessions=(
            WeeklySession(days=days, session="a", start=time(8), end=time(11), kind=SessionKind.REGULAR),
            WeeklySession(days=days, session="b", start=time(14), end=time(17), kind=SessionKind.REGULAR),
        )
    )
    found = hall_now(plan, shanghai("2026-11-23T12:00"), full=False)
    assert found.state == State.BREAK and found.opens == shanghai("2026-11-23T14:00")


def test_full_is_open_without_numbers() -> None:
    """R-08"""
    found = hall_now(DEMO, shanghai("2026-11-23T16:50"), full=True)
    assert found.state == State.FULL and found.open


def test_a_day_off_between_others_is_a_closure_with_a_name() -> None:
    closed = Override(first=date(2026, 11, 23), last=date(2026, 11, 23), kind="closed", names=names("Power cut"))
    found = hall_now(a_plan(overrides=(closed,)), shanghai("2026-11-23T10:00"), full=False)
    assert found.state == State.HOLIDAY and found.today == closed


def test_a_hall_without_hours_says_that_nothing_is_known() -> None:
    assert hall_now(a_plan(sessions=()), shanghai("2026-11-23T10:00"), full=False).opens is None


def test_two_weeks_begin_on_monday_and_know_saturday_and_sunday() -> None:
    first, second = weeks(DEMO, date(2026, 11, 25))
    assert (first[0].day, second[6].day) == (date(2026, 11, 23), date(2026, 12, 6))
    assert len(first[0].regular) == 1 and len(first[0].booked) == 2
    assert first[5].extra and not first[5].regular and first[6].closed


def test_a_make_up_day_runs_like_a_working_day() -> None:
    assert day_of(DEMO, date(2026, 10, 10)).regular and day_of(DEMO, date(2026, 10, 1)).closed


def test_exceptions_reach_sixty_days_and_hold_what_runs_now() -> None:
    found = [o.first for o in exceptions(DEMO, date(2026, 9, 26))]
    assert found == [date(2026, 9, 25), date(2026, 10, 1), date(2026, 10, 10)]
    assert exceptions(DEMO, date(2026, 7, 1)) == []


def test_a_service_is_offered_on_saturday_only_if_the_plan_says_so() -> None:
    both, weekdays = (DEMO.service(i) for i in ("B01", "B03"))
    assert both is not None and weekdays is not None
    assert {w.kind for w in offered(DEMO, both)} == {"regular", "off_hours", "elastic"}
    only = offered(DEMO, weekdays)
    assert [(w.first, w.last, w.spans) for w in only] == [(1, 5, ((time(8, 30), time(17, 30)),))]


def test_the_hours_stand_on_the_page(reader: FlaskClient, clock: FrozenClock) -> None:
    clock.hall = clock.real = shanghai("2026-09-16T09:40")
    text = reader.get("/halls/qingtong").text
    assert "National Day" in text and "open as on a working day" in text and 'aria-current="date"' in text
    assert "by booking only" in text and "extended hours, some services" in text
