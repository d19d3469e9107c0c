"""The nouns of bookings."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hall.appointments.errors import WrongStanding
from hall.appointments.states import MOVES, BookingState, Channel, Verified, WaitState, Why
from hall.kernel.database import Entity, Instant
from hall.kernel.ids import new_id, public_code, short_code
from hall.kernel.sealing import Sealed, keyed_hash


class Booking(Entity):
    """A visit at a time: one or several services in a row, one number when its visitor has come (R-13)."""

    __tablename__ = "booking"
    __table_args__ = (
        Index("booking_of_session", "session_id", "state"),
        Index("booking_of_day", "hall_id", "day", "state"),
        Index("booking_of_phone", "phone_hash"),
        Index("booking_of_person", "person_hash"),
        Index("booking_tail", "tail_hash"),
        Index("booking_short_code", "hall_id", "day", "short_code_hash", unique=True),
        Index("booking_open", "hall_id", "state", "start"),
    )

    hall_id: Mapped[str] = mapped_column(String(40))
    session_id: Mapped[str] = mapped_column(ForeignKey("hall_session.id"))
    day: Mapped[date]
    start: Mapped[datetime] = mapped_column(Instant)
    end: Mapped[datetime] = mapped_column(Instant)
    services: Mapped[list[str]] = mapped_column(JSON)
    name: Mapped[str] = mapped_column(Sealed)
    made_at: Mapped[datetime] = mapped_column(Instant)
    package_id: Mapped[str | None] = mapped_column(String(40), default=None)
    state: Mapped[BookingState] = mapped_column(String(12), default=BookingState.HELD)
    why: Mapped[Why] = mapped_column(String(12), default=Why.FORM)  # while it is held
    held_until: Mapped[datetime | None] = mapped_column(Instant, default=None)  # of which clock: rules.standing
    channel: Mapped[Channel] = mapped_column(String(10), default=Channel.WEB)
    language: Mapped[str] = mapped_column(String(10), default="zh-CN")
    phone: Mapped[str | None] = mapped_column(Sealed, default=None)  # E.164
    phone_hash: Mapped[str | None] = mapped_column(String(64), default=None)
    email: Mapped[str | None] = mapped_column(Sealed, default=None)
    tail_hash: Mapped[str | None] = mapped_column(
        String(64), default=None
    )  # last four digits, in its hall and day
    person_hash: Mapped[str | None] = mapped_column(String(64), default=None)  # of a document
    document_tail: Mapped[str | None] = mapped_column(Sealed, default=None)  # its last four, to compare
    verified: Mapped[Verified | None] = mapped_column(String(10), default=None)
    client_hash: Mapped[str | None] = mapped_column(String(64), default=None)  # who held it: limits of holds
    for_someone_else: Mapped[bool] = mapped_column(default=False)
    people: Mapped[int] = mapped_column(default=1)  # a family comes together
    needs: Mapped[list[str]] = mapped_column(JSON, default_factory=list)  # they lengthen the slot
    large_type: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None] = mapped_column(Sealed, default=None)  # what staff wrote
    booked_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    ended_for: Mapped[str | None] = mapped_column(String(20), default=None)
    in_time: Mapped[bool] = mapped_column(default=False)  # cancelled before `cancel_until_minutes`
    excused: Mapped[str | None] = mapped_column(String(20), default=None)  # why a no-show does not count
    delays: Mapped[int] = mapped_column(default=0)  # times they said “running late”
    expected_at: Mapped[datetime | None] = mapped_column(Instant, default=None)  # when they said that they come
    moves: Mapped[int] = mapped_column(default=0)
    overbooked: Mapped[bool] = mapped_column(default=False)  # staff put it beside another on purpose
    offer_for: Mapped[str | None] = mapped_column(String(26), default=None)  # the booking it would replace
    call_wanted: Mapped[str | None] = mapped_column(String(20), default=None)  # cannot be told: somebody rings
    ticket_id: Mapped[str | None] = mapped_column(String(26), default=None)
    checked_in_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    code: Mapped[str] = mapped_column(Sealed, default_factory=public_code)
    short_code: Mapped[str] = mapped_column(Sealed, default_factory=short_code)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True, init=False)
    short_code_hash: Mapped[str] = mapped_column(String(64), init=False)
    id: Mapped[str] = mapped_column(String(26), primary_key=True, default_factory=new_id)

    def __post_init__(self) -> None:
        self.code_hash = keyed_hash(self.code)
        self.short_code_hash = keyed_hash(self.short_code)
        self.set_phone(self.phone)

    def set_phone(self, phone: str | None) -> None:
        """The number with what finds it again: a keyed hash, and one of its last four digits for the kiosk."""
        self.phone = phone
        self.phone_hash = keyed_hash(phone) if phone else None
        self.tail_hash = tail_hash(self.hall_id, self.day, phone[-4:]) if phone else None

    def become(self, state: BookingState) -> None:
        """Takes a step that rulebook 3.1 allows, or raises WrongStanding."""
        if state not in MOVES[BookingState(self.state)]:
            raise WrongStanding(state=self.state)
        self.state = state

    def close(self, state: BookingState, now: datetime, reason: str | None = None) -> None:
        """The last step of a booking that brings no ticket."""
        self.become(state)
        self.ended_at, self.ended_for = now, reason
        self.held_until = None


class BookingStep(Entity):
    """One service of a booking: at which counter its units lie, from when to when."""

    __tablename__ = "booking_step"

    booking_id: Mapped[str] = mapped_column(ForeignKey("booking.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[str] = mapped_column(String(40))
    counter_number: Mapped[int]
    start: Mapped[datetime] = mapped_column(Instant)
    end: Mapped[datetime] = mapped_column(Instant)


class SlotUnit(Entity):
    """Five minutes of one counter in one session. The key says "never sold twice", whatever a program believes.

    `layer` is 0; a booking that staff put beside another on purpose has the next one, and a fact says so. A unit
    that was given back stays without a booking until `free_at`, so that nobody can trade places (R-54).
    """

    __tablename__ = "slot_unit"
    __table_args__ = (Index("slot_unit_of_booking", "booking_id"),)

    session_id: Mapped[str] = mapped_column(ForeignKey("hall_session.id"), primary_key=True)
    counter_number: Mapped[int] = mapped_column(primary_key=True)
    start: Mapped[datetime] = mapped_column(Instant, primary_key=True)
    layer: Mapped[int] = mapped_column(primary_key=True, default=0)
    booking_id: Mapped[str | None] = mapped_column(String(26), default=None)
    free_at: Mapped[datetime | None] = mapped_column(Instant, default=None)


class OneTimeCode(Entity):
    """Six digits sent to a telephone, good for one booking; only their hash is kept."""

    __tablename__ = "one_time_code"

    booking_id: Mapped[str] = mapped_column(ForeignKey("booking.id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(Instant)  # device time
    tries: Mapped[int] = mapped_column(default=0)


class WaitlistEntry(Entity):
    """Somebody who would come earlier, or at all: in the order of asking, one offer at a time."""

    __tablename__ = "waitlist_entry"
    __table_args__ = (
        Index("waitlist_of", "hall_id", "service_id", "state"),
        Index("waitlist_of_booking", "booking_id"),
    )

    hall_id: Mapped[str] = mapped_column(String(40))
    service_id: Mapped[str] = mapped_column(String(40))
    first_day: Mapped[date]
    last_day: Mapped[date]
    at: Mapped[datetime] = mapped_column(Instant)
    name: Mapped[str] = mapped_column(Sealed)
    phone: Mapped[str] = mapped_column(Sealed)
    language: Mapped[str] = mapped_column(String(10), default="zh-CN")
    booking_id: Mapped[str | None] = mapped_column(String(26), default=None)  # their own, kept until they accept
    state: Mapped[WaitState] = mapped_column(String(10), default=WaitState.WAITING)
    offer_id: Mapped[str | None] = mapped_column(String(26), default=None)  # the held booking they may take
    passed: Mapped[int] = mapped_column(default=0)  # offers they let go by
    verified: Mapped[Verified | None] = mapped_column(String(10), default=None)
    phone_hash: Mapped[str] = mapped_column(String(64), init=False)
    code: Mapped[str] = mapped_column(Sealed, default_factory=public_code)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True, init=False)
    id: Mapped[str] = mapped_column(String(26), primary_key=True, default_factory=new_id)

    def __post_init__(self) -> None:
        self.phone_hash, self.code_hash = keyed_hash(self.phone), keyed_hash(self.code)


class Suspension(Entity):
    """A person who may not book for a while; walking in is never touched (R-61)."""

    __tablename__ = "suspension"
    __table_args__ = (Index("suspension_of", "hall_id", "identity_hash"),)

    hall_id: Mapped[str] = mapped_column(String(40))
    identity_hash: Mapped[str] = mapped_column(String(64))
    since: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[datetime] = mapped_column(Instant)
    booking_id: Mapped[str] = mapped_column(String(26))  # the no-show that began it
    lifted_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    lifted_by: Mapped[str | None] = mapped_column(String(26), default=None)
    id: Mapped[str] = mapped_column(String(26), primary_key=True, default_factory=new_id)


class LearnedPace(Entity):
    """What a hall has learned of its own sessions (estimates.md 4); None: there was too little to learn from."""

    __tablename__ = "learned_pace"

    hall_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    show_rate: Mapped[float | None] = mapped_column(default=None)
    spread: Mapped[float | None] = mapped_column(default=None)


def tail_hash(hall_id: str, day: date, digits: str) -> str:
    """Finds a booking by the last four digits of its telephone, in one hall on one day only."""
    return keyed_hash(f"{hall_id}|{day.isoformat()}|{digits}")


def values_of(booking: Booking) -> dict[str, Any]:
    """What a fact says of a booking: ids and moments, never a name or a number."""
    return {
        "booking": booking.id,
        "session": booking.session_id,
        "services": tuple(booking.services),
        "start": booking.start.isoformat(),
        "channel": booking.channel,
    }
