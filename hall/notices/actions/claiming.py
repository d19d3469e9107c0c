"""Taking notices for sending: a conditional update that one process wins, with a lease and an epoch.

No hall's line is locked here and nothing is told: what follows from a claim is recorded when it is settled.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, or_, select, update
from sqlalchemy.orm import Session

from hall.notices.actions.queueing import signature_of
from hall.notices.models import Consent, Notice
from hall.notices.ports import Letter
from hall.notices.rules import LEASE
from hall.notices.states import URGENT, Kind, NoticeState
from hall.notices.texts import subject
from hall.site.queries import plan_of

_FIRST = case(
    (Notice.kind == Kind.CODE, 0),
    (Notice.kind.in_(sorted(URGENT)), 1),
    else_=2,
)
LONGEST, SHORTEST = 36_000, 60  # seconds that a provider may be asked to try


def claim_due(session: Session, hall_now: datetime, real_now: datetime, *, most: int) -> list[Letter]:
    """Takes due notices, the most urgent first, and no row that another process is taking at this moment."""
    stopped = select(Consent.number_hash).where(Consent.stopped)  # perhaps in another hall, a moment ago
    due = and_(
        Notice.state == NoticeState.DUE,
        Notice.due <= hall_now,
        Notice.valid_until > hall_now,
        Notice.recipient_hash.not_in(stopped),
    )
    taken = _take(
        session,
        due,
        most,
        {
            "state": NoticeState.SENDING,
            "epoch": Notice.epoch + 1,
            "attempts": Notice.attempts + 1,
            "lease_until": real_now + LEASE,
            "attempted_at": real_now,
        },
    )
    return [_letter(session, notice, hall_now) for notice in taken]


def claim_unsettled(session: Session, hall_now: datetime, real_now: datetime, *, most: int) -> list[Letter]:
    """Takes notices of which nobody knows whether they left, once their lease is over, to ask after them."""
    lost = and_(
        or_(Notice.state == NoticeState.SENDING, Notice.state == NoticeState.UNKNOWN),
        Notice.lease_until <= real_now,
    )
    taken = _take(
        session,
        lost,
        most,
        {
            "state": NoticeState.UNKNOWN,
            "epoch": Notice.epoch + 1,
            "asked": Notice.asked + 1,
            "lease_until": real_now + LEASE,
        },
    )
    return [_letter(session, notice, hall_now) for notice in taken]


def _take(session: Session, which: ColumnElement[bool], most: int, changes: dict[str, object]) -> Sequence[Notice]:
    """SKIP LOCKED where several can write at once; on SQLite the one writer is the lock."""
    wanted = select(Notice.id).where(which).order_by(_FIRST, Notice.due, Notice.id).limit(most)
    ids = list(session.scalars(wanted.with_for_update(skip_locked=True)))
    if not ids:
        return []
    session.execute(update(Notice).where(Notice.id.in_(ids), which).values(changes))
    found = select(Notice).where(Notice.id.in_(ids)).order_by(_FIRST, Notice.due, Notice.id)
    return session.scalars(found.execution_options(populate_existing=True)).all()


def _letter(session: Session, notice: Notice, hall_now: datetime) -> Letter:
    seconds = int((notice.valid_until - hall_now).total_seconds())
    signature = signature_of(plan_of(session, notice.hall_id), notice.language)
    assert notice.attempted_at is not None
    return Letter(
        notice=notice.id,
        hall_id=notice.hall_id,
        epoch=notice.epoch,
        attempt=notice.attempts,
        channel=notice.channel,
        kind=notice.kind,
        to=notice.recipient,
        text=notice.text,
        subject=subject(Kind(notice.kind), notice.language, signature),
        valid_seconds=max(SHORTEST, min(seconds, LONGEST)),
        since=notice.attempted_at,
    )
