"""What a session needs and what its roster gives: states, staff at counters, what is missing. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from hall.site.plan import Counter, Plan, Service, SessionKind
from hall.site.rules import Session, on_duty


class SessionState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"


class ShiftState(StrEnum):
    PLANNED = "planned"
    STANDBY = "standby"  # called in when others are away; no capacity by itself


class SwapState(StrEnum):
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Dated(Protocol):
    """A session as rules see it: a row, or a stand-in of a test."""

    id: str
    day: date
    start: datetime
    end: datetime
    kind: str
    name: str
    services: list[str] | None


class Place(Protocol):
    """A shift as rules see it."""

    counter_number: int
    member_id: str | None
    state: ShiftState


@dataclass(frozen=True)
class Post:
    """A counter with somebody at it for a whole session."""

    counter: Counter
    start: datetime
    end: datetime

    @property
    def minutes(self) -> float:
        return (self.end - self.start).total_seconds() / 60


@dataclass(frozen=True)
class Need:
    """How many counters a queue needs in a session: at least, as wished, at most."""

    queue: str
    minimum: int
    desired: int
    maximum: int


OUTSIDE = (SessionKind.OFF_HOURS, SessionKind.ELASTIC)
"""Sessions that a manager publishes; the others are open because the hall is."""


def session_id(plan: Plan, session: Session) -> str:
    """The name of one session of one day, for addresses."""
    start = session.start.astimezone(ZoneInfo(plan.timezone))
    return f"{plan.id}-{start:%Y%m%d-%H%M}"


def needs_publication(kind: str) -> bool:
    """True for sessions outside office hours: nobody comes unless a roster stands behind them (R-67)."""
    return SessionKind(kind) in OUTSIDE


def offers(plan: Plan, session: Dated, service: Service) -> bool:
    """True if a service is done in this session at all (R-65)."""
    if not plan.is_on_offer(service):
        return False
    if session.services is not None:
        return service.id in session.services
    if session.kind == SessionKind.OFF_HOURS:
        return service.saturday
    if session.kind == SessionKind.ELASTIC:
        return service.elastic
    return True


def services_of(plan: Plan, session: Dated) -> tuple[Service, ...]:
    """The services of a session, in the plan's order."""
    return tuple(s for s in plan.services if offers(plan, session, s))


def usual_counters(plan: Plan, session: Dated) -> tuple[Counter, ...]:
    """The counters that the plan puts on duty in a session of this kind."""
    as_session = Session(session.start, session.end, SessionKind(session.kind), session.name)
    return tuple(c for c in plan.counters if not c.retired and _usual(c, as_session))


def posts(plan: Plan, session: Dated, shifts: Sequence[Place]) -> tuple[Post, ...]:
    """Who is there: the people of the roster, or where an ordinary session has none, the plan's counters."""
    there = plan.at(session.start)
    if shifts or needs_publication(session.kind):
        numbers = {s.counter_number for s in shifts if s.member_id and s.state == ShiftState.PLANNED}
        counters = [c for c in there.counters if c.number in numbers and not c.retired]
    else:
        counters = [c for c in usual_counters(there, session) if c.type != "tidal"]
    return tuple(Post(c, session.start, session.end) for c in counters)


def needs(plan: Plan, session: Dated) -> tuple[Need, ...]:
    """What each queue of a session needs: one counter at least, those of the plan as wished, all at most."""
    usual = {c.number for c in usual_counters(plan, session)}
    wanted = dict.fromkeys(s.queue for s in services_of(plan, session))
    found = []
    for queue in wanted:
        able = [c for c in plan.counters if queue in c.queues and not c.retired]
        desired = sum(1 for c in able if c.number in usual)
        found.append(Need(queue, 1, max(1, desired), max(1, len(able))))
    return tuple(found)


def missing(plan: Plan, session: Dated, shifts: Sequence[Place]) -> tuple[str, ...]:
    """What keeps a session from being published (R-67): queues without a counter, "desk" without a desk."""
    there = posts(plan, session, shifts)
    offered = services_of(plan, session)
    lacking = [q for q in dict.fromkeys(s.queue for s in offered) if not _all_served(q, offered, there)]
    desk = any(p.counter.type == "desk" for p in there)
    has_desks = any(c.type == "desk" and not c.retired for c in plan.counters)
    return (*lacking, *(() if desk or not has_desks or session.kind == SessionKind.ELASTIC else ("desk",)))


def _all_served(queue: str, offered: Iterable[Service], there: Iterable[Post]) -> bool:
    wanted = [s for s in offered if s.queue == queue]
    return all(any(p.counter.can_serve(s) for p in there) for s in wanted)


def _usual(counter: Counter, session: Session) -> bool:
    return counter.elastic if session.kind == SessionKind.ELASTIC else on_duty(counter, session)
