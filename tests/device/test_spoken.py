"""Spoken help: a visitor who cannot see takes a number by a keypad alone, and hears every step."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
import requests
from playwright.sync_api import Browser, Page, Route

from tests.device.programs import Program, a_program, running, until
from tests.served_hall import ServedHall
from tests.world import HALL
from voice.model import is_installed
from voice.sound import from_wav, seconds

pytestmark = pytest.mark.skipif(not is_installed(), reason="the speaking model is not installed here")


@pytest.fixture(scope="module")
def kiosk(served: ServedHall, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    program = a_program(served, tmp_path_factory.mktemp("spoken") / "kiosk", "kiosk")
    with running(program):
        yield program


@pytest.fixture
def page(chromium: Browser, kiosk: Program) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1080, "height": 1920}, locale="en")
    made = context.new_page()
    yield made
    context.close()


def listening(page: Page) -> list[str]:
    """What the page asks to be said; the sound itself is left out."""
    said: list[str] = []

    def heard(route: Route) -> None:
        said.append(parse_qs(urlsplit(route.request.url).query)["text"][0])
        route.fulfill(status=404)

    page.route("**/say.wav*", heard)
    return said


def hears(page: Page, said: list[str], *words: str) -> None:
    """Waits until these words were said last; the browser's own events go on meanwhile."""
    until(lambda: page.evaluate("1") and said and any(word in said[-1] for word in words))


def test_a_text_becomes_sound_and_comes_quicker_the_second_time(kiosk: Program) -> None:
    address = f"{kiosk.address}/say.wav"
    wanted = {"text": "Take a number", "language": "en"}
    until(lambda: requests.get(address, wanted, timeout=60).ok, 120)  # the model is loaded the first time
    answer = requests.get(address, wanted, timeout=60)
    sound = from_wav(answer.content)
    assert answer.headers["Content-Type"] == "audio/wav" and 0.4 < seconds(sound) < 3
    assert np.abs(sound.astype(int)).max() > 3000
    assert requests.get(address, wanted, timeout=2).content == answer.content
    assert requests.get(address, {"text": "", "language": "en"}, timeout=2).status_code == 404


def test_a_number_by_keypad_alone_with_every_step_said(kiosk: Program, page: Page) -> None:
    said = listening(page)
    page.goto(f"{kiosk.address}/kiosk/{HALL}")
    page.keyboard.press("*")
    hears(page, said, "Two and eight move")
    assert "What would you like to do?" in said[-1]
    for _ in range(30):
        page.keyboard.press("2")
        if "/service/A1" in (page.evaluate("document.activeElement.href ?? ''")):
            break
    hears(page, said, "A1")
    page.keyboard.press("5")
    page.wait_for_url("**/service/A1*")
    for _ in range(30):
        page.keyboard.press("2")
        if page.evaluate("document.activeElement.type") == "submit":
            break
    hears(page, said, "number")
    page.keyboard.press("5")
    page.wait_for_url("**/number/**")
    number = page.locator(".slip-number").inner_text().split()[-1]
    hears(page, said, number)
    page.keyboard.press("0")
    page.keyboard.press("*")
    hears(page, said, "off")


def test_a_box_says_whether_it_is_ticked(kiosk: Program, page: Page) -> None:
    said = listening(page)
    page.goto(f"{kiosk.address}/kiosk/{HALL}/service/A1")
    page.keyboard.press("*")
    for _ in range(20):
        page.keyboard.press("2")
        if page.evaluate("document.activeElement.type") == "checkbox":
            break
    hears(page, said, "not ticked")
    page.keyboard.press("5")
    hears(page, said, ", ticked")
