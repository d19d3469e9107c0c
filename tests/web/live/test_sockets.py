"""Live messages over a real socket server: who may watch what, nothing lost after a crash, shut out at once."""

from itertools import pairwise
from typing import Any

import pytest
from flask import Flask

from hall.queue import actions
from hall.staff.actions import appoint, dismiss
from hall.staff.queries import member_by_login
from hall.staff.rules import Role
from hall.web.live.publisher import NAMESPACE, Publisher, tell_waits
from tests.world import CLERK, HALL, Api, Floor

Tokens = dict[str, str]


@pytest.fixture
def hall(app: Flask, tokens: Tokens) -> Floor:
    publish(app)  # what setting up the hall has said
    return Floor(app.extensions["hall"].works)


def connect(app: Flask, **auth: str) -> Any:
    return app.extensions["hall"].socketio.test_client(app, namespace=NAMESPACE, auth=auth)


def watch(client: Any, room: str, **more: Any) -> Any:
    return client.emit("watch", {"room": room, **more}, namespace=NAMESPACE, callback=True)


def heard(client: Any, event: str = "message") -> list[Any]:
    return [
        m["args"][0] if isinstance(m["args"], list) else m["args"]
        for m in client.get_received(NAMESPACE)
        if m["name"] == event
    ]


def publish(app: Flask) -> None:
    app.extensions["hall.publisher"].publish()


def test_a_board_hears_calls_in_order_with_the_number_before(app: Flask, hall: Floor) -> None:
    screen = connect(app)
    assert watch(screen, f"board:{HALL}")["ok"]
    hall.issue("A1"), hall.issue("B1")
    hall.next(hall.open(1))
    publish(app)
    messages = heard(screen)
    assert [m["name"] for m in messages] == ["ticket.issued", "ticket.issued", "counter.opened", "ticket.called"]
    assert all(b["prev"] == a["seq"] for a, b in pairwise(messages))


def test_a_zones_board_hears_only_its_zone(app: Flask, hall: Floor) -> None:
    screen = connect(app)
    watch(screen, f"board:{HALL}:B")
    hall.issue("A1"), hall.issue("B1")
    publish(app)
    assert [m["number"] for m in heard(screen)] == ["B001"]


def test_a_ticket_is_heard_by_its_holder_alone(app: Flask, hall: Floor) -> None:
    mine, other = hall.issue("A1"), hall.issue("A1")
    publish(app)
    phone = connect(app, code=mine.code)
    assert watch(phone, f"ticket:{mine.code}")["ok"]
    assert watch(phone, f"ticket:{other.code}") == {"ok": False, "code": "not_allowed"}
    assert not watch(connect(app), f"ticket:{mine.code}")["ok"]
    hall.do(actions.cancel, other.id)
    hall.do(actions.cancel, mine.id)
    publish(app)
    assert [m["number"] for m in heard(phone)] == [mine.label]


@pytest.mark.parametrize(
    "room", [f"counter:{HALL}-1", f"floor:{HALL}", "ticket:x", "board:nowhere", f"board:{HALL}:Q"]
)
def test_strangers_watch_nothing_but_boards(app: Flask, tokens: Tokens, room: str) -> None:
    assert not watch(connect(app), room)["ok"]


def test_staff_watch_their_hall(app: Flask, tokens: Tokens) -> None:
    assert watch(connect(app, token=tokens["clerk"]), f"counter:{HALL}-1")["ok"]
    assert not watch(connect(app, token=tokens["clerk"]), f"floor:{HALL}")["ok"]
    assert watch(connect(app, token=tokens["lead"]), f"floor:{HALL}")["ok"]
    assert not connect(app, token="wrong").is_connected(NAMESPACE)


def test_a_colleagues_counter_is_heard_at_every_console(app: Flask, hall: Floor, tokens: Tokens) -> None:
    console = connect(app, token=tokens["clerk"])
    watch(console, f"counter:{HALL}-2")
    hall.issue("A1")
    hall.next(hall.open(1))
    publish(app)
    assert "ticket.called" in [m["name"] for m in heard(console)]


def test_after_a_crash_between_commit_and_emit_whoever_asks_gets_what_was_missed(app: Flask, hall: Floor) -> None:
    screen = connect(app)
    since = watch(screen, f"board:{HALL}")["seq"]
    hall.issue("A1")
    # The process dies here: the new one begins at the head of the line and has never heard of the ticket.
    app.extensions["hall.publisher"] = Publisher(app.extensions["hall"])
    publish(app)
    assert heard(screen) == []
    again = connect(app)
    watch(again, f"board:{HALL}", since=since)
    assert [m["number"] for m in heard(again)] == ["A001"]


def test_after_a_long_sleep_a_client_is_told_to_look_again(app: Flask, hall: Floor) -> None:
    for _ in range(201):
        hall.issue("A1")
    screen = connect(app)
    watch(screen, f"board:{HALL}", since=0)
    assert heard(screen, "resync")


@pytest.mark.parametrize(
    "wish", [None, 7, "x", [], {"room": 5}, {"room": "a" * 999}, {"room": f"board:{HALL}", "since": "x"}]
)
def test_nonsense_ends_no_connection(app: Flask, tokens: Tokens, wish: Any) -> None:
    client = connect(app)
    client.emit("watch", wish, namespace=NAMESPACE, callback=True)
    assert client.is_connected(NAMESPACE)


def test_a_revoked_device_is_disconnected_at_once(app: Flask, hall: Floor, tokens: Tokens) -> None:
    from hall.site.actions import revoke_device
    from hall.site.queries import devices

    kiosk = connect(app, token=tokens["kiosk"])
    with hall.works.database.read() as session:
        device = devices(session, HALL)[0].id
    hall.do(revoke_device, device)
    publish(app)
    assert not kiosk.is_connected(NAMESPACE)


def test_signing_out_ends_the_live_line_and_a_lost_role_its_rooms(app: Flask, hall: Floor, tokens: Tokens) -> None:
    lead, clerk = connect(app, token=tokens["lead"]), connect(app, token=tokens["clerk"])
    assert watch(lead, f"floor:{HALL}")["ok"] and watch(clerk, f"counter:{HALL}-1")["ok"]
    Api(app, tokens["lead"]).delete("/tokens/current")
    assert not lead.is_connected(NAMESPACE)
    with hall.works.database.read() as session:
        member = member_by_login(session, "clerk")
    hall.do(dismiss, member.id)  # type: ignore[union-attr]
    assert watch(clerk, f"counter:{HALL}-2")["code"] == "not_allowed"


def test_a_client_that_goes_while_it_asks_breaks_nothing(
    app: Flask, hall: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(room: str) -> None:
        raise ValueError("sid is not connected to requested namespace")

    screen = connect(app)
    monkeypatch.setattr("hall.web.live.handlers.join_room", gone)
    assert watch(screen, f"board:{HALL}") == {"ok": False, "code": "gone"}


def test_a_client_can_change_nothing(app: Flask, tokens: Tokens) -> None:
    client = connect(app, token=tokens["lead"])
    for verb in ("call", "issue", "emit", "publish", "message"):
        client.emit(verb, {"counter": f"{HALL}-1"}, namespace=NAMESPACE)
    assert client.get_received(NAMESPACE) == []


def test_too_many_watchers_are_refused_politely(app: Flask, tokens: Tokens) -> None:
    app.extensions["hall"].socketio.hall_watchers._limit = 2
    clients = [connect(app) for _ in range(3)]
    assert [c.is_connected(NAMESPACE) for c in clients] == [True, True, False]


def test_waits_are_told_without_a_number(app: Flask, hall: Floor) -> None:
    screen = connect(app)
    watch(screen, f"board:{HALL}")
    tell_waits(app.extensions["hall"], HALL, 7)
    assert heard(screen) == [{"name": "wait.changed", "as_of_seq": 7}]


def test_frames_hold_no_code_and_no_name(app: Flask, hall: Floor, tokens: Tokens) -> None:
    floor = connect(app, token=tokens["lead"])
    watch(floor, f"floor:{HALL}")
    ticket = hall.issue("A1")
    hall.do(actions.open_counter, f"{HALL}-1", CLERK)
    hall.do(actions.give_priority, ticket.id, "illness", note="Mr Zhao")
    publish(app)
    frames = str(heard(floor))
    assert ticket.code not in frames and ticket.short_code not in frames and "Zhao" not in frames


def test_a_role_given_or_taken_ends_the_lines_and_asking_anew_decides(
    app: Flask, hall: Floor, tokens: Tokens
) -> None:
    lead = connect(app, token=tokens["lead"])
    assert watch(lead, f"floor:{HALL}")["ok"]
    with hall.works.database.read() as session:
        member = member_by_login(session, "lead")
    hall.do(appoint, member.id, [Role.COUNTER])  # type: ignore[union-attr]
    publish(app)
    assert not lead.is_connected(NAMESPACE)
    again = connect(app, token=tokens["lead"])
    assert not watch(again, f"floor:{HALL}")["ok"] and watch(again, f"counter:{HALL}-1")["ok"]
