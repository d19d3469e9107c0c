"""The phone when it is somebody's turn: buzz, sound for whoever asked, and never a call during an emergency."""

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from hall.site.actions import clear_emergency, raise_emergency
from tests.web.surfaces import Served, violations
from tests.world import Floor

# Counts what the phone would do to its owner: a headless one neither shakes nor sounds.
COUNTED = """
window.counted = { buzz: 0, tones: 0 };
navigator.vibrate = () => ++counted.buzz;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (at) { counted.tones++; return start.call(this, at); };
"""


@pytest.fixture
def phone(served: Served, people: Floor) -> Page:
    """The first of two visitors, with the page open."""
    mine = people.issue("A1", language="en")
    served.page.add_init_script(COUNTED)
    page = served.open(f"/t/{mine.code}?language=en")
    expect(page.locator("[data-state=waiting]")).to_be_attached()
    return page


def test_it_buzzes_once_and_names_the_counter_in_the_title(phone: Page, people: Floor) -> None:
    people.next(people.open(1))
    expect(phone.locator("[data-state=called]")).to_be_attached()
    assert phone.title().startswith("A001 → 1")
    assert phone.evaluate("counted") == {"buzz": 1, "tones": 0}


def test_it_sounds_for_whoever_asked(phone: Page, people: Floor) -> None:
    button = phone.get_by_role("button", name="Sound when I am called")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert violations(phone) == []
    people.next(people.open(1))
    expect(phone.locator("[data-state=called]")).to_be_attached()
    assert phone.evaluate("counted.tones") == 4  # two as a try, two at the turn


def test_a_sound_can_be_taken_back(phone: Page, people: Floor) -> None:
    button = phone.get_by_role("button", name="Sound when I am called")
    button.click(), button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    people.next(people.open(1))
    expect(phone.locator("[data-state=called]")).to_be_attached()
    assert phone.evaluate("counted.tones") == 2


def test_r76_in_an_emergency_nobody_is_next_and_nobody_is_sent_to_a_counter(
    browserless: FlaskClient, people: Floor
) -> None:
    called, waiting = people.issue("A1", language="en"), people.issue("A1", language="en")
    people.next(people.open(1))
    people.do(raise_emergency, "Please leave")
    text = browserless.get(f"/t/{waiting.code}").text
    assert "Your place is kept" in text and "You are next" not in text
    text = browserless.get(f"/t/{called.code}").text
    assert "You will be called again" in text and "please go to counter" not in text and "→" not in text
    people.do(clear_emergency)
    assert "please go to counter" in browserless.get(f"/t/{called.code}").text


def test_r76_the_call_after_an_emergency_buzzes_again(phone: Page, people: Floor) -> None:
    people.next(people.open(1))
    expect(phone.locator("[data-state=called]")).to_be_attached()
    people.do(raise_emergency, "Please leave")
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(phone.locator("[data-state=stopped]")).to_be_attached()
    people.do(clear_emergency)
    expect(phone.locator("[data-state=called]")).to_be_attached()
    assert phone.evaluate("counted.buzz") == 2
