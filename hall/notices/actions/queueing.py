"""Writing notices down, in the transaction that makes them true; taking them back; letting them grow old."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from hall.appointments.events import CallWanted
from hall.appointments.models import Booking, values_of
from hall.kernel.work import Work
from hall.notices.events import NoticeNotSent, NoticeQueued
from hall.notices.models import Consent, Notice
from hall.notices.rules import due_at, parts_of, worth_until
from hall.notices.states import MUST_KNOW, Kind, NoticeState, Way
from hall.notices.texts import EN, compose
from hall.queue.lookups import the_plan
from hall.site.plan import Plan
from hall.site.rules import business_day, day_span

KEPT = timedelta(days=90)
NOT_REACHED = "not_reached"
Fields = Mapping[str, str | int | None]


@dataclass(frozen=True)
class Recipient:
    """Whom a notice goes to, how, and in which language."""

    channel: Way
    address: str
    language: str


@dataclass(frozen=True)
class About:
    """What a notice is about, so that it can be found and taken back: the id of a row of another room."""

    kind: str  # booking, ticket, waitlist
    id: str


def queue_notice(
    work: Work,
    kind: Kind,
    to: Recipient,
    fields: Fields,
    *,
    dedupe: str,
    about: About | None = None,
    over: datetime | None = None,
    today: bool = False,
) -> Notice:
    """Writes one notice, or gives the one that says this already.

    `over`: the moment that it speaks of, after which it is worth nothing. `today`: what it tells is for today, so
    quiet hours do not hold it back. A number that wants no texts, or has had its day's, gets a row that says so.
    """
    known: Notice | None = work.session.scalar(select(Notice).where(Notice.dedupe == dedupe))
    if known is not None:
        return known
    plan = the_plan(work)
    due = due_at(kind, work.now, ZoneInfo(plan.timezone), plan.settings, today=today)
    text = compose(kind, to.language, signature_of(plan, to.language), fields)
    notice = _written(work, kind, to, text, dedupe, about)
    notice.due, notice.valid_until = due, worth_until(kind, due, over=over)
    reason = _held_back(work, plan, notice)
    work.session.add(notice)
    if reason is None:
        work.record(NoticeQueued(**said_of(notice)))
    else:
        not_reached(work, notice, NoticeState.STOPPED, reason)
    return notice


def withdraw(work: Work, about_id: str, *, kinds: frozenset[Kind] | None = None) -> int:
    """What was still to be said of something is no longer so; how many. One that is being sent is on its way."""
    wanted = select(Notice).where(Notice.about == about_id, Notice.state == NoticeState.DUE)
    found = [n for n in work.session.scalars(wanted) if kinds is None or n.kind in kinds]
    for notice in found:
        notice.settle(NoticeState.STOPPED, "superseded")
    return len(found)


def expire_overdue(work: Work) -> int:
    """Notices that nobody sent in time are not sent any more; whoever had to know is rung instead. How many."""
    found = work.session.scalars(overdue(work.hall_id, work.now)).all()
    for notice in found:
        not_reached(work, notice, NoticeState.EXPIRED, "too_late")
    return len(found)


def forget_old(session: Session, hall_now: datetime) -> None:
    """Deletes what was told long ago: nobody needs the number or the text any more."""
    session.execute(delete(Notice).where(Notice.made_at < hall_now - KEPT))


def not_reached(work: Work, notice: Notice, state: NoticeState, reason: str) -> None:
    """It will not arrive. What somebody must know goes by e-mail if there is one, or somebody rings (R-64)."""
    notice.settle(state, reason)
    work.record(NoticeNotSent(**said_of(notice), state=state, reason=reason))
    if notice.kind not in MUST_KNOW or notice.about_kind != "booking" or notice.about is None:
        return
    booking = work.session.get(Booking, notice.about)
    if booking is None:
        return
    if notice.channel == Way.SMS and booking.email and state != NoticeState.UNKNOWN:
        _by_mail(work, notice, booking.email)
    elif booking.call_wanted is None:
        booking.call_wanted = NOT_REACHED
        work.record(CallWanted(**values_of(booking), reason=NOT_REACHED))


def overdue(hall_id: str, now: datetime) -> Select[Notice]:
    """Notices of a hall that are due and worth nothing any more."""
    return select(Notice).where(
        Notice.hall_id == hall_id, Notice.state == NoticeState.DUE, Notice.valid_until <= now
    )


def said_of(notice: Notice) -> dict[str, Any]:
    """What a fact says of a notice."""
    return {"notice": notice.id, "kind": notice.kind, "channel": notice.channel, "about": notice.about}


def signature_of(plan: Plan, language: str) -> str:
    names = plan.sms_signature or plan.short_names
    return names.get(language) or names.get(EN) or ""


def wants_none(session: Session, number_hash: str) -> bool:
    """True for a number that said STOP and has not said START since."""
    consent = session.get(Consent, number_hash)
    return consent is not None and consent.stopped


def _held_back(work: Work, plan: Plan, notice: Notice) -> str | None:
    if notice.channel != Way.SMS:
        return None
    if wants_none(work.session, notice.recipient_hash):
        return "stop"
    if notice.kind in MUST_KNOW:
        return None
    since = day_span(plan, business_day(plan, work.now))[0]
    had = select(func.count()).where(
        Notice.recipient_hash == notice.recipient_hash,
        Notice.made_at >= since,
        Notice.state != NoticeState.STOPPED,
        # Codes that a stranger asks for must not use up what the number's owner is to be told.
        (Notice.kind == Kind.CODE) if notice.kind == Kind.CODE else (Notice.kind != Kind.CODE),
    )
    return "limit" if (work.session.scalar(had) or 0) >= plan.settings.messages_per_number_day else None


def _by_mail(work: Work, notice: Notice, address: str) -> None:
    """The same words another way."""
    to = Recipient(Way.EMAIL, address, notice.language)
    about = About(notice.about_kind, notice.about) if notice.about_kind and notice.about else None
    made = _written(work, Kind(notice.kind), to, notice.text, f"{notice.dedupe}:mail", about)
    made.valid_until = max(notice.valid_until, work.now + timedelta(hours=1))
    work.session.add(made)
    work.record(NoticeQueued(**said_of(made)))


def _written(work: Work, kind: Kind, to: Recipient, text: str, dedupe: str, about: About | None) -> Notice:
    """A row that is due now."""
    return Notice(
        hall_id=work.hall_id,
        channel=to.channel,
        kind=kind,
        recipient=to.address,
        language=to.language,
        text=text,
        parts=parts_of(text) if to.channel == Way.SMS else 1,
        made_at=work.now,
        due=work.now,
        valid_until=work.now,
        dedupe=dedupe,
        about_kind=about.kind if about else None,
        about=about.id if about else None,
    )
