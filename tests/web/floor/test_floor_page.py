"""The floor answers at a glance, and says what a closing would end before it ends it (R-32)."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import expect

from hall.queue import actions
from hall.web import words
from tests.web.floor.test_standby import lead
from tests.web.surfaces import Served, sign_in, violations
from tests.world import HALL, Floor, FrozenClock


@pytest.fixture
def at_floor(browserless: FlaskClient) -> FlaskClient:
    sign_in(browserless, "lead")
    return browserless


def leftovers(people: Floor) -> None:
    """Queue A: two wait, one stepped out, one missed; queue B: one waits; one is being served."""
    tickets = [people.issue("A1") for _ in range(5)]
    people.issue("B1")
    counter, last = people.open(1), None
    for ticket, verb, why in ((tickets[0], actions.park, "copy"), (tickets[1], actions.miss, "declined")):
        call = people.do(actions.call_this, counter, ticket.id, "other", after=last)
        people.do(verb, call.id if verb is actions.miss else ticket.id, why)
        last = call.id
    people.do(actions.call_this, counter, tickets[2].id, "other", after=last)


def test_an_empty_floor_says_that_nothing_is_wrong(at_floor: FlaskClient, people: Floor) -> None:
    text = at_floor.get("/floor/willow").text
    assert "Nothing needs you now." in text and "Nobody is waiting." in text


def test_warnings_stand_first_and_the_most_urgent_queue_on_top(at_floor: FlaskClient, people: Floor) -> None:
    people.open(1)
    for _ in range(3):
        people.issue("A1")
    people.issue("B1")
    text = at_floor.get("/floor/willow/fragment").text
    assert text.index('data-warning="queue_unserved"') < text.index("figure-value") < text.index("<tbody>")
    rows = re.findall(r'<th scope="row">(\w) ', text)
    assert rows == ["B", "A"]


def test_r32_a_closing_says_by_queue_how_many_it_would_end(at_floor: FlaskClient, people: Floor) -> None:
    leftovers(people)
    text = at_floor.get("/floor/willow/closing").text
    assert re.findall(r"Yes: end (\d+) numbers?", text) == ["4", "1", "5"]
    assert people.do(actions.close_queue, "closing", queue_id="A") == 4
    assert people.do(actions.close_queue, "closing") == 1
    assert "Nothing is left over." in at_floor.get("/floor/willow/closing").text


def test_r32_the_closing_itself_by_keyboard(people: Floor, served: Served) -> None:
    leftovers(people)
    lead(served)
    page = served.open("/floor/willow/closing?language=en")
    page.focus("[data-queue=B] summary")
    page.keyboard.press("Enter")
    with page.expect_navigation():
        for key in ("Tab", "Tab", "Enter"):
            page.keyboard.press(key)
    assert "1 number has ended." in page.inner_text("[data-said]")
    assert page.query_selector("[data-queue=B]") is None
    assert page.query_selector("[data-queue=A]") is not None


def test_every_state_of_the_floor_fits_a_phone(people: Floor, served: Served, clock: FrozenClock) -> None:
    width, look = 390, "language=en"
    lead(served)
    served.page.set_viewport_size({"width": width, "height": 900})
    found = violations(served.open(f"/floor/{HALL}?{look}"))
    leftovers(people)
    clock.pass_(minutes=50)
    for path in ("", "/closing"):
        page = served.open(f"/floor/{HALL}{path}?{look}")
        found += violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert found == []


def test_r76_emergency_is_one_touch_away_with_a_text_in_both_languages(at_floor: FlaskClient) -> None:
    text = at_floor.get("/floor/willow").text
    assert text.index('href="#emergency-title"') < text.index('id="queues-title"')
    assert "请留在原地" in text and "Please stay where you are" in text


def test_r76_an_emergency_in_one_language_goes_out_and_an_empty_one_does_not(
    people: Floor, served: Served
) -> None:
    lead(served)
    page = served.open("/floor/willow?language=en")
    form = page.locator("form", has=page.get_by_role("button", name="Show on all screens"))
    form.get_by_label("I am sure").check()
    form.get_by_role("button", name="Show on all screens").click()
    expect(page.locator("[data-said]").first).to_be_visible()
    form.get_by_label("in Chinese").fill("请立即离开大厅")
    with page.expect_navigation():
        form.get_by_role("button", name="Show on all screens").click()
    expect(page.get_by_text("请立即离开大厅").first).to_be_visible()


def test_warnings_of_one_kind_stand_together_and_say_what_their_minutes_are(
    page_app: Flask, at_floor: FlaskClient, people: Floor, clock: FrozenClock
) -> None:
    leftovers(people)
    people.issue("A1")
    clock.pass_(minutes=50)
    text = at_floor.get("/floor/willow/fragment").text
    assert text.count('data-warning="parked_long"') == 1 and "50 minutes already" in text
    with page_app.test_request_context(headers={"Accept-Language": "en"}):
        assert words.warning_minutes("wait_alarm", 25) == "25 minutes expected"


def test_a_message_has_a_field_for_each_language_and_is_one_text(people: Floor, served: Served) -> None:
    lead(served)
    page = served.open("/floor/willow?language=en")
    form = page.locator("form", has=page.get_by_role("button", name="Show the message"))
    form.get_by_label("Prepared texts").select_option("1")
    expect(form.get_by_label("in English")).to_have_value("Duty counters are serving through lunch.")
    form.get_by_label("in Chinese").fill("午间照常办理")
    with page.expect_navigation():
        form.get_by_role("button", name="Show the message").click()
    expect(page.get_by_text("午间照常办理 Duty counters are serving through lunch.")).to_be_visible()
