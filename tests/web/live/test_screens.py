"""Screens in a real browser: what is news lights up and ends, and a screen that lost its hall says so.

The browser's clock is moved by the tests: nothing here sleeps.
"""

import pytest
from playwright.sync_api import Page, expect

from hall.queue import actions
from hall.site import actions as site
from tests.web.surfaces import Served, violations
from tests.world import HALL, OTHER, Floor, FrozenClock

LIT = "[data-call].fresh"


@pytest.fixture
def screen(served: Served, people: Floor) -> Page:
    """The hall's screen, connected, its clock in our hand; two counters are open and four people wait."""
    for _ in range(4):
        people.issue("A1")
    people.open(1), people.open(2, OTHER)
    served.page.clock.install()
    with served.page.expect_response("**/part"):
        served.open(f"/display/{HALL}")
    return served.page


def test_calls_at_once_are_all_lit_for_three_seconds_whatever_comes_between(screen: Page, people: Floor) -> None:
    """Words 5.3: the part is replaced by every message; a highlight neither ends nor begins again with that."""
    people.next(f"{HALL}-1"), people.next(f"{HALL}-2")
    expect(screen.locator(LIT)).to_have_count(2)
    screen.clock.run_for(1500)
    people.issue("B1")
    expect(screen.get_by_text("1 人")).to_be_visible()
    expect(screen.locator(LIT)).to_have_count(2)
    screen.clock.run_for(1600)
    expect(screen.locator(LIT)).to_have_count(0)
    people.issue("B1")
    expect(screen.locator(".queue", has_text="2 人").nth(1)).to_be_visible()
    expect(screen.locator(LIT)).to_have_count(0)


def test_a_repeat_by_hand_lights_its_row_again(screen: Page, people: Floor) -> None:
    """R-16"""
    call = people.next(f"{HALL}-1")
    expect(screen.locator(LIT)).to_have_count(1)
    screen.clock.run_for(3100)
    expect(screen.locator(LIT)).to_have_count(0)
    people.do(actions.recall, call.id)
    expect(screen.locator(LIT)).to_have_count(1)
    expect(screen.get_by_text("A001，请到1号窗口")).to_be_visible()


def test_a_caption_ends_after_twenty_seconds_and_does_not_come_back(screen: Page, people: Floor) -> None:
    people.next(f"{HALL}-1")
    caption = screen.get_by_text("请A001到1号窗口办理")
    expect(caption).to_be_visible()
    screen.clock.run_for(20_100)
    expect(caption).to_be_hidden()
    people.issue("B1")
    expect(screen.get_by_text("1 人")).to_be_visible()
    expect(caption).to_be_hidden()


def test_a_banner_is_brief(screen: Page, people: Floor) -> None:
    """R-46"""
    people.issue("B1", visual_alert=True)
    people.next(people.open(3, "01LEAD00000000000000000001"))
    banner = screen.locator(".banner")
    expect(banner).to_be_visible()
    box = banner.bounding_box()
    assert box is not None and box["width"] == 1280
    screen.clock.run_for(10_100)
    expect(banner).to_be_hidden()


def test_a_screen_that_lost_its_hall_says_so_within_ten_seconds(screen: Page, clock: FrozenClock) -> None:
    """With the time of the last news in the hall's zone, not the device's."""
    band = screen.locator("[data-stale]")
    expect(band).to_be_hidden()
    screen.route("**/part", lambda route: None)  # neither an answer nor an error: the worst kind of silence
    screen.clock.run_for(10_000)
    expect(band).to_contain_text("显示可能过期")
    expect(band).to_contain_text("09:40")
    screen.unroute("**/part")
    with screen.expect_response("**/part"):
        screen.reload()
    expect(band).to_be_hidden()


def test_messages_take_turns_and_a_click_holds_one(screen: Page, people: Floor, clock: FrozenClock) -> None:
    until = clock.hall.replace(hour=8)
    people.do(site.show_message, "Copies are free", until=until)
    people.do(site.show_message, "Zone B is on floor two", until=until)
    first, second = screen.get_by_text("Copies are free"), screen.get_by_text("Zone B is on floor two")
    expect(second).to_be_attached()
    seen = first.is_visible()
    assert seen is not second.is_visible()
    screen.clock.run_for(10_100)
    assert first.is_visible() is not seen and second.is_visible() is seen
    screen.locator("[data-ticker]").click()
    screen.clock.run_for(10_100)
    assert second.is_visible() is seen


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_a_calling_counter_shows_number_and_word_in_turn_or_together(
    served: Served, people: Floor, motion: str
) -> None:
    """Words 5.4; who asked for less motion sees both at once."""
    people.issue("A1")
    people.next(people.open(1))
    served.page.emulate_media(reduced_motion=motion)  # type: ignore[arg-type]
    with served.page.expect_response("**/part"):
        page = served.open(f"/display/{HALL}/counter/1")
    expect(page.locator("[data-calls]")).to_be_visible()
    looks = """() => ['.one-number', '.one-come'].map((name) => {
        const style = getComputedStyle(document.querySelector(name));
        return [style.visibility, style.animationDuration, style.animationName];
    })"""
    found = page.evaluate(looks)
    if motion == "reduce":
        assert found == [["visible", "0s", "none"]] * 2
    else:
        assert sorted(v for v, _, _ in found) == ["hidden", "visible"]
        assert {(duration, name) for _, duration, name in found} == {("6s", "turns")}


@pytest.mark.parametrize("path", ["", "?zone=B", "/counter/1"])
def test_screens_are_readable_for_everybody(served: Served, people: Floor, path: str) -> None:
    people.issue("A1", visual_alert=True)
    people.next(people.open(1))
    with served.page.expect_response("**/part*"):
        served.open(f"/display/{HALL}{path}")
    assert violations(served.page) == []
