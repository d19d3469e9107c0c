"""Without a pointer and without eyes: everything by keys, and what changes is said."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.ears import EARS, hears, spoken
from tests.journeys.place import Place, press
from tests.long import IN_LONG_RUN

STATE = ".ticket-state"
FOCUSED = """() => {
  const element = document.activeElement;
  return element === document.body ? "" : element.labels?.[0]?.innerText || element.innerText;
}"""


def test_the_console_says_who_is_called_and_who_has_come(place: Place) -> None:
    """R-14, R-15: also when it happens in another window of the counter."""
    for _ in range(3):
        place.issue()
    place.open(1)
    console = place.console(1, init=EARS)
    press(console, "Space")
    hears(console, "A001")
    press(console, "a")
    expect(console.locator("#do-wrap-up")).to_be_enabled()
    place.call(1)
    hears(console, "A002")
    said = [text for text in spoken(console) if "A002" in text]
    assert said == said[:1] and "called" in said[0], "once, with its state"
    place.issue()
    expect(console.locator(".rows-queue .row")).to_have_count(2)
    assert [text for text in spoken(console) if "A004" in text] == [], "the queue is not read out"


def test_the_phone_says_its_counter_when_it_is_called(place: Place) -> None:
    mine = place.issue()
    place.open(1)
    phone = place.phone(mine, init=EARS)
    place.call(1)
    hears(phone, "It is your turn: please go to counter 1")
    expect(phone.locator(STATE).get_by_text("It is your turn")).to_be_visible()


def test_a_phone_is_used_by_keys_alone(place: Place) -> None:
    """R-31, and the page is drawn anew under the fingers."""
    _, mine = place.issue(), place.issue()
    place.open(1)
    phone = place.phone(mine, init=EARS)
    reach(phone, "Give the number back")
    expect(phone.locator(STATE)).to_contain_text("1 person ahead of you")
    place.call(1)
    expect(phone.locator(STATE)).to_contain_text("You are next")
    expect(phone.get_by_text("Give the number back")).to_be_focused()
    phone.keyboard.press("Enter")
    reach(phone, "Yes, give it back")
    phone.keyboard.press("Enter")
    expect(phone.locator(STATE)).to_contain_text("You have given this number back")
    assert place.state(mine) == "cancelled"


def test_a_number_is_taken_by_keys_alone_and_its_page_begins_with_it(place: Place) -> None:
    kiosk = place.page(f"/kiosk/{place.id}?language=en", "kiosk", init=EARS)
    reach(kiosk, "Search for a service")
    kiosk.keyboard.type("A2")
    hears(kiosk, "1 service found")
    reach(kiosk, "A2")
    kiosk.keyboard.press("Enter")
    expect(kiosk.get_by_role("heading", level=1)).to_have_text("A2")
    reach(kiosk, "Take a number")
    kiosk.keyboard.press("Enter")
    kiosk.wait_for_url("**/number/**")
    assert "A001" in kiosk.title(), "the title is what a screen reader says first"
    expect(kiosk.locator("main")).to_match_aria_snapshot(
        """
        - article:
          - heading "A2" [level=1]
          - paragraph: Your number A001
        """
    )


def test_the_console_has_names_roles_and_keys_for_everything(place: Place) -> None:
    place.issue()
    place.open(1)
    console = place.console(1)
    expect(console.locator("main")).to_match_aria_snapshot(
        """
        - region "Current visitor"
        - region "Actions":
          - button /Call next/
        - region "Queue 1":
          - list "Queue 1":
            - listitem: /A001/
        """
    )
    press(console, "Space")
    expect(console.get_by_role("button", name="Arrived")).to_have_attribute("aria-keyshortcuts", "A")
    reach(console, "Missed turn")
    console.keyboard.press("Enter")
    dialog = console.get_by_role("dialog", name="Missed turn A001")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("radio", disabled=False).first).to_be_focused()  # “nobody came” waits
    console.keyboard.press("Escape")
    expect(console.locator("#do-miss")).to_be_focused()


@IN_LONG_RUN
@pytest.mark.parametrize("who", ["console", "phone", "screen", "kiosk"])
def test_every_surface_has_one_heading_and_one_main(place: Place, who: str) -> None:
    mine = place.issue()
    place.open(1)
    made: dict[str, Any] = {
        "console": lambda: place.console(1),
        "phone": lambda: place.phone(mine),
        "screen": place.screen,
        "kiosk": lambda: place.page(f"/kiosk/{place.id}", "kiosk"),
    }
    page: Page = made[who]()
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


def reach(page: Page, name: str) -> None:
    """Goes on with Tab until the focus is on what has this name, seen as a ring."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if name in page.evaluate(FOCUSED):
            assert page.evaluate("document.activeElement.matches(':focus-visible')")
            return
    raise AssertionError(f"no key leads to {name}")
