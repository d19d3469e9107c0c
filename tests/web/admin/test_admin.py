"""Administration and pairing."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from werkzeug.test import TestResponse

from hall.commands.adopt import adopt
from hall.site.actions import add_device, adopt_plan, revoke_device
from hall.site.hallfile_writer import write
from hall.site.plan import Plan, Queue, Settings
from hall.web.admin.settings_words import GROUPS
from hall.web.house import House
from tests.long import IN_LONG_RUN
from tests.web.surfaces import Served, csrf, sign_in, violations
from tests.world import Floor, FrozenClock, a_counter, a_plan, a_service, names

OTHER = a_plan(
    queues=(
        Queue(id="A", prefix="A", names=names("General"), zone="A", settings={"call_attempts": 7}),
        a_plan().queues[1],
    ),
    counters=(*a_plan().counters, a_counter(5, "B")),
    services=(*a_plan().services, a_service("B2", "B", quota_per_day=12)),
    settings=Settings(preset="in_order", undo_seconds=17),
    sms_signature=names("Willow"),
)


def test_it_shows_what_is_configured_with_the_rules(browserless: FlaskClient) -> None:
    sign_in(browserless, "boss")
    text = browserless.get("/admin/willow").text.replace("<wbr>", "")
    assert "R-28" in text and "passed_requeue_after" in text
    assert "clerk" in browserless.get("/admin/willow/people").text
    assert "Moving house" in browserless.get("/admin/willow/plan/packages").text


def test_it_is_for_managers_and_administrators(browserless: FlaskClient) -> None:
    sign_in(browserless, "clerk")
    assert browserless.get("/admin/willow").status_code == 403


def test_a_pairing_code_makes_this_browser_a_screen_once(browserless: FlaskClient, people: Floor) -> None:
    _, code = people.do(add_device, "hall_display", "Screen", zone="A")
    answer = _pair(browserless, f"{code[:4]}-{code[4:]}".lower())
    assert answer.location == "/display/willow?zone=A"
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert _pair(browserless, code).status_code == 404


def test_a_device_whose_code_was_not_typed_in_time_says_so(
    browserless: FlaskClient, people: Floor, clock: FrozenClock
) -> None:
    people.do(add_device, "kiosk", "Kiosk")
    sign_in(browserless, "boss")
    assert "waits for its code" in browserless.get("/admin/willow").text
    clock.pass_(minutes=16)
    assert "its code has expired" in browserless.get("/admin/willow").text


def test_a_device_that_was_shut_out_is_nobody(browserless: FlaskClient, people: Floor) -> None:
    device, code = people.do(add_device, "kiosk", "Kiosk")
    assert _pair(browserless, code).location == "/kiosk/willow"
    assert browserless.post("/api/v1/halls/willow/tickets", json={}).status_code in (403, 422)
    people.do(revoke_device, device.id)
    assert browserless.post("/api/v1/halls/willow/tickets", json={}).status_code == 401


def test_every_setting_is_shown_with_its_rule() -> None:
    shown = {name for _, _, settings in GROUPS for name in settings}
    assert shown == set(Settings.model_fields) - {"later"}


def test_settings_say_their_value_and_default_and_what_a_queue_differs_in(
    browserless: FlaskClient, people: Floor
) -> None:
    people.do(adopt_plan, OTHER)
    sign_in(browserless, "boss")
    page = browserless.get("/admin/willow").text.replace("<wbr>", "")
    text = re.sub(r"(<[^>]+>|\s)+", " ", page)
    assert "undo_seconds 17 changed 10 R-19" in text
    assert "call_attempts 3 queue A: 7 changed 3 R-14" in text
    assert "credit_booked 20 20 R-20" in text and "in the order of coming changed" in text
    assert "3 changed" in text


def test_a_running_server_has_a_plan_that_the_command_adopted_at_once(
    browserless: FlaskClient, people: Floor, tmp_path: Path
) -> None:
    house: House = browserless.application.extensions["hall"]
    sign_in(browserless, "boss")
    assert "plan version 1" in browserless.get("/admin/willow").text
    assert browserless.get("/api/v1/halls/willow/services/B2").status_code == 404
    file = tmp_path / "edited.yaml"
    file.write_text(write(OTHER), encoding="utf-8")
    assert adopt(house.settings, str(file), None, ask=False) == 0  # another connection, as another process has
    assert "plan version 2" in browserless.get("/admin/willow").text
    assert browserless.get("/api/v1/halls/willow/services/B2").status_code == 200
    assert people.issue("B2").label.startswith("B") and people.open(5) == "willow-5"


@pytest.mark.parametrize(
    ("language", "width", "height"),
    [
        ("zh-CN", 390, 844),
        ("en", 1440, 900),
        pytest.param("en", 390, 844, marks=IN_LONG_RUN),
        pytest.param("zh-CN", 1440, 900, marks=IN_LONG_RUN),
    ],
)
def test_it_fits_and_opens_what_one_looks_for(
    served: Served, people: Floor, language: str, width: int, height: int
) -> None:
    people.do(adopt_plan, demo_like())
    page = _as_boss(served, language, width, height)
    assert page.evaluate("document.documentElement.scrollHeight") < 2.5 * height
    page.click(".admin-door >> nth=5")
    expect(page.locator(".plan-list li").first).to_be_visible()
    page.wait_for_load_state()  # without its styles no page fits
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") and violations(page) == []
    page.click(".plan-list a >> nth=0")
    expect(page.locator(".plan-form")).to_be_visible()
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") and violations(page) == []
    page.go_back()
    page.go_back()
    page.evaluate("document.querySelectorAll('.section').forEach((part) => (part.open = true))")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
    page.context.close()


def test_a_device_is_added_with_its_code_and_shut_out(served: Served) -> None:
    page = _as_boss(served, "en", 1440, 900)
    page.fill("#devices input[name=name]", "Kiosk at the door")
    page.click("text=Add and show the pairing code")
    expect(page.locator(".pairing-code")).to_have_text(re.compile(r"^[0-9A-Z]{8}$"))
    page.click("text=Show the new device in the list")
    page.locator("#devices .device-change summary", has_text="Kiosk at the door").click()
    page.click("text=Shut out Kiosk at the door")
    expect(page.locator("#devices tbody")).to_contain_text("No device yet.")
    page.context.close()


def demo_like() -> Plan:
    """As many services and counters as a real hall has."""
    more = tuple(
        a_service(f"A{n}", "A", names=names(f"Certificate of residence number {n}")) for n in range(3, 40)
    )
    counters = tuple(a_counter(n, "A", "B") for n in range(5, 29))
    return a_plan(services=(*a_plan().services, *more), counters=(*a_plan().counters, *counters))


def _as_boss(served: Served, language: str, width: int, height: int) -> Page:
    client = served.app.test_client()
    sign_in(client, "boss")
    cookie = client.get_cookie("hall_session")
    browser = served.page.context.browser
    assert cookie is not None and browser is not None
    context = browser.new_context(viewport={"width": width, "height": height}, locale=language)
    context.add_cookies([{"name": "hall_session", "value": cookie.value, "url": served.address}])
    page = context.new_page()
    page.goto(f"{served.address}/admin/willow")
    return page


def _pair(client: FlaskClient, code: str) -> TestResponse:
    return client.post("/pair", data={"csrf_token": csrf(client, "/pair"), "pairing_code": code})
