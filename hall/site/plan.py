"""The plan of a hall: everything an administrator decides, as one frozen, validated value.

A plan is plain data. It asks no clock and no database, so rules may read it and tests may build it
(`tests/world.py: a_plan()`). `hallfile.py` reads it from YAML; `models.HallPlan` keeps its versions.
"""

from datetime import date, time
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Names = dict[str, str]
"""What people read, by language tag: {"zh-CN": "…", "en": "…"}."""


class Part(BaseModel):
    """Base of every part of a plan: frozen, and unknown keys are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SessionKind(StrEnum):
    REGULAR = "regular"
    NOON_DUTY = "noon_duty"
    ELASTIC = "elastic"
    OFF_HOURS = "off_hours"


class WeeklySession(Part):
    days: tuple[int, ...]  # ISO: 1 = Monday
    session: str
    start: time
    end: time
    kind: SessionKind


class Override(Part):
    """A span of days that differs from the week: closed, or regular (a make-up working day)."""

    first: date
    last: date
    kind: Literal["closed", "regular"]
    names: Names


class Phone(Part):
    number: str
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
    quota_per_day: int | None = None
    words: tuple[str, ...] = ()  # everyday words people search by
    online: Names | None = None  # where it can be done without coming


class Package(Part):
    id: str
    names: Names
    services: tuple[str, ...]
    same_day: bool = True


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

    def can_serve(self, service: Service) -> bool:
        """True if a visitor for `service` can be called to this counter (R-03)."""
        return service.queue in self.queues and (not self.only or service.id in self.only)


class Material(Part):
    names: Names
    original: int
    copies: int


class Guide(Part):
    """What a visitor must know before coming; the same on kiosk, phone page, web and desk."""

    id: str
    service: str
    title: Names
    who: Names
    agent_allowed: bool
    fee: Names
    limit: Names
    when: Names
    materials: tuple[Material, ...] = ()
    tips: tuple[Names, ...] = ()
    steps: tuple[Names, ...] = ()
    questions: tuple[dict[str, Names], ...] = ()
    checked_on: date | None = None


class NotHere(Part):
    """Something people ask for that this hall does not do: said before any number is made (R-04)."""

    id: str
    names: Names
    where: Names
    words: tuple[str, ...] = ()


class StaffEntry(Part):
    login: str
    names: Names
    roles: tuple[Literal["admin", "manager", "lead", "desk", "counter", "agent"], ...]
    counter: int | None = None


class Arrivals(Part):
    """Who comes, when and how they behave; only the simulation reads it. Probabilities are 0 to 1."""

    weekday_base_visits: float = 0
    weekday_factor: dict[str, float] = Field(default_factory=dict)
    saturday_visits: float = 0
    profile_weekday: dict[str, float] = Field(default_factory=dict)
    profile_saturday: dict[str, float] = Field(default_factory=dict)
    visitor_mix: dict[str, float] = Field(default_factory=dict)
    walk_away_patience_mean: float = 55
    called_but_absent_p: float = 0.045
    absent_returns_p: float = 0.6
    walk_seconds: dict[str, float] = Field(default_factory=lambda: {"mean": 35.0, "sd": 15.0})
    wrap_up_seconds: dict[str, float] = Field(default_factory=lambda: {"mean": 40.0, "sd": 20.0})


class Settings(Part):
    """Every default of the rulebook that concerns the queue, under the rulebook's own setting names."""

    ticket_digits: int = Field(3, ge=3, le=4)
    kiosk_opens_before: int = Field(20, ge=0)  # R-07, minutes
    closing_overrun_minutes: int = Field(30, ge=0)
    full_earliest_minutes: int = Field(60, ge=0)  # never "full" earlier than this before the end
    call_attempts: int = Field(3, ge=1)
    call_interval_seconds: int = Field(20, ge=1)
    call_window_seconds: int = Field(90, ge=1)
    miss_after_seconds: int = Field(20, ge=0)
    recall_limit: int = Field(5, ge=0)
    undo_seconds: int = Field(10, ge=0)
    credit_booked: int = Field(90, ge=0)  # R-20, minutes
    credit_priority: int = Field(60, ge=0)
    credit_package_step: int = Field(15, ge=0)
    booked_callable_before: int = Field(5, ge=0)
    boost_run: int = Field(2, ge=1)
    boost_protect_minutes: int = Field(30, ge=0)
    scarce_credit: int = Field(15, ge=0)
    passed_requeue_after: int | Literal["end"] = 3
    passed_requeue_times: int = Field(1, ge=0)
    passed_valid_minutes: int = Field(60, ge=1)
    held_max_minutes: int = Field(30, ge=1)
    park_return_minutes: int = Field(40, ge=1)
    parked_per_counter: int = Field(2, ge=1)
    bound_released_minutes: int = Field(5, ge=0)
    pause_warn_minutes: int = Field(15, ge=1)
    absence_max_minutes: int = Field(30, ge=1)
    priority_age: int = Field(60, ge=1)
    warn_wait_minutes: int = Field(20, ge=1)
    alarm_wait_minutes: int = Field(30, ge=1)
    copies_asked_from: float = Field(0.10, ge=0, le=1)
    same_wish_seconds: int = Field(20, ge=0)
    delay_times: int = Field(2, ge=0)
    wait_target_minutes: dict[str, int] = Field(default_factory=lambda: {"average": 15, "p90": 30})
    later: dict[str, object] = Field(default_factory=dict)  # settings of rooms that read them elsewhere


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
    floors: int = 1
    seats: int | None = None
    amenities: tuple[Amenity, ...] = ()
    sessions: tuple[WeeklySession, ...] = ()
    overrides: tuple[Override, ...] = ()
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

    def counters_for(self, service: Service) -> tuple[Counter, ...]:
        return tuple(c for c in self.counters if c.can_serve(service))

    def zones(self) -> tuple[str, ...]:
        """Zone ids in the order of their first queue."""
        return tuple(dict.fromkeys(q.zone for q in self.queues if not q.number_series_only))
