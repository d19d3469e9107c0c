"""What a new plan does to the people and counters of a hall: who would be hurt, and what keeps a history."""

from collections import Counter as Count
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar

from sqlalchemy import ColumnElement, String, cast, or_, select
from sqlalchemy.orm import Session

from hall.queue.models import Call, Counter, Ticket
from hall.queue.states import OPEN, CounterState, TicketState
from hall.site import plan as site_plan
from hall.site.changes import moved_services
from hall.site.plan import Plan, Service
from hall.site.queries import devices
from hall.site.rules import local, opening_at

Kind = Literal["blocks", "warns"]
Part = TypeVar("Part")
SENTENCES: dict[str, tuple[Kind, str]] = {
    "service_moved": (
        "blocks",
        "“{id}” cannot change its queue now: people hold numbers for it ({count}). Finish or transfer them first.",
    ),
    "unserved": ("blocks", "No counter could serve “{id}” any more, and people hold numbers for it ({count})."),
    "counter_busy": ("blocks", "Counter {id} is open, or somebody is to come back to it. Close it first."),
    "service_retired": ("warns", "“{id}” gives no more numbers; who holds one ({count}) is served as before."),
    "package_retired": ("warns", "“{id}” gives no more numbers; who is on the way through it ({count}) goes on."),
    "closed_now": (
        "warns",
        "The hall would be closed from now on: no more numbers. Who waits ({count}) is still called.",
    ),
    "ends_now": ("warns", "Today's opening would end at {new} instead of {old}. People waiting: {count}."),
    "opens_now": ("warns", "The hall would be open from now on, until {new}: kiosks give numbers at once."),
    "fewer_skills": (
        "warns",
        "Counter {id} is open and would no longer serve {lost}. A visitor who is there is served to the end.",
    ),
    "nobody_able": ("warns", "No counter that is open now could serve “{id}”. People waiting for it: {count}."),
    "letter": ("warns", "Numbers given today for “{id}” keep their letter {old}; new ones begin with {new}."),
    "device_counter": ("warns", "The device “{id}” belongs to counter {old}, which is not in the new plan."),
    "device_zone": ("warns", "The device “{id}” belongs to zone {old}, which is not in the new plan."),
}
"""What a plan may do to a hall, in the order it is said. English message ids with {named} values."""


@dataclass(frozen=True)
class Effect:
    """One consequence of adopting a plan; one that blocks must be settled first."""

    code: str
    values: tuple[tuple[str, Any], ...]

    @property
    def blocks(self) -> bool:
        return SENTENCES[self.code][0] == "blocks"

    @property
    def sentence(self) -> str:
        return SENTENCES[self.code][1]

    @property
    def said(self) -> str:
        """The whole sentence in English."""
        return self.sentence.format(**dict(self.values))


def effects(session: Session, old: Plan, new: Plan, now: datetime) -> list[Effect]:
    """What adopting `new` at `now` would do to those who wait, to counters and to devices; blocking ones first."""
    people = _People(session, old.id)
    found = [
        *_services(people, old, new),
        *_counters(session, people, old, new),
        *_packages(people, old, new),
        *_hours(people, old, new, now),
        *_devices(session, old, new),
    ]
    order = list(SENTENCES)
    return sorted(found, key=lambda effect: order.index(effect.code))


def with_history(session: Session, old: Plan, new: Plan) -> Plan:
    """`new` with whatever it drops of `old` that has a history kept as retired: the past keeps its names.

    A service, package or queue has a history once it gave a number, a counter once it called one. Ask before the
    hall is locked: whoever comes meanwhile is seen by `effects`.
    """
    used = History(session, old.id)
    services = [s for s in _gone(old.services, new.services) if used.service(s.id)]
    theirs = {s.queue for s in services}
    queues = [q for q in _gone(old.queues, new.queues) if q.id in theirs or used.queue(q.id)]
    numbers = {c.number for c in new.counters}
    counters = [c for c in old.counters if c.number not in numbers and used.counter(c.number)]
    departments = {s.department for s in services}
    known = {s.id for s in (*new.services, *services)}
    packages = [p for p in _gone(old.packages, new.packages) if set(p.services) <= known and used.package(p.id)]
    guides, places = {g.id for g in new.guides}, {q.id for q in (*new.queues, *queues)}
    return new.model_copy(
        update={
            "departments": (
                *new.departments,
                *(d for d in _gone(old.departments, new.departments) if d.id in departments),
            ),
            "queues": (*new.queues, *(q.model_copy(update={"retired": True}) for q in queues)),
            "services": (*new.services, *(_retired_service(s, guides) for s in services)),
            "packages": (*new.packages, *(p.model_copy(update={"retired": True}) for p in packages)),
            "counters": (*new.counters, *(_retired_counter(c, places, known) for c in counters)),
        }
    )


def _gone(before: Iterable[Part], after: Iterable[Part]) -> list[Part]:
    """The parts that a new plan drops, by their ids."""
    kept = {part.id for part in after}  # type: ignore[attr-defined]
    return [part for part in before if part.id not in kept]  # type: ignore[attr-defined]


def _retired_service(service: Service, guides: set[str]) -> Service:
    guide = service.guide if service.guide in guides else None
    return service.model_copy(update={"retired": True, "guide": guide})


def _retired_counter(counter: site_plan.Counter, queues: set[str], services: set[str]) -> site_plan.Counter:
    return counter.model_copy(
        update={
            "retired": True,
            "queues": tuple(q for q in counter.queues if q in queues),
            "only": tuple(s for s in counter.only if s in services),
            "skill_credits": {s: n for s, n in counter.skill_credits.items() if s in services},
            "flex": (),
        }
    )


class History:
    """Which parts of a hall's plan have ever been used; one short look per part."""

    def __init__(self, session: Session, hall_id: str) -> None:
        self.session, self.hall_id = session, hall_id

    def service(self, service_id: str) -> bool:
        step = cast(Ticket.steps, String).contains(f'"{service_id}"', autoescape=True)
        return self._ever(or_(Ticket.service_id == service_id, Ticket.issued_for == service_id, step))

    def queue(self, queue_id: str) -> bool:
        return self._ever(Ticket.queue_id == queue_id)

    def package(self, package_id: str) -> bool:
        return self._ever(Ticket.package_id == package_id)

    def counter(self, number: int) -> bool:
        wanted = select(Call.id).where(Call.counter_id == f"{self.hall_id}-{number}").limit(1)
        return self.session.scalar(wanted) is not None

    def _ever(self, condition: ColumnElement[bool]) -> bool:
        wanted = select(Ticket.id).where(Ticket.hall_id == self.hall_id, condition).limit(1)
        return self.session.scalar(wanted) is not None


class _People:
    """The open tickets of a hall, counted as a plan's change concerns them."""

    def __init__(self, session: Session, hall_id: str) -> None:
        self.of_service, self.of_package, self.waiting = Count[str](), Count[str](), Count[str]()
        self.bound: set[str | None] = set()
        wanted = select(
            Ticket.service_id, Ticket.steps, Ticket.step, Ticket.package_id, Ticket.state, Ticket.bound_counter_id
        )
        open_ = wanted.where(Ticket.hall_id == hall_id, Ticket.state.in_(OPEN))
        for service, steps, step, package, state, counter_id in session.execute(open_):
            self.of_service.update({service, *steps[step:]})
            self.of_package.update([package] if package else [])
            self.waiting.update([service] if state == TicketState.WAITING else [])
            self.bound.add(counter_id)

    @property
    def who_wait(self) -> int:
        return self.waiting.total()


def _services(people: _People, old: Plan, new: Plan) -> Iterable[Effect]:
    for service in moved_services(old, new):
        if people.of_service[service.id]:
            yield _effect("service_moved", id=service.id, count=people.of_service[service.id])
    for service in new.services:
        count, before = people.of_service[service.id], old.service(service.id)
        if not count or before is None:
            continue
        if not new.counters_for(service):
            yield _effect("unserved", id=service.id, count=count)
        elif old.is_on_offer(before) and not new.is_on_offer(service):
            yield _effect("service_retired", id=service.id, count=count)
        was, now = old.queue(before.queue), new.queue(service.queue)
        if was is not None and now is not None and was.prefix != now.prefix:
            yield _effect("letter", id=service.id, old=was.prefix, new=now.prefix)


def _counters(session: Session, people: _People, old: Plan, new: Plan) -> Iterable[Effect]:
    rows = session.scalars(select(Counter).where(Counter.hall_id == old.id).order_by(Counter.number)).all()
    used = {c.number for c in new.counters if not c.retired}
    busy = [r for r in rows if r.state != CounterState.CLOSED or r.id in people.bound]
    for row in busy:
        if row.number not in used and (before := old.counter(row.number)) and not before.retired:
            yield _effect("counter_busy", id=row.number)
    yield from _skills(old, new, [r.number for r in busy if r.state != CounterState.CLOSED])
    open_now = {r.number for r in busy if r.state not in (CounterState.CLOSED, CounterState.PAUSED)}
    for service in new.services:
        before_ = old.service(service.id)
        could = before_ and open_now & {c.number for c in old.counters_for(before_)}
        able = {c.number for c in new.counters_for(service)}
        if could and able and not open_now & able and people.waiting[service.id]:
            yield _effect("nobody_able", id=service.id, count=people.waiting[service.id])


def _skills(old: Plan, new: Plan, open_now: Iterable[int]) -> Iterable[Effect]:
    """Counters at work that would lose services which are still on offer."""
    for number in open_now:
        before, after = old.counter(number), new.counter(number)
        if before is None or after is None:
            continue
        offered = [s for s in new.on_offer() if (was := old.service(s.id)) and before.can_serve(was)]
        if lost := [s.id for s in offered if not after.can_serve(s)]:
            yield _effect("fewer_skills", id=number, lost=", ".join(lost))


def _packages(people: _People, old: Plan, new: Plan) -> Iterable[Effect]:
    for package in old.packages:
        now = new.package(package.id)
        if people.of_package[package.id] and not package.retired and (now is None or now.retired):
            yield _effect("package_retired", id=package.id, count=people.of_package[package.id])


def _hours(people: _People, old: Plan, new: Plan, now: datetime) -> Iterable[Effect]:
    before, after = opening_at(old, now), opening_at(new, now)
    if before is None and after is not None:
        yield _effect("opens_now", new=f"{local(new, after.end):%H:%M}")
    if before is None:
        return
    if after is None:
        yield _effect("closed_now", count=people.who_wait)
    elif after.end != before.end:
        ends = {"old": local(old, before.end), "new": local(new, after.end)}
        yield _effect("ends_now", count=people.who_wait, **{k: f"{end:%H:%M}" for k, end in ends.items()})


def _devices(session: Session, old: Plan, new: Plan) -> Iterable[Effect]:
    counters = {f"{new.id}-{c.number}" for c in new.counters if not c.retired}
    for device in devices(session, old.id):
        if device.counter_id is not None and device.counter_id not in counters:
            yield _effect("device_counter", id=device.name, old=device.counter_id.rpartition("-")[2])
        if device.zone is not None and device.zone not in new.zones():
            yield _effect("device_zone", id=device.name, old=device.zone)


def _effect(code: str, **values: Any) -> Effect:
    return Effect(code, tuple(values.items()))
