"""Draws the catalogue: pictures of the READMEs into docs/screenshots, a contact sheet of everything into build.

`make screenshots` does both; `python -m tools.screenshots --readme` only the pictures that are committed. Look at
each picture before you commit it.
"""

import argparse
import html
import re
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools.surfaces.catalogue import SURFACES
from tools.surfaces.house import served
from tools.surfaces.surface import Size, Surface
from tools.surfaces.visit import CHROMIUM, FLAGS, LANGUAGES, Look, Visitor

ROOT = Path(__file__).parents[1]
DOCS, BUILD = ROOT / "docs" / "screenshots", ROOT / "build"
LARGEST = 250_000  # bytes of a committed picture
README: dict[str, tuple[str, str, Size]] = {  # file, surface, theme, size
    "kiosk": ("kiosk/start", "light", (1080, 1920)),
    "kiosk-service": ("kiosk/service with papers", "light", (1080, 1920)),
    "number": ("kiosk/number", "light", (1080, 1920)),
    "screen": ("screen/hall", "dark", (1280, 720)),
    "counter-screen": ("screen/counter calling", "dark", (1280, 720)),
    "console": ("console/calling", "light", (1280, 720)),
    "phone": ("phone/waiting", "light", (390, 844)),
    "floor": ("floor/warnings and a suggestion", "light", (1280, 720)),
    "public": ("public/hall", "light", (1280, 720)),
}
SHEET = """<!doctype html><meta charset="utf-8"><title>hall: every surface and state</title>
<style>body{{margin:2rem;font:16px sans-serif;background:#eee}}section{{margin:2rem 0}}
div{{display:flex;flex-wrap:wrap;gap:1rem;align-items:start}}img{{height:24rem;border:1px solid #888}}
</style>{0}"""


def main() -> None:
    """Draws what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readme", action="store_true", help="only the pictures of the READMEs")
    parser.add_argument("--only", default="", help="only surfaces whose name begins so, into the contact sheet")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, served(Path(home)) as house, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        visitor = Visitor(house, browser)
        if not wanted.only:
            too_large = _for_readme(visitor)
        if not wanted.readme:
            _contact_sheet(visitor, [s for s in SURFACES if s.name.startswith(wanted.only)])
        browser.close()
    if not wanted.only and too_large:
        sys.exit(f"larger than {LARGEST} bytes: {', '.join(too_large)}")


def _for_readme(visitor: Visitor) -> list[str]:
    """The committed pictures in both languages; the names of those that weigh too much."""
    by_name = {surface.name: surface for surface in SURFACES}
    too_large = []
    for file, (name, theme, size) in README.items():
        for language in LANGUAGES[: 1 if by_name[name].bilingual else None]:
            tag = "" if by_name[name].bilingual else f".{language}"
            target = DOCS / f"{file}{tag}.png"
            _draw(visitor, by_name[name], Look(language, theme), size, target)
            too_large += [target.name] if target.stat().st_size > LARGEST else []
    print(f"· {DOCS.relative_to(ROOT)}: {len(README)} surfaces")
    return too_large


def _contact_sheet(visitor: Visitor, surfaces: list[Surface]) -> None:
    """Every surface and state in both languages at its natural sizes, with one page to look at them all."""
    pictures = BUILD / "surfaces"
    shutil.rmtree(pictures, ignore_errors=True)
    sections = []
    for surface in surfaces:
        drawn = []
        for language in LANGUAGES[: 1 if surface.bilingual else None]:
            for size in surface.sizes:
                name = re.sub(r"[^a-z0-9]+", "-", f"{surface.name} {language} {size[0]}".lower())
                _draw(
                    visitor,
                    surface,
                    Look(language, "dark" if surface.bilingual else "light"),
                    size,
                    pictures / f"{name}.png",
                )
                drawn.append(f'<a href="surfaces/{name}.png"><img src="surfaces/{name}.png" alt="{name}"></a>')
        sections.append(f"<section><h2>{html.escape(surface.name)}</h2><div>{''.join(drawn)}</div></section>")
    (BUILD / "contact-sheet.html").write_text(SHEET.format("".join(sections)), encoding="utf-8")
    print(f"· {BUILD.name}/contact-sheet.html: {len(surfaces)} surfaces and states")


def _draw(visitor: Visitor, surface: Surface, look: Look, size: Size, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    page = visitor.open(surface, look, size)
    page.evaluate("document.fonts.ready")
    page.screenshot(path=target)
    visitor.leave(surface)


if __name__ == "__main__":
    main()
