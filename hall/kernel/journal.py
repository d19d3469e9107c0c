"""The gapless line of facts of a hall, and the journal that keeps it.

`seq` comes from one row per hall, locked and incremented in the transaction that makes the fact: commit
order without holes. An identity column is not enough: on PostgreSQL number 2 can be seen before number 1,
and a rollback leaves a gap that a reader takes for a lost message.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from hall.kernel.database import Entity, Instant
from hall.kernel.rows import Question


class HallLine(Entity):
    """Where a hall's line of facts stands. Locking this row is what makes a hall's changes serial."""

    __tablename__ = "hall_line"

    hall_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, default=0)
    issue_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    last_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    last_issue_at: Mapped[datetime | None] = mapped_column(Instant, default=None)


class JournalRow(Entity):
    """One fact: what, when (both clocks), who, where. Written once, never changed, never deleted."""

    __tablename__ = "journal"
    __table_args__ = (
        Index("journal_ticket", "ticket_id", "seq"),
        Index("journal_counter", "hall_id", "counter_id", "seq"),
        Index("journal_at", "hall_id", "at"),
    )

    hall_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant)
    real_at: Mapped[datetime] = mapped_column(Instant)
    name: Mapped[str] = mapped_column(String(40))
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[str | None] = mapped_column(String(40), default=None)
    ticket_id: Mapped[str | None] = mapped_column(String(26), default=None)
    call_id: Mapped[str | None] = mapped_column(String(26), default=None)
    counter_id: Mapped[str | None] = mapped_column(String(48), default=None)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)


# Statements that every change asks are built once: building one costs more than SQLite takes to answer it.
_AFTER = Question(
    select(*JournalRow.__table__.columns)
    .where(JournalRow.hall_id == bindparam("hall_id"), JournalRow.seq > bindparam("seq"))
    .order_by(JournalRow.seq)
    .limit(bindparam("most"))
)
_HEAD = Question(select(HallLine.seq).where(HallLine.hall_id == bindparam("hall_id")))


def facts_after(session: Session, hall_id: str, seq: int, *, limit: int = 500) -> Sequence[JournalRow]:
    """The facts of a hall with a number above `seq`, in order."""
    return _AFTER.rows(session, hall_id=hall_id, seq=seq, most=limit)


def head(session: Session, hall_id: str) -> int:
    """The number of the hall's newest fact; 0 before the first."""
    found = _HEAD.rows(session, hall_id=hall_id)
    return found[0].seq if found else 0
