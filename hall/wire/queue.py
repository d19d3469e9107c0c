"""Shapes of tickets, calls and counters, in and out."""

from typing import Any, Literal

from pydantic import Field

from hall.wire.base import Day, Id, Language, Moment, Names, Shape, Short, Telephone, Text, Whole

Reason = Short
"""A word of a list (the description names it), or own words: these count as "other" and are kept apart."""


class WaitShape(Shape):
    low_minutes: int
    high_minutes: int
    soon: bool = False


class Paper(Shape):
    names: Names
    original: int
    copies: int


class TicketWish(Shape):
    """What a visitor asks for: one service or package, or several services in order."""

    service: Id | None = None
    services: list[Id] = Field(default_factory=list, max_length=10)
    language: Language = "zh-CN"
    help_requested: bool = False
    large_type: bool = False
    visual_alert: bool = False
    for_someone_else: bool = False
    papers_ready: bool | None = None
    person: str | None = Field(None, pattern=r"^[0-9a-f]{64}$")  # who, as a keyed hash of today
    phone: Telephone | None = None  # texted when the turn is near; needed from outside the hall


class TicketView(Shape):
    """A ticket. `code` is present for its holder, its issuing device and staff who handle this one."""

    id: str
    code: str | None = None
    short_code: str | None = None
    number: str
    state: str
    lane: str
    service: str
    service_names: Names
    queue: str
    zone: str
    zone_names: Names
    floor: int
    ahead: int
    wait: WaitShape | None = None
    wait_unknown_reason: str | None = None
    counters: list[int]
    counters_open: int | None = None  # while it waits: how many of them are open and not paused
    counter: int | None = None
    call: str | None = None
    issued_at: Moment
    called_at: Moment | None = None
    ended_at: Moment | None = None
    bound_counter: int | None = None
    package: str | None = None
    package_names: Names | None = None
    steps: list[str]
    step: int
    language: str
    large_type: bool
    visual_alert: bool
    help_requested: bool
    can_rejoin: bool
    rejoin_until: Moment | None = None  # until when a missed one may
    rejoins_left: int = 0
    kept_for: Day | None = None  # a second pass: the day on which it is good
    parked_at: Moment | None = None
    delays_left: int
    not_before: Moment | None = None  # until then it lets others go first
    rules: dict[str, Any]
    papers: list[Paper]
    qr: str | None = None
    priority_group: str | None = None
    uncertain: bool = False  # its moment of issue is a bound: the kiosk was cut off and restarted
    to_arrive: bool = False  # taken from outside: called once its visitor says that they are in the hall
    unconfirmed: bool = False  # for staff: not called until somebody has looked after an outage
    seq: int


class TicketPage(Shape):
    items: list[TicketView]
    next: str | None = None


class PhoneWish(Shape):
    phone: Telephone
    language: Language | None = None  # of the texts; without it the ticket's


class DelayWish(Shape):
    minutes: Whole = Field(ge=1, le=60)


class PriorityWish(Shape):
    group: Literal["older", "disabled", "pregnant", "infant", "illness", "military", "fire_rescue", "discretion"]
    note: Text | None = None


class ShortCodeWish(Shape):
    short_code: str = Field(min_length=8, max_length=12)


class CallWish(Shape):
    """`after`: the call the console showed as current, or the counter's last one; null when it showed none."""

    after: Id | None = None
    ticket: Id | None = None
    reason: Reason | None = None  # with `ticket`: appointment, unwell, continuing, lead, other, or own words


class CallView(Shape):
    id: str
    counter: str
    ticket: str
    number: str
    at: Moment
    rule: str
    why: dict[str, Any]
    attempts: int
    arrived_at: Moment | None = None
    ended_at: Moment | None = None
    end: str | None = None
    undo_until: Moment  # device time
    miss_from: Moment  # device time
    recalls_left: int


class CallMade(Shape):
    call: CallView
    ticket: TicketView


class KeepWish(Shape):
    reason: Reason  # hall_failed, system_failed, other


class MissWish(Shape):
    reason: Literal["not_here", "wrong_service", "declined"]


class HoldWish(Shape):
    reason: Reason  # system, colleague, payment, form, other
    call: Id | None = None


class ParkWish(Shape):
    reason: Reason  # copy, photo, payment, paper, other
    papers: list[Whole] = Field(default_factory=list, max_length=20)
    call: Id | None = None


class TransferWish(Shape):
    reason: Literal["wrong_service", "next_step", "counter_cannot"]
    service: Id | None = None
    counter: Id | None = None
    call: Id | None = None


class FinishWish(Shape):
    outcome: Literal["done", "incomplete", "referred"]
    call: Id | None = None


class OpeningWish(Shape):
    take_over: bool = False


class PauseWish(Shape):
    reason: Literal["short_break", "meal", "system_fault", "other"]
    until: Moment | None = None


class TidalWish(Shape):
    until: Moment | None = None


class WaitingRow(Shape):
    """One row of a console's list: who, and in values why there."""

    id: str
    number: str
    service: str
    service_names: Names
    lane: str
    issued_at: Moment
    waited_minutes: int
    why: dict[str, Any]


class VisitRow(Shape):
    call: str
    ticket: str
    number: str
    service_names: Names
    at: Moment
    end: str | None = None


class CounterView(Shape):
    """A counter, and for its console everything from one GET. `after` is what a console sends with *Next*."""

    id: str
    number: int
    names: Names
    type: str
    floor: int
    state: str
    since: Moment
    member: str | None = None
    pause_reason: str | None = None
    until: Moment | None = None
    skills: list[str]
    queues: list[str]
    current: CallMade | None = None
    current_call: str | None = None
    after: str | None = None
    current_number: str | None = None
    waiting_by_queue: dict[str, int] = Field(default_factory=dict)
    line: list[WaitingRow] = Field(default_factory=list)
    parked: list[WaitingRow] = Field(default_factory=list)
    recent: list[VisitRow] = Field(default_factory=list)
    warnings: list[str] = Field(default_factory=list)
    now: Moment
    seq: int


class CounterList(Shape):
    items: list[CounterView]
    next: str | None = None
