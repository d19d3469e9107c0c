"""The console is steady under hand and pointer: verbs keep their places, keys are not lost, dialogs stay."""

import json
from datetime import timedelta

from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from hall.queue import actions
from hall.queue.models import Call, Ticket
from tests.world import CLERK, OTHER, Floor, FrozenClock

PLACES = """() => Object.fromEntries([...document.querySelectorAll('.console-verbs .action')].map((b) => {
    const { x, width } = b.getBoundingClientRect();
    const top = document.querySelector('.console-verbs').getBoundingClientRect().top;
    return [b.id, [x, b.getBoundingClientRect().top - top, width]];
}))"""


class Slow:
    """Holds the first request to an address back until it is let go."""

    def __init__(self, page: Page, address: str) -> None:
        self.held: list[Route] = []
        page.route(address, lambda route: route.continue_() if self.held else self.held.append(route))

    def let_go(self, page: Page) -> None:
        self.held[0].continue_()
        page.wait_for_selector("[data-console]:not([data-busy])")


def test_no_verb_ever_takes_the_place_of_another(console: Page, people: Floor, clock: FrozenClock) -> None:
    places = console.evaluate(PLACES)
    assert len(places) == 12
    console.keyboard.press("Space")
    expect(console.locator("#do-undo")).to_be_enabled()
    assert console.evaluate(PLACES) == places
    clock.real += timedelta(seconds=15)
    console.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(console.locator("#do-undo")).to_be_disabled()
    assert console.evaluate(PLACES) == places
    for key, then in (("a", "#do-wrap-up"), ("w", "#do-finish")):
        console.keyboard.press(key)
        expect(console.locator(then)).to_be_enabled()
        assert console.evaluate(PLACES) == places


def test_a_key_pressed_too_soon_is_done_when_the_answer_has_come(console: Page, people: Floor) -> None:
    slow = Slow(console, "**/calls")
    console.keyboard.press("Space")
    for key in ("Space", "a", "a", "f"):
        console.keyboard.press(key)
    expect(console.locator("[data-said]")).to_contain_text(
        "The key F was not done: another key was still waiting."
    )
    slow.let_go(console)
    expect(console.locator("#do-wrap-up")).to_be_enabled()
    calls = people.do(lambda work: work.session.scalars(select(Call).where(Call.member_id == CLERK)).all())
    assert [(call.arrived_at is not None, call.ended_at) for call in calls] == [(True, None)]


def test_a_kept_key_never_hits_another_visitor(console: Page, people: Floor) -> None:
    """F was pressed for the visitor who is being served; Space has called the next one meanwhile."""
    console.keyboard.press("Space")
    expect(console.locator("#do-arrive")).to_be_enabled()
    console.keyboard.press("a")
    expect(console.locator("#do-wrap-up")).to_be_enabled()
    slow = Slow(console, "**/calls")
    console.keyboard.press("Space")
    console.keyboard.press("f")
    slow.let_go(console)
    expect(console.locator("#current-number")).to_have_text("A002")
    expect(console.locator("[data-said]")).to_contain_text(
        "The key F was not done: it was pressed for another visitor."
    )
    assert (
        people.do(lambda work: work.session.scalars(select(Ticket.state).where(Ticket.label == "A002")).one())
        == "called"
    )


def test_a_kept_key_after_a_refused_press_is_not_done(console: Page, people: Floor) -> None:
    console.keyboard.press("Space")
    expect(console.locator("#do-arrive")).to_be_enabled()
    problem = json.dumps({"detail": "No.", "status": 409, "code": "no"})
    held: list[Route] = []
    console.route("**/arrival", lambda route: held.append(route))
    console.keyboard.press("a")
    console.keyboard.press("f")
    console.wait_for_function("document.querySelector('[data-busy]')")
    held[0].fulfill(status=409, content_type="application/problem+json", body=problem)
    expect(console.locator("[data-said]")).to_contain_text("No. The key F was not done")
    expect(console.locator("#current-number")).to_have_text("A001")


def test_r17_nobody_came_waits_in_the_dialog_and_other_reasons_do_not(
    console: Page, people: Floor, clock: FrozenClock
) -> None:
    console.keyboard.press("Space")
    expect(console.locator("#do-miss [data-left]")).to_be_visible()
    expect(console.locator("[data-busy]")).to_have_count(0)  # before that, it is the second of a double press
    console.keyboard.press("Space")
    expect(console.locator("[data-said]")).to_contain_text("still has time to come")
    console.keyboard.press("m")
    dialog = console.locator("#dialog-miss")
    expect(dialog.get_by_label("nobody came")).to_be_disabled()
    expect(dialog.get_by_label("visitor declined")).to_be_enabled()
    expect(dialog.locator("input:checked")).to_have_count(0)
    console.keyboard.press("Escape")
    clock.real += timedelta(seconds=91)
    console.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(console.locator("#do-miss [data-left]")).to_have_count(0)
    expect(console.locator("[data-said]")).to_be_hidden()
    console.keyboard.press("m")
    expect(dialog.get_by_label("nobody came")).to_be_checked()


def test_a_refused_transfer_keeps_what_was_filled_in(console: Page, people: Floor) -> None:
    people.do(actions.open_counter, "willow-3", OTHER)
    console.keyboard.press("Space")
    expect(console.locator("#do-transfer")).to_be_enabled()
    console.keyboard.press("t")
    dialog = console.locator("#dialog-transfer")
    dialog.get_by_label("To the service").select_option("A2")
    dialog.get_by_label("To one counter").select_option("willow-3")
    dialog.get_by_role("button", name="Transfer").click()
    expect(dialog.locator("[data-dialog-said]")).not_to_be_empty()
    expect(dialog.get_by_label("To the service")).to_have_value("A2")
    dialog.get_by_label("To one counter").select_option("")
    dialog.get_by_role("button", name="Transfer").click()
    expect(dialog).to_be_hidden()
    expect(console.locator("#current-number")).to_have_count(0)


def test_calling_out_of_order_says_first_which_visit_it_ends(console: Page, people: Floor) -> None:
    console.keyboard.press("Space")
    expect(console.locator("#do-miss [data-left]")).to_be_visible()
    console.locator("[data-dialog=call]").first.click()
    expect(console.locator("#dialog-call")).to_contain_text("A001 is then recorded as missed.")
