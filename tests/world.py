"""A small named world: builders with sensible defaults, so that a test says only what it is about."""

import functools
from datetime import UTC, datetime, time, timedelta
from typing import Any

from hall.kernel.database import Database
from hall.kernel.work import SYSTEM, Actor, Works
from hall.queue import actions
from hall.queue.actions.issue import Wish
from hall.queue.models import Call, Ticket
from hall.site.actions import add_device, found_hall, pair_device
from hall.site.plan import Counter, Department, Package, Plan, Queue, Service, Settings, WeeklySession
from hall.staff.actions import appoint, hash_password, sign_in
from hall.staff.models import Member
from hall.staff.queries import member_by_login
from hall.staff.rules import Role

MONDAY = datetime(2026, 11, 23, 1, 40, tzinfo=UTC)  # 09:40 in Shanghai
HALL = "willow"
CLERK, OTHER = "01CLERK0000000000000000001", "01CLERK0000000000000000002"


class FrozenClock:
    """Stands still until a test moves it; hall time and device time move together unless told otherwise."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.hall, self.real = now, now

    def hall_now(self) -> datetime:
        return self.hall

    def real_now(self) -> datetime:
        return self.real

    def pass_(self, **time_: float) -> None:
        self.hall += timedelta(**time_)
        self.real += timedelta(**time_)


def names(text: str) -> dict[str, str]:
    return {"zh-CN": text, "en": text}


def a_service(service_id: str, queue: str, **more: Any) -> Service:
    values = {"department": "d", "names": names(service_id), "kind": "instant", "mean": 8, "sd": 3}
    return Service(id=service_id, queue=queue, **{**values, **more})


def a_counter(number: int, *queues: str, **more: Any) -> Counter:
    values = {"type": "regular", "noon": True, "saturday": True}
    return Counter(number=number, queues=queues, **{**values, **more})


def a_plan(**more: Any) -> Plan:
    """Queues A (services A1, A2) and B (B1); counters 1 (A), 2 (A), 3 (B), 4 (both); open 08:30 to 17:30."""
    days = (1, 2, 3, 4, 5)
    values: dict[str, Any] = {
        "id": HALL,
        "names": names("Willow Hall"),
        "short_names": names("Willow"),
        "address": names("1 Willow Road"),
        "timezone": "Asia/Shanghai",
        "sessions": (
            WeeklySession(days=days, session="day", start=time(8, 30), end=time(12), kind="regular"),
            WeeklySession(days=days, session="noon", start=time(12), end=time(13, 30), kind="noon_duty"),
            WeeklySession(days=days, session="late", start=time(13, 30), end=time(17, 30), kind="regular"),
        ),
        "departments": (Department(id="d", names=names("Department"), zone="A"),),
        "queues": (
            Queue(id="A", prefix="A", names=names("General"), zone="A"),
            Queue(id="B", prefix="B", names=names("Household"), zone="B", floor=2),
        ),
        "services": (a_service("A1", "A"), a_service("A2", "A", mean=4), a_service("B1", "B")),
        "packages": (Package(id="P", names=names("Moving house"), services=("A1", "B1")),),
        "counters": (
            a_counter(1, "A"),
            a_counter(2, "A"),
            a_counter(3, "B", floor=2),
            a_counter(4, "A", "B", type="general"),
        ),
        "settings": Settings(),
    }
    return Plan(**{**values, **more})


def a_hall(database: Database, plan: Plan | None = None, clock: FrozenClock | None = None) -> Plan:
    """The hall in the database, with two clerks who may do everything at a counter."""
    plan = plan or a_plan()
    now = (clock or FrozenClock()).hall_now()

    def found(session: Any) -> None:
        found_hall(session, plan, now)
        actions.set_up_counters(session, plan, now)
        for member_id, login in ((CLERK, "clerk"), (OTHER, "other")):
            session.add(Member(id=member_id, login=login, names=names(login), password_hash="-"))

    database.write(found)
    works = Works(database, clock or FrozenClock())
    works.perform(
        plan.id, SYSTEM, lambda work: [appoint(work, m, [Role.COUNTER, Role.DESK]) for m in (CLERK, OTHER)]
    )
    return plan


class Floor:
    """A hall in action: verbs with short names, for tests that tell a story."""

    def __init__(self, works: Works, hall_id: str = HALL) -> None:
        self.works, self.hall_id = works, hall_id

    def do(self, verb: Any, *args: Any, actor: Actor = SYSTEM, **kw: Any) -> Any:
        return self.works.perform(self.hall_id, actor, lambda work: verb(work, *args, **kw))

    def issue(self, *services: str, **wish: Any) -> Ticket:
        ticket: Ticket = self.do(actions.issue_ticket, Wish(services or ("A1",), **wish), channel="kiosk")
        return ticket

    def open(self, number: int, member: str = CLERK) -> str:
        counter_id = f"{self.hall_id}-{number}"
        self.do(actions.open_counter, counter_id, member)
        return counter_id

    def next(self, counter_id: str, after: str | None = None) -> Call:
        call: Call = self.do(actions.call_next, counter_id, after=after)
        return call

    def ticket(self, ticket_id: str) -> Ticket:
        with self.works.database.read() as session:
            found = session.get(Ticket, ticket_id)
            assert found is not None
            return found

    def label(self, call: Call) -> str:
        return self.ticket(call.ticket_id).label


def a_staff(house: Any, hall_id: str = HALL) -> dict[str, str]:
    """Signs everybody in: tokens by who. The kiosk is paired."""
    roles = {
        "clerk": [Role.COUNTER],
        "other": [Role.COUNTER],
        "desk": [Role.DESK],
        "lead": [Role.LEAD, Role.COUNTER],
        "manager": [Role.MANAGER],
        "admin": [Role.ADMIN],
        "stranger": [],
    }
    now = house.clock.real_now()
    ids = house.database.write(lambda s: {login: _member(s, login) for login in roles})
    house.works.perform(
        hall_id, SYSTEM, lambda w: [appoint(w, ids[login], held) for login, held in roles.items() if held]
    )

    def all_sign_in(session: Any) -> dict[str, str]:
        return {login: sign_in(session, session.get_one(Member, m), now)[0] for login, m in ids.items()}

    def pair(work: Any) -> str:
        _, code = add_device(work, "kiosk", "Kiosk 1")
        work.session.flush()
        return pair_device(work, code)[1]

    tokens: dict[str, str] = house.database.write(all_sign_in)
    return tokens | {"kiosk": house.works.perform(hall_id, SYSTEM, pair)}


def _member(session: Any, login: str) -> str:
    found = member_by_login(session, login)
    if found is None:
        found = Member(login=login, names=names(login), password_hash=_hash())
        session.add(found)
        session.flush()
    return str(found.id)


@functools.cache
def _hash() -> str:
    """Of everybody's password: a hash takes long on purpose."""
    return hash_password("correct horse")


class Api:
    """The JSON API as one caller uses it."""

    def __init__(self, app: Any, token: str | None = None, language: str = "en") -> None:
        self._client, self._token, self._language = app.test_client(), token, language

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        headers = {k.replace("_", "-"): v for k, v in headers.items()} | {"Accept-Language": self._language}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        return self._client.open("/api/v1" + path, method=method, json=body, headers=headers)

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.ask("POST", path, {} if body is None else body, **headers)

    def put(self, path: str, body: Any = None) -> Any:
        return self.ask("PUT", path, {} if body is None else body)

    def delete(self, path: str) -> Any:
        return self.ask("DELETE", path)
