"""The design system: every component shown, readable in every theme, and nothing loose in the style sheets."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from hall.web.shared import EXAMPLES
from tests.web.surfaces import Served, violations

ROOT = Path(__file__).parents[2]
SHEETS = sorted(p for room in ("hall", "kiosk", "display") for p in (ROOT / room).rglob("*.css"))
SCRIPTS = sorted(
    p for room in ("hall", "kiosk", "display") for p in (ROOT / room).rglob("*.js") if "vendor" not in p.parts
)
TOKENS = (ROOT / "hall/web/shared/static/css/tokens.css").read_text()
THEMES = {"light": ":root {", "dark": ':root[data-theme="dark"] {', "contrast": ':root[data-theme="contrast"] {'}
LOOKS = ("language=en&theme=light", "language=zh-CN&theme=dark", "language=en&theme=contrast&type=large")
GROUNDS = ("paper", "surface", "surface-sunk", "surface-raised")
TEXT = [(ink, ground) for ground in GROUNDS for ink in ("ink", "ink-quiet", "accent")]
TEXT += [("ink", f"{kind}-soft") for kind in ("accent", "call", "good", "warn", "danger")]
TEXT += [(kind, f"{kind}-soft") for kind in ("call", "good", "warn", "danger")]
TEXT += [(kind, "surface") for kind in ("call", "good", "warn", "danger")]
TEXT += [("ink-on-accent", "accent"), ("ink-on-accent", "accent-strong"), ("accent-strong", "accent-soft")]
TEXT += [("surface", "danger")]


@pytest.mark.parametrize("look", LOOKS)
def test_every_example_passes_the_accessibility_run(served: Served, look: str) -> None:
    page = served.open(f"/styleguide?{look}")
    assert page.locator(".example").count() == len(list(EXAMPLES.glob("*.html"))) + 1
    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_no_example_is_wider_than_its_page(served: Served, width: int) -> None:
    served.page.set_viewport_size({"width": width, "height": 800})
    page = served.open("/styleguide?language=en&type=large")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_component_says_what_it_is_for() -> None:
    without = [file.stem for file in EXAMPLES.glob("*.html") if not file.read_text().startswith("{# ")]
    assert without == []


@pytest.mark.parametrize("theme", THEMES)
def test_text_is_readable_in_every_theme(theme: str) -> None:
    """WCAG 1.4.3: at least 4.5 to 1."""
    colours = values(THEMES[theme])
    weak = {pair: round(contrast(*(colours[name] for name in pair)), 2) for pair in TEXT}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_edges_of_fields_can_be_seen(theme: str) -> None:
    """WCAG 1.4.11: at least 3 to 1 for what one must find."""
    colours = values(THEMES[theme])
    for ground in GROUNDS:
        assert contrast(colours["line-strong"], colours[ground]) >= 3, ground


def test_a_device_s_own_dark_looks_like_the_chosen_one() -> None:
    assert values(THEMES["dark"]) == values(':root[data-theme="auto"] {')


def test_every_property_in_use_is_defined() -> None:
    unknown = []
    for sheet in SHEETS:
        beside = "".join(each.read_text() for each in sheet.parent.glob("*.css"))  # one room shares theirs
        known = set(re.findall(r"(--[\w-]+):", TOKENS + beside))
        unknown += [
            f"{sheet.name}: {use}" for use in re.findall(r"var\((--[\w-]+)", sheet.read_text()) if use not in known
        ]
    assert unknown == []


def test_scripts_hold_no_sentences() -> None:
    """Texts come from the page, in its language."""
    sentence = re.compile(r"""["'`][A-Z][a-z]+ [a-z]+ [a-z]+|["'`][^"'`\n]*[\u4e00-\u9fff]""")
    assert [script.name for script in SCRIPTS if sentence.search(code_of(script))] == []


def test_a_choice_of_this_device_is_kept(browserless: FlaskClient) -> None:
    browserless.get("/styleguide?theme=contrast&type=large&language=zh-CN")
    page = browserless.get("/styleguide").text
    assert '<html lang="zh-CN" data-theme="contrast" data-type="large">' in page
    assert 'data-theme="contrast"' in browserless.get("/styleguide?theme=<script>").text


def values(selector: str) -> dict[str, str]:
    """The raw colours that a theme sets, by purpose."""
    block = TOKENS[TOKENS.index(selector) :].partition("}")[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def contrast(one: str, other: str) -> float:
    """The ratio of two colours by WCAG 2, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def code_of(script: Path) -> str:
    """A script without its comments."""
    return re.sub(r"//[^\n]*|/\*.*?\*/", "", script.read_text(), flags=re.DOTALL)
