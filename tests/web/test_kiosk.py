"""The kiosk in a real browser, over the whole application: scripts, back button, fingers, accessibility."""

import pytest
from playwright.sync_api import Page

from hall.kernel.work import SYSTEM, Work
from hall.site.actions import add_device, pair_device
from hall.web.house import House
from tests.web.surfaces import Served, violations
from tests.world import HALL

START = f"/kiosk/{HALL}"
LOOKS = ("language=en&theme=light", "language=zh-CN&theme=dark", "language=en&theme=contrast&type=large")
SCREENS = {"tall": (1080, 1920), "wide": (1920, 1080), "desktop": (1280, 720), "phone": (360, 740)}


@pytest.fixture
def screen(served: Served) -> Page:
    """A paired kiosk's browser on its start page, in English."""
    house: House = served.app.extensions["hall"]
    token = house.works.perform(HALL, SYSTEM, a_kiosk)
    served.page.context.clear_cookies()
    served.page.context.add_cookies([{"name": "hall_device", "value": token, "url": served.address}])
    return served.open(f"{START}?language=en")


def a_kiosk(work: Work) -> str:
    _, code = add_device(work, "kiosk", "by the door")
    work.session.flush()
    return pair_device(work, code)[1]


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_passes_the_accessibility_run(served: Served, screen: Page, look: str) -> None:
    found = {}
    for path in (START, f"{START}?q=A1", f"{START}?q=zzz", f"{START}/service/A1"):
        page = served.open(f"{path}{'&' if '?' in path else '?'}{look}")
        found |= {path: problems} if (problems := violations(page)) else {}
    with screen.expect_navigation():
        screen.click(".take-buttons button >> nth=0")
    assert found == {}
    assert violations(screen) == []


@pytest.mark.parametrize("size", SCREENS)
def test_it_fits_every_screen_with_room_for_fingers(screen: Page, size: str) -> None:
    width, height = SCREENS[size]
    screen.set_viewport_size({"width": width, "height": height})
    for step in ("a.tile >> nth=0", ".take-buttons button >> nth=0", ".kiosk-done a"):
        screen.wait_for_load_state()
        assert screen.evaluate("document.documentElement.scrollWidth") <= width
        assert small_targets(screen) == []
        with screen.expect_navigation():
            screen.click(step)


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
    screen.wait_for_url(f"**{START}?language=zh-CN&type=normal")


def small_targets(page: Page) -> list[str]:
    """What can be touched and is lower than 64 px, as text; the link to skip is for keys."""
    return page.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, label.choice, input[type=search]")]
        .filter((e) => !e.classList.contains("skip") && e.checkVisibility())
        .filter((e) => e.getBoundingClientRect().height < 64)
        .map((e) => e.textContent.trim())"""
    )
