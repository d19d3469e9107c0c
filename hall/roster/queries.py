"""Looks at the roster."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hall.roster.models import HallSession, Shift


def session_by_id(session: Session, session_id: str) -> HallSession | None:
    found: HallSession | None = session.get(HallSession, session_id)
    return found


def sessions_between(session: Session, hall_id: str, first: date, last: date) -> Sequence[HallSession]:
    """The sessions of some days, whatever their state, in order."""
    wanted = select(HallSession).where(
        HallSession.hall_id == hall_id, HallSession.day >= first, HallSession.day <= last
    )
    return session.scalars(wanted.order_by(HallSession.start)).all()


def shifts_of(session: Session, session_ids: Collection[str]) -> dict[str, list[Shift]]:
    """The shifts of sessions by session, each by counter; every id that was asked for is in it."""
    found: dict[str, list[Shift]] = {session_id: [] for session_id in session_ids}
    wanted = select(Shift).where(Shift.session_id.in_(sorted(found))).order_by(Shift.counter_number)
    for shift in session.scalars(wanted):
        found[shift.session_id].append(shift)
    return found
