"""What has happened in the catalogue's halls until 09:40, by the verbs that people use."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hall.kernel.work import SYSTEM
from hall.queue import actions
from hall.queue.actions.issue import Wish
from hall.queue.models import Call, Ticket
from hall.simulate.over_verbs import ScriptedClock
from hall.site import actions as site
from hall.site.plan import Plan
from hall.web.house import House
from tools.surfaces.bookings import book
from tools.surfaces.halls import ALARM, BUSY, FULL, QUIET, TAKEN, TIDE
from tools.surfaces.outage import after_an_outage
from tools.surfaces.outbox import take_outside, tell

ROUNDS, ROUND = 4, timedelta(minutes=15)
STAYS_CLOSED = (20, 25, 26)  # counters of the busy hall
SEATED = {1: "zhang.qiang", 5: "wang.li"}  # the others have clerk-<number>
ALARM_TEXT = "请立即离开大厅，不要乘坐电梯。请听从工作人员指挥。\nPlease leave the hall now. Do not use the lifts."
MESSAGE = "文印区今日 12:00 起检修，复印请到二楼公安区\nCopying moves to the second floor from 12:00"


@dataclass
class Scene:
    """A hall in action: verbs with short names."""

    house: House
    clock: ScriptedClock
    plan: Plan
    logins: dict[str, str]

    def do(self, verb: Any, *args: Any, **kw: Any) -> Any:
        return self.house.works.perform(self.plan.id, SYSTEM, lambda work: verb(work, *args, **kw))

    def issue(self, *services: str, **wish: Any) -> Ticket:
        ticket: Ticket = self.do(actions.issue_ticket, Wish(services, **wish), channel="kiosk")
        return ticket

    def open(self, number: int) -> str:
        counter = f"{self.plan.id}-{number}"
        self.do(actions.open_counter, counter, self.logins[SEATED.get(number, f"clerk-{number}")])
        return counter

    def call(self, number: int, ticket: Ticket, *, after: str | None = None) -> Call:
        counter = f"{self.plan.id}-{number}"
        call: Call = self.do(actions.call_this, counter, ticket.id, "other", after=after)
        return call

    def serve(self, number: int, ticket: Ticket) -> Call:
        call = self.call(number, ticket)
        self.do(actions.arrive, call.id)
        return call

    def finish(self, ticket: Ticket) -> None:
        self.do(actions.finish, ticket.id, "done")

    def service_of(self, number: int) -> str:
        """What a counter can do, the first of it."""
        counter = self.plan.counter(number)
        assert counter is not None
        fits = [
            s.id for s in self.plan.services if s.queue in counter.queues and s.id in (counter.only or (s.id,))
        ]
        return fits[0]


def play(house: House, clock: ScriptedClock, plans: dict[str, Plan], logins: dict[str, str]) -> dict[str, str]:
    """Everything up to the frozen moment; the names of what a surface may point at."""
    scenes = {hall: Scene(house, clock, plan, logins) for hall, plan in plans.items()}
    tide, busy = scenes[TIDE], scenes[BUSY]
    _too_many(tide)
    _morning(busy)
    waits: Any = house.waits
    for _ in range(4):
        waits.compute(TIDE)
        clock.now += timedelta(minutes=4)
    waits.compute(TIDE)
    places = (
        _now(busy) | book(busy) | _emergency(scenes[ALARM]) | _places({"outside": take_outside(scenes[TAKEN])})
    )
    waits.compute(BUSY)
    scenes[QUIET].open(9)
    scenes[FULL].do(after_an_outage, scenes[FULL].plan)
    return places


def _too_many(scene: Scene) -> None:
    """One clerk for a crowd, and a colleague who does not come back."""
    for number in (5, 24):
        scene.open(number)
    for _ in range(9):
        scene.issue("B02")
    scene.issue("C01")
    scene.do(actions.pause_counter, f"{TIDE}-24", "short_break")


def _morning(scene: Scene) -> None:
    """Rounds of visits at every counter, so that lists and figures have something to say."""
    numbers = [c.number for c in scene.plan.counters if c.number not in STAYS_CLOSED]
    for number in numbers:
        scene.open(number)
    for _ in range(ROUNDS):
        served = [(number, scene.issue(scene.service_of(number))) for number in numbers]
        for number, ticket in served:
            scene.serve(number, ticket)
        scene.clock.now += ROUND
        for _number, ticket in served:
            scene.finish(ticket)


def _now(scene: Scene) -> dict[str, str]:
    """The busy hall as everybody sees it: each state of a ticket and of a counter at once."""
    held, parked, missed, again, late = (scene.issue("B03", language="en") for _ in range(5))
    back, gone, kept = (scene.issue("B02") for _ in range(3))
    finished = scene.issue("C02")
    package = scene.issue(scene.plan.packages[0].id)
    scene.do(actions.cancel, gone.id)
    scene.do(actions.keep_for_next_day, kept.id, "system_failed")
    for ticket in (missed, again, late):
        scene.do(actions.miss, scene.call(6, ticket).id, "declined")
    scene.do(actions.rejoin, again.id)
    scene.do(actions.rejoin, late.id)
    scene.do(actions.miss, scene.call(6, late).id, "declined")
    for ticket in (parked, back):
        scene.serve(8, ticket)
        scene.do(actions.park, ticket.id, "copy")
    scene.do(actions.come_back, back.id)
    scene.serve(11, finished)
    scene.finish(finished)
    scene.serve(7, held)
    scene.do(actions.hold, held.id, "payment")
    tickets = {"held": held, "parked": parked, "missed": missed, "rejoined": again, "late": late, "back": back}
    tickets |= {"cancelled": gone, "kept": kept, "finished": finished, "package": package}
    tickets |= _at_counters(scene) | _waiting(scene)
    tell(scene, tickets["waiting"])
    until = scene.clock.now + timedelta(hours=4)
    scene.do(site.show_message, MESSAGE, until=until)
    scene.do(site.add_device, "hall_display", "大厅东侧", zone="B")
    scene.do(site.add_device, "kiosk", "一楼北门")
    return _places(tickets)


def _at_counters(scene: Scene) -> dict[str, Ticket]:
    """Who stands at a counter, whose turn it is, and which counters pause."""
    serving = scene.issue("A02", help_requested=True, language="en")
    scene.do(actions.give_priority, serving.id, "older")
    scene.serve(1, serving)
    wrapping = scene.issue(scene.service_of(9))
    call = scene.serve(9, wrapping)
    scene.do(actions.wrap_up, call.id)
    for number in (0, 2, 4, 10, 12, 14, 15, 17, 19, 21, 23, 27):
        scene.serve(number, scene.issue(scene.service_of(number)))
    scene.do(actions.pause_counter, f"{BUSY}-13", "meal", until=scene.clock.now + timedelta(minutes=30))
    scene.do(actions.pause_counter, f"{BUSY}-18", "system_fault")
    scene.do(actions.close_counter, f"{BUSY}-22")
    early = scene.issue("A01")
    scene.call(3, early)
    scene.clock.now += timedelta(minutes=1)
    called = scene.issue("B01", visual_alert=True, language="en")
    scene.call(16, scene.issue("F01"))
    scene.call(5, called)
    return {"serving": serving, "wrapping": wrapping, "called": called, "early": early}


def _waiting(scene: Scene) -> dict[str, Ticket]:
    """Lines of different lengths; nobody for counter 24."""
    lines = {"A": 6, "B": 9, "C": 5, "D": 3, "F": 7, "G": 1, "H": 2, "M": 4}
    last: dict[str, Ticket] = {}
    for queue, many in lines.items():
        services = [s.id for s in scene.plan.services if s.queue == queue and s.kind != "pickup"]
        for n in range(many):
            scene.clock.now += timedelta(seconds=5)
            last[queue] = scene.issue(services[n % len(services)], large_type=n == 1)
    return {"waiting": last["B"], "next": last["G"]}


def _emergency(scene: Scene) -> dict[str, str]:
    scene.open(5)
    waiting, called = scene.issue("B01"), scene.issue("B01")
    scene.call(5, called)
    scene.do(site.raise_emergency, ALARM_TEXT)
    return _places({"alarm-waiting": waiting, "alarm-called": called})


def _places(tickets: dict[str, Ticket]) -> dict[str, str]:
    """For every ticket its code, id, short code and number, under its name."""
    found: dict[str, str] = {}
    for name, ticket in tickets.items():
        found |= {
            name: ticket.code,
            f"{name}-id": ticket.id,
            f"{name}-short": ticket.short_code,
            f"{name}-number": ticket.label,
        }
    return found
