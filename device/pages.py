"""The small server of a device: its room's pages for one browser on this machine, and the page that pairs it."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from cheroot.wsgi import Server
from flask import Flask, Response
from flask_babel import Babel
from flask_wtf import CSRFProtect

import hall.wire
from device import looks
from device.headers import Sessions, secured

SHARED = Path(hall.wire.__file__).parents[1] / "web" / "shared"
"""Style sheets and typeface are the hall's: files of the same installation, read and not imported."""
ROOT = Path(__file__).parents[1]
THREADS = 12


def create_app(name: str, home: Path, rooms: Sequence[str]) -> Flask:
    """An application with the frame of all pages; `rooms` are the packages whose translations it reads."""
    app = Flask(name, static_folder=str(SHARED / "static"), static_url_path="/static", template_folder=None)
    app.config.update(
        SECRET_KEY=_secret(home / "cookies"),
        SESSION_COOKIE_NAME=f"{name}_csrf",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
        MAX_CONTENT_LENGTH=64 * 1024,
        BABEL_DEFAULT_LOCALE="en",
        BABEL_TRANSLATION_DIRECTORIES=";".join(str(ROOT / room / "translations") for room in rooms),
    )
    app.wsgi_app = secured(app.wsgi_app)  # type: ignore[method-assign]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.session_interface = Sessions()
    Babel(app, locale_selector=looks.babel_locale)
    CSRFProtect(app)
    looks.mount(app)
    app.after_request(_not_kept)
    app.add_url_rule("/healthz", "healthz", lambda: Response("ok\n", mimetype="text/plain"))
    return app


def server(app: Flask, port: int) -> Server:
    """A server of this machine alone. `start()` serves until `stop()`."""
    made = Server(("127.0.0.1", port), app, numthreads=THREADS, server_name=app.name, timeout=30)
    made.shutdown_timeout = 2
    return made


def _not_kept(response: Response) -> Response:
    """Nothing of a visitor stays in the browser of a public machine."""
    response.headers.setdefault("Cache-Control", "no-store" if response.mimetype == "text/html" else "no-cache")
    return response


def _secret(file: Path) -> str:
    """The key that binds forms to pages; it stays over a restart, so that an open page can still be sent."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return file.read_text()
