"""Shapes of sessions and rosters, in and out."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from hall.wire.base import Day, Id, Moment, Names, Shape, Short

Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
ClosingReason = Literal["weather", "staff", "system", "building", "demand", "holiday", "other"]


class ShiftView(Shape):
    """A counter of a session and who is there; nobody while `member` is null: open to claim."""

    id: str
    counter: int
    names: Names | None = None
    member: str | None = None
    member_names: Names | None = None


class NeedView(Shape):
    """How many counters a queue needs in a session, and how many have somebody."""

    queue: str
    minimum: int
    desired: int
    maximum: int
    staffed: int


class DatedSession(Shape):
    """One session of one day. `share` is what is booked of what bookings may have; `goal` what it should be."""

    id: str
    day: Day
    start: Moment
    end: Moment
    kind: str
    name: str
    state: str
    services: list[str]
    shifts: list[ShiftView]
    needs: list[NeedView]
    missing: list[str]
    booked: int
    people: int
    share: float
    goal: float
    thin: bool
    decide_by: Moment
    released: float
    closed_for: str | None = None


class SessionPage(Shape):
    items: list[DatedSession]
    next: str | None = None


class SessionWish(Shape):
    """A session of one day that no week has. Times are those of the hall's own clock."""

    day: Day
    start: Clock
    end: Clock
    name: Short = Field(max_length=40)
    services: list[Id] = Field(default_factory=list, max_length=200)


class SeatWish(Shape):
    counter: int = Field(ge=0, le=9999)
    member: Id | None = None


class RosterWish(Shape):
    counters: list[SeatWish] = Field(max_length=300)


class ServicesWish(Shape):
    services: list[Id] = Field(max_length=300)


class ClosureWish(Shape):
    reason: ClosingReason


class SwapWish(Shape):
    to: Id
    other: Id | None = None


class SwapAnswer(Shape):
    state: Literal["agreed", "declined", "withdrawn"]


class SwapView(Shape):
    id: str
    shift: str
    other: str | None = None
    from_member: str
    to_member: str
    state: str


class EffectView(Shape):
    """What a change does to bookings: how many lose their time, how many get another, who cannot be told."""

    hurt: int
    offered: int
    nowhere: int
    unreachable: int
    bookings: list[str]


class SessionDone(Shape):
    """A session after a change, and what the change did. With `rehearse=true` nothing has been changed."""

    session: DatedSession
    effect: EffectView
    rehearsed: bool = False


class ShiftDone(Shape):
    shift: ShiftView
    effect: EffectView
    rehearsed: bool = False
