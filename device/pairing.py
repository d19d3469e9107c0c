"""How a device becomes one of a hall: a code typed here, or its own code typed at the administration page."""

from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, jsonify, redirect, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import validate_csrf
from pydantic import ValidationError
from werkzeug.wrappers import Response as AnyResponse
from wtforms import ValidationError as FormError

from device.errors import BadSetting
from hall.wire.ids import SPEAKABLE
from hall.wire.site import DevicePaired

if TYPE_CHECKING:
    from device.program import Device


class Refused(Exception):
    """The hall does not take this code; its text says why, in the reader's language where the hall knows it."""


def pair(device: "Device", app: Flask, code: str) -> None:
    """Pairs with a typed code and keeps the token; BadSetting when that cannot be done."""
    try:
        with app.test_request_context(headers={"Accept-Language": "en"}):
            _pair(device, code, "en")
    except Refused as refused:
        raise BadSetting(str(refused)) from None


def mount(app: Flask, device: "Device") -> None:
    """Adds /pair to a device's pages."""
    here = Path(__file__).parent
    blueprint = Blueprint(
        "pairing",
        __name__,
        template_folder=str(here / "templates"),
        static_folder=str(here / "static"),
        static_url_path="/static/device",
    )

    @blueprint.get("/pair")
    def form() -> AnyResponse | str:
        return redirect("/", 303) if device.paired else _page(device)

    @blueprint.post("/pair")
    def send() -> AnyResponse | str | tuple[str, int]:
        try:
            validate_csrf(request.form.get("csrf_token"))
            _pair(device, request.form.get("pairing_code", "")[:20], request.accept_languages.best or "en")
        except FormError:
            return redirect("/pair", 303)
        except Refused as refused:
            return _page(device, str(refused)), 422
        return redirect("/", 303)

    @blueprint.get("/paired")
    def paired() -> AnyResponse:
        """What the open page asks: whether somebody has typed this device's code at the hall."""
        return jsonify(paired=device.paired)

    app.register_blueprint(blueprint)


def _page(device: "Device", wrong: str = "") -> str:
    return render_template("device/pair.html", keys=SPEAKABLE, wrong=wrong, address=device.settings.hall)


def _pair(device: "Device", code: str, language: str) -> None:
    headers = {"Accept-Language": language}
    try:
        status, answer = device.ask("POST", "/api/v1/devices/pairings", {"pairing_code": code or "-"}, headers)
    except OSError:
        raise Refused(_away(device)) from None
    if status != 201:
        raise Refused(str(answer.get("detail", "")) if isinstance(answer, dict) else _away(device))
    try:
        made = DevicePaired.model_validate(answer)
    except ValidationError:
        raise Refused(_away(device)) from None
    _must_be(device, made)
    device.identity.keep(made)
    device.begun()


def _must_be(device: "Device", made: DevicePaired) -> None:
    """A code of a kiosk makes no screen, nor the other way round."""
    is_kiosk = made.device.kind == "kiosk"
    if is_kiosk != (device.settings.kind == "kiosk"):
        raise Refused(
            str(gettext("This code belongs to another kind of device: %(name)s.", name=made.device.name))
        )


def _away(device: "Device") -> str:
    return str(gettext("The hall cannot be reached at %(address)s.", address=device.settings.hall))
