"""What a client may send and what it may learn: control characters, far times, codes, other halls, secrets."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from hall.kernel.idempotency import Remembered
from hall.queue import actions
from hall.site.plan import Plan
from hall.staff.actions import count_attempt
from hall.web.api import blueprint, examples
from hall.web.api.endpoint import ENDPOINTS
from tests.web.api.contract import valid
from tests.world import HALL, MONDAY, Api, FrozenClock, a_plan

Tokens = dict[str, str]
TICKETS = f"/halls/{HALL}/tickets"


@pytest.fixture
def kiosk(app: Flask, tokens: Tokens) -> Api:
    return Api(app, tokens["kiosk"])


@pytest.mark.parametrize(
    "path",
    ["/halls/%00", "/counters/willow-1%00", "/calls/%00", "/tickets/" + "x" * 25 + "%00", "/halls/a%0d%0ab/board"],
)
def test_a_control_character_in_an_address_is_nothing_we_have(app: Flask, tokens: Tokens, path: str) -> None:
    assert Api(app, tokens["lead"]).get(path).status_code == 404


def test_a_control_character_in_a_query_is_named(app: Flask, tokens: Tokens) -> None:
    answer = Api(app, tokens["lead"]).get(f"{TICKETS}?queue=%00")
    assert answer.status_code == 422 and answer.json["errors"][0]["field"] == "queue"


@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-23T01:00:00",
        "2026-11-23",
        1795400000,
        "9999-12-31T23:59:59-14:00",
        "0001-01-01T00:00:00+14:00",
        "soon",
    ],
)
def test_a_moment_without_offset_or_out_of_our_time_is_refused(app: Flask, tokens: Tokens, moment: Any) -> None:
    lead = Api(app, tokens["lead"])
    answer = lead.post(f"/halls/{HALL}/messages", {"text": "Lift 2", "until": moment})
    assert valid(answer, 422)["errors"][0]["field"] == "until"


def test_a_pause_until_another_century_does_not_reach_the_screens(app: Flask, tokens: Tokens) -> None:
    clerk = Api(app, tokens["clerk"])
    clerk.put(f"/counters/{HALL}-1/opening")
    wish = {"reason": "meal", "until": "2199-12-30T00:00:00Z"}
    assert clerk.put(f"/counters/{HALL}-1/pause", wish).status_code == 422
    assert app.test_client().get(f"/display/{HALL}").status_code == 200


@pytest.mark.parametrize("body", [{"service": "A1", "help_requested": "yes"}, {"service": "A1", "large_type": 1}])
def test_true_is_true_and_nothing_else(kiosk: Api, body: Any) -> None:
    assert valid(kiosk.post(TICKETS, body), 422)["errors"][0]["code"] == "bool_type"


def test_a_whole_number_may_be_written_with_a_point(app: Flask, kiosk: Api) -> None:
    code = kiosk.post(TICKETS, {"service": "A1"}).json["code"]
    assert Api(app).post(f"/tickets/{code}/delay", {"minutes": 5.0}).status_code == 200


def test_what_is_wrong_with_a_field_is_said_in_the_readers_language(app: Flask, tokens: Tokens) -> None:
    answer = Api(app, tokens["kiosk"], language="zh-CN").post(TICKETS, {"service": 7})
    assert answer.json["errors"][0]["message"] == "此处必须是文字。"


def test_blank_words_are_no_words(app: Flask, tokens: Tokens) -> None:
    assert Api(app, tokens["lead"]).put(f"/halls/{HALL}/emergency", {"text": "  "}).status_code == 422


def test_whoever_knows_only_an_id_is_not_told_the_code(app: Flask, tokens: Tokens, kiosk: Api) -> None:
    made = kiosk.post(TICKETS, {"service": "A1"}).json
    by_id = f"/tickets/{made['id']}"
    assert kiosk.get(by_id).json["code"] == made["code"], "the kiosk that issued it may print it again"
    assert Api(app, tokens["desk"]).get(by_id).json["code"] == made["code"]
    seen = Api(app, tokens["clerk"]).get(by_id).json
    assert seen["code"] is seen["short_code"] is seen["qr"] is None


def test_a_colleagues_console_holds_no_code(app: Flask, tokens: Tokens, kiosk: Api) -> None:
    kiosk.post(TICKETS, {"service": "A1"})
    clerk, path = Api(app, tokens["clerk"]), f"/counters/{HALL}-1"
    clerk.put(f"{path}/opening")
    clerk.post(f"{path}/calls", {"after": None})
    assert clerk.get(path).json["current"]["ticket"]["code"]
    assert Api(app, tokens["other"]).get(path).json["current"]["ticket"]["code"] is None


def test_numbers_are_taken_at_kiosk_and_desk_and_ended_by_who_may(app: Flask, tokens: Tokens, kiosk: Api) -> None:
    ticket = kiosk.post(TICKETS, {"service": "A1"}).json["id"]
    for who in ("clerk", "admin", "stranger"):
        assert Api(app, tokens[who]).post(TICKETS, {"service": "A1"}).status_code == 403
    assert Api(app, tokens["admin"]).post(f"/tickets/{ticket}/cancellation").status_code == 403
    assert Api(app, tokens["desk"]).post(f"/tickets/{ticket}/cancellation").status_code == 200


def test_a_screen_belongs_to_a_counter_of_its_own_hall(app: Flask, tokens: Tokens) -> None:
    oak: Plan = a_plan(id="oak")
    house = app.extensions["hall"]
    house.database.write(lambda s: None)
    _found(house, oak)
    manager = Api(app, tokens["manager"])
    for counter in ("oak-1", "nowhere-1", None):
        wish = {"kind": "counter_display", "name": "Screen", "counter": counter}
        answer = manager.post(f"/halls/{HALL}/devices", wish)
        assert valid(answer, 422)["errors"][0]["field"] == "counter"


def _found(house: Any, plan: Plan) -> None:
    from hall.site.actions import found_hall

    def found(session: Any) -> None:
        found_hall(session, plan, MONDAY)
        actions.set_up_counters(session, plan, MONDAY)

    house.database.write(found)


def test_a_pairing_whose_answer_was_lost_is_answered_again_and_forgotten_soon(
    app: Flask, tokens: Tokens, clock: FrozenClock
) -> None:
    made = Api(app, tokens["manager"]).post(f"/halls/{HALL}/devices", {"kind": "kiosk", "name": "K2"}).json
    body = {"pairing_code": made["pairing_code"]}
    first = Api(app).post("/devices/pairings", body, Idempotency_Key="pair-1")
    again = Api(app).post("/devices/pairings", body, Idempotency_Key="pair-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json == first.json and again.headers["Idempotent-Replay"] == "true"
    clock.pass_(minutes=16)
    assert Api(app).post("/devices/pairings", body, Idempotency_Key="pair-1").status_code == 404


def test_what_was_kept_for_retries_is_forgotten(app: Flask, kiosk: Api, clock: FrozenClock) -> None:
    from hall.schedule import tidy

    kiosk.post(TICKETS, {"service": "A1"}, Idempotency_Key="k")
    clock.pass_(hours=25)
    house = app.extensions["hall"]
    tidy(house.works)
    with house.database.read() as session:
        assert session.query(Remembered).count() == 0


def test_signing_out_with_a_cookie_ends_that_session(app: Flask, tokens: Tokens) -> None:
    client = app.test_client()
    client.set_cookie("hall_session", tokens["clerk"])
    page = client.get("/counter?all=1").text
    token = page.split('name="csrf-token" content="')[1].split('"')[0]
    assert client.delete("/api/v1/tokens/current", headers={"X-CSRFToken": token}).status_code == 204
    assert client.get("/api/v1/members/me").status_code == 401


def test_a_list_is_cut_and_goes_on(app: Flask) -> None:
    first = valid(Api(app).get(f"/halls/{HALL}/services?limit=2"), 200)
    rest = valid(Api(app).get(f"/halls/{HALL}/services?cursor={first['next']}"), 200)
    assert [len(first["items"]), len(rest["items"]), rest["next"]] == [2, 2, None]


def test_a_clock_that_ticks_is_no_news(app: Flask, clock: FrozenClock) -> None:
    for path in ("/halls", f"/halls/{HALL}", f"/halls/{HALL}/counters", f"/halls/{HALL}/calendar.ics"):
        etag = Api(app).get(path).headers["ETag"]
        clock.pass_(seconds=5)
        assert Api(app).get(path, If_None_Match=etag).status_code == 304, path


def test_what_is_done_elsewhere_has_a_guide_that_says_where(app: Flask) -> None:
    assert Api(app).get(f"/halls/{HALL}/services/nowhere").status_code == 404


def test_every_shape_has_an_example_that_its_model_reads() -> None:
    blueprint()
    for shape in {s for e in ENDPOINTS for s in (e.takes, e.gives) if s is not None}:
        shape.model_validate(examples.of(shape))


def test_a_hundred_attempts_at_one_moment_are_a_hundred_attempts(any_database: Any) -> None:
    from hall.kernel.errors import TooMany

    def attempt(_: int) -> bool:
        try:
            any_database.write(lambda session: count_attempt(session, "login:wang.li", MONDAY))
        except TooMany:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(attempt, range(100))) == 10


def test_readiness_names_everything_that_a_hall_leans_on(app: Flask) -> None:
    answer = app.test_client().get("/readyz")
    parts = {"database": "ok", "broker": "none", "ticker": "none", "line": "none", "halls": {HALL: 2}}
    assert (answer.status_code, answer.json) == (200, parts)
    app.extensions["hall.heartbeat"] = _Silent()
    late = app.test_client().get("/readyz")
    assert late.status_code == 503 and late.headers["Retry-After"]


class _Silent:
    def seconds_ago(self) -> float:
        return 60.0
