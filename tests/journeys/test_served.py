"""The server itself, as a city runs it: a busy minute, kill -9, restart, a screen that sees it, a clean end."""

import itertools
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import socketio

from display.board import apply
from hall.wire.board import Board
from hall.wire.live import read
from tests.databases import fresh_postgres, fresh_sqlite
from tests.house.test_rooms import ROOT
from tests.long import IN_LONG_RUN
from tests.served_hall import ServedHall, made
from tests.world import HALL

LONG = bool(os.environ.get("HALL_LONG"))
ROUNDS = {"sqlite": 20 if LONG else 1, "postgresql": 3 if LONG else 1}
ACTIONS = 60  # acknowledged before each kill


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=IN_LONG_RUN)])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ServedHall]:
    hall = made(tmp_path, fresh_sqlite(tmp_path) if request.param == "sqlite" else fresh_postgres())
    hall.start()
    yield hall
    if hall.process is not None and hall.process.poll() is None:
        hall.kill()


class Screen:
    """A hall screen: a snapshot, then messages, and a fresh snapshot whenever it was cut off."""

    def __init__(self, hall: ServedHall) -> None:
        self.hall, self.board = hall, self._fresh(hall)
        self.caught_up = threading.Event()
        self.client = socketio.Client(reconnection_delay=0.1, reconnection_delay_max=0.2)
        self.client.on("connect", self._watch, namespace="/live")
        self.client.on("message", self._hear, namespace="/live")
        self.client.connect(hall.base, namespaces=["/live"], transports=["websocket"])

    def _fresh(self, hall: ServedHall) -> Board:
        return Board.model_validate(requests.get(f"{hall.base}/api/v1/halls/{HALL}/board", timeout=10).json())

    def _watch(self) -> None:
        try:
            self.client.call("watch", {"room": f"board:{HALL}"}, namespace="/live")
            self.board = self._fresh(self.hall)
        except (requests.RequestException, socketio.exceptions.SocketIOError):
            return  # cut off again; the next connection asks again
        self.caught_up.set()

    def _hear(self, data: dict[str, Any]) -> None:
        if data["name"] != "wait.changed" and data["seq"] > self.board.seq:
            self.board = apply(self.board, read(data))


def busy(hall: ServedHall, enough: threading.Event, done: list[tuple[str, str]]) -> None:
    """A kiosk and a clerk, as fast as they can; every entry of `done` was acknowledged."""
    after = None
    for n in itertools.count():
        try:
            wish = {"service": "A1"}
            ticket = hall.ask("kiosk", "POST", f"/halls/{HALL}/tickets", wish, **{"Idempotency-Key": f"w{n}"})
            done.append(("issued", ticket.json()["id"]))
            call = hall.ask("clerk", "POST", f"/counters/{HALL}-1/calls", {"after": after})
            if call.status_code == 201:
                after = call.json()["call"]["id"]
                done.append(("called", after))
                if hall.ask("clerk", "POST", f"/calls/{after}/arrival").ok:
                    done.append(("arrived", after))
        except (requests.RequestException, ValueError):
            return
        if len(done) >= ACTIONS:
            enough.set()


def test_a_busy_minute_is_killed_and_everything_acknowledged_is_there(served: ServedHall, request: Any) -> None:
    hall = served
    assert hall.ask("clerk", "PUT", f"/counters/{HALL}-1/opening", {}).ok
    screen = Screen(hall)
    for _ in range(ROUNDS[request.node.callspec.params["served"]]):
        done: list[tuple[str, str]] = []
        enough = threading.Event()
        clerk = threading.Thread(target=busy, args=(hall, enough, done))
        clerk.start()
        assert enough.wait(60)
        screen.caught_up.clear()
        hall.kill()
        clerk.join(30)
        hall.start()
        assert_kept(hall, done)
        assert screen.caught_up.wait(30), "the screen came back"
        hall.ask("kiosk", "POST", f"/halls/{HALL}/tickets", {"service": "B1"})
        assert_true(screen)
        finish_current(hall)
    screen.client.disconnect()


def assert_kept(hall: ServedHall, done: list[tuple[str, str]]) -> None:
    facts = list(journal(hall))
    assert [f["seq"] for f in facts] == list(range(1, len(facts) + 1))
    known = {(f["name"], f["ticket"]) for f in facts} | {(f["name"], f["call"]) for f in facts}
    for what, id_ in done:
        assert (f"ticket.{what}", id_) in known, f"{what} {id_} was acknowledged and is gone"
    numbers = [f["data"]["number"] for f in facts if f["name"] == "ticket.issued"]
    assert len(numbers) == len(set(numbers))


def journal(hall: ServedHall) -> Iterator[dict[str, Any]]:
    since: str | None = "0"
    while since is not None:
        page = hall.ask("manager", "GET", f"/halls/{HALL}/journal?since={since}&limit=200").json()
        yield from page["items"]
        since = page["next"]


def assert_true(screen: Screen) -> None:
    """The screen's own board, built from messages, is what a fresh snapshot says."""
    for _ in range(200):
        fresh = screen._fresh(screen.hall)
        mine = screen.board.model_copy(update={"seq": fresh.seq, "waits": fresh.waits, "now": fresh.now})
        if mine == fresh:
            return
        screen.client.sleep(0.05)
    assert mine == fresh


def finish_current(hall: ServedHall) -> None:
    current = hall.ask("clerk", "GET", f"/counters/{HALL}-1").json()["current"]
    if current:
        assert hall.ask("clerk", "POST", f"/tickets/{current['ticket']['id']}/finish", {"outcome": "done"}).ok


def test_one_process_serves_a_file_and_ends_when_it_is_told(tmp_path: Path) -> None:
    hall = made(tmp_path, fresh_sqlite(tmp_path))
    hall.start()
    env = {**os.environ, "HALL_HOME": str(tmp_path / "elsewhere"), "HALL_DATABASE_URL": hall.url, "PORT": "0"}
    second = subprocess.run(
        [sys.executable, "-m", "hall.cli", "run"],
        cwd=ROOT,
        env=env | {"HALL_KEYS": hall.ring, "PORT": str(hall.port + 1)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert second.returncode == 2 and "serves" in second.stderr
    assert hall.stop() == 0


def test_where_there_is_no_hall_nothing_is_served(tmp_path: Path) -> None:
    env = {**os.environ, "HALL_HOME": str(tmp_path), "HALL_DATABASE_URL": "", "PORT": "8999"}
    run = subprocess.run(
        [sys.executable, "-m", "hall.cli", "run"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert run.returncode == 2 and "hall init" in run.stderr
