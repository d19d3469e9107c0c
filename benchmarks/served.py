"""A hall that is really served, in a process of its own, for as long as a measurement takes."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from datetime import time as clock_time
from pathlib import Path
from typing import Any

from hall.kernel import sealing
from hall.kernel.clock import SystemClock
from hall.kernel.database import Database
from hall.kernel.work import SYSTEM, Work, Works
from hall.migrations import upgrade
from hall.queue import actions
from hall.settings import from_env
from hall.site.actions import add_device, found_hall, pair_device
from hall.site.plan import Counter, Department, Plan, Queue, Service, Settings, WeeklySession
from hall.staff.actions import appoint, sign_in
from hall.staff.models import Member
from hall.staff.rules import Role

HALL_ID, COUNTERS = "bench", 8
START_SECONDS = 30


@dataclass
class Hall:
    address: str
    hall_id: str = HALL_ID
    tokens: list[str] = field(default_factory=list)  # by counter, from 1
    kiosk: str = ""  # the token of a paired one
    worker: int = 0  # the process that answers
    database: str = ""  # its address

    def cpu_seconds(self) -> float:
        """What answering has cost so far, without the estimator's child."""
        fields = Path(f"/proc/{self.worker}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def hall(folder: Path, plan: Plan | None = None, **more: str) -> Iterator[Hall]:
    """A hall that is always open, with eight counters on eight queues and a clerk at each. `more`: environment."""
    settings = from_env({}, home=str(folder / "home"))
    settings.home.mkdir(parents=True, exist_ok=True)
    made = found(settings, plan or usual_plan())
    port = free_port()
    env = {**os.environ, "HALL_HOME": str(settings.home), "PORT": str(port), **more}
    server = subprocess.Popen([sys.executable, "-m", "hall.cli", "run"], env=env, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        database = str(settings.database_url)
        yield replace(made, address=f"127.0.0.1:{port}", worker=_worker(server.pid), database=database)
    finally:
        server.terminate()
        server.wait(10)


def found(settings: Any, plan: Plan) -> Hall:
    sealing.use(settings.keyring)
    database = Database(settings.database_url)
    upgrade(database)
    works, now = Works(database, SystemClock()), datetime.now(UTC)

    def people_of(session: Any) -> list[tuple[str, str]]:
        found_hall(session, plan, now)
        actions.set_up_counters(session, plan, now)
        people = []
        for number in range(1, COUNTERS + 1):
            member = Member(login=f"m{number}", names={"en": "m"}, password_hash="-")
            session.add(member)
            session.flush()
            people.append((member.id, sign_in(session, member, now)[0]))
        return people

    people = database.write(people_of)
    for number, (member_id, _) in enumerate(people, start=1):
        works.perform(HALL_ID, SYSTEM, lambda w, m=member_id: appoint(w, m, [Role.COUNTER, Role.DESK]))  # type: ignore[misc]
        works.perform(
            HALL_ID,
            SYSTEM,
            lambda w, m=member_id, n=number: actions.open_counter(w, f"{HALL_ID}-{n}", m),  # type: ignore[misc]
        )
    kiosk = works.perform(HALL_ID, SYSTEM, _a_kiosk)
    database.close()
    return Hall("", tokens=[token for _, token in people], kiosk=kiosk)


def _a_kiosk(work: Work) -> str:
    _, code = add_device(work, "kiosk", "by the door")
    work.session.flush()
    return pair_device(work, code)[1]


def _worker(master: int) -> int:
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return int(children[0])


def usual_plan() -> Plan:
    """Eight queues, a service and a counter for each, open round the clock."""
    names = {"zh-CN": "测试", "en": "Bench"}
    week = WeeklySession(
        days=(1, 2, 3, 4, 5, 6, 7), session="day", start=clock_time(0), end=clock_time(23, 59), kind="regular"
    )
    letters = "ABCDFGHJ"
    return Plan(
        id=HALL_ID,
        names=names,
        short_names=names,
        address=names,
        timezone="UTC",
        sessions=(week,),
        departments=(Department(id="d", names=names, zone="A"),),
        queues=tuple(Queue(id=c, prefix=c, names=names, zone=c) for c in letters),
        services=tuple(
            Service(id=f"{c}1", queue=c, department="d", names=names, kind="instant", mean=5, sd=2)
            for c in letters
        ),
        counters=tuple(Counter(number=n, type="regular", queues=(c,)) for n, c in enumerate(letters, start=1)),
        settings=Settings(full_earliest_minutes=0),  # or the last hour of the day would be another measurement
    )


def free_port() -> int:
    """One where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    """Until a server there says that it is ready."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1).close()
            return
        time.sleep(0.05)
    raise RuntimeError("the hall did not start")
