"""Two hands at the same moment: two windows of one counter, two doors to one ticket, two counters of one queue."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.place import Gate, Place, line_of, press
from tests.long import IN_LONG_RUN

CURRENT = "#current-number"


@pytest.fixture
def windows(place: Place) -> tuple[Page, Page]:
    """Counter 1 twice, in two windows of its clerk; four visitors wait."""
    for _ in range(4):
        place.issue()
    place.open(1)
    return place.console(1), place.console(1)


def both(gate: Gate, windows: tuple[Page, Page], key: str) -> None:
    gate.pass_together(*((window, lambda w=window: press(w, key)) for window in windows))  # type: ignore[misc]


def test_r24_the_same_press_in_two_windows_is_one_call(place: Place, windows: tuple[Page, Page]) -> None:
    gate = Gate("**/api/v1/counters/*/calls", *windows)
    for count, number in enumerate(("A001", "A002", "A003"), start=1):
        both(gate, windows, "Space")
        for window in windows:
            expect(window.locator(CURRENT)).to_have_text(number)
            window.wait_for_selector("[data-console]:not([data-busy])")
            expect(window.locator("[data-said]")).to_be_hidden()
        assert len(place.facts("ticket.called")) == count
        press(windows[0], "a")
        for window in windows:
            expect(window.locator("#do-wrap-up")).to_be_enabled()


def test_r37_finish_and_transfer_at_the_same_moment_do_one_of_them(
    place: Place, windows: tuple[Page, Page]
) -> None:
    one, two = windows
    press(one, "Space")
    expect(one.locator("#do-arrive")).to_be_enabled()
    press(one, "a")
    expect(two.locator("#do-wrap-up")).to_be_enabled()
    press(two, "t")
    two.get_by_label("To the service").select_option("B1")
    gate = Gate("**/api/v1/tickets/**", *windows)
    transfer = two.get_by_role("button", name="Transfer", exact=True)
    gate.pass_together((one, lambda: press(one, "f")), (two, transfer.click))
    for window in windows:
        expect(window.locator(CURRENT)).to_have_count(0)
        window.wait_for_selector("[data-console]:not([data-busy])")
    assert len(place.facts("ticket.finished")) + len(place.facts("ticket.transferred")) == 1
    # A refusal stands where it was asked for: on the page, or in the dialog that stays open.
    where = "[data-said], #dialog-transfer [data-dialog-said]"
    said = ["".join(window.locator(where).all_inner_texts()) for window in windows]
    assert sorted(map(bool, said)) == [False, True], "who came second is told so"


def test_r25_phone_and_desk_rejoin_one_ticket_at_once_and_it_has_rejoined_once(place: Place) -> None:
    mine, *_ = [place.issue() for _ in range(5)]
    place.open(1)
    made = place.call(1)
    place.ask("clerk", "POST", f"/calls/{made['call']['id']}/miss", {"reason": "declined"})
    phone, desk = place.phone(mine), place.page(f"/desk/{place.id}/tickets/{mine['id']}?language=en", "desk")
    gate = Gate("**/rejoin", phone, desk)
    name = "Rejoin the queue"
    by_phone, at_desk = phone.get_by_role("button", name=name), desk.get_by_role("button", name=name)
    gate.pass_together((phone, lambda: by_phone.click(no_wait_after=True)), (desk, at_desk.click))
    for page in (phone, desk):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    assert len(place.facts("ticket.rejoined")) == 1
    assert line_of(place.console(1)) == ["A002", "A003", "A004", "A001", "A005"]


@IN_LONG_RUN
def test_r20_two_counters_press_at_once_and_call_two_visitors(place: Place) -> None:
    for _ in range(3):
        place.issue()
    place.open(1), place.open(2, "other")
    one, two = place.console(1), place.console(2, "other")
    both(Gate("**/api/v1/counters/*/calls", one, two), (one, two), "Space")
    for console in (one, two):
        expect(console.locator(CURRENT)).to_have_count(1)
        expect(console.locator(".rows-queue .row")).to_have_count(1)
        assert line_of(console) == ["A003"]
    assert {console.locator(CURRENT).inner_text() for console in (one, two)} == {"A001", "A002"}
