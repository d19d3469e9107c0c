"""The design system: tokens by purpose, components with examples, the frame of every page, the small scripts."""

from pathlib import Path
from typing import Any

from flask import Blueprint, render_template

from device.looks import language
from hall.web.guards import public
from hall.web.house import house

SWATCHES = ("surface", "surface-sunk", "accent", "accent-soft", "call", "good", "warn", "danger")
EXAMPLES = Path(__file__).parent / "templates" / "components"

blueprint = Blueprint(
    "shared", __name__, template_folder="templates", static_folder="static", static_url_path="/static"
)


@blueprint.app_context_processor
def _helpers() -> dict[str, Any]:
    return {"demo": house().settings.demo, "in_language": in_language}


def in_language(names: dict[str, str] | None, tag: str | None = None) -> str:
    """A name in a language, or in whatever language there is one."""
    if not names:
        return ""
    return names.get(tag or language()) or names.get("en") or next(iter(names.values()))


@blueprint.get("/styleguide")
@public
def styleguide() -> str:
    """Every component with its examples, on one page; the accessibility run reads it."""
    components = sorted(file.stem for file in EXAMPLES.glob("*.html"))
    return render_template("styleguide/page.html", components=components, swatches=SWATCHES)
