"""What a new plan would do to the people in a hall, before it does it."""

from datetime import date, time
from typing import Any

import pytest

from hall.kernel.database import Database
from hall.queue.actions import close_counter, park, replan
from hall.queue.errors import PlanChanged, PlanInTheWay
from hall.queue.replanning import effects
from hall.site.actions import add_device
from hall.site.plan import Override, Plan, WeeklySession
from tests.world import MONDAY, Floor, a_counter, a_plan, a_service, names


@pytest.fixture
def said(floor: Floor, database: Database) -> Any:
    """What a plan with these changes would do at 09:40 on Monday: codes with their values."""

    def ask(plan: Plan) -> dict[str, dict[str, Any]]:
        with database.read() as session:
            return {e.code: dict(e.values) for e in effects(session, a_plan(), plan, MONDAY)}

    return ask


def test_a_closure_over_today_says_how_many_wait(floor: Floor, said: Any) -> None:
    floor.issue("A1")
    closed = Override(first=date(2026, 11, 23), last=date(2026, 11, 23), kind="closed", names=names("Power cut"))
    assert said(a_plan(overrides=(closed,))) == {"closed_now": {"count": 1}}


def test_another_end_of_today_is_said_in_the_halls_own_time(floor: Floor, said: Any) -> None:
    short = WeeklySession(days=(1,), session="day", start=time(8, 30), end=time(11), kind="regular")
    assert said(a_plan(sessions=(short,))) == {"ends_now": {"count": 0, "old": "17:30", "new": "11:00"}}


def test_an_opening_that_begins_now_is_said(floor: Floor, database: Database) -> None:
    today = Override(first=date(2026, 11, 23), last=date(2026, 11, 23), kind="closed", names=names("Power cut"))
    with database.read() as session:
        found = effects(session, a_plan(overrides=(today,)), a_plan(), MONDAY)
    assert [(e.code, dict(e.values)) for e in found] == [("opens_now", {"new": "17:30"})]


def test_a_skill_that_nobody_at_work_would_have_is_said(floor: Floor, said: Any) -> None:
    floor.open(1)
    floor.issue("A2")
    others = a_plan().counters[1:]
    assert said(a_plan(counters=(a_counter(1, "A", only=("A1",)), *others))) == {
        "fewer_skills": {"id": 1, "lost": "A2"},
        "nobody_able": {"id": "A2", "count": 1},
    }


def test_the_counter_that_a_parked_visitor_returns_to_stays(floor: Floor, said: Any) -> None:
    counter = floor.open(2)
    floor.issue("A1")
    call = floor.next(counter)
    floor.do(park, call.ticket_id, "copy", call_id=call.id)
    floor.do(close_counter, counter)
    rest = tuple(c for c in a_plan().counters if c.number != 2)
    assert said(a_plan(counters=rest)) == {"counter_busy": {"id": 2}}


def test_a_device_without_its_counter_is_named(floor: Floor, said: Any) -> None:
    floor.do(add_device, "counter_display", "Screen 3", counter_id="willow-3")
    plan = a_plan(counters=tuple(c for c in a_plan().counters if c.number != 3))
    assert said(plan) == {"device_counter": {"id": "Screen 3", "old": "3"}}


def test_a_new_letter_is_for_new_numbers_only(floor: Floor, said: Any) -> None:
    floor.issue("A1")
    first, second = a_plan().queues
    found = said(a_plan(queues=(first.model_copy(update={"prefix": "C"}), second)))
    assert found == {"letter": {"id": "A1", "old": "A", "new": "C"}}


def test_a_plan_of_yesterday_is_not_laid_over_todays(floor: Floor) -> None:
    floor.do(replan, a_plan(seats=1), after=1)
    with pytest.raises(PlanChanged):
        floor.do(replan, a_plan(seats=2), after=1)


def test_whoever_comes_while_it_is_looked_at_is_seen(floor: Floor) -> None:
    floor.issue("B1")
    less = a_plan(services=a_plan().services[:2], packages=())
    with pytest.raises(PlanInTheWay) as caught:
        floor.do(replan, less, after=1)
    assert [e.code for e in caught.value.effects] == ["service_moved"]


def test_a_plan_that_only_adds_does_nothing_to_anybody(floor: Floor, said: Any) -> None:
    floor.issue("A1")
    counter = floor.open(4)
    floor.next(counter)
    assert said(a_plan(services=(*a_plan().services, a_service("B2", "B")))) == {}
