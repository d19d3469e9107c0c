"""How a page looks to whoever reads it: language, theme, type size, chosen by a link and kept in cookies.

`?language=en`, `?theme=dark`, `?type=large`: so that the first byte of the next page is right already. The hall's
server and the programs of devices draw their pages by the same choices.
"""

from typing import Any
from urllib.parse import urlencode

import flask_babel
from flask import Flask, Response, g, request
from werkzeug.wrappers import Response as AnyResponse

LANGUAGES = {"zh-CN": "中文", "en": "English"}
THEMES = ("light", "dark", "contrast")
TYPES = ("normal", "large")
YEAR = 365 * 24 * 3600
KIOSK = "/kiosk/"
"""What is chosen there is the visitor's before it and ends with the visit; in a demo the same browser reads other
pages, which keep their own."""


def language() -> str:
    """The language of this answer: asked for, kept on the device, the page's own, or the browser's."""
    asked = request.args.get("language") or request.cookies.get("language")
    if asked in LANGUAGES:
        return str(asked)
    own = g.get("language")
    return own if own in LANGUAGES else request.accept_languages.best_match(list(LANGUAGES)) or "zh-CN"


def babel_locale() -> str:
    """The language of this answer as Babel writes it."""
    return language().replace("-", "_")


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


def values() -> dict[str, Any]:
    """What every template knows of the reader's choices."""
    return {
        "language": language(),
        "languages": LANGUAGES,
        "direction": direction(),
        "theme": look("theme", THEMES),
        "themes": THEMES,
        "type_size": look("type", TYPES),
        "here": request.path,
        "switched": switched,
        "this_page": this_page(),
    }


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


def keep_choices(response: Response) -> Response:
    """Keeps what was chosen in this address, for the pages after it."""
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


def mount(app: Flask) -> None:
    """Makes an application draw its pages by these choices."""
    app.context_processor(values)
    app.after_request(keep_choices)
