"""Pages keep their shape in a language that says everything longer, and in one that is read from right to left."""

from collections.abc import Callable

import pytest
from flask_babel import Domain

from device import looks
from tests.surfaces import checks
from tests.surfaces.pseudo import Pseudo, mirrored, stretched
from tests.surfaces.test_every_surface import LONG
from tools.surfaces.catalogue import SURFACES
from tools.surfaces.surface import Surface
from tools.surfaces.visit import ZOOMS, Look, Visitor

SLICE = (
    "kiosk/start", "kiosk/large type", "kiosk/service with papers", "kiosk/package", "kiosk/papers missing",
    "kiosk/number", "kiosk/I have a number", "kiosk/my number parked", "kiosk/full service", "kiosk/emergency",
    "phone/waiting", "phone/called", "phone/parked", "phone/let others go first", "phone/lost",
    "console/calling", "console/serving", "console/paused", "console/dialog transfer", "console/dialog park",
    "desk/tickets", "desk/found ticket", "desk/new", "desk/paper", "floor/warnings and a suggestion",
    "floor/closing", "sign-in/refused", "home/staff", "home/menu", "pair", "error/404", "public/hall",
    "public/service", "public/search with none",
)  # fmt: skip
RULES: dict[str, Callable[[str], str]] = {"longer": stretched, "right to left": mirrored}


def slices() -> list[tuple[Surface, str]]:
    """Each surface in one of the two, in turn; in both in a long run."""
    chosen = [surface for surface in SURFACES if surface.name in SLICE]
    kinds = list(RULES)
    return [(s, k) for n, s in enumerate(chosen) for k in (kinds if LONG else kinds[n % 2 : n % 2 + 1])]


@pytest.mark.parametrize(("surface", "kind"), [pytest.param(s, k, id=f"{s.name}, {k}") for s, k in slices()])
def test_it_keeps_its_shape(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, surface: Surface, kind: str
) -> None:
    monkeypatch.setattr(Domain, "get_translations", lambda domain: Pseudo(RULES[kind]))
    monkeypatch.setattr(looks, "direction", lambda: "rtl" if kind == "right to left" else "ltr")
    page = visitor.open(surface, Look("en"))
    found = []
    for size in surface.sizes:
        for zoom in ZOOMS:
            visitor.resize(size, zoom)
            seen = checks.layout(page, touch=surface.touch, shut=surface.shut)
            found += [f"{size} {zoom} %: {line}" for line in seen]
    visitor.leave(surface)
    assert "\n".join(found) == ""


def test_every_name_of_the_slice_is_in_the_catalogue() -> None:
    assert set(SLICE) <= {surface.name for surface in SURFACES}


def test_values_stay_as_they_are() -> None:
    for rule in RULES.values():
        said = rule("%(num)d people before {number}, 100%%")
        assert "%(num)d" in said and "{number}" in said and "100%%" in said and "people" not in said
