"""A kiosk that is left alone, and what stays in sight on its tall screen."""

import pytest
from playwright.sync_api import Page

from tests.web.kiosk_screen import START
from tests.web.surfaces import Served


def number_left_alone(screen: Page) -> None:
    """To a number, on a clock that the test moves."""
    screen.click("a.tile >> nth=0")
    screen.clock.install()
    screen.click(".take-buttons button >> nth=0")
    screen.wait_for_url("**/number/**", wait_until="load")


def test_a_number_left_on_the_screen_gives_way_to_a_clean_start(screen: Page) -> None:
    """Nobody presses "done": there is time to photograph it, then language, type and colours come back."""
    screen.goto(f"{screen.url.partition('?')[0]}?language=en&type=large&theme=contrast")
    number_left_alone(screen)
    screen.clock.run_for(155_000)  # large type: three minutes
    assert screen.locator("[data-warning]").is_hidden()
    screen.clock.run_for(26_000)
    screen.wait_for_url("**/kiosk/willow?language=zh-CN&type=normal&theme=auto")
    screen.goto(screen.url.partition("?")[0])
    html = screen.locator("html")
    assert [html.get_attribute(f"data-{look}") for look in ("type", "theme")] == ["normal", "auto"]
    assert html.get_attribute("lang") == "zh-CN"


@pytest.mark.parametrize("height", [1920, 1200])
@pytest.mark.parametrize("type_size", ["normal", "large"])
def test_the_countdown_covers_no_button(served: Served, screen: Page, type_size: str, height: int) -> None:
    screen.set_viewport_size({"width": 1080, "height": height})
    served.open(f"{START}?language=en&type={type_size}")
    number_left_alone(screen)
    screen.clock.run_for(75_000 if type_size == "normal" else 165_000)
    assert screen.locator("[data-warning]").is_visible()
    done, bar = (screen.locator(each).bounding_box() for each in (".kiosk-done a", "[data-warning]"))
    assert done and bar and done["y"] > 0 and done["y"] + done["height"] <= bar["y"]


@pytest.mark.parametrize("type_size", ["normal", "large"])
def test_the_main_button_of_a_package_is_in_sight_at_once(served: Served, screen: Page, type_size: str) -> None:
    screen.set_viewport_size({"width": 1080, "height": 1920})
    served.open(f"{START}/service/P?language=en&type={type_size}")
    button, line = (screen.locator(each).first.bounding_box() for each in (".take-buttons button", ".kiosk-help"))
    assert button and line and button["y"] > 0 and button["y"] + button["height"] <= line["y"]


@pytest.mark.parametrize("left", ["english", "letters", "a word that found no hall"])
def test_what_was_left_on_the_start_page_is_cleared_away(screen: Page, left: str) -> None:
    home = screen.url.partition("?")[0]
    screen.goto(f"{home}?language={'en&type=large' if left == 'english' else 'zh-CN'}")
    screen.clock.install()
    screen.reload()
    if left != "english":
        screen.click("#q")
    if left == "a word that found no hall":
        screen.context.set_offline(True)
        screen.click("[data-key=s]")
        screen.clock.run_for(1_000)
        screen.context.set_offline(False)
    screen.clock.run_for(45_000)
    assert screen.locator("[data-warning]").is_visible()
    screen.clock.run_for(20_000)
    screen.wait_for_url("**/kiosk/willow?language=zh-CN&type=normal&theme=auto")
    assert screen.locator("[data-letters]").is_hidden()
    screen.clock.run_for(90_000)
    assert screen.locator("[data-warning]").is_hidden()  # the start itself stays


def test_letters_go_where_the_caret_is(screen: Page) -> None:
    screen.click("#q")
    screen.keyboard.type("abc")
    screen.evaluate("document.querySelector('#q').setSelectionRange(1, 1)")
    screen.click("[data-key=x]")
    assert screen.input_value("#q") == "axbc"
    screen.evaluate("document.querySelector('#q').setSelectionRange(0, 2)")
    screen.click("[data-delete]")
    assert screen.input_value("#q") == "bc"
