"""Midnight, and both nights on which clocks change, in the hall's own zone: a night hall in Berlin."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from hall.kernel.database import Database
from hall.kernel.work import Works
from hall.queue import actions
from hall.queue.models import Counter
from hall.queue.queries import line_of
from hall.site.plan import WeeklySession
from hall.site.queries import plan_of
from hall.site.rules import openings_of
from tests.world import HALL, OTHER, Floor, FrozenClock, a_hall, a_plan

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def night_hall(database: Database, now: datetime) -> tuple[Floor, FrozenClock]:
    """Open from midnight to five and in the last hour of the day, every day of the week."""
    days = (1, 2, 3, 4, 5, 6, 7)
    sessions = (
        WeeklySession(days=days, session="night", start=time(0), end=time(5), kind="regular"),
        WeeklySession(days=days, session="late", start=time(22), end=time(23, 59), kind="regular"),
    )
    clock = FrozenClock(now)
    a_hall(database, a_plan(timezone="Europe/Berlin", sessions=sessions), clock)
    return Floor(Works(database, clock)), clock


def waits(floor: Floor, clock: FrozenClock, number: int = 1) -> list[timedelta]:
    with floor.works.database.read() as session:
        counter = session.get_one(Counter, f"{HALL}-{number}")
        line = line_of(session, plan_of(session, HALL), counter, clock.hall)
    return [clock.hall - ticket.issued_at for ticket, _ in line]


def test_at_midnight_of_the_hall_numbers_begin_anew_and_nobody_is_called_twice(database: Database) -> None:
    floor, clock = night_hall(database, datetime(2026, 11, 23, 22, 50, tzinfo=UTC))  # 23:50 in Berlin
    counter = floor.open(1)
    late = floor.issue("A1")
    call = floor.next(counter)
    clock.pass_(minutes=20)
    early = floor.issue("A1")
    assert (late.label, late.day) == ("A001", date(2026, 11, 23))
    assert (early.label, early.day) == ("A001", date(2026, 11, 24))
    floor.do(actions.close_day)
    assert floor.next(floor.open(2, OTHER)).ticket_id == early.id
    assert floor.ticket(late.id).state == "expired" and call.ticket_id == late.id


@pytest.mark.parametrize(
    ("day", "hours"), [(SPRING, 4), (AUTUMN, 6), (date(2026, 11, 23), 5)], ids=["spring", "autumn", "ordinary"]
)
def test_a_session_is_as_long_as_the_night_is(database: Database, day: date, hours: int) -> None:
    floor, _ = night_hall(database, datetime(2026, 11, 23, 1, tzinfo=UTC))
    with floor.works.database.read() as session:
        night = openings_of(plan_of(session, HALL), day)[0]
    assert night.end - night.start == timedelta(hours=hours)


@pytest.mark.parametrize("day", [SPRING, AUTUMN], ids=["spring", "autumn"])
def test_order_and_waits_run_through_the_changed_hour(database: Database, day: date) -> None:
    """In autumn 02:30 comes twice; instants are absolute, so the first one is the earlier."""
    change = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)  # 02:00 or 03:00 on the wall
    floor, clock = night_hall(database, change - timedelta(minutes=40))
    issued = []
    for _ in range(5):
        issued.append(floor.issue("A1"))
        clock.pass_(minutes=20)
    assert [t.label for t in issued] == ["A001", "A002", "A003", "A004", "A005"]
    assert {t.day for t in issued} == {day}
    counter = floor.open(1)
    assert waits(floor, clock) == [timedelta(minutes=m) for m in (100, 80, 60, 40, 20)]
    called, after = [], None
    for _ in issued:
        call = floor.next(counter, after)
        floor.do(actions.arrive, call.id)
        after = call.id
        called.append(call.ticket_id)
    assert called == [t.id for t in issued]
