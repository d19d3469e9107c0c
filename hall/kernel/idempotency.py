"""The same wish twice: an `Idempotency-Key` remembers the answer in the transaction that made it.

Two requests with one key at the same moment meet at the hall's lock: the second finds the first one's
answer. The unique key is the last word where they are on different halls.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from hall.kernel.database import Entity, Instant
from hall.kernel.errors import Invalid
from hall.kernel.sealing import Sealed

REMEMBERED = timedelta(hours=24)
SHUT = "shut"  # no hash of a body


class KeyReused(Invalid):
    code = "idempotency_key_reused"
    sentence = "This Idempotency-Key was used with another request."


class Remembered(Entity):
    """An answer that was given, by who asked where with which key."""

    __tablename__ = "remembered"

    scope: Mapped[str] = mapped_column(String(64), primary_key=True)
    body_hash: Mapped[str] = mapped_column(String(64))
    answer: Mapped[str] = mapped_column(Sealed)  # an answer may hold a ticket's code
    until: Mapped[datetime] = mapped_column(Instant, index=True)


@dataclass(frozen=True)
class Key:
    """One key of one caller at one address, with the body it came with."""

    scope: str
    body_hash: str

    @classmethod
    def of(cls, *, caller: str, address: str, key: str, body: bytes) -> "Key":
        scope = "\n".join((caller, address, key))
        return cls(hashlib.sha256(scope.encode()).hexdigest(), hashlib.sha256(body).hexdigest())


def recall(session: Session, key: Key, real_now: datetime) -> str | None:
    """The answer given before, or None. Raises KeyReused when the body was another one."""
    found = session.get(Remembered, key.scope)
    if found is None or found.until < real_now:
        return None
    if found.body_hash != key.body_hash:
        raise KeyReused("Idempotency-Key")
    return found.answer


def remember(
    session: Session, key: Key, answer: str, real_now: datetime, *, until: datetime | None = None
) -> None:
    """Keeps an answer for a day, or `until`; an older one under the same key gives way."""
    until = until or real_now + REMEMBERED
    older = session.get(Remembered, key.scope)
    if older is None:
        session.add(Remembered(scope=key.scope, body_hash=key.body_hash, answer=answer, until=until))
    else:
        older.body_hash, older.answer, older.until = key.body_hash, answer, until


def answer_to(session: Session, scope: str) -> str | None:
    """The answer that was given under a key, whatever the body was; None after `shut`, or before any."""
    found = session.get(Remembered, scope)
    return None if found is None or found.body_hash == SHUT else found.answer


def shut(session: Session, scope: str, real_now: datetime) -> None:
    """From now on a request under this key is refused: what it asks for was done in another way."""
    remember(session, Key(scope, SHUT), "{}", real_now)


def forget_old(session: Session, real_now: datetime) -> None:
    """Forgets every answer whose time is over."""
    session.execute(delete(Remembered).where(Remembered.until < real_now))
