"""The habits of the API: idempotency, bad input, caching, languages, looking up services."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from tests.web.api.contract import valid
from tests.world import HALL, Api

Tokens = dict[str, str]
TICKETS = f"/halls/{HALL}/tickets"


@pytest.fixture
def kiosk(app: Flask, tokens: Tokens) -> Api:
    return Api(app, tokens["kiosk"])


def test_the_same_key_and_body_give_the_same_ticket(kiosk: Api) -> None:
    first = kiosk.post(TICKETS, {"service": "A1"}, Idempotency_Key="wish-1")
    again = kiosk.post(TICKETS, {"service": "A1"}, Idempotency_Key="wish-1")
    assert again.status_code == 201 and again.json == first.json
    assert again.headers["Idempotent-Replay"] == "true" and "Idempotent-Replay" not in first.headers
    assert kiosk.post(TICKETS, {"service": "A1"}, Idempotency_Key="wish-2").json["number"] == "A002"


def test_the_same_key_at_the_same_moment_is_one_ticket(app: Flask, tokens: Tokens) -> None:
    def press(_: int) -> Any:
        return (
            Api(app, tokens["kiosk"]).post(TICKETS, {"service": "A1"}, Idempotency_Key="double tap").json["number"]
        )

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(press, range(8))) == {"A001"}


def test_a_key_with_another_body_is_refused(kiosk: Api) -> None:
    kiosk.post(TICKETS, {"service": "A1"}, Idempotency_Key="k")
    assert (
        valid(kiosk.post(TICKETS, {"service": "B1"}, Idempotency_Key="k"), 422)["code"] == "idempotency_key_reused"
    )


def test_a_refusal_is_not_remembered(kiosk: Api) -> None:
    assert kiosk.post(TICKETS, {"service": "nonsense"}, Idempotency_Key="k").status_code == 422
    assert (
        kiosk.post(TICKETS, {"service": "nonsense"}, Idempotency_Key="k").headers.get("Idempotent-Replay") is None
    )


def test_keys_of_two_callers_do_not_meet(app: Flask, tokens: Tokens, kiosk: Api) -> None:
    kiosk.post(TICKETS, {"service": "A1"}, Idempotency_Key="k")
    desk = Api(app, tokens["desk"])
    assert desk.post(TICKETS, {"service": "A1"}, Idempotency_Key="k").json["number"] == "A002"


@pytest.mark.parametrize("key", ["x" * 65, "\u007f"])
def test_a_strange_key_is_refused(kiosk: Api, key: str) -> None:
    assert kiosk.post(TICKETS, {"service": "A1"}, Idempotency_Key=key).status_code == 422


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "service"),
        ({"service": 7}, "service"),
        ({"service": "A1", "colour": "red"}, "colour"),
        ({"service": "A1", "language": "xx"}, "language"),
        ({"service": "A1", "services": ["A2"]}, "service"),
        ({"services": ["A1", "A1"]}, "services"),
        ({"service": "x" * 70}, "service"),
        ({"service": "A1\u0000"}, "service"),
        ([], "body"),
    ],
)
def test_wrong_bodies_name_the_field(kiosk: Api, body: Any, field: str) -> None:
    answer = valid(kiosk.post(TICKETS, body), 422)
    assert any(e["field"].startswith(field) and e["message"] for e in answer["errors"])


def test_no_json_is_400_another_type_415_a_megabyte_413(app: Flask, tokens: Tokens) -> None:
    client, headers = app.test_client(), {"Authorization": f"Bearer {tokens['kiosk']}"}
    path = "/api/v1" + TICKETS
    json = {"Content-Type": "application/json"}
    assert client.post(path, data="{", headers=headers | json).status_code == 400
    assert client.post(path, data="a=b", headers=headers | {"Content-Type": "text/plain"}).status_code == 415
    assert (
        client.post(path, data='{"service":"' + "x" * 1_000_000 + '"}', headers=headers | json).status_code == 413
    )


@pytest.mark.parametrize("note", ["😀 ok", "\u202eright to left", "<script>alert(1)</script>", "张大爷，七十四岁"])
def test_notes_take_any_script_and_are_never_in_a_fact(app: Flask, tokens: Tokens, kiosk: Api, note: str) -> None:
    ticket = kiosk.post(TICKETS, {"service": "A1"}).json
    answer = Api(app, tokens["desk"]).put(f"/tickets/{ticket['id']}/priority", {"group": "older", "note": note})
    assert answer.status_code == 200
    assert note not in Api(app, tokens["manager"]).get(f"/halls/{HALL}/journal?limit=200").text


def test_a_note_with_nul_is_refused(app: Flask, tokens: Tokens, kiosk: Api) -> None:
    ticket = kiosk.post(TICKETS, {"service": "A1"}).json
    desk = Api(app, tokens["desk"])
    assert desk.put(f"/tickets/{ticket['id']}/priority", {"group": "older", "note": "a\u0000b"}).status_code == 422


def test_what_clients_poll_has_an_etag(kiosk: Api) -> None:
    first = kiosk.get(f"/halls/{HALL}/board")
    assert kiosk.get(f"/halls/{HALL}/board", If_None_Match=first.headers["ETag"]).status_code == 304
    kiosk.post(TICKETS, {"service": "A1"})
    assert kiosk.get(f"/halls/{HALL}/board", If_None_Match=first.headers["ETag"]).status_code == 200


def test_the_clock_is_never_an_old_one(kiosk: Api) -> None:
    """A browser that was told "nothing new" would set its clock back to the copy it keeps."""
    answer = kiosk.get("/halls/willow/demo-clock")
    assert answer.headers["Cache-Control"] == "no-store" and "ETag" not in answer.headers


def test_services_say_whether_numbers_are_issued_and_how_long_it_takes(app: Flask, kiosk: Api) -> None:
    app.extensions["hall"].waits.compute(HALL)
    services = {s["id"]: s for s in valid(kiosk.get(f"/halls/{HALL}/services"), 200)["items"]}
    assert services["A1"]["issuing"] == "open" and services["A1"]["wait"] is None
    assert services["A1"]["wait_unknown_reason"] == "no_counter"
    assert services["P"]["services"] == ["A1", "B1"]


def test_unknown_places_are_404_in_words(kiosk: Api) -> None:
    for path in (
        "/halls/nowhere",
        "/halls/nowhere/services",
        f"/halls/{HALL}/services/X9",
        "/tickets/" + "x" * 22,
    ):
        assert valid(kiosk.get(path), 404)["detail"]
    assert kiosk.get("/nonsense").mimetype == "application/problem+json"
    assert kiosk.ask("PATCH", f"/halls/{HALL}").status_code == 405


def test_limits_are_checked(app: Flask, tokens: Tokens) -> None:
    desk = Api(app, tokens["desk"])
    for wrong in ("limit=0", "limit=201", "limit=x", "limit=1e3", "state=flying", "cursor=-1"):
        assert valid(desk.get(f"{TICKETS}?{wrong}"), 422)["errors"]


def test_lists_go_on_where_they_stopped(app: Flask, tokens: Tokens, kiosk: Api) -> None:
    for _ in range(5):
        kiosk.post(TICKETS, {"service": "A1"})
    desk = Api(app, tokens["desk"])
    first = valid(desk.get(f"{TICKETS}?limit=3"), 200)
    rest = valid(desk.get(f"{TICKETS}?limit=3&cursor={first['next']}"), 200)
    numbers = [t["number"] for t in first["items"] + rest["items"]]
    assert numbers == ["A001", "A002", "A003", "A004", "A005"] and rest["next"] is None


def test_the_calendar_is_json_and_a_calendar_file(kiosk: Api) -> None:
    days = valid(kiosk.get(f"/halls/{HALL}/calendar?from=2026-11-23&to=2026-11-29"), 200)["items"]
    assert [d["closed"] for d in days] == [False] * 5 + [True] * 2
    text = kiosk.get(f"/halls/{HALL}/calendar.ics").text
    assert text.startswith("BEGIN:VCALENDAR\r\n") and max(map(len, text.encode().split(b"\r\n"))) <= 75
    assert kiosk.get(f"/halls/{HALL}/calendar?from=tomorrow").status_code == 422
