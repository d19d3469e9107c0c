"""Simulated people on the verbs: the same seed is the same day, and a day leaves nothing open."""

from datetime import timedelta
from random import Random

from sqlalchemy import func, select

from hall.kernel.database import Database
from hall.kernel.work import SYSTEM, Works
from hall.queue import actions
from hall.queue.models import Ticket
from hall.simulate.over_verbs import ScriptedClock, live_through, unserved
from hall.simulate.people import visits
from hall.site.plan import Arrivals, Plan
from tests.world import CLERK, HALL, MONDAY, OTHER, a_hall, a_plan, a_service

ARRIVALS = Arrivals(
    weekday_base_visits=60,
    profile_weekday={"08:10": 0.2, "08:30": 0.3, "09:00": 0.3, "09:30": 0.2},
    visitor_mix={"ordinary": 0.7, "older_60_plus": 0.3},
)


def a_day() -> Plan:
    weights = {"weight": 10.0, "copy_p": 0.3, "incomplete_p": 0.1}
    return a_plan(
        arrivals=ARRIVALS,
        services=(a_service("A1", "A", **weights), a_service("A2", "A", **weights), a_service("B1", "B")),
    )


def lived(database: Database) -> tuple[Works, dict[str, int]]:
    plan = a_day()
    start = MONDAY - timedelta(minutes=90)
    clock = ScriptedClock(start)
    a_hall(database, plan)
    works = Works(database, clock)
    report = live_through(works, plan, clock, MONDAY + timedelta(hours=9), members={1: CLERK, 4: OTHER}, seed=7)
    works.perform(HALL, SYSTEM, lambda work: actions.expire_due(work))
    return works, report


def test_a_whole_day_is_lived_and_nobody_waits_for_ever(database: Database) -> None:
    works, report = lived(database)
    assert report["issued"] > 40 and report["served"] > 20 and report["parked"] > 0
    with works.database.read() as session:
        states = dict(session.execute(select(Ticket.state, func.count()).group_by(Ticket.state)).all())
    assert set(states) <= {"finished", "cancelled", "expired", "left"}, states
    assert sum(states.values()) == report["issued"]


def test_the_same_seed_is_the_same_day() -> None:
    plan, day = a_day(), MONDAY.date()
    assert visits(plan, day, Random(3)) == visits(plan, day, Random(3))
    assert visits(plan, day, Random(3)) != visits(plan, day, Random(4))


def test_nobody_comes_for_what_nobody_serves() -> None:
    plan = a_day()
    skip = unserved(plan, frozenset({1}))
    assert skip == {"B1"}
    assert all(v.service != "B1" for v in visits(plan, MONDAY.date(), Random(1), skip=skip))
