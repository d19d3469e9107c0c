"""What the floor warns of, and what it does not: R-34, R-39, R-40, R-74."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from hall.queue import actions
from hall.queue.models import Counter
from hall.site.plan import Plan
from hall.staff.actions import appoint, dismiss
from hall.staff.rules import Role
from hall.web.shapes import View, console
from hall.web.site_shapes import floor
from tests.world import CLERK, HALL, OTHER, Floor, FrozenClock, a_counter, a_plan

ONLY_A2_ELSEWHERE = a_plan(counters=(a_counter(1, "A", only=("A1",)), a_counter(2, "A"), a_counter(3, "B")))


@pytest.fixture
def warned(page_app: Flask) -> Any:
    """The floor's warnings as (code, subject) pairs, under another plan if one is given."""

    def look(plan: Plan | None = None) -> list[tuple[str, Any]]:
        house = page_app.extensions["hall"]
        with house.database.read() as session:
            view = View.of(house, session, HALL)
            found = floor(replace(view, plan=plan) if plan else view).warnings
        return [(w["code"], w.get("service") or w.get("number") or w.get("counter") or w["queue"]) for w in found]

    return look


@pytest.fixture
def said(page_app: Flask) -> Any:
    """What the console of a counter warns its clerk of."""

    def look(counter_id: str, plan: Plan | None = None) -> list[str]:
        house = page_app.extensions["hall"]
        with house.database.read() as session:
            view = View.of(house, session, HALL)
            return console(replace(view, plan=plan or view.plan), session.get_one(Counter, counter_id)).warnings

    return look


def test_a_queue_is_unserved_when_no_open_counter_can_serve_it(warned: Any, people: Floor) -> None:
    people.issue("A1")
    assert warned() == [("queue_unserved", "A")]
    people.open(1)
    assert warned() == []  # though no range has been computed yet


def test_a_counter_whose_clerk_may_no_longer_sit_there_warns_the_lead(warned: Any, people: Floor) -> None:
    people.open(1), people.open(2, OTHER)
    assert warned() == []
    people.do(dismiss, CLERK)
    people.do(appoint, OTHER, [Role.AGENT])
    assert warned() == [("clerk_gone", 1), ("clerk_gone", 2)]


def test_a_service_is_unserved_inside_a_served_queue(warned: Any, people: Floor) -> None:
    people.open(1)
    people.issue("A1"), people.issue("A2")
    assert warned() == []
    assert warned(ONLY_A2_ELSEWHERE) == [("service_unserved", "A2")]
    people.open(2, OTHER)
    assert warned(ONLY_A2_ELSEWHERE) == []


def test_before_the_opening_nobody_need_be_there_and_after_it_the_last_are_served(
    warned: Any, people: Floor, clock: FrozenClock
) -> None:
    clock.hall = clock.hall.replace(hour=0, minute=15)  # 08:15 in Shanghai: numbers, but no counter yet
    people.issue("A1")
    assert warned() == []
    clock.hall = clock.hall.replace(minute=30)
    assert warned() == [("queue_unserved", "A")]
    clock.hall = clock.hall.replace(hour=9, minute=45)  # 17:45
    assert warned() == [("queue_unserved", "A")]
    clock.hall = clock.hall.replace(hour=10, minute=0)
    assert warned() == []


def test_r40_the_only_counter_of_a_service_is_paused(warned: Any, said: Any, people: Floor) -> None:
    first, second = people.open(1), people.open(2, OTHER)
    people.issue("A2")
    people.do(actions.pause_counter, second, "short_break")
    assert warned() == [] and said(second) == []  # counter 1 can do it
    assert warned(ONLY_A2_ELSEWHERE) == [("only_counter_paused", 2)]
    assert said(second, ONLY_A2_ELSEWHERE) == ["only_counter_paused"]
    people.do(actions.pause_counter, first, "short_break")
    assert sorted(warned()) == [("only_counter_paused", 1), ("only_counter_paused", 2)]


def test_r39_an_announced_return_is_no_absence_until_it_has_passed(
    warned: Any, said: Any, people: Floor, clock: FrozenClock
) -> None:
    counter = people.open(1)
    people.do(actions.pause_counter, counter, "meal", until=clock.hall + timedelta(minutes=60))
    clock.pass_(minutes=59)
    assert warned() == [] and said(counter) == []
    clock.pass_(minutes=1)
    assert warned() == [("pause_overdue", 1)] and said(counter) == ["pause_overdue"]
    clock.pass_(minutes=15)
    assert warned() == [("absence_long", 1)]


def test_r39_a_pause_without_a_return_is_asked_about_and_then_an_alarm(
    warned: Any, people: Floor, clock: FrozenClock
) -> None:
    people.do(actions.pause_counter, people.open(1), "short_break")
    clock.pass_(minutes=15)
    assert warned() == [("pause_long", 1)]
    clock.pass_(minutes=15)
    assert warned() == [("absence_long", 1)]


def test_r34_a_visitor_who_stays_away_is_asked_for(
    warned: Any, said: Any, people: Floor, clock: FrozenClock
) -> None:
    ticket, counter = people.issue("A1"), people.open(1)
    people.next(counter)
    people.do(actions.park, ticket.id, "copy")
    clock.pass_(minutes=40)
    assert warned() == [] and said(counter) == []
    clock.pass_(minutes=1)
    assert warned() == [("parked_long", ticket.label)] and said(counter) == ["parked_long"]
    people.do(actions.come_back, ticket.id)
    assert warned() == []


def test_severe_warnings_come_first(warned: Any, people: Floor, clock: FrozenClock) -> None:
    people.do(actions.pause_counter, people.open(1, CLERK), "short_break")
    clock.pass_(minutes=20)
    people.issue("B1")
    assert warned() == [("queue_unserved", "B"), ("pause_long", 1)]


def test_who_waits_beside_an_idle_counter_that_could_serve_them_is_told(
    warned: Any, people: Floor, clock: FrozenClock
) -> None:
    people.open(1), people.open(3, OTHER)
    people.issue("A1"), people.issue("A1")
    clock.pass_(minutes=4)
    assert warned() == []
    clock.pass_(minutes=1)
    assert warned() == [("idle_beside", "A001")]
    people.next(f"{HALL}-1")
    assert warned() == []
