"""The console as the server renders it."""

import dataclasses
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from hall.queue import actions, queries
from hall.web.counter.routes import Lunch
from hall.web.shapes import View
from tests.web.surfaces import sign_in
from tests.world import HALL, OTHER, Floor, FrozenClock, a_counter


def test_it_shows_the_queue_with_reasons_and_what_next_would_send(browserless: FlaskClient, people: Floor) -> None:
    """R-20"""
    people.issue("A1")
    first = people.issue("A1")
    people.do(actions.give_priority, first.id, "older")
    people.open(1)
    sign_in(browserless)
    text = browserless.get("/counter/willow-1").text
    assert text.index("A002") < text.index("A001")
    assert "priority" in text and "before 1 who came earlier" in text and 'data-key="space"' in text


def test_a_colleagues_counter_can_only_be_taken_over(browserless: FlaskClient, people: Floor) -> None:
    """R-41"""
    people.open(2, OTHER)
    sign_in(browserless)
    text = browserless.get("/counter/willow-2").text
    assert 'data-dialog="takeover"' in text and 'id="do-next"' not in text


def test_the_fragment_changes_when_undo_ends_though_no_fact_came(
    browserless: FlaskClient, people: Floor, clock: FrozenClock
) -> None:
    """R-19"""
    people.issue("A1")
    people.next(people.open(1))
    sign_in(browserless)
    early = browserless.get("/counter/willow-1/fragment")
    assert 'id="do-undo"' in early.text
    clock.real = clock.real.replace(second=clock.real.second + 11)
    late = browserless.get("/counter/willow-1/fragment", headers={"If-None-Match": early.headers["ETag"]})
    assert late.status_code == 200 and 'id="do-undo"' not in late.text


def test_a_visitor_who_does_not_hear_is_shown_to_the_clerk(browserless: FlaskClient, people: Floor) -> None:
    """R-46"""
    people.issue("A1", visual_alert=True, help_requested=True)
    people.next(people.open(1))
    sign_in(browserless)
    text = browserless.get("/counter/willow-1").text
    assert "does not hear the call" in text and "asked for help" in text


def test_an_unknown_counter_is_a_kind_404(browserless: FlaskClient) -> None:
    sign_in(browserless)
    assert browserless.get("/counter/willow-99").status_code == 404


def test_who_has_a_counter_goes_straight_to_it(browserless: FlaskClient, people: Floor) -> None:
    sign_in(browserless)
    assert "willow-3" in browserless.get("/counter").text
    people.open(3)
    assert browserless.get("/counter").location == "/counter/willow-3"


def test_r71_after_the_opening_a_counter_with_nobody_left_is_told_to_close(
    browserless: FlaskClient, people: Floor, clock: FrozenClock
) -> None:
    people.open(1)
    clock.hall += timedelta(hours=8)
    sign_in(browserless)
    assert "can be closed" in browserless.get("/counter/willow-1").text


def test_r40_who_is_alone_for_waiting_people_is_told_before_pausing(
    browserless: FlaskClient, people: Floor
) -> None:
    people.issue("B1")
    people.open(3)
    sign_in(browserless)
    assert "only open counter for people who wait" in browserless.get("/counter/willow-3").text
    people.open(4, OTHER)
    assert "only open counter for people who wait" not in browserless.get("/counter/willow-3").text


def test_r70_a_counter_off_duty_at_lunch_is_offered_its_end(app: Flask, clock: FrozenClock) -> None:
    view = app.extensions["hall"]
    with view.database.read() as session:
        seen = View.of(view, session, HALL)
        plan = seen.plan.model_copy(update={"counters": (a_counter(1, "A", noon=False), a_counter(2, "A"))})
        noon = dataclasses.replace(seen, plan=plan, now=clock.hall.replace(hour=3, minute=45))  # 11:45
        counters = {c.number: c for c in queries.counters(session, HALL)}
        lunch = Lunch.of(noon, counters[1])
        assert lunch is not None and lunch.minutes == 105
        assert Lunch.of(noon, counters[2]) is None
        assert Lunch.of(dataclasses.replace(noon, now=clock.hall), counters[1]) is None


def test_r41_a_counter_with_an_open_visit_can_be_taken_over(browserless: FlaskClient, people: Floor) -> None:
    people.issue("A1")
    people.next(people.open(2, OTHER))
    sign_in(browserless)
    text = browserless.get("/counter/willow-2").text
    assert 'data-dialog="takeover"' in text and 'id="do-next"' not in text
