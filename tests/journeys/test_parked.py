"""Out for a copy and back: next at the same counter, whoever waits."""

from playwright.sync_api import expect

from tests.journeys.place import Place, line_of, press
from tests.long import IN_LONG_RUN

STATE = ".ticket-state"


def test_r34_who_fetched_a_copy_is_next_at_the_same_counter_and_at_no_other(place: Place) -> None:
    mine, *_ = [place.issue() for _ in range(5)]
    place.open(1), place.open(2, "other")
    console, neighbour, phone = place.console(1), place.console(2, "other"), place.phone(mine)
    press(console, "Space")
    expect(console.locator("#current-number")).to_have_text("A001")
    press(console, "a")
    expect(console.locator("#do-park")).to_be_enabled()
    press(console, "p")
    expect(console.locator("#dialog-park")).to_contain_text("A001")
    console.keyboard.press("Enter")
    expect(console.locator("#parked-title")).to_contain_text("1")
    expect(phone.locator(STATE)).to_contain_text("Your visit is kept at counter")
    expect(phone.locator(".ticket-counter-number")).to_have_text("1")
    press(console, "Space")  # the counter is free for others meanwhile
    expect(console.locator("#current-number")).to_have_text("A002")
    press(console, "a")

    phone.get_by_role("button", name="I am back").click()
    expect(phone.locator(STATE)).to_contain_text("You are next at counter 1")
    expect(console.locator(".row-first .row-number")).to_have_text("A001")
    assert line_of(console) == ["A001", "A003", "A004", "A005"]
    press(neighbour, "Space")
    expect(neighbour.locator("#current-number")).to_have_text("A003")
    expect(phone.locator(STATE)).to_contain_text("You are next at counter 1")
    press(console, "Space")
    expect(console.locator("#current-number")).to_have_text("A001")
    expect(phone.locator(STATE)).to_contain_text("It is your turn")


@IN_LONG_RUN
def test_r34_nobody_who_is_back_is_stranded_when_their_counter_closes(place: Place) -> None:
    mine, _ = place.issue(), place.issue()
    place.open(1), place.open(2, "other")
    made = place.call(1)
    place.arrive(made)
    place.ask("clerk", "POST", f"/tickets/{mine['id']}/park", {"reason": "copy", "call": made["call"]["id"]})
    phone, console, neighbour = place.phone(mine), place.console(1), place.console(2, "other")
    phone.get_by_role("button", name="I am back").click()
    expect(phone.locator(STATE)).to_contain_text("You are next at counter 1")
    press(console, "o")
    expect(console.locator("#dialog-close")).to_be_visible()
    console.locator("#dialog-close [type=submit]").click()
    expect(phone.locator(STATE)).to_contain_text("You are next")
    expect(phone.locator(STATE)).not_to_contain_text("counter 1")
    press(neighbour, "Space")
    expect(neighbour.locator("#current-number")).to_have_text("A001")
    expect(phone.locator(".ticket-counter-number")).to_have_text("2")
