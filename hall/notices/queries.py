"""Looks at the outbox: what was told, what waits, what somebody must look after."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hall.notices.models import Notice, TicketContact
from hall.notices.states import Kind, NoticeState


def notices_of(
    session: Session, hall_id: str, *, state: str | None = None, before: str | None = None, limit: int = 100
) -> Sequence[Notice]:
    """The newest notices of a hall; `before`: an id, for the part after it."""
    wanted = select(Notice).where(Notice.hall_id == hall_id)
    if state is not None:
        wanted = wanted.where(Notice.state == state)
    if before is not None:
        wanted = wanted.where(Notice.id < before)
    return session.scalars(wanted.order_by(Notice.id.desc()).limit(limit)).all()


def standing(notice: Notice, now: datetime) -> NoticeState:
    """How a notice stands at a moment: one that nobody sent in time is over before a job says so."""
    state = NoticeState(notice.state)
    return NoticeState.EXPIRED if state == NoticeState.DUE and notice.valid_until <= now else state


def place_of_notice(session: Session, notice_id: str | None, reference: str) -> str | None:
    """The hall of a notice, by its id or by the provider's; None when there is none."""
    wanted = select(Notice.hall_id)
    wanted = wanted.where(Notice.id == notice_id if notice_id else Notice.reference == reference)
    return session.scalar(wanted.limit(1))


def hall_of_number(session: Session, number_hash: str) -> str | None:
    """The hall that told this number something last."""
    wanted = select(Notice.hall_id).where(Notice.recipient_hash == number_hash)
    return session.scalar(wanted.order_by(Notice.made_at.desc(), Notice.id.desc()).limit(1))


def last_told(session: Session, hall_id: str, number_hash: str) -> Notice | None:
    """What a hall told this number last, codes and what never left apart: an answer is about that."""
    left = (NoticeState.SENDING, NoticeState.UNKNOWN, NoticeState.SENT, NoticeState.DELIVERED)
    wanted = select(Notice).where(
        Notice.recipient_hash == number_hash,
        Notice.hall_id == hall_id,
        Notice.kind != Kind.CODE,
        Notice.state.in_(left),
    )
    found: Notice | None = session.scalar(wanted.order_by(Notice.made_at.desc(), Notice.id.desc()).limit(1))
    return found


def is_texted(session: Session, ticket_id: str) -> bool:
    """True if texts about this ticket go to a number."""
    return session.get(TicketContact, ticket_id) is not None
