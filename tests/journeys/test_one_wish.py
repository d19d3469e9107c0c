"""One wish is one number (R-06): double taps, the back button, a refresh, a lost answer, and the next person."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.place import Gate, Place
from tests.long import IN_LONG_RUN

TAKE = "Take a number"


@pytest.fixture
def kiosk(place: Place) -> Page:
    """Somebody has chosen a service."""
    page = place.page(f"/kiosk/{place.id}?language=en", "kiosk")
    page.locator("a.tile", has_text="A1").first.click()
    page.wait_for_url("**/service/A1**")
    return page


def take(kiosk: Page) -> None:
    kiosk.get_by_role("button", name=TAKE).click()
    kiosk.wait_for_url("**/number/**")


def numbers(place: Place) -> list[str]:
    return sorted(t["number"] for t in place.tickets())


def test_r06_two_people_within_twenty_seconds_get_two_numbers_after_one_question(
    place: Place, kiosk: Page
) -> None:
    take(kiosk)
    kiosk.get_by_role("link", name="Done").click()
    kiosk.goto(f"{place.served.base}/kiosk/{place.id}?language=en")
    kiosk.locator("a.tile", has_text="A1").first.click()
    kiosk.get_by_role("button", name=TAKE).click()
    expect(kiosk.locator("h1")).to_have_text("Is this number for another person?")
    assert numbers(place) == ["A001"]
    kiosk.get_by_role("button", name="Yes, another person").dblclick()
    kiosk.wait_for_url("**/number/**")
    expect(kiosk.locator(".slip-number")).to_contain_text("A002")
    assert numbers(place) == ["A001", "A002"]


@IN_LONG_RUN
def test_r06_who_already_has_a_number_is_asked_and_goes_without_a_second(place: Place, kiosk: Page) -> None:
    take(kiosk)
    kiosk.get_by_role("link", name="Done").click()
    kiosk.locator("a.tile", has_text="A1").first.click()
    kiosk.locator(".take-buttons button").first.click()
    kiosk.locator(".take-buttons a").click()
    expect(kiosk.locator("a.tile").first).to_be_visible()
    assert numbers(place) == ["A001"]


def test_r06_double_taps_back_forward_and_refresh_meet_the_number_that_stands(place: Place, kiosk: Page) -> None:
    kiosk.get_by_role("button", name=TAKE).dblclick()
    kiosk.wait_for_url("**/number/**")
    for go in (kiosk.reload, kiosk.go_back, kiosk.reload, kiosk.go_forward, kiosk.go_back):
        go()
        if kiosk.get_by_role("button", name=TAKE).count():
            take(kiosk)
        expect(kiosk.locator(".slip-number")).to_contain_text("A001")
    assert numbers(place) == ["A001"]


def test_r06_the_same_page_in_two_tabs_pressed_at_once_is_one_number(place: Place, kiosk: Page) -> None:
    twin = kiosk.context.new_page()
    twin.goto(kiosk.url)

    def taps(page: Page) -> None:
        page.get_by_role("button", name=TAKE).click(no_wait_after=True)

    gate = Gate("**/tickets", kiosk, twin)
    gate.pass_together((kiosk, lambda: taps(kiosk)), (twin, lambda: taps(twin)))
    for page in (kiosk, twin):
        page.wait_for_url("**/number/**")
        expect(page.locator(".slip-number")).to_contain_text("A001")
    assert numbers(place) == ["A001"]


def test_r06_an_answer_that_got_lost_is_there_when_one_presses_again(place: Place, kiosk: Page) -> None:
    def deaf(route: Route) -> None:
        """The hall has heard the kiosk, the kiosk never hears the hall."""
        route.fetch(max_redirects=0)
        route.abort()

    kiosk.route("**/tickets", deaf)
    with kiosk.expect_event("requestfailed"):
        kiosk.get_by_role("button", name=TAKE).click(no_wait_after=True)
    assert numbers(place) == ["A001"]
    kiosk.unroute("**/tickets")
    kiosk.go_back()
    if kiosk.get_by_role("button", name=TAKE).count():
        take(kiosk)
    expect(kiosk.locator(".slip-number")).to_contain_text("A001")
    assert numbers(place) == ["A001"]
