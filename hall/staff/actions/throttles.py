"""How often something may be tried: counted by a hashed key in rows, alike on both databases."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from hall.kernel.errors import TooMany
from hall.kernel.ids import fingerprint
from hall.staff.models import Throttle
from hall.staff.rules import ATTEMPTS, WINDOW, wait_seconds


def count_attempt(session: Session, key: str, real_now: datetime, *, allowed: int = ATTEMPTS) -> None:
    """Counts one attempt under `key`, or raises TooMany when `allowed` were made within the window.

    Called before the attempt is looked at. The row is made if absent and then locked: a hundred attempts at
    one moment are a hundred attempts, on both databases.
    """
    digest, dialect = fingerprint(key), session.get_bind().dialect.name
    made = (sqlite_insert if dialect == "sqlite" else postgres_insert)(Throttle)
    session.execute(made.values(key=digest, since=real_now, count=0).on_conflict_do_nothing())
    throttle = session.get_one(Throttle, digest, with_for_update=True, populate_existing=True)
    if real_now >= throttle.since + WINDOW:
        throttle.since, throttle.count = real_now, 0
    seconds = wait_seconds(throttle.count, throttle.since, real_now, allowed=allowed)
    if seconds:
        raise TooMany(seconds=seconds)
    throttle.count += 1


def refuse_after(session: Session, key: str, real_now: datetime, *, allowed: int) -> None:
    """Raises TooMany when `allowed` attempts were counted under `key` within the window; counts nothing."""
    throttle = session.get(Throttle, fingerprint(key))
    if throttle is None:
        return
    seconds = wait_seconds(throttle.count, throttle.since, real_now, allowed=allowed)
    if seconds:
        raise TooMany(seconds=seconds)


def forget_attempts(session: Session, key: str) -> None:
    """After a success the count begins anew."""
    session.execute(delete(Throttle).where(Throttle.key == fingerprint(key)))
