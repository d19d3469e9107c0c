"""The kiosk in a real browser, over the whole application: scripts, back button, fingers, accessibility."""

import pytest
from playwright.sync_api import Page

from hall.queue import actions
from hall.queue.models import Ticket
from hall.site.actions import clear_emergency, raise_emergency
from tests.long import IN_LONG_RUN
from tests.web.kiosk_screen import START
from tests.web.surfaces import Served
from tests.world import Floor

SCREENS = {"tall": (1080, 1920), "wide": (1920, 1080), "desktop": (1280, 720), "phone": (360, 740)}
# The catalogue of surfaces takes the other sizes in every run.
SIZES = [name if name == "phone" else pytest.param(name, marks=IN_LONG_RUN) for name in SCREENS]


def code_of(people: Floor, ticket: Ticket) -> str:
    return people.ticket(ticket.id).short_code


def types(screen: Page, code: str) -> None:
    """From the start page to a number, with the code that stands on its ticket."""
    screen.click(".kiosk-have")
    screen.fill("[data-code]", code)
    with screen.expect_navigation():  # a form asks the hall's pulse before it leaves the page
        screen.click(".code-buttons button")


@pytest.mark.parametrize("size", SIZES)
def test_it_fits_every_screen_with_room_for_fingers(screen: Page, size: str) -> None:
    width, height = SCREENS[size]
    screen.set_viewport_size({"width": width, "height": height})
    for step in ("a.tile >> nth=0", ".take-buttons button >> nth=0", ".kiosk-done a"):
        fits(screen, width)
        with screen.expect_navigation():
            screen.click(step)


def test_large_type_fits_even_a_phone(served: Served, screen: Page) -> None:
    screen.set_viewport_size({"width": 360, "height": 740})
    served.open(f"{START}?language=en&type=large")
    for step in ("a.tile >> nth=0", ".take-buttons button >> nth=0", ".kiosk-done a"):
        fits(screen, 360)
        with screen.expect_navigation():
            screen.click(step)


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_of_a_number_fit_too(served: Served, screen: Page, people: Floor, size: str) -> None:
    width, height = SCREENS[size]
    screen.set_viewport_size({"width": width, "height": height})
    code = code_of(people, people.issue("A1"))
    for path in (f"{START}/service/P", f"{START}/papers/A1", f"{START}/mine"):
        served.open(path)
        fits(screen, width)
    served.open(START)
    types(screen, code)
    for step in ("a[href$='give=1']", ".mine-do a", "form[action$=reprint] button", ".kiosk-done a"):
        fits(screen, width)
        with screen.expect_navigation():
            screen.click(step)


def test_a_number_is_found_with_the_keys_on_the_page(screen: Page, people: Floor) -> None:
    ticket = people.issue("A1")
    screen.click(".kiosk-have")
    screen.click("[data-key=A]")
    screen.click("[data-delete]")
    for character in code_of(people, ticket):
        screen.click(f"[data-key='{character}']")
    screen.click("[data-key=A]")  # a ninth one is not taken
    with screen.expect_navigation():
        screen.click(".code-buttons button")
    assert ticket.label in screen.inner_text("h1")


def test_a_missed_number_rejoins_by_keyboard_alone(screen: Page, people: Floor) -> None:
    """R-25 with no finger on the glass."""
    ticket = people.issue("A1")
    people.do(actions.miss, people.next(people.open(1)).id, "declined")
    screen.focus(".kiosk-have")
    screen.keyboard.press("Enter")
    screen.wait_for_selector("[data-code]:focus")
    screen.keyboard.type(code_of(people, ticket).lower())
    with screen.expect_navigation():
        screen.keyboard.press("Enter")
    screen.focus("form[action$=rejoin] button")
    with screen.expect_navigation():
        screen.keyboard.press("Enter")
    assert people.ticket(ticket.id).state == "waiting"
    assert "You are next" in screen.inner_text(".mine")


def test_a_parked_visitor_is_back_and_another_gives_a_number_back(screen: Page, people: Floor) -> None:
    """R-34 and R-31, over the whole application."""
    parked, given = people.issue("A1"), people.issue("A1")
    call = people.next(people.open(1))
    people.do(actions.arrive, call.id)
    people.do(actions.park, call.ticket_id, "copy")
    types(screen, code_of(people, parked))
    screen.click("form[action$=return] button")
    screen.wait_for_selector("text=You are next at counter 1")
    screen.click("text=Done")
    types(screen, code_of(people, given))
    screen.click("a[href$='give=1']")
    screen.click("form[action$=cancellation] button")
    screen.wait_for_selector("text=您已退回此号")  # the kiosk is as the next visitor finds it
    assert people.ticket(given.id).state == "cancelled"


def test_a_kiosk_that_did_not_give_the_number_shows_it_again(screen: Page, people: Floor) -> None:
    ticket = people.issue("A1")
    types(screen, code_of(people, ticket))
    screen.click("form[action$=reprint] button")
    screen.wait_for_selector(".slip-again")
    assert screen.inner_text(".slip-number").endswith(ticket.label)


def test_what_a_visitor_ticked_reaches_the_hall(screen: Page, people: Floor) -> None:
    """R-46."""
    screen.click("a.tile >> nth=0")
    screen.check("[name=signal]")
    screen.click(".take-buttons button >> nth=0")
    screen.wait_for_url("**/number/**")
    call = people.next(people.open(1))
    assert people.ticket(call.ticket_id).visual_alert is True


def test_an_emergency_replaces_an_open_page_and_goes_again(screen: Page, people: Floor) -> None:
    """R-76: nobody needs to touch the screen."""
    screen.clock.install()
    screen.reload()
    people.do(raise_emergency, "Please leave by the north door.")
    screen.clock.run_for(11_000)
    screen.wait_for_selector("text=Please leave by the north door.")
    assert screen.locator("form, .tile").count() == 0
    people.do(clear_emergency)
    screen.clock.run_for(11_000)
    screen.wait_for_selector("a.tile")


def test_a_start_page_where_nobody_stands_shows_fresh_waits(screen: Page, people: Floor) -> None:
    screen.clock.install()
    screen.reload()
    assert screen.locator("text=1 waiting").count() == 0
    people.issue("B1")
    screen.clock.run_for(41_000)
    screen.wait_for_selector("text=1 waiting")


def test_back_and_again_is_still_one_number(screen: Page) -> None:
    """R-06: one wish, one number, through the browser's own back button."""
    screen.click("a.tile >> nth=0")
    screen.dblclick(".take-buttons button >> nth=0")
    screen.wait_for_url("**/number/**")
    number = screen.inner_text(".slip-number")
    screen.go_back()
    if screen.locator(".take-buttons button").count():
        screen.click(".take-buttons button >> nth=0")
    screen.wait_for_url("**/number/**")
    screen.reload()
    assert screen.inner_text(".slip-number") == number


def test_search_finds_as_one_types(screen: Page) -> None:
    screen.fill("#q", "A1")
    screen.wait_for_selector("[data-found] a")
    assert screen.locator("[data-browse]").is_hidden()
    screen.fill("#q", "")
    screen.locator("[data-browse]").wait_for(state="visible")


def test_a_finger_finds_letters_under_the_search_and_a_keyboard_does_not_stumble_over_them(screen: Page) -> None:
    letters = screen.locator("[data-letters]")
    screen.focus("#q")
    assert letters.is_hidden()
    screen.click("#q")
    for key in "movinx":
        letters.get_by_role("button", name=key, exact=True).click()
    letters.get_by_role("button", name="Delete", exact=True).click()
    assert screen.input_value("#q") == "movin"
    screen.locator("[data-found] a", has_text="Moving house").wait_for()
    letters.get_by_role("button", name="Delete all").click()
    screen.locator("[data-browse]").wait_for(state="visible")
    assert screen.evaluate("document.activeElement.id") == "q"
    assert small_targets(screen) == []


def test_a_page_left_alone_warns_can_be_kept_and_goes_home(screen: Page) -> None:
    """WCAG 2.2.1: 20 seconds of warning, and one touch gives the whole time again."""
    screen.clock.install()
    with screen.expect_navigation(wait_until="load"):  # the page's script has run then
        screen.click("a.tile >> nth=0")
    screen.clock.run_for(41_000)
    assert screen.locator("[data-warning]").is_visible()
    screen.click("[data-stay]")
    assert screen.locator("[data-warning]").is_hidden()
    screen.clock.run_for(61_000)
    screen.wait_for_url(f"**{START}?language=zh-CN&type=normal&theme=auto")


def test_a_number_that_was_looked_at_is_gone_with_the_next_visitor(screen: Page, people: Floor) -> None:
    types(screen, code_of(people, people.issue("A1")))
    address = screen.url
    screen.click(".mine-do >> text=Done")
    screen.wait_for_selector("a.tile")
    screen.goto(address)
    assert screen.locator(".mine").count() == 0


def fits(page: Page, width: int) -> None:
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert small_targets(page) == []


def small_targets(page: Page) -> list[str]:
    """What can be touched and is lower than 64 px, as text; the link to skip is for keys."""
    return page.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, label.choice, input:not([type=hidden])")]
        .filter((e) => !e.classList.contains("skip") && e.type !== "checkbox" && e.checkVisibility())
        .filter((e) => e.getBoundingClientRect().height < 64 || e.getBoundingClientRect().width < 64)
        .map((e) => e.textContent.trim())"""
    )


def test_while_the_hall_is_away_nothing_can_be_pressed_and_nothing_is_lost(screen: Page) -> None:
    """A browser's own error page has no way back, so a form is not sent into nothing."""
    screen.click("a.tile >> nth=0")
    screen.wait_for_load_state()
    screen.route("**/pulse", lambda route: route.abort())
    screen.click(".take-buttons button >> nth=0")
    screen.locator("[data-away]").wait_for(state="visible")
    assert "/service/" in screen.url
    screen.unroute("**/pulse")
    screen.locator("[data-away]").wait_for(state="hidden")
    with screen.expect_navigation(url="**/number/**"):
        screen.click(".take-buttons button >> nth=0")


def test_back_does_not_show_the_visitor_before(screen: Page) -> None:
    screen.click("a.tile >> nth=0")
    with screen.expect_navigation(url="**/number/**"):
        screen.click(".take-buttons button >> nth=0")
    number = screen.inner_text(".slip-number")
    with screen.expect_navigation():
        screen.click(".kiosk-done a")
    screen.go_back()
    screen.wait_for_load_state()
    assert number not in screen.inner_text("body")
