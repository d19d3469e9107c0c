"""Nothing flashes, and what phones, kiosks and screens fetch is light on the wire."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Response

from tests.house.test_rooms import ROOT
from tools.surfaces.catalogue import SURFACES
from tools.surfaces.visit import Look, Visitor

SHEETS = sorted(p for room in ("hall", "kiosk", "display") for p in (ROOT / room).rglob("*.css"))
FLASHES = 3  # a second: WCAG 2.3.1
HEAVY = 150_000  # bytes on the wire without typefaces
LIGHT = (
    "kiosk/start",
    "kiosk/service with papers",
    "kiosk/number",
    "phone/waiting",
    "phone/called",
    "screen/hall",
)
KEYFRAMES = re.compile(r"@keyframes ([\w-]+) \{(.*?)\n\}", re.DOTALL)
ANIMATION = re.compile(r"animation: ([\w-]+) ([\d.]+)(m?s)[^;]*infinite")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_nothing_flashes_more_than_three_times_a_second(sheet: Path) -> None:
    """A flash is a change and its opposite: at most half as many as there are changes in one round."""
    text = sheet.read_text()
    changes = {name: len(re.findall(r"(\d+)%|from|to\b", body)) for name, body in KEYFRAMES.findall(text)}
    for name, number, unit in ANIMATION.findall(text):
        seconds = float(number) / (1000 if unit == "ms" else 1)
        assert changes[name] / 2 / seconds <= FLASHES, name


@pytest.mark.parametrize("name", LIGHT)
def test_it_is_light(visitor: Visitor, name: str) -> None:
    """As a browser that was never here before fetches it; the socket's messages come on top."""
    surface = next(s for s in SURFACES if s.name == name)
    fresh, answers = Visitor(visitor.served, visitor.browser), list[Response]()
    try:
        fresh.context.on("response", lambda answer: answers.append(answer))
        fresh.open(surface, Look("en")).wait_for_load_state("load")
        weights = {a.url: _on_the_wire(a) for a in answers if a.request.resource_type != "font"}
    finally:
        fresh.close()
    assert 10_000 < sum(weights.values()) < HEAVY, sorted(weights.items(), key=lambda each: -each[1])[:5]


def test_sheets_use_the_reading_direction() -> None:
    """Margins, edges and alignments follow the text, so that no sheet need be written twice for right to left."""
    physical = re.compile(
        r"^\s*((margin|padding|border)-(left|right)|(left|right)|text-align: (left|right))\b", re.M
    )
    found = [f"{p.name}: {m[0].strip()}" for p in SHEETS for m in physical.finditer(p.read_text())]
    assert found == []


def _on_the_wire(answer: Response) -> int:
    """Bytes, as compressed as the server sent them."""
    sizes = answer.request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]
