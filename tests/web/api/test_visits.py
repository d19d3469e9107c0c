"""A visit through the API, as a kiosk, a clerk and a phone see it; who may do what."""

from typing import Any

import pytest
from flask import Flask

from tests.web.api.contract import valid
from tests.world import HALL, Api, FrozenClock

COUNTER = f"{HALL}-1"
Tokens = dict[str, str]


@pytest.fixture
def kiosk(app: Flask, tokens: Tokens) -> Api:
    return Api(app, tokens["kiosk"])


@pytest.fixture
def clerk(app: Flask, tokens: Tokens) -> Api:
    api = Api(app, tokens["clerk"])
    assert valid(api.put(f"/counters/{COUNTER}/opening"), 200)["state"] == "open_idle"
    return api


def issue(kiosk: Api, service: str = "A1") -> Any:
    return valid(kiosk.post(f"/halls/{HALL}/tickets", {"service": service}), 201)


def test_take_a_number_be_called_be_served(app: Flask, kiosk: Api, clerk: Api) -> None:
    ticket = issue(kiosk)
    assert (ticket["number"], ticket["state"], ticket["ahead"]) == ("A001", "waiting", 0)
    made = valid(clerk.post(f"/counters/{COUNTER}/calls", {"after": None}), 201)
    assert made["ticket"]["code"] == ticket["code"]
    phone = Api(app)
    assert valid(phone.get(f"/tickets/{ticket['code']}"), 200)["counter"] == 1
    valid(clerk.post(f"/calls/{made['call']['id']}/arrival"), 200)
    done = valid(clerk.post(f"/tickets/{ticket['code']}/finish", {"outcome": "done"}), 200)
    assert done["state"] == "finished"


def test_the_same_after_gives_the_same_call_and_an_old_one_the_fresh_console(kiosk: Api, clerk: Api) -> None:
    for _ in range(4):
        issue(kiosk)
    one = valid(clerk.post(f"/counters/{COUNTER}/calls", {"after": None}), 201)["call"]["id"]
    clerk.post(f"/calls/{one}/arrival")
    two = valid(clerk.post(f"/counters/{COUNTER}/calls", {"after": one}), 201)["call"]["id"]
    assert valid(clerk.post(f"/counters/{COUNTER}/calls", {"after": one}), 201)["call"]["id"] == two
    clerk.post(f"/calls/{two}/arrival")
    three = valid(clerk.post(f"/counters/{COUNTER}/calls", {"after": two}), 201)["call"]["id"]
    late = valid(clerk.post(f"/counters/{COUNTER}/calls", {"after": one}), 409)
    assert late["code"] == "not_current" and late["console"]["current_call"] == three


def test_r24_next_before_the_visitor_can_have_come_is_refused(kiosk: Api, clerk: Api) -> None:
    issue(kiosk), issue(kiosk)
    one = clerk.post(f"/counters/{COUNTER}/calls", {"after": None}).json["call"]["id"]
    refusal = valid(clerk.post(f"/counters/{COUNTER}/calls", {"after": one}), 409)
    assert refusal["code"] == "visitor_expected" and "90" in refusal["detail"]


def test_nobody_waiting_says_so_in_the_readers_language(app: Flask, tokens: Tokens, clerk: Api) -> None:
    chinese = Api(app, tokens["clerk"], language="zh-CN")
    refusal = valid(chinese.post(f"/counters/{COUNTER}/calls", {}), 409)
    assert refusal["code"] == "nobody_waiting"
    assert any("一" <= c <= "鿿" for c in refusal["detail"])


def test_r22_a_ticket_called_by_hand_keeps_its_reason(kiosk: Api, clerk: Api) -> None:
    issue(kiosk)
    second = issue(kiosk)
    made = valid(
        clerk.post(f"/counters/{COUNTER}/calls", {"after": None, "ticket": second["id"], "reason": "wheelchair"}),
        201,
    )
    assert (made["call"]["rule"], made["ticket"]["number"]) == ("by_hand", "A002")


def test_the_console_explains_its_line(kiosk: Api, clerk: Api) -> None:
    issue(kiosk), issue(kiosk, "A2")
    console = valid(clerk.get(f"/counters/{COUNTER}"), 200)
    assert [row["number"] for row in console["line"]] == ["A001", "A002"]
    assert console["line"][0]["why"]["rule"] == "key"
    assert "code" not in console["line"][0]


def test_holder_verbs_need_only_the_code(app: Flask, kiosk: Api, clerk: Api) -> None:
    ticket, phone = issue(kiosk), Api(app)
    valid(phone.post(f"/tickets/{ticket['code']}/delay", {"minutes": 5}), 200)
    assert valid(phone.post(f"/tickets/{ticket['code']}/cancellation"), 200)["state"] == "cancelled"
    assert phone.get(f"/tickets/{ticket['id']}").status_code == 401  # an id is no right


def test_priority_belongs_to_the_desk(app: Flask, tokens: Tokens, kiosk: Api) -> None:
    ticket = issue(kiosk)
    path = f"/tickets/{ticket['id']}/priority"
    assert Api(app, tokens["clerk"]).put(path, {"group": "older"}).status_code == 403
    desk = Api(app, tokens["desk"])
    assert valid(desk.put(path, {"group": "older", "note": "with a stick"}), 200)["lane"] == "priority"
    assert valid(desk.delete(path), 200)["lane"] == "ordinary"


def test_a_clerk_acts_at_their_own_counter_only(app: Flask, tokens: Tokens, kiosk: Api, clerk: Api) -> None:
    issue(kiosk)
    other = Api(app, tokens["other"])
    assert other.post(f"/counters/{COUNTER}/calls", {"after": None}).status_code == 403
    call = clerk.post(f"/counters/{COUNTER}/calls", {"after": None}).json["call"]["id"]
    assert other.post(f"/calls/{call}/arrival").status_code == 403
    assert Api(app, tokens["lead"]).post(f"/calls/{call}/arrival").status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", f"/halls/{HALL}/tickets"),
        ("GET", f"/halls/{HALL}/tickets"),
        ("GET", f"/halls/{HALL}/floor"),
        ("GET", f"/halls/{HALL}/journal"),
        ("PUT", f"/halls/{HALL}/emergency"),
        ("POST", f"/halls/{HALL}/devices"),
        ("PUT", f"/counters/{COUNTER}/opening"),
        ("GET", "/members/me"),
    ],
)
def test_without_credentials_every_staff_door_is_shut(app: Flask, tokens: Tokens, method: str, path: str) -> None:
    body = {} if method != "GET" else None
    assert valid(Api(app).ask(method, path, body), 401)["code"] == "signed_out"
    assert Api(app, "wrong").ask(method, path, body).status_code == 401
    if path != "/members/me":
        assert Api(app, tokens["stranger"]).ask(method, path, body).status_code in (403, 422)


def test_lists_hold_no_codes(app: Flask, tokens: Tokens, kiosk: Api) -> None:
    ticket = issue(kiosk)
    listed = Api(app, tokens["desk"]).get(f"/halls/{HALL}/tickets")
    assert valid(listed, 200)["items"][0]["code"] is None
    assert ticket["code"] not in listed.text and ticket["short_code"] not in listed.text


def test_a_short_code_finds_todays_ticket_and_is_throttled(app: Flask, tokens: Tokens, kiosk: Api) -> None:
    ticket = issue(kiosk)
    spoken = ticket["short_code"].lower()
    found = valid(kiosk.post(f"/halls/{HALL}/short-codes", {"short_code": f"{spoken[:4]} {spoken[4:]}"}), 200)
    assert found["number"] == ticket["number"]
    answers = [kiosk.post(f"/halls/{HALL}/short-codes", {"short_code": "AAAAAAAA"}).status_code for _ in range(12)]
    assert answers[-1] == 429


def test_r76_in_an_emergency_calling_stops(app: Flask, tokens: Tokens, kiosk: Api, clerk: Api) -> None:
    issue(kiosk)
    lead = Api(app, tokens["lead"])
    assert valid(lead.put(f"/halls/{HALL}/emergency", {"text": "Leave <b>now</b>"}), 200)["emergency"]
    assert clerk.post(f"/counters/{COUNTER}/calls", {}).json["code"] == "calling_stopped"
    page = app.test_client().get(f"/display/{HALL}").text
    assert "Leave &lt;b&gt;now&lt;/b&gt;" in page
    lead.delete(f"/halls/{HALL}/emergency")
    assert clerk.post(f"/counters/{COUNTER}/calls", {}).status_code == 201


def test_a_device_pairs_once_and_is_shut_out_at_once(app: Flask, tokens: Tokens) -> None:
    manager = Api(app, tokens["manager"])
    added = valid(manager.post(f"/halls/{HALL}/devices", {"kind": "kiosk", "name": "Door"}), 201)
    paired = valid(Api(app).post("/devices/pairings", {"pairing_code": added["pairing_code"]}), 201)
    device = Api(app, paired["token"])
    assert device.post(f"/halls/{HALL}/tickets", {"service": "A1"}).status_code == 201
    assert Api(app).post("/devices/pairings", {"pairing_code": added["pairing_code"]}).status_code == 404
    manager.delete(f"/devices/{added['device']['id']}")
    assert device.post(f"/halls/{HALL}/tickets", {"service": "A1"}).status_code == 401


def test_a_pairing_code_lives_fifteen_minutes(app: Flask, tokens: Tokens, clock: FrozenClock) -> None:
    added = Api(app, tokens["manager"]).post(f"/halls/{HALL}/devices", {"kind": "kiosk", "name": "Door"}).json
    clock.pass_(minutes=16)
    assert Api(app).post("/devices/pairings", {"pairing_code": added["pairing_code"]}).status_code == 404


def test_signing_in_is_alike_for_unknown_and_wrong_and_is_throttled(app: Flask, tokens: Tokens) -> None:
    door = Api(app)
    assert (
        valid(door.post("/tokens", {"login": "desk", "password": "correct horse"}), 201)["member"]["login"]
        == "desk"
    )
    wrong, unknown = (door.post("/tokens", {"login": login, "password": "no"}) for login in ("desk", "nobody"))
    assert wrong.json == unknown.json
    codes = [door.post("/tokens", {"login": "desk", "password": "no"}).status_code for _ in range(12)]
    assert codes[-1] == 429


def test_the_journal_is_gapless_and_for_managers(app: Flask, tokens: Tokens, kiosk: Api) -> None:
    issue(kiosk), issue(kiosk)
    page = valid(Api(app, tokens["manager"]).get(f"/halls/{HALL}/journal?limit=200"), 200)
    assert [f["seq"] for f in page["items"]] == list(range(1, len(page["items"]) + 1))
