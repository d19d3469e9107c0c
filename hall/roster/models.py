"""The nouns of the roster: sessions of a day, shifts in them, and shifts that two people exchange."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hall.kernel.database import Entity, Instant
from hall.kernel.ids import new_id
from hall.roster.rules import SessionState, ShiftState, SwapState


class HallSession(Entity):
    """One session of one day. Its id says hall, day and start: `qingtong-20261128-0900`."""

    __tablename__ = "hall_session"
    __table_args__ = (Index("hall_session_of_day", "hall_id", "day"),)

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    hall_id: Mapped[str] = mapped_column(ForeignKey("hall.id"))
    day: Mapped[date]
    start: Mapped[datetime] = mapped_column(Instant)
    end: Mapped[datetime] = mapped_column(Instant)
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(40))
    state: Mapped[SessionState] = mapped_column(String(12), default=SessionState.DRAFT)
    services: Mapped[list[str] | None] = mapped_column(
        JSON, default=None
    )  # None: what the plan offers then
    goal: Mapped[float | None] = mapped_column(
        default=None
    )  # share of its places that should be used; None: usual
    decide_by: Mapped[datetime | None] = mapped_column(Instant, default=None)  # of a thin one
    published_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    closed_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    closed_for: Mapped[str | None] = mapped_column(String(20), default=None)
    released: Mapped[float] = mapped_column(default=0.0)  # the share of its places that people may see

    @property
    def is_open(self) -> bool:
        return self.state == SessionState.PUBLISHED


class Shift(Entity):
    """A place at a counter for one session; nobody's while `member_id` is None: open to claim."""

    __tablename__ = "shift"
    __table_args__ = (
        Index("shift_counter_once", "session_id", "counter_number", unique=True),
        Index("shift_member_once", "session_id", "member_id", unique=True),
        Index("shift_of_member", "member_id"),
    )

    session_id: Mapped[str] = mapped_column(ForeignKey("hall_session.id"))
    hall_id: Mapped[str] = mapped_column(String(40))
    counter_number: Mapped[int]
    member_id: Mapped[str | None] = mapped_column(String(26), default=None)
    state: Mapped[ShiftState] = mapped_column(String(12), default=ShiftState.PLANNED)
    id: Mapped[str] = mapped_column(String(26), primary_key=True, default_factory=new_id)


class ShiftSwap(Entity):
    """Somebody would give a shift to a colleague, who has to say yes; `other_id`: for that one of theirs."""

    __tablename__ = "shift_swap"
    __table_args__ = (Index("shift_swap_of", "hall_id", "state"),)

    hall_id: Mapped[str] = mapped_column(String(40))
    shift_id: Mapped[str] = mapped_column(ForeignKey("shift.id"))
    from_member: Mapped[str] = mapped_column(String(26))
    to_member: Mapped[str] = mapped_column(String(26))
    at: Mapped[datetime] = mapped_column(Instant)
    other_id: Mapped[str | None] = mapped_column(String(26), default=None)
    state: Mapped[SwapState] = mapped_column(String(12), default=SwapState.ASKED)
    ended_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    id: Mapped[str] = mapped_column(String(26), primary_key=True, default_factory=new_id)
