"""The addresses of an outage: provisions, replays, and the look afterwards (R-75)."""

from datetime import time, timedelta
from typing import Any

import pytest
from flask import Flask

from hall.kernel.ids import new_id, public_code, short_code
from hall.kernel.work import SYSTEM
from hall.site.actions import adopt_plan
from hall.site.plan import QuotaBand
from tests.web.api.contract import valid
from tests.world import HALL, Api, Floor, FrozenClock, a_plan, a_service

PROVISIONS, REPLAYS = "/devices/current/provisions", "/devices/current/replays"
OUTAGE, REVIEW = f"/halls/{HALL}/outage", f"/halls/{HALL}/outage/review"


@pytest.fixture
def kiosk(app: Flask, tokens: dict[str, str]) -> Api:
    return Api(app, tokens["kiosk"])


@pytest.fixture
def desk(app: Flask, tokens: dict[str, str]) -> Api:
    return Api(app, tokens["desk"])


def an_item(clock: FrozenClock, number: int, order: int = 1, **more: Any) -> dict[str, Any]:
    at = clock.hall.isoformat()
    item = {"id": new_id(), "code": public_code(), "short_code": short_code(), "key": new_id(), "order": order}
    item |= {"day": "2026-11-23", "series": "A", "number": number, "wish": {"service": "A1"}}
    return item | {"issued_at": at, "earliest": at, "latest": at} | more


def sent(clock: FrozenClock, *items: dict[str, Any], minutes: int = 0, **more: Any) -> dict[str, Any]:
    return {"items": items, "cut_off_at": (clock.hall - timedelta(minutes=minutes)).isoformat()} | more


def test_r75_a_kiosk_is_told_everything_it_needs(kiosk: Api, app: Flask, clock: FrozenClock) -> None:
    waiting = kiosk.post(f"/halls/{HALL}/tickets", {"service": "A1"}).json
    told = valid(kiosk.post(PROVISIONS), 200)
    today, tomorrow = told["days"]
    assert (today["day"], tomorrow["day"]) == ("2026-11-23", "2026-11-24")
    assert today["start"] == "2026-11-22T16:00:00Z" and today["end"] == tomorrow["start"]
    assert [s["service"] for s in today["services"]] == ["A1", "A2", "B1", "P"]
    # Numbers from twenty minutes before the opening.
    assert today["services"][0]["spans"] == [["2026-11-23T00:10:00Z", "2026-11-23T09:30:00Z"]]
    assert {(b["day"], b["series"], b["first"]) for b in told["blocks"]} == {
        (day, series, 1101) for day in ("2026-11-23", "2026-11-24") for series in "AB"
    }
    row = {"ticket": waiting["id"], "number": "A001", "queue": "A", "service": "A1", "zone": "A"}
    assert told["line"] == [row | {"counters": [1, 2, 4], "issued_at": waiting["issued_at"]}]
    assert told["ticket_address"] == "http://hall.test/t/{code}" and told["ticket_digits"] == 3


def test_r75_asking_again_writes_nothing(kiosk: Api, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    first = kiosk.post(PROVISIONS).json
    with monkeypatch.context() as patch:
        patch.setattr(app.extensions["hall"].database, "write", None)
        assert kiosk.post(PROVISIONS).json == first
    used = {"day": "2026-11-23", "series": "A", "first": 1101, "used": 1190}
    blocks = kiosk.post(PROVISIONS, {"used": [used]}).json["blocks"]
    assert [(b["first"], b["used"]) for b in blocks if (b["day"], b["series"]) == ("2026-11-23", "A")] == [
        (1101, 1190),
        (4901, 4900),
    ]


def left(kiosk: Api) -> dict[str, Any]:
    return {s["service"]: s["left"] for s in kiosk.post(PROVISIONS).json["days"][0]["services"]}


def test_r10_r08_what_is_left_counts_quotas_always_and_capacity_in_the_last_hour(
    kiosk: Api, app: Flask, clock: FrozenClock
) -> None:
    bands = (QuotaBand(start=time(9), end=time(10), numbers=2), QuotaBand(start=time(10), end=time(12), numbers=5))
    services = (a_service("A1", "A", quota_per_day=9), a_service("A2", "A", quotas=bands), a_service("B1", "B"))
    app.extensions["hall"].works.perform(HALL, SYSTEM, lambda w: adopt_plan(w, a_plan(services=services)))
    for service in ("A1", "A2"):
        kiosk.post(f"/halls/{HALL}/tickets", {"service": service})
    assert left(kiosk) == {"A1": 8, "A2": 6, "B1": None, "P": 8}
    Floor(app.extensions["hall"].works).open(3)
    clock.pass_(hours=7)  # 16:40, counter 3 serves B for 80 minutes more; nobody is at A
    found = left(kiosk)
    assert found["A1"] == 0 and found["P"] == 0 and 5 <= found["B1"] <= 10


def test_r75_a_replay_is_kept_once_and_a_look_releases_it(
    kiosk: Api, desk: Api, app: Flask, clock: FrozenClock
) -> None:
    kiosk.post(PROVISIONS)
    one, two, bad = an_item(clock, 1101), an_item(clock, 1102, 2), an_item(clock, 1201, 3)
    clock.pass_(minutes=6)
    body = sent(clock, two, one, bad, minutes=6)
    assert [a["state"] for a in valid(kiosk.post(REPLAYS, body), 200)["items"]] == ["kept", "kept", "refused"]
    assert [a["state"] for a in valid(kiosk.post(REPLAYS, body), 200)["items"]] == ["known", "known", "refused"]
    found = valid(desk.get(OUTAGE), 200)
    assert [t["number"] for t in found["items"]] == ["A1101", "A1102"]
    assert [(r["number"], r["reason"]) for r in found["refused"]] == [("A1201", "number_not_yours")]
    assert found["items"][0]["unconfirmed"] and found["items"][0]["state"] == "waiting"
    assert valid(desk.post(REVIEW, {"served": [one["id"]]}), 200) == {"served": 1, "gone": 0, "released": 1}
    assert desk.get(OUTAGE).json == {"items": [], "refused": [], "next": None}


def test_r75_who_is_in_doubt_waits_for_its_holder_and_is_called_by_nobody(
    kiosk: Api, app: Flask, tokens: dict[str, str], clock: FrozenClock
) -> None:
    clerk = Api(app, tokens["clerk"])
    kiosk.post(PROVISIONS)
    item = an_item(clock, 1101, listed=True)
    kiosk.post(REPLAYS, sent(clock, item))
    holder = Api(app).get(f"/tickets/{item['code']}").json
    assert (holder["state"], holder["unconfirmed"], holder["wait"]) == ("waiting", False, None)
    assert "A1101" in app.test_client().get(f"/t/{item['code']}").text
    clerk.put(f"/counters/{HALL}-1/opening")
    assert clerk.post(f"/counters/{HALL}-1/calls", {"after": None}).json["code"] == "nobody_waiting"
    wish = {"after": None, "ticket": item["id"], "reason": "other"}
    refused = clerk.post(f"/counters/{HALL}-1/calls", wish)
    assert (refused.status_code, refused.json["code"]) == (409, "not_confirmed")
    board = Api(app).get(f"/halls/{HALL}/board").json
    assert board["queues"]["A"] == 1


def test_r75_a_lost_answer_makes_no_second_ticket_either_way(kiosk: Api, app: Flask, clock: FrozenClock) -> None:
    kiosk.post(PROVISIONS)
    tickets, wish = f"/halls/{HALL}/tickets", {"service": "A1"}
    item = an_item(clock, 1101)
    unseen = kiosk.post(tickets, wish, Idempotency_Key=item["key"]).json
    kiosk.post(REPLAYS, sent(clock, item))
    assert kiosk.get(f"/tickets/{unseen['id']}").json["state"] == "cancelled"
    late = an_item(clock, 1102, 2)
    kiosk.post(REPLAYS, sent(clock, late))
    assert kiosk.post(tickets, wish, Idempotency_Key=late["key"]).status_code == 422


def test_r75_a_whole_hall_on_one_list_fits_into_a_request(kiosk: Api, desk: Api, clock: FrozenClock) -> None:
    kiosk.post(PROVISIONS)
    items = [an_item(clock, 1101 + n, n + 1) for n in range(50)]
    ids = [new_id() for _ in range(2000)]
    answer = valid(kiosk.post(REPLAYS, sent(clock, *items, listed=ids)), 200)
    assert {a["state"] for a in answer["items"]} == {"kept"}
    assert valid(desk.post(REVIEW, {"served": ids, "gone": ids}), 200)["served"] == 0


@pytest.mark.parametrize("who", ["clerk", "desk", "manager", None])
def test_only_kiosks_provide_themselves_and_replay(app: Flask, tokens: dict[str, str], who: str | None) -> None:
    api = Api(app, tokens[who] if who else None)
    for address in (PROVISIONS, REPLAYS):
        assert api.post(address).status_code == (403 if who else 401)


@pytest.mark.parametrize(("who", "status"), [("desk", 200), ("lead", 200), ("clerk", 403), ("kiosk", 403)])
def test_the_look_is_for_desk_and_lead(app: Flask, tokens: dict[str, str], who: str, status: int) -> None:
    api = Api(app, tokens[who])
    assert (api.get(OUTAGE).status_code, api.post(REVIEW).status_code) == (status, status)
