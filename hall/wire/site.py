"""Shapes of halls, services, devices and the floor."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from hall.wire.base import Id, Moment, Names, Said, Shape, Short, Text, Whole
from hall.wire.queue import WaitShape


class SessionView(Shape):
    start: Moment
    end: Moment
    kind: str
    name: str


class MessageView(Shape):
    id: str
    text: str
    zones: list[str]
    until: Moment


class HallView(Shape):
    id: str
    names: Names
    address: Names
    phones: dict[str, Any]
    timezone: str
    now: Moment
    open: bool
    issuing: str
    sessions: list[SessionView]
    emergency: str | None = None
    demo: bool = False
    floors: int = 1
    default_locale: str = "zh-CN"  # the language a kiosk goes back to
    same_wish_seconds: int = 20  # a second number within it asks "for another person?"
    desk_floor: int | None = None  # where the enquiry desk is
    messages: list[MessageView] = Field(default_factory=list)  # what the floor tells the whole hall now
    clock_speed: float = 1.0  # how many times faster than a wall clock hall time goes; 1 outside a demo
    off_hours: list[SessionView] = Field(default_factory=list)  # the next two sessions outside office hours
    closure: Names | None = None  # why the calendar closes the hall today
    texts: bool = False  # visitors may ask for a text when their turn is near
    serving_out: bool = False  # outside its openings, and whoever has a number is still called


class HallList(Shape):
    items: list[HallView]
    next: str | None = None


class ServiceView(Shape):
    id: str
    names: Names
    kind: str
    queue: str
    series: str = ""  # the letter of its numbers
    zone: str
    zone_names: Names
    floor: int
    department: str
    department_names: Names
    issuing: str
    opens_at: Moment | None = None
    closes_at: Moment | None = None
    waiting: int
    wait: WaitShape | None = None
    wait_unknown_reason: str | None = None
    counters: list[int]
    counters_open: int
    bookable: bool
    online: Names | None = None
    where: Names | None = None
    services: list[str] = Field(default_factory=list)
    popular: float = 0.0


class ServiceList(Shape):
    items: list[ServiceView]
    next: str | None = None


class MaterialView(Shape):
    names: Names
    original: int
    copies: int


class GuideView(Shape):
    service: ServiceView
    title: Names
    who: Names | None = None
    agent_allowed: bool | None = None
    fee: Names | None = None
    limit: Names | None = None
    when: Names | None = None
    papers: list[MaterialView]
    steps: list[Names]
    questions: list[dict[str, Names]]
    tips: list[Names]
    checked_on: date | None = None
    ask_papers: bool = False
    rules: dict[str, Any] = Field(default_factory=dict)  # of a missed turn, as a ticket for it would say
    copier: Names | None = None


class CalendarDay(Shape):
    day: date
    names: Names | None = None
    closed: bool
    sessions: list[SessionView]


class CalendarView(Shape):
    items: list[CalendarDay]
    next: str | None = None


class MessageWish(Shape):
    text: Said
    zones: list[Id] = Field(default_factory=list, max_length=50)
    until: Moment


class EmergencyWish(Shape):
    text: Said


class ClosingWish(Shape):
    queue: Id | None = None
    reason: Literal["closing", "hall_failed", "other"]


class ClosingDone(Shape):
    tickets: int


class PaperWish(Shape):
    number: Whole = Field(ge=1, le=99999)
    service: Id
    issued_at: Moment


class QueueOnFloor(Shape):
    id: str
    names: Names
    zone: str
    waiting: int
    wait: WaitShape | None = None
    wait_unknown_reason: str | None = None
    longest_number: str | None = None
    longest_minutes: int | None = None


class ZoneOnFloor(Shape):
    id: str
    queues: list[str]
    waiting: int
    counters_open: int


class FloorView(Shape):
    hall: str
    now: Moment
    seq: int
    zones: list[ZoneOnFloor]
    counters: list[Any]
    queues: list[QueueOnFloor]
    warnings: list[dict[str, Any]]
    suggestions: list[dict[str, Any]]
    messages: list[MessageView]
    emergency: str | None = None


class DeviceWish(Shape):
    kind: Literal["kiosk", "hall_display", "counter_display", "rating_pad"]
    name: Short
    zone: Id | None = None
    counter: Id | None = None


class DeviceView(Shape):
    id: str
    hall: str
    kind: str
    name: str
    zone: str | None = None
    counter: str | None = None
    paired: bool


class DeviceAdded(Shape):
    device: DeviceView
    pairing_code: str
    expires_at: Moment


class PairingWish(Shape):
    pairing_code: str = Field(min_length=1, max_length=20)


class DevicePaired(Shape):
    token: str
    device: DeviceView


class TokenWish(Shape):
    login: Short = Field(max_length=60)
    password: Text = Field(min_length=1, max_length=200)


class MemberView(Shape):
    id: str
    login: str
    names: Names
    roles: dict[str, list[str]]
    counters: dict[str, str]


class TokenMade(Shape):
    token: str
    expires_at: Moment
    member: MemberView


class FactView(Shape):
    seq: int
    at: Moment
    name: str
    actor_kind: str
    actor: str | None = None
    ticket: str | None = None
    call: str | None = None
    counter: str | None = None
    data: dict[str, Any]


class FactPage(Shape):
    items: list[FactView]
    next: str | None = None


class ClockView(Shape):
    now: Moment
    speed: float
    demo: bool


class SpeedWish(Shape):
    speed: float = Field(ge=0.1, le=600)
