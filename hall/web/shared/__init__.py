"""The design system: tokens by purpose, components with examples, the frame of every page, the small scripts.

A device keeps its language, theme and type size in cookies, set by a link or the switch in the page's head
(`?language=en`, `?theme=dark`, `?type=large`), so that the first byte of the next page is right already.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import flask_babel
from flask import Blueprint, Response, g, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from hall.web.guards import public
from hall.web.house import house

LANGUAGES = {"zh-CN": "中文", "en": "English"}
THEMES = ("light", "dark", "contrast")
TYPES = ("normal", "large")
YEAR = 365 * 24 * 3600
KIOSK = "/kiosk/"
"""What is chosen there is the visitor's before it and ends with the visit; in a demo the same browser reads other
pages, which keep their own."""
SWATCHES = ("surface", "surface-sunk", "accent", "accent-soft", "call", "good", "warn", "danger")
EXAMPLES = Path(__file__).parent / "templates" / "components"

blueprint = Blueprint(
    "shared", __name__, template_folder="templates", static_folder="static", static_url_path="/static"
)


def language() -> str:
    """The language of this answer: asked for, kept on the device, the page's own, or the browser's."""
    asked = request.args.get("language") or request.cookies.get("language")
    if asked in LANGUAGES:
        return str(asked)
    own = g.get("language")
    return own if own in LANGUAGES else request.accept_languages.best_match(list(LANGUAGES)) or "zh-CN"


def direction() -> str:
    """How the language of this answer is read: "ltr", or "rtl" for one from right to left."""
    locale = flask_babel.get_locale()
    return str(locale.text_direction) if locale else "ltr"


def prefer_language(tag: str) -> None:
    """The page's own language (a ticket has one), for readers who chose none on this device."""
    g.language = tag
    flask_babel.refresh()


def look(name: str, allowed: tuple[str, ...]) -> str:
    """A choice of this device: asked for now, or kept before; what a device begins with if neither.

    Going back to that beginning is a choice too, and counts before one that was kept.
    """
    beginning = allowed[0] if name == "type" else "auto"
    for asked in (request.args.get(name), request.cookies.get(name)):
        if asked in (*allowed, beginning):
            return str(asked)
    return beginning


@blueprint.app_context_processor
def _helpers() -> dict[str, Any]:
    return {
        "language": language(),
        "languages": LANGUAGES,
        "direction": direction(),
        "theme": look("theme", THEMES),
        "themes": THEMES,
        "type_size": look("type", TYPES),
        "here": request.path,
        "demo": house().settings.demo,
        "in_language": in_language,
        "switched": switched,
        "this_page": this_page(),
    }


def in_language(names: dict[str, str] | None, tag: str | None = None) -> str:
    """A name in a language, or in whatever language there is one."""
    if not names:
        return ""
    return names.get(tag or language()) or names.get("en") or next(iter(names.values()))


def switched(name: str, value: str) -> str:
    """The address of this page with one choice made; a search that stands in it stays."""
    kept = {k: v for k, v in request.args.items() if k not in ("language", "theme", "type")}
    return "?" + urlencode({**kept, name: value})


def this_page() -> str:
    """The address of this page without choices, to come back to."""
    kept = {k: v for k, v in request.args.items() if k not in ("language", "theme", "type")}
    return request.path + ("?" + urlencode(kept) if kept else "")


def keep_language(response: AnyResponse, tag: str) -> None:
    """This browser reads in this language from now on."""
    response.set_cookie("language", tag, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure)


@blueprint.after_app_request
def _keep(response: Response) -> Response:
    if not request.query_string:
        return response
    for name, allowed in (("language", tuple(LANGUAGES)), ("theme", (*THEMES, "auto")), ("type", TYPES)):
        asked = request.args.get(name)
        if asked in allowed and request.cookies.get(name) != asked:
            response.set_cookie(
                name,
                str(asked),
                max_age=YEAR,
                path=KIOSK if request.path.startswith(KIOSK) else "/",
                samesite="Lax",
                httponly=True,
                secure=request.is_secure,
            )
    return response


@blueprint.get("/styleguide")
@public
def styleguide() -> str:
    """Every component with its examples, on one page; the accessibility run reads it."""
    components = sorted(file.stem for file in EXAMPLES.glob("*.html"))
    return render_template("styleguide/page.html", components=components, swatches=SWATCHES)
