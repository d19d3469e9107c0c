"""The console fits a clerk's screen, names colleagues of its own queues first and says why a key waits."""

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from hall.queue import actions
from tests.web.surfaces import Served, sign_in
from tests.world import OTHER, Floor


@pytest.fixture
def console(served: Served, people: Floor) -> Page:
    """Counter 1 with a call and a long queue."""
    for _ in range(12):
        people.issue("A1")
    people.next(people.open(1))
    page = served.open("/counter/willow-1?language=en")
    page.wait_for_selector("[data-ready]", state="attached")
    return page


def test_it_needs_no_scrolling_at_1280_by_720(console: Page) -> None:
    assert console.evaluate("document.documentElement.scrollHeight") <= 720
    console.keyboard.press("a")
    expect(console.locator("#do-wrap-up")).to_be_enabled()
    assert console.evaluate("document.documentElement.scrollHeight") <= 720


def test_on_hold_it_says_why_space_waits(console: Page, people: Floor) -> None:
    console.keyboard.press("a")
    expect(console.locator("#do-wrap-up")).to_be_enabled()
    console.keyboard.press("h")
    console.keyboard.press("Enter")
    expect(console.get_by_text("This visit is on hold")).to_be_visible()
    assert console.get_attribute("#do-next", "aria-disabled") == "true"


def test_a_service_without_papers_asks_for_none(console: Page) -> None:
    console.keyboard.press("p")
    expect(console.locator("#dialog-park")).to_be_visible()
    expect(console.get_by_text("Which papers are missing")).to_be_hidden()


def test_letter_keys_can_be_switched_off_and_space_stays(console: Page) -> None:
    """WCAG 2.1.4"""
    console.get_by_label("Letter keys on this device").uncheck()
    console.locator("body").press("p")
    expect(console.locator("#dialog-park")).to_be_hidden()
    expect(console.locator("#do-park .action-key")).to_be_hidden()


def test_colleagues_of_its_own_queues_stand_first(browserless: FlaskClient, people: Floor) -> None:
    people.open(1)
    people.do(actions.open_counter, "willow-3", OTHER)
    sign_in(browserless)
    text = browserless.get("/counter/willow-1").text
    assert 'id="others-far"' in text and "with other queues" in text
