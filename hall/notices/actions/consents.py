"""What a number wants: STOP is obeyed at once and for every hall, START takes it back."""

from sqlalchemy import select

from hall.kernel.work import Work
from hall.notices.actions.queueing import not_reached
from hall.notices.events import NumberStarted, NumberStopped
from hall.notices.models import Consent, Notice
from hall.notices.states import NoticeState


def stop(work: Work, number_hash: str) -> bool:
    """No more texts to this number; what was still due stays unsaid. False when it had stopped before."""
    if not _set(work, number_hash, stopped=True):
        return False
    due = select(Notice).where(
        Notice.recipient_hash == number_hash,
        Notice.state == NoticeState.DUE,
        Notice.hall_id == work.hall_id,
    )
    for notice in work.session.scalars(due).all():
        not_reached(work, notice, NoticeState.STOPPED, "stop")
    work.record(NumberStopped())
    return True


def start(work: Work, number_hash: str) -> bool:
    """Texts again; False when it had not stopped."""
    if work.session.get(Consent, number_hash) is None or not _set(work, number_hash, stopped=False):
        return False
    work.record(NumberStarted())
    return True


def _set(work: Work, number_hash: str, *, stopped: bool) -> bool:
    known = work.session.get(Consent, number_hash)
    if known is None:
        work.session.add(Consent(number_hash=number_hash, stopped=stopped, at=work.now))
        return True
    if known.stopped == stopped:
        return False
    known.stopped, known.at = stopped, work.now
    return True
