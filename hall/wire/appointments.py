"""Shapes of bookings, free times, the waiting list and check-in, in and out."""

from typing import Literal

from pydantic import Field

from hall.wire.base import Day, Id, Language, Moment, Names, Shape, Short, Text, Whole
from hall.wire.queue import Paper

Need = Literal["wheelchair", "hearing", "sight", "interpreter", "slow", "infant"]


class SlotView(Shape):
    """A time at which a visit can begin; `free` is how many more of its kind fit there."""

    start: Moment
    end: Moment
    session: str
    session_kind: str
    free: int


class SlotList(Shape):
    """`next_release`: when the next day can be booked for the first time, and which one (R-50)."""

    items: list[SlotView]
    next: str | None = None
    next_release: Moment
    next_day: Day


class BookingWish(Shape):
    """What somebody wants to come for, when, and who they are. `note` and `overbook` are for staff."""

    hall: Id
    service: Id | None = None
    services: list[Id] = Field(default_factory=list, max_length=10)
    start: Moment
    name: Short
    phone: str | None = Field(None, max_length=40)
    email: str | None = Field(None, max_length=200, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    document: str | None = Field(None, min_length=4, max_length=40, pattern=r"^[A-Za-z0-9\-]+$")
    language: Language = "zh-CN"
    for_someone_else: bool = False
    people: Whole = Field(1, ge=1, le=20)
    needs: list[Need] = Field(default_factory=list, max_length=6)
    large_type: bool = False
    note: Text | None = None
    overbook: Text | None = None


class ConfirmWish(Shape):
    otp: str | None = Field(None, min_length=4, max_length=10)


class MoveWish(Shape):
    start: Moment


class StepView(Shape):
    """One service of a booking; the counter is for staff."""

    service: str
    names: Names
    start: Moment
    end: Moment
    counter: int | None = None


class OfferView(Shape):
    """Another time that is held for the holder of a booking."""

    code: str
    start: Moment
    end: Moment
    until: Moment | None = None


class BookingView(Shape):
    """A booking. Codes and the name are for its holder and for staff who handle it; a number is shown masked."""

    id: str
    code: str | None = None
    short_code: str | None = None
    hall: str
    state: str
    held_until: Moment | None = None
    code_sent: bool = False  # a one-time code waits to be typed
    start: Moment
    end: Moment
    session: str
    session_kind: str
    services: list[str]
    package: str | None = None
    names: Names
    steps: list[StepView]
    name: str | None = None
    phone_masked: str | None = None
    document_tail: str | None = None
    language: str
    people: int
    needs: list[str]
    for_someone_else: bool
    large_type: bool
    can_change: bool
    change_until: Moment
    delays_left: int
    expected_at: Moment | None = None
    checkin_opens: Moment
    checkin_until: Moment
    late_until: Moment
    ticket: str | None = None  # the code of its number, once its visitor has come
    number: str | None = None
    offer: OfferView | None = None
    replaces: Moment | None = None  # an offer: the time that it would replace
    papers: list[Paper]
    qr: str | None = None
    channel: str | None = None
    verified: str | None = None
    note: str | None = None
    call_wanted: str | None = None
    excused: str | None = None
    overbooked: bool | None = None
    suspended_until: Moment | None = None
    suspension: str | None = None
    seq: int


class BookingPage(Shape):
    items: list[BookingView]
    next: str | None = None


class CheckInWish(Shape):
    """`presence`: the code that the screens in the hall show now; a telephone must be near one."""

    presence: str | None = Field(None, min_length=4, max_length=8)


class FindWish(Shape):
    """Who stands at a kiosk or desk: a code, or the last four digits of a telephone with, if need be, the time."""

    code: str | None = Field(None, min_length=4, max_length=64)
    tail: str | None = Field(None, pattern=r"^\d{4}$")
    start: Moment | None = None


class WaitlistWish(Shape):
    first: Day = Field(alias="from")
    last: Day = Field(alias="to")
    name: Short
    phone: str = Field(max_length=40)
    language: Language = "zh-CN"
    booking: str | None = Field(None, pattern=r"^[A-Za-z0-9_\-]{22}$")  # the code of their own booking; no id


class WaitlistView(Shape):
    """A place on the waiting list. `offer`: a booking that is held for them now, by its code; only where the
    telephone was proved before, otherwise the text alone has it."""

    code: str
    hall: str
    service: str
    names: Names
    state: str
    first: Day
    last: Day
    ahead: int
    keeps: Moment | None = None
    offer: OfferView | None = None


class ExcuseWish(Shape):
    reason: Literal["hall_failed", "ill", "in_time", "mistake", "other"]


class PresenceView(Shape):
    """What a screen in the hall shows so that a telephone can say "I am here"."""

    code: str
    until: Moment
