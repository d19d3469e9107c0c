"""The console as the server renders it."""

import dataclasses
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from hall.queue import actions, queries
from hall.site import actions as site
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
    assert "data-off" not in _button(early.text, "do-undo")
    clock.real = clock.real.replace(second=clock.real.second + 11)
    late = browserless.get("/counter/willow-1/fragment", headers={"If-None-Match": early.headers["ETag"]})
    assert late.status_code == 200 and "data-off" in _button(late.text, "do-undo")


def _button(text: str, name: str) -> str:
    """A button as the page has it."""
    return text.partition(f'id="{name}"')[2].partition("</button>")[0]


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


def test_r37_who_sent_a_visitor_on_and_why_stands_in_the_line_and_on_the_card(
    browserless: FlaskClient, people: Floor
) -> None:
    people.issue("A1")
    call = people.next(people.open(1))
    people.do(actions.transfer, call.ticket_id, "wrong_service", service_id="B1")
    people.open(3, OTHER)
    sign_in(browserless)
    told = "from counter 1: wrong service chosen"
    assert told in browserless.get("/counter/willow-3").text
    people.next("willow-3")
    assert told in browserless.get("/counter/willow-3").text


def test_r33_r34_why_a_visitor_is_on_hold_or_away_is_on_the_card(browserless: FlaskClient, people: Floor) -> None:
    people.issue("A1")
    call = people.next(people.open(1))
    people.do(actions.hold, call.ticket_id, "payment")
    sign_in(browserless)
    assert "on hold: payment" in browserless.get("/counter/willow-1").text
    people.do(actions.park, call.ticket_id, "photo")
    assert "stepped out for: a photo" in browserless.get("/counter/willow-1").text
    people.do(actions.come_back, call.ticket_id)
    text = browserless.get("/counter/willow-1").text
    assert "stepped out for: a photo" in text and "on hold" not in text


def test_r25_who_missed_a_turn_is_known_when_back(browserless: FlaskClient, people: Floor) -> None:
    people.issue("A1")
    call = people.next(people.open(1))
    people.do(actions.miss, call.id, "declined")
    people.do(actions.rejoin, call.ticket_id)
    people.next("willow-1")
    sign_in(browserless)
    assert "rejoined after a missed turn" in browserless.get("/counter/willow-1").text


def test_r76_in_an_emergency_nothing_calls_and_says_why(browserless: FlaskClient, people: Floor) -> None:
    people.issue("A1"), people.issue("A1"), people.issue("A1")
    people.next(people.open(1))
    people.do(site.raise_emergency, "Leave now")
    sign_in(browserless)
    text = browserless.get("/counter/willow-1").text
    assert "notice-emergency" in text
    for name in ("do-next", "do-recall"):
        assert 'data-why="Calling is stopped while an emergency message is shown."' in _button(text, name)
    rows = text.partition('id="queue-rows"')[2].partition("</ol>")[0]
    assert rows.count("data-off") == rows.count('data-dialog="call"') > 0


def test_r37_a_transfer_offers_other_counters_only_and_chooses_nothing(
    browserless: FlaskClient, people: Floor
) -> None:
    people.issue("A1")
    people.next(people.open(1))
    people.open(4, OTHER)
    sign_in(browserless)
    text = (
        browserless.get("/counter/willow-1")
        .text.partition('id="template-transfer"')[2]
        .partition("</template>")[0]
    )
    assert 'value="willow-1"' not in text and "general counter · A B" in text
    assert text.index('label="open"') < text.index('value="willow-4"') < text.index('label="closed"')
    assert '<select name="service" required><option value="" disabled selected>' in text
