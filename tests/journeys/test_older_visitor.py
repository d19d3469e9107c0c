"""A kiosk under the hands of somebody of 74: large type, strong contrast, time enough, and help in sight."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.place import Place, press
from tests.long import IN_LONG_RUN

HELP = "Need help? You can do everything at the enquiry desk too."


def test_large_type_contrast_and_help_stay_from_the_first_touch_to_the_number(place: Place) -> None:
    """R-43, R-46, and the kiosk is clean for whoever comes next."""
    kiosk = place.page(f"/kiosk/{place.id}?language=en", "kiosk")
    plain = height_of_letters(kiosk)
    kiosk.get_by_role("link", name="Large type").click()
    kiosk.get_by_role("link", name="High contrast").click()
    expect(kiosk.get_by_role("link", name="Normal colours")).to_be_visible()
    is_easy_to_read(kiosk, plain)
    kiosk.locator("a.tile", has_text="A1").first.click()
    expect(kiosk.get_by_role("heading", level=1)).to_have_text("A1")
    is_easy_to_read(kiosk, plain)
    kiosk.get_by_label("I need help or priority").check()
    kiosk.get_by_role("button", name="Take a number").click()
    kiosk.wait_for_url("**/number/**")
    is_easy_to_read(kiosk, plain)
    expect(kiosk.locator(".slip-large")).to_be_visible()

    place.open(1)
    console = place.console(1)
    press(console, "Space")
    expect(console.locator(".hints")).to_contain_text("asked for help")
    expect(console.locator(".hints")).to_contain_text("large type")
    desk = place.page(f"/desk/{place.id}?language=en", "desk")
    expect(desk.get_by_role("row", name="A001")).to_contain_text("asked for help")

    kiosk.get_by_role("link", name="Done").click()
    is_clean(place, kiosk)


def test_who_is_slow_is_warned_may_ask_for_time_and_loses_nothing(place: Place) -> None:
    """WCAG 2.2.1: twenty seconds of warning, as often as somebody wants more time."""
    kiosk = place.page(f"/kiosk/{place.id}/service/A1?language=en&type=large&theme=contrast", "kiosk", clock=True)
    kiosk.get_by_label("I need help or priority").check()
    kiosk.clock.pause_at(kiosk.evaluate("Date.now() / 1000") + 1)  # a slow machine is no slow visitor
    kiosk.locator("h1").click()  # and the time begins now
    warning = kiosk.locator("[data-warning]")
    for _ in range(3):
        kiosk.clock.run_for(38_000)
        expect(warning).to_be_hidden()
        kiosk.clock.run_for(3_000)
        expect(warning).to_be_visible()
        expect(warning).to_contain_text(re.compile(r"closes in\s*(20|19|18)\s*seconds"))
        kiosk.get_by_role("button", name="I need more time").click()
        expect(warning).to_be_hidden()
    expect(kiosk.get_by_label("I need help or priority")).to_be_checked()
    kiosk.clock.resume()
    kiosk.get_by_role("button", name="Take a number").click()
    kiosk.wait_for_url("**/number/**")
    assert place.tickets()[0]["help_requested"] is True


@IN_LONG_RUN
def test_who_has_gone_leaves_a_clean_kiosk_for_the_next(place: Place) -> None:
    kiosk = place.page(f"/kiosk/{place.id}?language=en&type=large&theme=contrast", "kiosk", clock=True)
    kiosk.locator("a.tile", has_text="A1").first.click()
    kiosk.get_by_label("I do not hear well").check()
    kiosk.get_by_role("button", name="Take a number").click()
    kiosk.wait_for_url("**/number/**")
    number = kiosk.url
    kiosk.clock.run_for(181_000)  # a number in large type stays that long
    is_clean(place, kiosk)
    kiosk.locator("a.tile", has_text="A1").first.click()
    expect(kiosk.locator("input[type=checkbox]").first).to_be_visible()
    expect(kiosk.locator("input[type=checkbox]:checked")).to_have_count(0)
    kiosk.goto(number)
    expect(kiosk.locator(".slip-number")).to_have_count(0)


def is_easy_to_read(kiosk: Page, plain: float) -> None:
    kiosk.wait_for_load_state()
    html = kiosk.locator("html")
    expect(html).to_have_attribute("data-type", "large")
    expect(html).to_have_attribute("data-theme", "contrast")
    assert height_of_letters(kiosk) >= 1.2 * plain
    expect(kiosk.get_by_text(HELP)).to_be_in_viewport()
    assert kiosk.evaluate("document.documentElement.scrollWidth <= innerWidth")


def is_clean(place: Place, kiosk: Page) -> None:
    """As the next visitor finds it, whatever the one before had chosen."""
    kiosk.wait_for_url(re.compile(rf"/kiosk/{place.id}\?language=zh-CN"))
    html = kiosk.locator("html")
    for name, value in (("lang", "zh-CN"), ("data-type", "normal"), ("data-theme", "auto")):
        expect(html).to_have_attribute(name, value)
    expect(kiosk.locator("#q")).to_have_value("")


def height_of_letters(kiosk: Page) -> float:
    """Of an ordinary line, in CSS pixels."""
    size: str = kiosk.locator(".kiosk-help").evaluate("(line) => getComputedStyle(line).fontSize")
    return float(size.removesuffix("px"))
