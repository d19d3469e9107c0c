"""The plan of a hall: everything an administrator decides, as one frozen, validated value.

A plan is plain data. It asks no clock and no database, so rules may read it and tests may build it
(`tests/world.py: a_plan()`). `hallfile.py` reads it from YAML; `models.HallPlan` keeps its versions.
"""

from datetime import datetime, time
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from hall.site.part import ClockTime, LocalMoment, Names, Part
from hall.site.plan_calendar import OneOff, Override, SessionKind, WeeklySession
from hall.site.plan_guides import Guide, Material, NotHere
from hall.site.plan_settings import PER_QUEUE, Settings, queue_settings

__all__ = [
    "Guide",
    "Material",
    "Names",
    "NotHere",
    "OneOff",
    "Override",
    "Part",
    "SessionKind",
    "Settings",
    "WeeklySession",
]


class Phone(Part):
    number: str = Field(min_length=1)
    names: Names


class Amenity(Part):
    id: str
    names: Names
    place: Names
    free_pages: int | None = None
    minutes_mean: float | None = None


class Department(Part):
    id: str
    names: Names
    zone: str


class Queue(Part):
    id: str
    prefix: str
    names: Names
    zone: str
    floor: int = 1
    color: str = "#37474f"
    number_series_only: bool = False
    retired: bool = False
    settings: dict[str, Any] = Field(default_factory=dict)  # what differs here from the hall's settings

    @field_validator("settings")
    @classmethod
    def _allowed(cls, values: dict[str, Any]) -> dict[str, Any]:
        if refused := sorted(set(values) - PER_QUEUE):
            what = {"settings": ", ".join(refused)}
            raise PydanticCustomError("queue_setting", "A queue cannot set {settings} for itself", what)
        return queue_settings(values)


class QuotaBand(Part):
    """So many numbers of a service in a span of the day (R-10)."""

    start: ClockTime
    end: ClockTime
    numbers: int = Field(ge=0, le=9999)


class Service(Part):
    id: str
    queue: str
    department: str
    names: Names
    kind: Literal["instant", "promised", "pickup", "advice"]
    mean: float  # minutes at the counter
    sd: float
    weight: float = 0.0  # expected visits on a factor-1.0 weekday
    slot: int = 10
    bookable: bool = False
    saturday: bool = False
    elastic: bool = False
    copy_p: float = 0.0
    incomplete_p: float = 0.0
    guide: str | None = None
    scarce_credit: int | None = None  # minutes; None = by R-23
    quota_per_day: int | None = Field(None, ge=0, le=9999)
    quotas: tuple[QuotaBand, ...] = ()  # R-10; outside the bands only the quota of the day counts
    words: tuple[str, ...] = ()  # everyday words people search by
    online: Names | None = None  # where it can be done without coming
    retired: bool = False  # gives no numbers any more; who waits is served, and the past keeps its name


class Package(Part):
    id: str
    names: Names
    services: tuple[str, ...]
    same_day: bool = True
    retired: bool = False


class Flex(Part):
    """A span in which a counter serves other queues (R-73): once, or every week on some days."""

    days: tuple[int, ...] = ()  # ISO, with times; without days `start` and `end` are moments of one date
    start: LocalMoment | ClockTime
    end: LocalMoment | ClockTime
    queues: tuple[str, ...]
    only: tuple[str, ...] = ()  # services; empty = all of these queues

    @model_validator(mode="after")
    def _one_kind(self) -> "Flex":
        wanted = time if self.days else datetime
        if not (isinstance(self.start, wanted) and isinstance(self.end, wanted)):
            raise PydanticCustomError(
                "span_kind", "A span has days with times, or two moments such as “2026-11-23T13:30”"
            )
        return self

    def holds(self, now_local: datetime) -> bool:
        """True within the span; `now_local` is read off the hall's own clock."""
        now = now_local.replace(tzinfo=None)
        match self.start, self.end:
            case datetime() as start, datetime() as end:
                return start <= now < end
            case time() as opens, time() as closes:
                return now.isoweekday() in self.days and opens <= now.time() < closes
        return False


class Counter(Part):
    number: int
    names: Names | None = None
    type: Literal["regular", "general", "issue", "tidal", "solve", "desk", "flex", "age_friendly"]
    floor: int = 1
    queues: tuple[str, ...]
    only: tuple[str, ...] = ()  # services; empty = all of its queues
    skill_credits: dict[str, int] = Field(default_factory=dict)  # service -> minutes, R-23
    noon: bool = False
    saturday: bool = False
    elastic: bool = False
    low: bool = False
    loop: bool = False
    flex: tuple[Flex, ...] = ()  # R-73; a dated span goes before a weekly one
    retired: bool = False

    def can_serve(self, service: Service) -> bool:
        """True if a visitor for `service` can be called to this counter (R-03)."""
        able = service.queue in self.queues and (not self.only or service.id in self.only)
        return able and not self.retired

    def queues_at(self, now_local: datetime) -> tuple[str, ...]:
        """The queues that it serves at a moment of the hall's own clock."""
        return self.at(now_local).queues

    def at(self, now_local: datetime) -> "Counter":
        """The counter as it is at a moment of the hall's own clock; itself where nothing differs."""
        spans = [f for f in self.flex if f.holds(now_local)]
        if not spans:
            return self
        span = min(spans, key=lambda f: bool(f.days))
        return self.model_copy(update={"queues": span.queues, "only": span.only})


class StaffEntry(Part):
    login: str = Field(min_length=1)
    names: Names
    roles: tuple[Literal["admin", "manager", "lead", "desk", "counter", "agent"], ...]
    counter: int | None = None


class Arrivals(Part):
    """Who comes, when and how they behave; only the simulation reads it. Probabilities are 0 to 1."""

    weekday_base_visits: float = Field(0, ge=0, le=100_000)
    weekday_factor: dict[str, float] = Field(default_factory=dict)
    saturday_visits: float = Field(0, ge=0, le=100_000)
    profile_weekday: dict[str, float] = Field(default_factory=dict)
    profile_saturday: dict[str, float] = Field(default_factory=dict)
    visitor_mix: dict[str, float] = Field(default_factory=dict)
    walk_away_patience_mean: float = 55
    called_but_absent_p: float = 0.045
    absent_returns_p: float = 0.6
    walk_seconds: dict[str, float] = Field(default_factory=lambda: {"mean": 35.0, "sd": 15.0})
    wrap_up_seconds: dict[str, float] = Field(default_factory=lambda: {"mean": 40.0, "sd": 20.0})


class Plan(Part):
    """A whole hall. Cross references (queues, services, guides, counters) are checked by `hallfile.py`."""

    id: str
    names: Names
    short_names: Names
    address: Names
    timezone: str
    default_locale: str = "zh-CN"
    locales: tuple[str, ...] = ("zh-CN", "en")
    phones: dict[str, Phone] = Field(default_factory=dict)
    sms_signature: Names = Field(default_factory=dict)
    floors: int = Field(1, ge=1, le=200)
    seats: int | None = Field(None, ge=0, le=100_000)
    amenities: tuple[Amenity, ...] = ()
    sessions: tuple[WeeklySession, ...] = ()
    overrides: tuple[Override, ...] = ()
    one_off: tuple[OneOff, ...] = ()
    departments: tuple[Department, ...] = ()
    queues: tuple[Queue, ...] = ()
    services: tuple[Service, ...] = ()
    packages: tuple[Package, ...] = ()
    counters: tuple[Counter, ...] = ()
    guides: tuple[Guide, ...] = ()
    not_here: tuple[NotHere, ...] = ()
    staff: tuple[StaffEntry, ...] = ()
    arrivals: Arrivals = Field(default_factory=Arrivals)
    settings: Settings = Field(default_factory=Settings)

    def service(self, service_id: str) -> Service | None:
        return next((s for s in self.services if s.id == service_id), None)

    def queue(self, queue_id: str) -> Queue | None:
        return next((q for q in self.queues if q.id == queue_id), None)

    def counter(self, number: int) -> Counter | None:
        return next((c for c in self.counters if c.number == number), None)

    def package(self, package_id: str) -> Package | None:
        return next((p for p in self.packages if p.id == package_id), None)

    def guide(self, guide_id: str | None) -> Guide | None:
        return next((g for g in self.guides if g.id == guide_id), None)

    def is_on_offer(self, thing: Service | Package) -> bool:
        """True unless a service or package gives no numbers any more, or something that it needs does not."""
        if thing.retired:
            return False
        if isinstance(thing, Package):
            return all((s := self.service(i)) is None or self.is_on_offer(s) for i in thing.services)
        queue = self.queue(thing.queue)
        return queue is None or not queue.retired

    def on_offer(self) -> tuple[Service, ...]:
        """The services that numbers are given for, in the plan's order."""
        return tuple(s for s in self.services if self.is_on_offer(s))

    def packages_on_offer(self) -> tuple[Package, ...]:
        return tuple(p for p in self.packages if self.is_on_offer(p))

    def settings_for(self, queue_id: str) -> Settings:
        """The hall's settings with what this queue sets for itself."""
        queue = self.queue(queue_id)
        return self.settings.with_queue(queue.settings) if queue and queue.settings else self.settings

    def at(self, now: datetime) -> "Plan":
        """The plan with every counter as it is at an instant (R-73); itself where nothing differs."""
        if not any(c.flex for c in self.counters):
            return self
        now_local = now.astimezone(ZoneInfo(self.timezone))
        counters = tuple(c.at(now_local) for c in self.counters)
        changed = any(here is not there for here, there in zip(counters, self.counters, strict=True))
        return self.model_copy(update={"counters": counters}) if changed else self

    def counters_for(self, service: Service) -> tuple[Counter, ...]:
        return tuple(c for c in self.counters if c.can_serve(service))

    def zones(self) -> tuple[str, ...]:
        """Zone ids in the order of their first queue."""
        return tuple(dict.fromkeys(q.zone for q in self.queues if not (q.number_series_only or q.retired)))
