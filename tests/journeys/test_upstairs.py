"""Sent to a counter on another floor: the number stays, and everybody says where."""

from playwright.sync_api import expect

from tests.journeys.conftest import Founding
from tests.journeys.place import press

STATE = ".ticket-state"


def test_r37_r38_a_transfer_upstairs_keeps_the_number_and_screens_and_phone_say_which_floor(
    founding: Founding,
) -> None:
    place = founding(floors=2)
    mine, _ = place.issue(), place.issue()
    place.open(1), place.open(3, "other")
    console, upstairs = place.console(1), place.console(3, "other")
    below, above = place.screen("?zone=A"), place.screen("?zone=B")
    phone = place.phone(mine)
    press(console, "Space")
    expect(below.locator(".call-first")).to_contain_text("A001")
    press(console, "a")
    expect(phone.locator(STATE)).to_contain_text("You are being served")
    press(console, "t")
    console.get_by_label("To the service").select_option("B1")
    console.get_by_role("button", name="Transfer", exact=True).click()
    expect(console.locator("#current-number")).to_have_count(0)

    expect(phone.locator(STATE)).to_contain_text("You are next")
    expect(phone.locator(STATE)).to_contain_text("second floor")
    expect(phone.locator(".ticket-facts")).to_contain_text("3, 4")
    expect(above.locator(".queue", has_text="Household")).to_contain_text("1 人")
    expect(upstairs.locator(".row-first .row-number")).to_have_text("A001")
    press(upstairs, "Space")
    expect(above.locator(".caption")).to_contain_text("请A001到二楼3号窗口办理")
    expect(above.locator(".call-first")).to_contain_text("二楼 second floor")
    expect(phone.locator(".ticket-counter-number")).to_have_text("3")
    expect(phone.locator(STATE)).to_contain_text("second floor")
    assert phone.title().startswith("A001 → 3")
    expect(below.locator(".counter", has_text="A001")).to_have_count(0)
    expect(below.locator(".caption", has_text="3号窗口")).to_have_count(0)
