"""A call on every surface at once: what is announced, again and again, until a miss may be recorded."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.place import Place, press

PART = "[data-call]"


@pytest.fixture
def called(place: Place) -> tuple[dict[str, Any], Page, Page, Page, Page]:
    """The first of two visitors is called at counter 1: ticket, console, hall screen, counter screen, phone."""
    mine, _ = place.issue(), place.issue()
    place.open(1)
    console, screen = place.console(1), place.screen()
    counter, phone = place.screen("/counter/1"), place.phone(mine)
    console.keyboard.press("Space")
    return mine, console, screen, counter, phone


def test_r14_a_call_is_announced_everywhere_again_after_each_interval_and_then_may_be_missed(
    place: Place, called: Any
) -> None:
    mine, console, screen, counter, phone = called
    expect(console.locator("#current-number")).to_have_text("A001")
    expect(screen.locator(".call-first")).to_have_text(re.compile(r"A001\s*→\s*1\s*号窗口"))
    expect(screen.locator(".caption")).to_contain_text("请A001到1号窗口办理 Ticket A001, please go to counter 1.")
    expect(counter.locator(".one-number")).to_have_text("A001")
    expect(counter.locator(".one-come")).to_contain_text("Please come to this counter")
    expect(phone.locator(".ticket-state")).to_have_text(
        re.compile(r"It is your turn: please go to counter\s*1\s*$")
    )
    assert phone.title().startswith("A001 → 1")

    refuses_a_miss(console, "not here yet")
    place.clock.pass_(seconds=20)
    expect(screen.locator(".caption")).to_contain_text("A001，请到1号窗口 Ticket A001, counter 1, please.")
    expect(console.locator(".visitor-clock")).to_contain_text("Announced 2 times")
    refuses_a_miss(console, "nor after the second call")
    place.clock.pass_(seconds=20)
    expect(screen.locator(".caption")).to_contain_text(
        "最后一次呼叫，请到1号窗口 Last call for ticket A001, counter 1."
    )
    expect(console.locator(".visitor-clock")).to_contain_text("Announced 3 times")
    place.clock.pass_(seconds=20)
    misses(console)
    expect(console.locator("#current-number")).to_have_count(0)
    expect(phone.locator(".ticket-state")).to_contain_text("Your turn has passed.")
    expect(counter.locator(".one-number")).not_to_contain_text("A001")
    expect(screen.locator(".counter", has_text="A001")).to_have_count(0)
    assert place.state(mine) == "missed"


def test_r16_by_hand_it_is_announced_five_times_and_then_the_button_says_why_not(
    place: Place, called: Any
) -> None:
    _, console, screen, _, _ = called
    for left in (4, 3, 2, 1, 0):
        before = announcement(screen)
        press(console, "r")
        expect(console.locator("#do-recall")).to_contain_text(f"({left} left)")
        expect(screen.locator(PART).first).not_to_have_attribute("data-call", before)
    expect(console.locator(".visitor-clock")).to_contain_text("Announced once")  # attempts are the hall's own
    last = announcement(screen)
    console.wait_for_selector("[data-console]:not([data-busy])")
    console.keyboard.press("r")
    expect(console.locator("[data-said]")).to_contain_text("5 times")
    assert announcement(screen) == last


def announcement(screen: Page) -> str:
    """Which announcement stands first on a screen: a call, and the fact that spoke of it last."""
    expect(screen.locator(PART).first).to_be_visible()
    return screen.locator(PART).first.get_attribute("data-call") or ""


def refuses_a_miss(console: Page, why: str) -> None:
    console.wait_for_selector("[data-console]:not([data-busy])")
    console.keyboard.press("m")
    expect(console.locator("#dialog-miss [value=not_here]")).to_be_disabled()
    console.keyboard.press("Escape")
    expect(console.locator("#current-number"), why).to_have_text("A001")


def misses(console: Page) -> None:
    # The test has moved the hall's device clock, which a browser's own countdown does not follow.
    console.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(console.locator("#do-miss [data-left]")).to_have_count(0)
    console.wait_for_selector("[data-console]:not([data-busy])")
    console.keyboard.press("m")
    expect(console.locator("#dialog-miss")).to_be_visible()
    console.keyboard.press("Enter")
    expect(console.locator("#dialog-miss")).to_be_hidden()
