"""A real server process over a real database, for tests that kill it: `hall run`, gevent, sockets and all."""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests

from hall.kernel import sealing
from hall.kernel.clock import SystemClock
from hall.kernel.database import Database
from hall.kernel.work import SYSTEM, Works
from hall.queue import actions
from hall.site.actions import add_device, found_hall, pair_device
from hall.site.plan import Plan, WeeklySession
from hall.staff.actions import add_member, appoint, hash_password, sign_in
from hall.staff.models import Member
from hall.staff.rules import Role
from tests.house.test_rooms import ROOT
from tests.world import HALL, a_plan, names

STARTS_WITHIN = 30.0  # seconds


@dataclass
class ServedHall:
    """One hall behind one address; `start` and `kill` as often as a test likes."""

    home: Path
    url: str
    ring: str
    port: int
    tokens: dict[str, str] = field(default_factory=dict)
    command: tuple[str, ...] = ("hall.cli", "run")
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Starts the server and waits until it is ready."""
        env = {**os.environ, "HALL_HOME": str(self.home), "HALL_DATABASE_URL": self.url}
        env |= {"HALL_KEYS": self.ring, "PORT": str(self.port), "HALL_PUBLIC_URL": self.base}
        self.process = subprocess.Popen([sys.executable, "-m", *self.command], cwd=ROOT, env=env)
        until = time.monotonic() + STARTS_WITHIN
        while not self.answers():
            assert self.process.poll() is None, "the server has stopped"
            assert time.monotonic() < until, "the server does not answer"
            threading.Event().wait(0.05)  # asking without end would take the processor from what starts

    def kill(self) -> None:
        """As a power cut does it: the whole process group at once."""
        assert self.process is not None
        for pid in (*_children(self.process.pid), self.process.pid):
            os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """As Ctrl-C does it; the exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=20)

    def ask(self, who: str, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.tokens[who]}"} | headers
        return requests.request(method, f"{self.base}/api/v1{path}", json=body, headers=headers, timeout=10)

    def answers(self) -> bool:
        """True when the server is ready for people."""
        try:
            return requests.get(f"{self.base}/readyz", timeout=1).status_code == 200
        except requests.RequestException:
            return False


def made(home: Path, url: str) -> ServedHall:
    """A hall that is open at this hour, with a kiosk, two clerks and a lead, not served yet."""
    served = ServedHall(home, url, sealing.Keyring.fresh(), free_port())
    before = sealing.current()
    sealing.use(sealing.Keyring.parse(served.ring))
    database = Database(url)
    plan = open_now()
    database.write(lambda session: _found(session, plan))
    works = Works(database, SystemClock())
    for login, role in (("clerk", Role.COUNTER), ("other", Role.COUNTER), ("manager", Role.MANAGER)):
        member = database.write(lambda s, n=login: _member(s, n))
        works.perform(HALL, SYSTEM, lambda w, m=member, r=role: appoint(w, m, [r]))
        served.tokens[login] = database.write(lambda s, m=member: _signed_in(s, m))
    served.tokens["kiosk"] = works.perform(HALL, SYSTEM, _a_kiosk)
    database.close()
    sealing.use(before)
    return served


def open_now() -> Plan:
    """The small world's plan in a zone where it is about noon now, open on every day."""
    offset = 12 - datetime.now(UTC).hour
    zone = f"Etc/GMT{-offset:+d}" if offset else "Etc/GMT"
    day = WeeklySession(days=(1, 2, 3, 4, 5, 6, 7), session="day", start="00:00", end="23:59", kind="regular")
    return a_plan(timezone=zone, sessions=(day,))


def _found(session: Any, plan: Plan) -> None:
    now = datetime.now(UTC)
    found_hall(session, plan, now)
    actions.set_up_counters(session, plan, now)


def _member(session: Any, login: str) -> str:
    return add_member(session, login=login, names=names(login), password_hash=hash_password("correct horse")).id


def _signed_in(session: Any, member_id: str) -> str:
    return sign_in(session, session.get_one(Member, member_id), datetime.now(UTC))[0]


def _a_kiosk(work: Any) -> str:
    _, code = add_device(work, "kiosk", "Kiosk 1")
    work.session.flush()
    return pair_device(work, code)[1]


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [grandchild for child in map(int, found) for grandchild in (*_children(child), child)]


def free_port() -> int:
    """A port nobody has, below those that the machine hands out: a client of another test may get one of these."""
    while True:
        port = secrets.choice(range(15_000, 30_000))
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
