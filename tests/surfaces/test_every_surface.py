"""Every surface in every state is accessible, whole, reachable and still, and asks nobody but its own hall.

A usual run takes each surface once, in looks that take turns, and axe with the first states of each address;
HALL_LONG=1 takes all of them in every look, and axe with all.
"""

import os
from collections import Counter

import pytest

from tests.surfaces import checks
from tools.surfaces.catalogue import SURFACES
from tools.surfaces.surface import Surface
from tools.surfaces.visit import LOOKS, ZOOMS, Look, Visitor

LONG = os.environ.get("HALL_LONG") == "1"
STRIDE = 5  # has no divisor in common with the number of looks, so neighbours differ in everything
AXE_STATES = 1


def for_axe() -> set[str]:
    """Names of the surfaces that axe goes through: in a usual run the first states of each address."""
    seen = Counter[tuple[str, str]]()
    found = set()
    for surface in SURFACES:
        page = surface.name.partition("/")[0], surface.address.partition("?")[0]
        seen[page] += 1
        if LONG or seen[page] <= AXE_STATES:
            found.add(surface.name)
    return found


def looks() -> list[tuple[Surface, Look]]:
    if LONG:
        return [(surface, look) for surface in SURFACES for look in LOOKS]
    return [(surface, LOOKS[n * STRIDE % len(LOOKS)]) for n, surface in enumerate(SURFACES)]


def named(pair: tuple[Surface, Look]) -> str:
    surface, look = pair
    return f"{surface.name}, {look.language}, {look.theme}, {look.zoom} %"


WITH_AXE = for_axe()


@pytest.mark.parametrize(("surface", "look"), [pytest.param(*pair, id=named(pair)) for pair in looks()])
def test_it_is_for_everybody(visitor: Visitor, surface: Surface, look: Look) -> None:
    page = visitor.open(surface, look)
    found = checks.motion(page) + (checks.accessibility(page) if surface.name in WITH_AXE else [])
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
