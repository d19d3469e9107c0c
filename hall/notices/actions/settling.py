"""What came of an attempt. Each verb names the epoch of its claim: an older one changes nothing any more."""

from datetime import timedelta

from sqlalchemy import select

from hall.kernel.work import Work
from hall.notices.actions.queueing import not_reached, said_of
from hall.notices.events import NoticeDelivered, NoticeSent
from hall.notices.models import Notice
from hall.notices.ports import Found
from hall.notices.rules import ASKED, LEASE, RESENDS, goes_on, retry_at
from hall.notices.states import NoticeState

_OPEN = frozenset({NoticeState.SENDING, NoticeState.UNKNOWN})


def record_sent(work: Work, notice_id: str, epoch: int, reference: str) -> bool:
    """The provider has it; False when this claim is over. A receipt may have been quicker: it stays."""
    notice = _of_claim(work, notice_id, epoch)
    if notice is None:
        return False
    notice.reference, notice.lease_until = reference, None
    if notice.state in _OPEN:
        _becomes(work, notice, NoticeState.SENT)
    return True


def record_refused(work: Work, notice_id: str, epoch: int, reason: str, *, permanent: bool) -> bool:
    """The provider has surely not taken it: later again while that is of use, or never. False: claim is over."""
    notice = _of_claim(work, notice_id, epoch)
    if notice is None or notice.state not in _OPEN:
        return False
    _again_or_failed(work, notice, reason, permanent=permanent)
    return True


def put_back(work: Work, notice_id: str, epoch: int) -> bool:
    """It was claimed and not tried, for its carrier is away: due as before. False: the claim is over."""
    notice = _of_claim(work, notice_id, epoch)
    if notice is None or notice.state not in _OPEN:
        return False
    notice.settle(NoticeState.DUE, notice.reason)
    notice.attempts -= 1
    return True


def record_unsure(work: Work, notice_id: str, epoch: int, reason: str) -> bool:
    """It may have left. It is asked after when the lease is over, and never repeated on a guess."""
    notice = _of_claim(work, notice_id, epoch)
    if notice is None or notice.state not in _OPEN:
        return False
    notice.state, notice.reason, notice.lease_until = NoticeState.UNKNOWN, reason, work.real_now + LEASE
    return True


def record_found(work: Work, notice_id: str, epoch: int, found: Found) -> bool:
    """The provider has it after all: it left before this program or its line broke."""
    notice = _of_claim(work, notice_id, epoch)
    if notice is None or notice.state not in _OPEN:
        return False
    notice.reference, notice.lease_until = found.reference, None
    if found.state == NoticeState.FAILED:
        not_reached(work, notice, NoticeState.FAILED, found.reason or "undelivered")
    else:
        _becomes(work, notice, found.state)
    return True


def record_absent(work: Work, notice_id: str, epoch: int) -> bool:
    """The provider surely has no such message: it never left, and is due again while it is of use."""
    notice = _of_claim(work, notice_id, epoch)
    if notice is None or notice.state not in _OPEN:
        return False
    _again_or_failed(work, notice, "never_left", permanent=False)
    return True


def record_unanswered(work: Work, notice_id: str, epoch: int) -> bool:
    """The provider cannot say. After some more questions it stays unknown, listed for a person."""
    notice = _of_claim(work, notice_id, epoch)
    if notice is None or notice.state not in _OPEN:
        return False
    if notice.asked < ASKED:
        notice.lease_until = work.real_now + timedelta(minutes=2**notice.asked)
    else:
        not_reached(work, notice, NoticeState.UNKNOWN, "nobody_can_say")
    return True


def record_receipt(work: Work, name: str | None, found: Found, *, permanent: bool = True) -> bool:
    """What a provider tells later, in any order and as often as it likes; False when it tells nothing new.

    `name` is the attempt as the letter called itself, or None: then the provider's own id finds it.
    """
    notice, attempt = _told_of(work, name, found.reference)
    if notice is None or not goes_on(NoticeState(notice.state), found.state):
        return False
    current = attempt in (None, notice.attempts)
    if found.state == NoticeState.FAILED:
        if current:
            _again_or_failed(work, notice, found.reason or "undelivered", permanent=permanent, most=RESENDS)
        return current
    if not current and found.state != NoticeState.DELIVERED:
        return False
    notice.reference, notice.lease_until = found.reference, None
    _becomes(work, notice, found.state)
    return True


def _again_or_failed(work: Work, notice: Notice, reason: str, *, permanent: bool, most: int | None = None) -> None:
    again = None if permanent else retry_at(notice.attempts, work.now, notice.valid_until, most=most)
    if again is None:
        not_reached(work, notice, NoticeState.FAILED, reason)
    else:
        notice.settle(NoticeState.DUE, reason)
        notice.due, notice.asked = again, 0


def _becomes(work: Work, notice: Notice, state: NoticeState) -> None:
    notice.settle(state)
    notice.sent_at = notice.sent_at or work.now
    if state == NoticeState.DELIVERED:
        notice.delivered_at = work.now
        work.record(NoticeDelivered(**said_of(notice)))
    else:
        work.record(NoticeSent(**said_of(notice)))


def _of_claim(work: Work, notice_id: str, epoch: int) -> Notice | None:
    notice = _locked(work, notice_id)
    return notice if notice is not None and notice.epoch == epoch else None


def _told_of(work: Work, name: str | None, reference: str) -> tuple[Notice | None, int | None]:
    if name is not None:
        notice_id, _, attempt = name.partition("-")
        return _locked(work, notice_id), int(attempt) if attempt.isdecimal() else None
    known = work.session.scalar(select(Notice.id).where(Notice.reference == reference))
    return (_locked(work, known), None) if known else (None, None)


def _locked(work: Work, notice_id: str) -> Notice | None:
    """The hall's own row, locked: a claim does not take the hall's line."""
    found: Notice | None = work.session.get(Notice, notice_id, with_for_update=True, populate_existing=True)
    return found if found is not None and found.hall_id == work.hall_id else None
