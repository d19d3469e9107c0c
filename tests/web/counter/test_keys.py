"""The console under a clerk's hands, in a real browser."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from hall.queue import actions
from hall.queue.models import Call
from tests.world import CLERK, OTHER, Floor

CALLS = select(Call).where(Call.member_id == CLERK)
DOWN = "(init) => document.body.dispatchEvent(new KeyboardEvent('keydown', {bubbles: true, key: ' ', ...init}))"


def calls(people: Floor) -> int:
    """How many calls the clerk has made."""
    return len(people.do(lambda work: work.session.scalars(CALLS).all()))


def test_space_calls_the_next_visitor_once(console: Page, people: Floor) -> None:
    console.keyboard.press("Space")
    expect(console.locator("#current-number")).to_have_text("A001")
    assert calls(people) == 1


def test_enter_does_the_same(console: Page, people: Floor) -> None:
    console.keyboard.press("Enter")
    expect(console.locator("#current-number")).to_have_text("A001")


def test_two_quick_presses_make_one_call(console: Page, people: Floor) -> None:
    console.keyboard.press("Space")
    console.keyboard.press("Space")
    expect(console.locator("#current-number")).to_have_text("A001")
    _settled(console)
    assert calls(people) == 1


@pytest.mark.parametrize("press", [{"repeat": True}, {"isComposing": True}, {"keyCode": 229}, {"ctrlKey": True}])
def test_a_held_key_and_composing_do_nothing(console: Page, people: Floor, press: dict[str, object]) -> None:
    console.evaluate(DOWN, press)
    _settled(console)
    assert calls(people) == 0


def test_typing_in_a_field_does_nothing(console: Page, people: Floor) -> None:
    console.evaluate("document.querySelector('[data-console]').append(document.createElement('input'))")
    console.locator("[data-console] > input").last.press_sequentially("a b")
    _settled(console)
    assert calls(people) == 0


def test_an_open_dialog_keeps_the_keys_for_itself(console: Page, people: Floor) -> None:
    console.keyboard.press("b")
    expect(console.locator("#dialog-pause")).to_be_visible()
    console.evaluate(DOWN, {})
    _settled(console)
    assert calls(people) == 0


def test_letters_work_and_can_be_switched_off(console: Page, people: Floor) -> None:
    """WCAG 2.1.4"""
    _press(console, "Space")
    expect(console.locator("#do-arrive")).to_be_enabled()
    console.locator("[data-key-switch]").uncheck()
    console.locator("h1").click()
    console.keyboard.press("a")
    _settled(console)
    expect(console.locator("#do-arrive")).to_be_enabled()
    console.locator("[data-key-switch]").check()
    console.locator("h1").click()
    _press(console, "a")
    expect(console.locator("#do-wrap-up")).to_be_enabled()


def test_a_visit_by_keys_alone(console: Page, people: Floor) -> None:
    for key, then in (
        (" ", "#do-arrive"),
        ("a", "#do-wrap-up"),
        ("p", "#dialog-park"),
        ("Enter", ".row >> text=I"),
    ):
        _press(console, key)
        expect(console.locator(then).first).to_be_visible()
    _press(console, "i")
    expect(console.locator(".row-first .row-number")).to_have_text("A001")
    _press(console, " ")
    expect(console.locator("#current-number")).to_have_text("A001")
    _press(console, "f")
    expect(console.locator("#current-number")).to_have_count(0)


def test_an_open_dialog_means_the_visitor_it_was_opened_for(console: Page, people: Floor) -> None:
    """The call that a dialog asks about was finished elsewhere: nobody else is hit by it."""
    _press(console, "Space")
    expect(console.locator("#do-hold")).to_be_enabled()
    _press(console, "h")
    expect(console.locator("#dialog-hold")).to_be_visible()
    first = people.do(lambda work: work.session.scalars(CALLS).one())
    people.do(actions.finish, first.ticket_id, "done", call_id=first.id)
    people.next("willow-1", first.id)
    expect(console.locator("#current-number")).to_have_text("A002")
    expect(console.locator("#dialog-hold")).to_be_visible()
    console.keyboard.press("Enter")
    expect(console.locator("#dialog-hold [data-dialog-said]")).to_contain_text("no longer the current call")


def test_a_colleagues_call_shows_by_itself(console: Page, people: Floor) -> None:
    people.open(2, OTHER)
    people.next("willow-2")
    expect(console.locator(".row-first .row-number")).to_have_text("A002")
    expect(console.locator("#others-title")).to_contain_text("1")


def test_a_lost_connection_is_unmistakable_and_blocks_every_press(console: Page, people: Floor) -> None:
    console.context.set_offline(True)
    # What any look at the hall does: it fails, and the console knows. No press is under way when it does.
    console.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(console.locator("[data-lost-band]")).to_be_visible(timeout=15_000)
    expect(console.locator("#do-next")).to_have_attribute("aria-disabled", "true")
    console.keyboard.press("Space")
    console.context.set_offline(False)
    expect(console.locator("[data-lost-band]")).to_be_hidden(timeout=15_000)
    assert calls(people) == 0


def test_a_press_into_a_connection_just_lost_is_done_once_or_not_at_all(console: Page, people: Floor) -> None:
    """Nobody can know whether it arrived, so it is sent once more under the same name."""
    console.context.set_offline(True)
    console.keyboard.press("Space")
    expect(console.locator("[data-lost-band]")).to_be_visible(timeout=15_000)
    console.context.set_offline(False)
    expect(console.locator("[data-lost-band]")).to_be_hidden(timeout=15_000)
    _settled(console)
    assert calls(people) <= 1


def test_the_keyboard_keeps_its_place_when_the_fragment_is_fresh(console: Page, people: Floor) -> None:
    console.locator("#do-pause").focus()
    people.issue("A1")
    expect(console.locator(".rows-queue .row")).to_have_count(4)
    assert console.evaluate("document.activeElement.id") == "do-pause"


def _press(page: Page, key: str) -> None:
    """A press by somebody who looks before they press."""
    page.wait_for_selector("[data-console]:not([data-busy])")
    page.keyboard.press(key)


def _settled(page: Page) -> None:
    """Whatever a press began has been answered: the console is not busy and its fragment is fresh."""
    page.evaluate("fetch(document.querySelector('[data-fragment]').dataset.url).then((r) => r.text())")
    page.wait_for_selector("[data-console]:not([data-busy])")
