"""Devices tell how they are and learn what is wanted of them; the floor, the desk and managers see it."""

import threading
from typing import Any

import pytest
from flask import Flask

from hall.kernel.database import Database
from hall.kernel.errors import HallError
from hall.kernel.journal import facts_after
from hall.kernel.work import SYSTEM, Works
from hall.queue import actions
from hall.queue.models import Call
from hall.site.actions import add_device, pair_device
from hall.site.device_actions import change_device
from hall.site.models import Device
from tests.world import HALL, Floor, FrozenClock, a_hall

Tokens = dict[str, str]
REPORT = {"version": "0.1.0", "printer": {"kind": "network", "state": "ready"}, "clock_offset_seconds": 0.2}


@pytest.fixture
def hall(app: Flask) -> Floor:
    return Floor(app.extensions["hall"].works)


def asks(app: Flask, token: str, method: str, path: str, body: Any = None) -> Any:
    headers = {"Authorization": f"Bearer {token}"}
    return app.test_client().open(f"/api/v1{path}", method=method, json=body, headers=headers)


def screen(hall: Floor, zone: str | None = None, name: str = "Screen") -> tuple[str, str]:
    """A paired screen: its id and token."""

    def made(work: Any) -> tuple[str, str]:
        device, code = add_device(work, "hall_display", name, zone=zone)
        work.session.flush()
        return device.id, pair_device(work, code)[1]

    return hall.works.perform(HALL, SYSTEM, made)


def warned(app: Flask, tokens: Tokens) -> dict[str, dict[str, Any]]:
    floor = asks(app, tokens["manager"], "GET", f"/halls/{HALL}/floor").get_json()
    return {w["code"]: w for w in floor["warnings"]}


def status(app: Flask, tokens: Tokens, kind: str = "kiosk") -> dict[str, Any]:
    found = asks(app, tokens["manager"], "GET", f"/halls/{HALL}/devices").get_json()["items"]
    return next(s for s in found if s["device"]["kind"] == kind)


def test_a_kiosk_says_how_it_is_and_learns_the_time(app: Flask, tokens: Tokens, clock: FrozenClock) -> None:
    told = asks(app, tokens["kiosk"], "PUT", "/devices/current/report", REPORT).get_json()
    assert told["device"]["kind"] == "kiosk" and len(told["staff_code"]) == 6 and len(told["card_key"]) == 64
    assert told == asks(app, tokens["kiosk"], "GET", "/devices/current").get_json()
    found = status(app, tokens)
    assert (
        found["online"]
        and found["report"]["printer"]["state"] == "ready"
        and found["report"]["version"] == "0.1.0"
    )


def test_nobody_else_reports(app: Flask, tokens: Tokens) -> None:
    assert asks(app, tokens["clerk"], "PUT", "/devices/current/report", REPORT).status_code == 403
    assert asks(app, "nonsense", "GET", "/devices/current").status_code == 401


def test_the_same_report_again_is_no_fact_and_a_change_is_one(app: Flask, tokens: Tokens, hall: Floor) -> None:
    def facts() -> list[str]:
        with hall.works.database.read() as session:
            return [row.name for row in facts_after(session, HALL, 0, limit=1000)]

    for _ in range(3):
        asks(app, tokens["kiosk"], "PUT", "/devices/current/report", REPORT)
    assert facts().count("device.state_changed") == 1
    asks(app, tokens["kiosk"], "PUT", "/devices/current/report", REPORT | {"trouble": "disk_full"})
    assert facts().count("device.state_changed") == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"printer": {"kind": "usb", "state": "paper_out"}}, "paper_out"),
        ({"printer": {"kind": "usb", "state": "paper_low"}}, "paper_low"),
        ({"printer": {"kind": "usb", "state": "unplugged"}}, "printer_trouble"),
        ({"clock_offset_seconds": 3600.0}, "device_clock_off"),
        ({"to_replay": 3}, "tickets_to_replay"),
        ({"trouble": "disk_full"}, "disk_full"),
    ],
)
def test_the_floor_warns(app: Flask, tokens: Tokens, change: dict[str, Any], code: str) -> None:
    asks(app, tokens["kiosk"], "PUT", "/devices/current/report", REPORT | change)
    assert code in warned(app, tokens)


def test_a_device_that_is_silent_for_a_minute_is_missed(app: Flask, tokens: Tokens, clock: FrozenClock) -> None:
    asks(app, tokens["kiosk"], "PUT", "/devices/current/report", REPORT)
    assert "device_silent" not in warned(app, tokens)
    clock.pass_(seconds=61)
    assert warned(app, tokens)["device_silent"]["severe"] and not status(app, tokens)["online"]


def test_a_zone_has_one_voice(app: Flask, tokens: Tokens, hall: Floor) -> None:
    (one, _), (two, token) = screen(hall, "A", "One"), screen(hall, "A", "Two")
    wish = {"name": "One", "zone": "A", "speaks": True, "volume": 55}
    assert asks(app, tokens["manager"], "PUT", f"/devices/{one}", wish).status_code == 200
    refused = asks(app, tokens["manager"], "PUT", f"/devices/{two}", wish | {"name": "Two"})
    assert refused.status_code == 409 and refused.get_json()["code"] == "zone_has_a_voice"
    assert "One" in refused.get_json()["detail"]
    assert not asks(app, token, "GET", "/devices/current").get_json()["voice"]["speaks"]


def test_two_managers_at_once_give_a_zone_one_voice(any_database: Database) -> None:
    a_hall(any_database)
    hall = Floor(Works(any_database, FrozenClock()))
    ids, outcomes = [screen(hall, "A", name)[0] for name in "ab"], list[str]()
    ready = threading.Barrier(2)

    def speak(device: str) -> None:
        ready.wait(5)
        wish = {"name": "x", "zone": "A", "speaks": True, "volume": 80, "quiet": (None, None)}
        try:
            hall.works.perform(HALL, SYSTEM, lambda work: change_device(work, device, **wish))
            outcomes.append("speaks")
        except HallError as refused:
            outcomes.append(refused.code)

    threads = [threading.Thread(target=speak, args=(d,)) for d in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["speaks", "zone_has_a_voice"]


def test_a_change_is_told_at_once_and_a_fresh_code_ends_the_old_token(
    app: Flask, tokens: Tokens, hall: Floor
) -> None:
    device, old = screen(hall, "A")
    code = asks(app, tokens["manager"], "POST", f"/devices/{device}/pairing", {}).get_json()["pairing_code"]
    assert asks(app, old, "GET", "/devices/current").status_code == 200
    new = app.test_client().post("/api/v1/devices/pairings", json={"pairing_code": code})
    assert new.status_code == 201 and new.get_json()["device"]["id"] == device
    assert asks(app, old, "GET", "/devices/current").status_code == 401


def test_a_number_without_paper_stands_at_the_desk_until_it_is_printed(
    app: Flask, tokens: Tokens, hall: Floor
) -> None:
    made = asks(app, tokens["kiosk"], "POST", f"/halls/{HALL}/tickets", {"service": "A1"}).get_json()
    told = asks(app, tokens["kiosk"], "POST", "/devices/current/papers", {"ticket": made["id"], "printed": False})
    assert told.status_code == 200
    client = app.test_client()
    headers = {"Authorization": f"Bearer {tokens['desk']}"}
    assert made["number"] in client.get(f"/desk/{HALL}/unprinted", headers=headers).text
    asks(app, tokens["desk"], "POST", f"/tickets/{made['code']}/reprint", {})
    assert made["number"] not in client.get(f"/desk/{HALL}/unprinted", headers=headers).text


def test_nobody_tells_of_a_strangers_paper(app: Flask, tokens: Tokens, hall: Floor) -> None:
    ticket = hall.issue("A1")
    told = asks(app, tokens["kiosk"], "POST", "/devices/current/papers", {"ticket": ticket.id, "printed": False})
    assert told.status_code == 404


def test_r14_the_window_begins_when_the_call_is_heard(app: Flask, hall: Floor, clock: FrozenClock) -> None:
    _, token = screen(hall, "A")
    hall.issue("A1")
    call = hall.next(hall.open(1))
    clock.pass_(seconds=7)
    said = {"items": [{"announcement": f"{call.id}:1", "outcome": "said", "delay_ms": 200}]}
    assert asks(app, token, "POST", "/devices/current/announcements", said).status_code == 200
    with hall.works.database.read() as session:
        assert session.get_one(Call, call.id).announced_real_at == clock.real_now()
    clock.pass_(seconds=19)
    assert hall.do(actions.announce_due) == 0
    clock.pass_(seconds=1)
    assert hall.do(actions.announce_due) == 1


def test_r18_the_desk_learns_what_was_shown_only(app: Flask, tokens: Tokens, hall: Floor) -> None:
    _, token = screen(hall, "A")
    ticket = hall.issue("A1")
    call = hall.next(hall.open(1))
    said = {"items": [{"announcement": f"{call.id}:1", "outcome": "shown", "delay_ms": 61000}]}
    for _ in range(2):
        asks(app, token, "POST", "/devices/current/announcements", said)
    assert warned(app, tokens)["call_not_said"]["number"] == ticket.label
    hall.do(actions.arrive, call.id)
    assert "call_not_said" not in warned(app, tokens)


def test_metrics_name_devices_and_no_person(app: Flask, tokens: Tokens) -> None:
    asks(app, tokens["kiosk"], "PUT", "/devices/current/report", REPORT | {"to_replay": 4})
    text = app.test_client().get("/metrics").text
    assert "hall_printer_state{device=" in text and 'state="ready"} 1.0' in text
    assert "hall_device_to_replay{" in text and "} 4.0" in text


def test_a_shut_out_kiosk_leaves_its_number_to_another(hall: Floor) -> None:
    from hall.site.actions import revoke_device

    def made(work: Any) -> Device:
        device, code = add_device(work, "kiosk", "K")
        work.session.flush()
        device.kiosk_number = 1
        pair_device(work, code)
        return device

    first = hall.works.perform(HALL, SYSTEM, made)
    hall.do(revoke_device, first.id)
    hall.works.perform(HALL, SYSTEM, made)
