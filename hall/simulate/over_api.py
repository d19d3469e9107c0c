"""Simulated people through the public API of a running hall, in the hall's own time."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import requests

from hall.simulate.engine import Refusal, Simulation
from hall.simulate.over_verbs import unserved
from hall.simulate.people import Visit, booked_visit, today, visits
from hall.site.plan import Plan

ASK_CLOCK_EVERY = 5.0  # seconds
REST = 0.05
SIMULATED_NOTE = "模拟 simulated"
"""What stands at the bookings of people who are not there: whoever tries the demo checks in their own."""


@dataclass(frozen=True)
class Login:
    login: str
    password: str


class ApiHall:
    """A `Hall` for the engine. Each clerk signs in with a login of their own."""

    def __init__(self, base: str, hall_id: str, desk: Login, clerks: dict[int, Login]) -> None:
        self._base, self._hall_id = base.rstrip("/") + "/api/v1", hall_id
        self._http = requests.Session()
        self._desk = self._sign_in(desk)
        self._clerks = {number: self._sign_in(login) for number, login in clerks.items()}

    def clock(self) -> tuple[datetime, float]:
        """Hall time and how fast it goes."""
        answer = self._ask("GET", f"/halls/{self._hall_id}/demo-clock", None)
        return datetime.fromisoformat(answer["now"]), float(answer["speed"])

    def issue(self, visit: Visit) -> str:
        if visit.booking is not None:
            return str(self._ask("POST", f"/bookings/{visit.booking}/check-in", self._desk)["id"])
        body = {"service": visit.service, "language": visit.language}
        return str(self._ask("POST", f"/halls/{self._hall_id}/tickets", self._desk, body)["id"])

    def booked(self, day: date) -> list[Any]:
        """The simulated people who have booked for a day and are still to come."""
        found: list[Any] = []
        after = ""
        while True:
            path = f"/halls/{self._hall_id}/bookings?day={day}&limit=200{after}"
            part = self._ask("GET", path, self._desk)
            found += [b for b in part["items"] if b["note"] == SIMULATED_NOTE and b["state"] == "booked"]
            if part["next"] is None:
                return found
            after = f"&cursor={part['next']}"

    def state(self, ticket: str) -> str:
        return str(self._ask("GET", f"/tickets/{ticket}", self._desk)["state"])

    def priority(self, ticket: str, group: str) -> None:
        self._ask("PUT", f"/tickets/{ticket}/priority", self._desk, {"group": group})

    def cancel(self, ticket: str) -> None:
        self._ask("POST", f"/tickets/{ticket}/cancellation", self._desk)

    def rejoin(self, ticket: str) -> None:
        self._ask("POST", f"/tickets/{ticket}/rejoin", self._desk)

    def come_back(self, ticket: str) -> None:
        self._ask("POST", f"/tickets/{ticket}/return", self._desk)

    def open(self, counter: int) -> None:
        self._at(counter, "PUT", f"/counters/{self._id(counter)}/opening", {})

    def close(self, counter: int) -> None:
        self._at(counter, "DELETE", f"/counters/{self._id(counter)}/opening")

    def pause(self, counter: int, until: datetime) -> None:
        body = {"reason": "meal", "until": until.isoformat()}
        self._at(counter, "PUT", f"/counters/{self._id(counter)}/pause", body)

    def resume(self, counter: int) -> None:
        self._at(counter, "DELETE", f"/counters/{self._id(counter)}/pause")

    def next(self, counter: int, after: str | None) -> tuple[str, str]:
        made = self._at(counter, "POST", f"/counters/{self._id(counter)}/calls", {"after": after})
        return made["call"]["id"], made["ticket"]["id"]

    def arrive(self, counter: int, call: str) -> None:
        self._at(counter, "POST", f"/calls/{call}/arrival")

    def miss(self, counter: int, call: str) -> None:
        self._at(counter, "POST", f"/calls/{call}/miss", {"reason": "not_here"})

    def wrap_up(self, counter: int, call: str) -> None:
        self._at(counter, "POST", f"/calls/{call}/wrap-up")

    def finish(self, counter: int, ticket: str, call: str, outcome: str) -> None:
        self._at(counter, "POST", f"/tickets/{ticket}/finish", {"outcome": outcome, "call": call})

    def park(self, counter: int, ticket: str, call: str) -> None:
        self._at(counter, "POST", f"/tickets/{ticket}/park", {"reason": "copy", "call": call})

    def console(self, counter: int) -> Any:
        return self._at(counter, "GET", f"/counters/{self._id(counter)}")

    def _sign_in(self, login: Login) -> str:
        body = {"login": login.login, "password": login.password}
        return str(self._ask("POST", "/tokens", None, body)["token"])

    def _id(self, counter: int) -> str:
        return f"{self._hall_id}-{counter}"

    def _at(self, counter: int, method: str, path: str, body: Any = None) -> Any:
        return self._ask(method, path, self._clerks[counter], body)

    def _ask(self, method: str, path: str, token: str | None, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            answer = self._http.request(method, self._base + path, json=body, headers=headers, timeout=10)
        except requests.RequestException as error:
            raise Refusal("unreachable") from error
        if answer.status_code >= 400:
            code = answer.json().get("code", "refused") if answer.content else "refused"
            raise Refusal(str(code))
        return answer.json() if answer.content else None


def live(
    hall: ApiHall,
    plan: Plan,
    counters: list[int],
    *,
    seed: int,
    stopped: Callable[[], bool],
    until: datetime | None = None,
) -> Simulation:
    """Runs people in the hall's time until it is `stopped` or `until` has come; the run with its report.

    Every morning a new day's visitors are drawn; a day that is under way begins with those still to come.
    """
    run = Simulation(plan, hall, Random(seed))
    now, speed = hall.clock()
    asked, told = time.monotonic(), now
    skip = unserved(plan, frozenset(counters))
    run.employ(counters, now)
    for clerk in run.clerks.values():
        _take_up(hall, clerk)
    day = None
    while not stopped() and (until is None or now < until):
        if today(plan, now) != day:
            day = today(plan, now)
            coming = visits(plan, day, Random(f"{seed}-{day}"), skip=skip)
            booked = _booked(hall, plan, day, Random(f"{seed}-{day}-booked"))
            coming = _fewer(coming, len(booked), Random(f"{seed}-{day}-fewer")) + booked
            run.expect([v for v in coming if v.at > now - timedelta(minutes=1)])
        run.step(now)
        time.sleep(REST)
        if time.monotonic() - asked > ASK_CLOCK_EVERY:
            try:
                told, speed = hall.clock()
                asked = time.monotonic()
            except Refusal:
                asked += 1.0  # the hall is away for a moment
        now = told + timedelta(seconds=(time.monotonic() - asked) * speed)
    return run


def _booked(hall: ApiHall, plan: Plan, day: date, rng: Random) -> list[Visit]:
    try:
        found = hall.booked(day)
    except Refusal:
        return []
    drawn = (booked_visit(plan, b["id"], b["services"][0], datetime.fromisoformat(b["start"]), rng) for b in found)
    return [visit for visit in drawn if visit is not None]


def _fewer(coming: list[Visit], by: int, rng: Random) -> list[Visit]:
    """A day's visitors without as many as have booked: the hall file counts both together."""
    gone = set(rng.sample(range(len(coming)), min(by, len(coming))))
    return [visit for n, visit in enumerate(coming) if n not in gone]


def _take_up(hall: ApiHall, clerk: Any) -> None:
    """A clerk whose counter is open from an earlier run goes on there."""
    try:
        console = hall.console(clerk.counter.number)
    except Refusal:
        return
    clerk.open = console["state"] != "closed"
    clerk.paused = console["state"] == "paused"
    clerk.after = console["after"]
