"""One hall of a really served house, alone in it for one test: its people over the API, its pages in Chromium."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests
from playwright.sync_api import Browser, BrowserContext, Page, Route

from hall.kernel import sealing
from hall.kernel.database import Database
from hall.kernel.work import SYSTEM, Works
from hall.queue import actions
from hall.site.actions import add_device, found_hall, pair_device
from hall.site.plan import Plan
from hall.staff.actions import add_member, appoint, sign_in
from hall.staff.models import Member
from hall.staff.rules import Role
from tests.journeys.moved import MovedClock
from tests.served_hall import ServedHall
from tests.world import names

ROLES = {
    "clerk": [Role.COUNTER],
    "other": [Role.COUNTER],
    "desk": [Role.DESK],
    "lead": [Role.LEAD],
    "manager": [Role.MANAGER],
}
COOKIES = {"kiosk": "hall_device", "other kiosk": "hall_device"}
SIZES = {"kiosk": (720, 1280), "other kiosk": (720, 1280), "/t/": (390, 844)}


@dataclass
class Place:
    """A hall with a kiosk and signed-in staff. `tokens`: a bearer token, or a cookie, by who."""

    served: ServedHall
    clock: MovedClock
    browser: Browser
    id: str
    tokens: dict[str, str] = field(default_factory=dict)
    contexts: dict[str, BrowserContext] = field(default_factory=dict)
    mishaps: list[str] = field(default_factory=list)  # what went wrong inside pages

    def counter(self, number: int) -> str:
        return f"{self.id}-{number}"

    def ask(self, who: str, method: str, path: str, body: Any = None) -> Any:
        """An API answer that was not refused."""
        answer = self.asked(who, method, path, body)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def asked(self, who: str, method: str, path: str, body: Any = None) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.tokens[who]}", "Accept-Language": "en"}
        address = f"{self.served.base}/api/v1{path}"
        return requests.request(method, address, json={} if body is None else body, headers=headers, timeout=10)

    def issue(self, service: str = "A1", **wish: Any) -> dict[str, Any]:
        """A new ticket as its kiosk knows it, with code and short code; in English unless told otherwise."""
        wish = {"service": service, "language": "en", **wish}
        ticket: dict[str, Any] = self.ask("kiosk", "POST", f"/halls/{self.id}/tickets", wish)
        return ticket

    def open(self, number: int, who: str = "clerk") -> None:
        self.ask(who, "PUT", f"/counters/{self.counter(number)}/opening", {})

    def call(self, number: int, who: str = "clerk", **wish: Any) -> dict[str, Any]:
        """Calls next at a counter as its console would; the call, its ticket beside it."""
        last = self.ask(who, "GET", f"/counters/{self.counter(number)}")["after"]
        wish = {"after": last, **wish}
        made: dict[str, Any] = self.ask(who, "POST", f"/counters/{self.counter(number)}/calls", wish)
        return made

    def arrive(self, made: dict[str, Any], who: str = "clerk") -> None:
        self.ask(who, "POST", f"/calls/{made['call']['id']}/arrival")

    def finish(self, made: dict[str, Any], who: str = "clerk") -> None:
        self.ask(who, "POST", f"/tickets/{made['ticket']['id']}/finish", {"outcome": "done"})

    def tickets(self) -> list[dict[str, Any]]:
        """Every ticket of today, as staff see it."""
        found: list[dict[str, Any]] = self.ask("desk", "GET", f"/halls/{self.id}/tickets?limit=200")["items"]
        return found

    def facts(self, name: str) -> list[dict[str, Any]]:
        """What the hall has written down under a name, in order."""
        found = self.ask("manager", "GET", f"/halls/{self.id}/journal?limit=200")["items"]
        return [fact for fact in found if fact["name"] == name]

    def newest(self) -> dict[str, Any]:
        return max(self.tickets(), key=lambda ticket: ticket["id"])

    def state(self, ticket: dict[str, Any]) -> str:
        return str(next(t["state"] for t in self.tickets() if t["id"] == ticket["id"]))

    def page(
        self, path: str, who: str = "", *, base: str = "", init: str = "", clock: bool = False, **options: Any
    ) -> Page:
        """A page in the browser of `who`, or of somebody; what it needs beyond that gives it one of its own.

        `init` runs before its scripts; with `clock` the page's own clock can be moved.
        """
        base = base or self.served.base
        context = self._context(who or path[:3], options if not (init or clock) else {**options, "alone": True})
        if who:
            name = COOKIES.get(who, "hall_session")
            context.add_cookies([{"name": name, "value": self.tokens[who], "url": base}])
        if init:
            context.add_init_script(init)
        page = context.new_page()
        if clock:
            page.clock.install()
        page.on("pageerror", lambda error: self.mishaps.append(f"{path}: {error}"))
        page.goto(base + path)
        return page

    def _context(self, who: str, options: dict[str, Any]) -> BrowserContext:
        if who in self.contexts and not options:
            return self.contexts[who]
        options.pop("alone", None)
        width, height = SIZES.get(who, (1280, 720))
        options = {"locale": "en", "viewport": {"width": width, "height": height}, **options}
        context = self.browser.new_context(reduced_motion="reduce", **options)  # moving pictures cost time
        context.set_default_timeout(10_000)
        self.contexts[who if who not in self.contexts else f"{who} {len(self.contexts)}"] = context
        return context

    def console(self, number: int, who: str = "clerk", **options: Any) -> Page:
        """The console of a counter, ready for keys."""
        page = self.page(f"/counter/{self.counter(number)}?language=en", who, **options)
        page.wait_for_selector("[data-ready]", state="attached")
        return page

    def phone(self, ticket: dict[str, Any], **options: Any) -> Page:
        return self.page(f"/t/{ticket['code']}", **options)

    def screen(self, path: str = "", **options: Any) -> Page:
        """The hall's screen, or a zone's or a counter's: `?zone=B`, `/counter/1`."""
        return self.page(f"/display/{self.id}{path}", **options)

    def close(self) -> None:
        for context in self.contexts.values():
            context.close()


def found(served: ServedHall, clock: MovedClock, browser: Browser, plan: Plan) -> Place:
    """A new hall in the house's database, and everybody signed in; another process serves it at once."""
    place = Place(served, clock, browser, plan.id)
    before = sealing.current()
    sealing.use(sealing.Keyring.parse(served.ring))
    database = Database(served.url)
    works = Works(database, clock)
    database.write(lambda session: found_hall(session, plan, clock.hall_now()))
    database.write(lambda session: actions.set_up_counters(session, plan, clock.hall_now()))
    for who, roles in ROLES.items():
        member = database.write(_a_member(f"{plan.id}-{who}"))
        works.perform(plan.id, SYSTEM, lambda work, m=member, r=roles: appoint(work, m, r))  # type: ignore[misc]
        place.tokens[who] = database.write(
            lambda s, m=member: sign_in(s, s.get_one(Member, m), clock.real_now())[0]  # type: ignore[misc]
        )
    for who in COOKIES:
        place.tokens[who] = works.perform(plan.id, SYSTEM, _a_kiosk)
    database.close()
    sealing.use(before)
    return place


def _a_member(login: str) -> Callable[[Any], str]:
    return lambda session: add_member(session, login=login, names=names(login), password_hash="-").id


def _a_kiosk(work: Any) -> str:
    _, code = add_device(work, "kiosk", "by the door")
    work.session.flush()
    return pair_device(work, code)[1]


def press(console: Page, key: str) -> None:
    """A press by somebody who looks before they press."""
    console.wait_for_selector(f"[data-console]:not([data-busy]) [data-key={key.lower()}]:not([data-off])")
    console.keyboard.press(key)


class Gate:
    """Holds requests back until all of them stand there, so that they reach the hall together."""

    def __init__(self, address: str, *pages: Page) -> None:
        self.address, self.held = address, list[Route]()
        for page in pages:
            page.route(address, lambda route: self.held.append(route))

    def pass_together(self, *presses: tuple[Page, Callable[[], Any]]) -> None:
        """Each page does what it does, and only then the first of the requests goes on."""
        for page, act in presses:
            with page.expect_request(self.address):
                act()
        for _ in range(500):
            if len(self.held) == len(presses):
                break
            presses[0][0].context.cookies()  # a turn of the browser: what was sent comes to the gate
        assert len(self.held) == len(presses)
        for route in self.held:
            route.continue_()
        self.held.clear()


def line_of(console: Page) -> list[str]:
    """The numbers that wait for a console's counter, in the order in which they will be called."""
    return console.locator(".rows-queue .row-number").all_inner_texts()
