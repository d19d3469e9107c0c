"""Every surface in every state is accessible, whole, reachable and still, and asks nobody but its own hall.

A usual run takes each surface once, in looks that take turns; HALL_LONG=1 takes all of them in every look.
"""

import os

import pytest

from tests.surfaces import checks
from tools.surfaces.catalogue import SURFACES
from tools.surfaces.surface import Surface
from tools.surfaces.visit import LOOKS, ZOOMS, Look, Visitor

LONG = os.environ.get("HALL_LONG") == "1"
STRIDE = 5  # has no divisor in common with the number of looks, so neighbours differ in everything


def looks() -> list[tuple[Surface, Look]]:
    if LONG:
        return [(surface, look) for surface in SURFACES for look in LOOKS]
    return [(surface, LOOKS[n * STRIDE % len(LOOKS)]) for n, surface in enumerate(SURFACES)]


def named(pair: tuple[Surface, Look]) -> str:
    surface, look = pair
    return f"{surface.name}, {look.language}, {look.theme}, {look.zoom} %"


@pytest.mark.parametrize(("surface", "look"), [pytest.param(*pair, id=named(pair)) for pair in looks()])
def test_it_is_for_everybody(visitor: Visitor, surface: Surface, look: Look) -> None:
    page = visitor.open(surface, look)
    found = checks.accessibility(page) + checks.motion(page)
    found += checks.elsewhere(visitor.asked, visitor.served.address)
    for size in surface.sizes:
        for zoom in (look.zoom,) if LONG else ZOOMS:
            visitor.resize(size, zoom)
            seen = checks.layout(page, touch=surface.touch, shut=surface.shut)
            found += [f"{size} {zoom} %: {line}" for line in seen]
    visitor.leave(surface)
    assert "\n".join(found) == ""


def test_every_entry_has_a_name_of_its_own() -> None:
    names = [surface.name for surface in SURFACES]
    assert len(set(names)) == len(names)
