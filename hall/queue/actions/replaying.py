"""Tickets that kiosks made while they were cut off, told later: each is kept once, whatever the line does (R-75).

The visitor holds the paper. So a closed hall, a full service or an emergency is no reason to refuse one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from hall.kernel.idempotency import shut
from hall.kernel.work import Work
from hall.queue import events
from hall.queue.actions.issue import Given, add_ticket
from hall.queue.actions.replay_checks import free_codes, refused_before, why_refused
from hall.queue.actions.replay_parts import expire_day_over, set_aside, supersede, wish_of
from hall.queue.blocks import first_of_block
from hall.queue.issuing import label
from hall.queue.lookups import the_plan
from hall.queue.models import NumberBlock, Ticket
from hall.queue.offline import moments_of, steps_of, within_day
from hall.site.plan import Plan
from hall.site.rules import business_day
from hall.wire.devices import OfflineTicket, Refusal, Replay, ReplayDone, Replayed


@dataclass(frozen=True)
class _Batch:
    """One request of one kiosk. `scope_of` names the memory of a wish's key at the address for new tickets."""

    work: Work
    plan: Plan
    device_id: str
    in_doubt: bool
    scope_of: Callable[[str], str]


def replay(work: Work, device_id: str, sent: Replay, *, scope_of: Callable[[str], str]) -> ReplayDone:
    """Takes over what a kiosk made, in the order in which it did; told twice, it changes nothing more."""
    plan = the_plan(work)
    review_after = timedelta(minutes=plan.settings.offline_review_minutes)
    batch = _Batch(work, plan, device_id, work.now - sent.cut_off_at >= review_after, scope_of)
    head, items = work.seq, sorted(sent.items, key=lambda item: item.order)
    done = [_take(batch, item, at) for item, at in zip(items, moments_of(items, work.now), strict=True)]
    aside = set_aside(work, plan, sent.listed, since=sent.cut_off_at)
    if work.seq > head:
        kept = {answer.id for answer in done if answer.state == "kept"}
        doubtful = sum(1 for item in items if item.id in kept and _unconfirmed(batch, item))
        refused = sum(1 for answer in done if answer.state == "refused")
        work.record(
            events.KioskReplayed(device=device_id, kept=len(kept), refused=refused, unconfirmed=aside + doubtful)
        )
    return ReplayDone(items=done)


def _take(batch: _Batch, item: OfflineTicket, at: datetime) -> Replayed:
    known = batch.work.session.get(Ticket, item.id)
    if known is not None and known.hall_id == batch.work.hall_id:
        return Replayed(id=item.id, state="known", number=known.label)
    refused: Refusal | None = refused_before(batch.work, item)
    if refused is None:
        refused = "id_taken" if known is not None else why_refused(batch.work, batch.plan, batch.device_id, item)
        if refused is not None:
            _tell_staff(batch, item, refused)
    if refused is not None:
        return Replayed(id=item.id, state="refused", reason=refused, number=_label(batch.plan, item))
    return Replayed(id=item.id, state="kept", number=_keep(batch, item, within_day(at, item, batch.plan)).label)


def _tell_staff(batch: _Batch, item: OfflineTicket, reason: Refusal) -> None:
    wanted = item.wish.service or next(iter(item.wish.services), "")
    said = {"number": _label(batch.plan, item), "service": wanted, "reason": reason}
    batch.work.record(events.KioskTicketRefused(ticket=item.id, device=batch.device_id, **said))


def _keep(batch: _Batch, item: OfflineTicket, at: datetime) -> Ticket:
    work, plan = batch.work, batch.plan
    package, steps = steps_of(plan, item.wish)
    supersede(work, plan, batch.scope_of(item.key), item.id)
    shut(work.session, batch.scope_of(item.key), work.real_now)  # should that wish arrive only now
    block = work.session.get_one(NumberBlock, (work.hall_id, item.day, item.series, first_of_block(item.number)))
    block.used = max(block.used, item.number)
    codes, fresh = free_codes(work, item)
    ticket = add_ticket(
        work,
        plan,
        steps[0],
        Given(item.day, item.number, at, item.series),
        wish_of(item.wish, tuple(s.id for s in steps)),
        channel="kiosk",
        package=(package, [s.id for s in steps] if len(steps) > 1 else []),
        own={"id": item.id, "uncertain": item.uncertain, "unconfirmed": _unconfirmed(batch, item), **codes},
        said={"offline": True, "fresh_code": fresh},
    )
    if item.day < business_day(plan, work.now):
        expire_day_over(work, plan, ticket)
    return ticket


def _unconfirmed(batch: _Batch, item: OfflineTicket) -> bool:
    """True if somebody may have called it by list: it stood on one, or there was time to make one by hand."""
    over = item.day < business_day(batch.plan, batch.work.now)
    return not over and (item.listed or batch.in_doubt)


def _label(plan: Plan, item: OfflineTicket) -> str:
    return label(item.series, item.number, plan.settings)
