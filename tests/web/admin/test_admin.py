"""Administration and pairing."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hall.site.actions import add_device, revoke_device
from tests.web.surfaces import csrf, sign_in
from tests.world import Floor


def test_it_shows_what_is_configured_with_the_rules(browserless: FlaskClient) -> None:
    sign_in(browserless, "boss")
    text = browserless.get("/admin/willow").text
    assert "R-28" in text and "passed_requeue_after" in text and "clerk" in text and "Moving house" in text


def test_it_is_for_managers_and_administrators(browserless: FlaskClient) -> None:
    sign_in(browserless, "clerk")
    assert browserless.get("/admin/willow").status_code == 403


def test_a_pairing_code_makes_this_browser_a_screen_once(browserless: FlaskClient, people: Floor) -> None:
    _, code = people.do(add_device, "hall_display", "Screen", zone="A")
    answer = _pair(browserless, f"{code[:4]}-{code[4:]}".lower())
    assert answer.location == "/display/willow?zone=A"
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert _pair(browserless, code).status_code == 404


def test_a_device_that_was_shut_out_is_nobody(browserless: FlaskClient, people: Floor) -> None:
    device, code = people.do(add_device, "kiosk", "Kiosk")
    assert _pair(browserless, code).location == "/kiosk/willow"
    assert browserless.post("/api/v1/halls/willow/tickets", json={}).status_code in (403, 422)
    people.do(revoke_device, device.id)
    assert browserless.post("/api/v1/halls/willow/tickets", json={}).status_code == 401


def _pair(client: FlaskClient, code: str) -> TestResponse:
    return client.post("/pair", data={"csrf_token": csrf(client, "/pair"), "pairing_code": code})
