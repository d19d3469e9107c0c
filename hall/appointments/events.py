"""The facts of bookings: ids, moments, reasons from lists. Names and numbers stand in rows that can be deleted."""

from dataclasses import dataclass
from typing import ClassVar

from hall.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class BookingFact(Event):
    """One step of one booking."""

    booking: str
    session: str
    services: tuple[str, ...]
    start: str  # RFC 3339
    channel: str


@dataclass(frozen=True, kw_only=True)
class BookingHeld(BookingFact):
    """Nobody else can have this slot while a form is filled in or an offer stands (R-53)."""

    name: ClassVar[str] = "booking.held"
    why: str


@dataclass(frozen=True, kw_only=True)
class CodeWanted(BookingFact):
    """A one-time code goes to the telephone that was named."""

    name: ClassVar[str] = "booking.code_wanted"


@dataclass(frozen=True, kw_only=True)
class BookingMade(BookingFact):
    name: ClassVar[str] = "booking.booked"
    overbooked: bool | None = None


@dataclass(frozen=True, kw_only=True)
class BookingMoved(BookingFact):
    """To another time; the old place is free again."""

    name: ClassVar[str] = "booking.moved"
    from_start: str
    from_session: str
    by: str  # visitor, staff, waitlist, hall


@dataclass(frozen=True, kw_only=True)
class BookingCancelled(BookingFact):
    name: ClassVar[str] = "booking.cancelled"
    reason: str  # visitor, staff, lapsed, declined, moved, offered
    in_time: bool
    was: str  # the state it had


@dataclass(frozen=True, kw_only=True)
class BookingDelayed(BookingFact):
    """“Running late”, at most twice; the place is kept by R-59 and R-60."""

    name: ClassVar[str] = "booking.delayed"
    minutes: int


@dataclass(frozen=True, kw_only=True)
class VisitorCheckedIn(BookingFact):
    name: ClassVar[str] = "booking.checked_in"
    ticket: str
    late: bool
    by: str  # kiosk, desk, phone


@dataclass(frozen=True, kw_only=True)
class VisitorMissing(BookingFact):
    """No check-in by half an hour after the time (R-61)."""

    name: ClassVar[str] = "booking.no_show"
    counted: bool  # towards a suspension: only where the hall knows who it is


@dataclass(frozen=True, kw_only=True)
class BookingExcused(BookingFact):
    name: ClassVar[str] = "booking.excused"
    reason: str


@dataclass(frozen=True, kw_only=True)
class BookingDisplaced(BookingFact):
    """The hall took the session or its people away (R-64). `offer`: a place that is held instead."""

    name: ClassVar[str] = "booking.displaced"
    reason: str
    offer: str | None = None
    reachable: bool


@dataclass(frozen=True, kw_only=True)
class MoverAsked(BookingFact):
    """A thin session may be given up: this visitor is asked whether another time suits (R-66)."""

    name: ClassVar[str] = "booking.mover_asked"
    offer: str


@dataclass(frozen=True, kw_only=True)
class CallWanted(BookingFact):
    """This visitor cannot be told by a message: somebody has to ring."""

    name: ClassVar[str] = "booking.call_wanted"
    reason: str


@dataclass(frozen=True, kw_only=True)
class CallDone(BookingFact):
    """Somebody has rung whoever could not be told by a message."""

    name: ClassVar[str] = "booking.call_done"


@dataclass(frozen=True, kw_only=True)
class WaitlistFact(Event):
    """One step of one place on the waiting list."""

    entry: str
    service: str


@dataclass(frozen=True, kw_only=True)
class WaitlistJoined(WaitlistFact):
    name: ClassVar[str] = "waitlist.joined"


@dataclass(frozen=True, kw_only=True)
class WaitlistOffered(WaitlistFact):
    """One freed slot, for one person, for fifteen minutes."""

    name: ClassVar[str] = "waitlist.offered"
    booking: str


@dataclass(frozen=True, kw_only=True)
class WaitlistAnswered(WaitlistFact):
    name: ClassVar[str] = "waitlist.answered"
    booking: str
    answer: str  # accepted, declined, lapsed


@dataclass(frozen=True, kw_only=True)
class WaitlistLeft(WaitlistFact):
    name: ClassVar[str] = "waitlist.left"
    reason: str  # visitor, over, booked


@dataclass(frozen=True, kw_only=True)
class PersonSuspended(Event):
    """Too many no-shows in the window: booking is suspended, walking in is not (R-61)."""

    name: ClassVar[str] = "booking.suspended"
    suspension: str
    booking: str
    until: str


@dataclass(frozen=True, kw_only=True)
class SuspensionLifted(Event):
    """After an appeal at the desk or by telephone (R-61)."""

    name: ClassVar[str] = "booking.suspension_lifted"
    suspension: str
