"""Makes the demo hall: its plan, its people with generated passwords, and a morning that has happened already."""

import json
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from hall.demo.bookings import make_bookings
from hall.kernel import sealing
from hall.kernel.database import Database
from hall.kernel.work import SYSTEM, Works
from hall.migrations import upgrade
from hall.queue.actions import set_up_counters
from hall.reactions import HouseReactions
from hall.settings import Settings
from hall.simulate.over_verbs import ScriptedClock, live_through
from hall.site.actions import found_hall
from hall.site.hallfile import read
from hall.site.plan import Plan
from hall.site.rules import openings_of
from hall.staff.actions import add_member, appoint, hash_password
from hall.staff.rules import Role

FILE = Path(__file__).parents[2] / "demo" / "demo-hall.yaml"
START = "2026-11-23T09:40:00+08:00"  # a Monday, the busiest day
FREE_COUNTERS = frozenset({1, 5, 26})  # left for the people who try the demo
STANDBY = frozenset(
    {20}
)  # a tidal counter nobody sits at: the floor proposes to open it when waits are long
SIMULATED = "sim-"


@dataclass(frozen=True)
class Person:
    login: str
    password: str
    roles: list[str]
    counter: int | None


def plan() -> Plan:
    return read(FILE.read_text(encoding="utf-8"))


def make(settings: Settings, hall_plan: Plan) -> None:
    """Makes the demo in its home, unless it stands there already."""
    settings.home.mkdir(parents=True, exist_ok=True)
    sealing.use(settings.keyring)
    database = Database(settings.database_url)
    upgrade(database)
    if not people_file(settings).exists():
        people = _people(hall_plan)
        members = _found(database, hall_plan, people)
        _morning(database, hall_plan, members)
        _bookings(database, hall_plan, people, members, settings.public_url)
        write_privately(people_file(settings), [p.__dict__ for p in people])
    database.close()


def people(settings: Settings) -> list[Person]:
    """Everybody with a login in this demo, simulated clerks included."""
    return [Person(**p) for p in json.loads(people_file(settings).read_text())]


def people_file(settings: Settings) -> Path:
    return settings.home / "people.json"


def write_privately(path: Path, content: Any) -> None:
    """JSON that only its owner reads: it holds passwords."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)


def _people(hall_plan: Plan) -> list[Person]:
    found = [
        Person(entry.login, secrets.token_urlsafe(9), list(entry.roles), entry.counter)
        for entry in hall_plan.staff
    ]
    for counter in hall_plan.counters:
        if counter.number not in FREE_COUNTERS | STANDBY:
            login = f"{SIMULATED}{counter.number:02d}"
            found.append(Person(login, secrets.token_urlsafe(9), ["counter", "desk"], counter.number))
    return found


def _found(database: Database, hall_plan: Plan, everybody: list[Person]) -> dict[str, str]:
    """The hall, its counters and people; member ids by login."""
    start = datetime.fromisoformat(START)
    hashes = {p.login: hash_password(p.password) for p in everybody}
    names = {entry.login: entry.names for entry in hall_plan.staff}

    def found(session: Session) -> dict[str, str]:
        found_hall(session, hall_plan, start)
        set_up_counters(session, hall_plan, start)
        ids = {}
        for person in everybody:
            own = names.get(
                person.login, {"zh-CN": f"模拟{person.counter}号", "en": f"Simulated {person.counter}"}
            )
            member = add_member(session, login=person.login, names=own, password_hash=hashes[person.login])
            ids[person.login] = member.id
        return ids

    ids = database.write(found)
    works = Works(database, ScriptedClock(start))
    for person in everybody:
        counter_id = f"{hall_plan.id}-{person.counter}" if person.counter is not None else None
        roles = [Role(r) for r in person.roles]
        works.perform(
            hall_plan.id,
            SYSTEM,
            lambda work, p=person, r=roles, c=counter_id: appoint(work, ids[p.login], r, counter_id=c),  # type: ignore[misc]
        )
    return ids


def _morning(database: Database, hall_plan: Plan, members: dict[str, str]) -> None:
    """From the first number of the day to 09:40, lived through in seconds."""
    start = datetime.fromisoformat(START)
    opening = openings_of(hall_plan, start.date())[0]
    clock = ScriptedClock(opening.start)
    clock.now = opening.start.replace(minute=opening.start.minute - 20)
    simulated = {int(login[len(SIMULATED) :]): m for login, m in members.items() if login.startswith(SIMULATED)}
    live_through(Works(database, clock), hall_plan, clock, start, members=simulated, seed=1)


def _bookings(
    database: Database, hall_plan: Plan, everybody: list[Person], members: dict[str, str], public_url: str | None
) -> None:
    """What has been booked until 09:40, with everything that follows from it, messages included."""
    clock = ScriptedClock(datetime.fromisoformat(START))
    seats = {p.counter: members[p.login] for p in everybody if p.counter is not None}
    make_bookings(Works(database, clock, HouseReactions(), public_url), hall_plan, seats)
