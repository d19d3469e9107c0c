"""The pages that only programs have: no violation of axe, nothing cut off, at every size and at twice the size."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.device.programs import Program, a_program, until
from tests.served_hall import ServedHall
from tests.surfaces.checks import accessibility, layout
from tests.world import HALL

SIZES = {"kiosk": (1080, 1920), "tv": (1920, 1080), "phone": (390, 844), "kiosk at 200 %": (540, 960)}
PAGES = {"pair": "/pair", "start": f"/kiosk/{HALL}", "service": f"/kiosk/{HALL}/service/A1"}
TOUCH = 24


@pytest.fixture(scope="module")
def alone(served: ServedHall, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A kiosk that is cut off."""
    kiosk = a_program(served, tmp_path_factory.mktemp("devices") / "kiosk", "kiosk")
    kiosk.start()
    until(lambda: b"guide B1" in (kiosk.home / "journal.db").read_bytes())
    kiosk.cable.pull()
    until(lambda: "kiosk-alone" in kiosk.get(f"/kiosk/{HALL}").text)
    yield kiosk
    kiosk.stop()


@pytest.fixture(scope="module")
def unpaired(served: ServedHall, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    screen = a_program(served, tmp_path_factory.mktemp("devices") / "screen", "display")
    screen.start(pair=False)
    yield screen
    screen.stop()


LOOKS = [(size, "zh-CN" if n % 2 else "en") for n, size in enumerate(SIZES)]
LOOKS += [("kiosk", "zh-CN"), ("phone", "en")] if os.environ.get("HALL_LONG") else []


@pytest.mark.parametrize(("size", "language"), LOOKS)
@pytest.mark.parametrize("page", ["pair", "start", "service", "staff"])
def test_a_page_of_a_program_is_whole_and_accessible(
    chromium: Browser, alone: Program, unpaired: Program, page: str, size: str, language: str
) -> None:
    width, height = SIZES[size]
    context = chromium.new_context(viewport={"width": width, "height": height}, locale=language)
    tab = context.new_page()
    program = unpaired if page == "pair" else alone
    tab.goto(program.address + PAGES.get(page, f"/kiosk/{HALL}/staff"))
    assert accessibility(tab) == []
    assert layout(tab, touch=TOUCH) == []
    context.close()


def test_the_pairing_page_works_by_its_own_keys(chromium: Browser, unpaired: Program) -> None:
    tab = chromium.new_page(locale="en")
    tab.goto(f"{unpaired.address}/pair")
    for key in "AC4":
        tab.click(f'[data-key="{key}"]')
    tab.click("[data-delete]")
    assert tab.input_value("#code") == "AC"
    tab.close()
