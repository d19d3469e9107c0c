"""Somebody was not there, and rejoins: from the phone, at the desk, once, and not for ever."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.place import Place, line_of, press

STATE = ".ticket-state"


@pytest.fixture
def console(place: Place) -> Page:
    """Six visitors have come; the first was called at counter 1 and did not want to come."""
    for _ in range(6):
        place.issue()
    place.open(1)
    console = place.console(1)
    press(console, "Space")
    declined(console)
    return console


def first(place: Place) -> dict[str, str]:
    """The ticket that was missed, with the code its holder has."""
    ticket = next(t for t in place.tickets() if t["number"] == "A001")
    found: dict[str, str] = place.ask("desk", "GET", f"/tickets/{ticket['id']}")
    return found


def declined(console: Page) -> None:
    expect(console.locator("#do-miss")).to_be_enabled()
    press(console, "m")
    console.check("#dialog-miss [value=declined]")
    console.keyboard.press("Enter")
    expect(console.locator("#current-number")).to_have_count(0)


def test_r25_r28_a_missed_visitor_rejoins_by_phone_behind_three_and_only_once(place: Place, console: Page) -> None:
    phone = place.phone(first(place))
    expect(phone.locator(STATE)).to_contain_text("Your turn has passed.")
    expect(phone.locator("main")).to_contain_text("rejoin the queue once within 60 minutes, behind 3 others")
    phone.get_by_role("button", name="Rejoin the queue").click()
    expect(phone.locator(STATE)).to_contain_text("3 people ahead of you")
    expect(console.locator(".rows-queue .row")).to_have_count(6)
    assert line_of(console) == ["A002", "A003", "A004", "A001", "A005", "A006"]
    for number in ("A002", "A003", "A004", "A001"):
        press(console, "Space")
        expect(console.locator("#current-number")).to_have_text(number)
        press(console, "a") if number != "A001" else declined(console)
    expect(phone.locator(STATE)).to_contain_text("This number is no longer valid.")
    expect(phone.get_by_role("button", name="Rejoin the queue")).to_have_count(0)
    assert place.state(first(place)) == "expired"


def test_r25_the_desk_finds_a_missed_visitor_by_the_spoken_code_and_lets_them_rejoin(
    place: Place, console: Page
) -> None:
    desk = place.page(f"/desk/{place.id}?language=en", "desk")
    code = first(place)["short_code"]
    desk.get_by_label("Number or short code").fill(f"{code[:4]} {code[4:]}".lower())
    desk.get_by_role("button", name="Find").click()
    expect(desk.locator(".desk-number")).to_have_text("A001")
    assert code not in desk.url
    desk.get_by_role("button", name="Rejoin the queue").click()
    expect(desk.locator(".badge").first).to_have_text("waiting")
    expect(console.locator(".rows-queue .row")).to_have_count(6)
    assert line_of(console).index("A001") == 3


def test_r26_after_an_hour_a_missed_number_is_over_and_everybody_says_so(place: Place, console: Page) -> None:
    phone = place.phone(first(place))
    desk = place.page(f"/desk/{place.id}/tickets/{first(place)['id']}?language=en", "desk")
    expect(desk.get_by_role("button", name="Rejoin the queue")).to_be_enabled()
    place.clock.pass_(minutes=61)
    phone.reload()
    expect(phone.get_by_role("button", name="Rejoin the queue")).to_have_count(0)
    expect(phone.locator(STATE)).to_contain_text("take a new number")
    desk.get_by_role("button", name="Rejoin the queue").click()  # its forms are older than the hour
    expect(desk.locator("[data-said]")).to_be_visible()
    assert place.state(first(place)) in ("missed", "expired") and "A001" not in line_of(console)
