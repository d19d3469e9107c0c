"""Who is next, and why: one order key (R-20 to R-24), and the small rules of calling (R-14 to R-19).

Pure: values and `now` in, values out. Tickets are seen through `Waits`, so a test may pass stand-ins.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from hall.queue.states import CallRule, Lane
from hall.site.plan import Counter, Plan, Service, Settings
from hall.site.rules import opening_at


class Waits(Protocol):
    """A ticket as the order sees it. `floor_*` is the place after a rejoin (R-28), as a key it comes behind."""

    id: str
    service_id: str
    lane: Lane
    ref: datetime
    issue_seq: int
    issued_at: datetime
    slot_start: datetime | None
    not_before: datetime | None
    floor_at: datetime | None
    floor_seq: int | None
    bound_counter_id: str | None
    returned_at: datetime | None
    unconfirmed: bool
    to_arrive: bool


Ticket = TypeVar("Ticket", bound=Waits)
Key = tuple[datetime, int, int, int]


@dataclass(frozen=True)
class Seat:
    """A counter as the order sees it: what it serves, the credit of each service there, its run (R-21)."""

    counter_id: str
    services: frozenset[str]
    credits: Mapping[str, int] = field(default_factory=dict)  # minutes by service
    boost_run: int = 0


@dataclass(frozen=True)
class Reason:
    """Why a ticket stands where it stands, in values; the doors make a sentence of it."""

    rule: CallRule
    lane: Lane
    since: datetime
    slot_start: datetime | None
    earlier: int  # callable tickets that came before it and are called after it


def seat(plan: Plan, counter: Counter, counter_id: str, boost_run: int) -> Seat:
    """The seat of a counter of the plan, with R-23's credits."""
    services = [s for s in plan.services if counter.can_serve(s)]
    alone = len(services) < 2
    credits = {s.id: 0 if alone else service_credit(plan, counter, s) for s in services}
    return Seat(counter_id, frozenset(credits), {k: v for k, v in credits.items() if v}, boost_run)


def service_credit(plan: Plan, counter: Counter, service: Service) -> int:
    """Minutes that a scarce service or a skill adds at this counter; the larger of the two (R-23)."""
    skill = counter.skill_credits.get(service.id, 0)
    if service.scarce_credit is not None:
        return max(skill, service.scarce_credit)
    of_queue = [c for c in plan.counters if service.queue in c.queues]
    able = [c for c in of_queue if c.can_serve(service)]
    scarce = 3 * len(able) <= len(of_queue)
    return max(skill, plan.settings.scarce_credit if scarce else 0)


def lane_credit(lane: Lane, settings: Settings) -> int:
    """Minutes of head start by lane (R-20)."""
    return {
        Lane.ORDINARY: 0,
        Lane.PRIORITY: settings.credit_priority,
        Lane.BOOKED: settings.credit_booked,
        Lane.PACKAGE: settings.credit_package_step,
    }[lane]


def best_lane(settings: Settings, own: Lane, priority_group: str | None) -> Lane:
    """The lane with the larger credit: credits never add up (R-20). Verified priority is no worse than none."""
    if priority_group is None or lane_credit(own, settings) > settings.credit_priority:
        return own
    return Lane.PRIORITY


def order_key(ticket: Waits, settings: Settings, credits: Mapping[str, int] | None = None) -> Key:
    """The order key: the smallest is called first. A rejoined ticket never comes before its floor (R-28)."""
    credit = lane_credit(ticket.lane, settings) + (credits or {}).get(ticket.service_id, 0)
    own = (ticket.ref - timedelta(minutes=credit), ticket.issue_seq, 0, 0)
    if ticket.floor_at is None or ticket.floor_seq is None:
        return own
    # "Just behind" the floor's ticket; two that rejoined behind the same one keep their issue order.
    return max(own, (ticket.floor_at, ticket.floor_seq, 1, ticket.issue_seq))


def choose_next(
    waiting: Iterable[Ticket],
    seat: Seat,
    now: datetime,
    settings: Settings,
    *,
    released: Collection[str] = (),
) -> tuple[Ticket, Reason] | None:
    """The ticket this seat calls next and why, or None.

    `released`: counters that have been closed, or paused for so long that tickets bound to them are free
    for every counter of the queue (R-34).
    """
    callable_ = [t for t in waiting if is_callable(t, seat, now, released)]
    if not callable_:
        return None
    returned = [t for t in callable_ if _returned_here(t, seat)]
    if returned:
        return _chosen(CallRule.BOUND, returned, callable_, seat, settings)
    allowed = _through_gate(callable_, now, settings)
    protected = _protected(allowed, seat, now, settings)
    if protected:
        return _chosen(CallRule.PROTECTED, protected, callable_, seat, settings)
    ticket, reason = _chosen(CallRule.KEY, allowed, callable_, seat, settings)
    if len(allowed) < len(callable_):
        first = min(callable_, key=lambda t: order_key(t, settings, seat.credits))
        if first is not ticket:
            return ticket, _with_rule(reason, CallRule.GATE)
    if ticket.floor_at is not None and order_key(ticket, settings, seat.credits)[2]:
        return ticket, _with_rule(reason, CallRule.REJOINED)
    return ticket, reason


def line_up(
    waiting: Iterable[Ticket],
    seat: Seat,
    now: datetime,
    settings: Settings,
    *,
    released: Collection[str] = (),
) -> list[tuple[Ticket, Reason]]:
    """Everybody this seat can call now, each with why: first whom *Next* would call, then by place (R-20)."""
    callable_ = [t for t in waiting if is_callable(t, seat, now, released)]
    first = choose_next(callable_, seat, now, settings, released=released)
    if first is None:
        return []
    through = {id(t) for t in _through_gate(callable_, now, settings)}

    def place(ticket: Ticket) -> tuple[bool, bool, bool, Key]:
        key = order_key(ticket, settings, seat.credits)
        return ticket is not first[0], not _returned_here(ticket, seat), id(ticket) not in through, key

    ordered = sorted(callable_, key=place)
    rest = enumerate(ordered[1:], start=1)
    return [first, *((t, _reason(_row_rule(t, seat, through), t, ordered[n + 1 :])) for n, t in rest)]


def is_callable(ticket: Waits, seat: Seat, now: datetime, released: Collection[str] = ()) -> bool:
    """True if this seat may call the ticket now, whatever its place."""
    if ticket.service_id not in seat.services:
        return False
    return _is_free(ticket, now, {*released, seat.counter_id})


def place_in_line(ticket: Waits, same_queue: Iterable[Waits], settings: Settings) -> int:
    """How many tickets of the same queue are called before this one (`ahead`), by key."""
    mine = order_key(ticket, settings)
    return sum(1 for t in same_queue if t.id != ticket.id and order_key(t, settings) < mine)


def rejoin_floor(
    same_queue: Iterable[Waits], now: datetime, settings: Settings, *, released: Collection[str] = ()
) -> tuple[datetime, int] | None:
    """The place behind which a missed ticket rejoins (R-28): the N-th callable one, the last if fewer.

    Who lets others go first, goes to one counter only, or is booked for later is called at another moment
    and would be no place to stand behind.
    """
    through = _through_gate([t for t in same_queue if _is_free(t, now, released)], now, settings)
    keys = sorted(order_key(t, settings) for t in through)
    after = settings.passed_requeue_after
    behind = keys if after == "end" else keys[:after]
    return (behind[-1][0], behind[-1][1]) if behind else None


def may_still_rejoin(plan: Plan, queue_id: str, missed_at: datetime | None, now: datetime) -> bool:
    """True within the hour after the miss and within the same opening (R-26), its overrun included: as long as
    the last ones are served (R-71) somebody who missed a turn can be among them."""
    until = rejoin_until(plan, queue_id, missed_at)
    return until is not None and now <= until


def rejoin_until(plan: Plan, queue_id: str, missed_at: datetime | None) -> datetime | None:
    """The last moment at which a ticket that was missed then can rejoin (R-26); None for one that was not."""
    if missed_at is None:
        return None
    settings, opening = plan.settings_for(queue_id), opening_at(plan, missed_at)
    valid = missed_at + timedelta(minutes=settings.passed_valid_minutes)
    if opening is None:
        return valid
    return min(valid, opening.end + timedelta(minutes=settings.closing_overrun_minutes))


def next_boost_run(run: int, lane: Lane) -> int:
    """How many boosted calls in a row a counter has made, after one more call (R-21)."""
    return run + 1 if lane in (Lane.BOOKED, Lane.PRIORITY) else 0


def attempt_due(attempts: int, last_real_at: datetime, real_now: datetime, settings: Settings) -> bool:
    """True when the hall announces a call again (R-14); device time."""
    interval = timedelta(seconds=settings.call_interval_seconds)
    return attempts < settings.call_attempts and real_now - last_real_at >= interval


def miss_allowed_at(attempts: int, first: datetime, last: datetime, settings: Settings) -> datetime:
    """From when "not here" may be said (R-17); device time. `first` and `last`: the announcements."""
    window = first + timedelta(seconds=settings.call_window_seconds)
    if attempts < settings.call_attempts:
        return window
    return min(window, last + timedelta(seconds=settings.miss_after_seconds))


def _is_free(ticket: Waits, now: datetime, homes: Collection[str]) -> bool:
    """True if nothing holds the ticket back: no delay, no binding to a counter that is not in `homes`, no doubt
    whether it has been served by list (R-75), and its visitor has come (R-12): until then others go first, and
    its key stays."""
    if ticket.unconfirmed or ticket.to_arrive:
        return False
    if ticket.not_before is not None and ticket.not_before > now:
        return False
    return ticket.bound_counter_id is None or ticket.bound_counter_id in homes


def _returned_here(ticket: Waits, seat: Seat) -> bool:
    """Back from parking to this counter: next here (R-34). One that was sent here keeps its key (R-37)."""
    return ticket.returned_at is not None and ticket.bound_counter_id == seat.counter_id


def _through_gate(callable_: list[Ticket], now: datetime, settings: Settings) -> list[Ticket]:
    """Without the booked whose time has not come, while an ordinary one waits (R-20, gate)."""
    if not any(t.lane == Lane.ORDINARY for t in callable_):
        return callable_
    opens = now + timedelta(minutes=settings.booked_callable_before)
    return [t for t in callable_ if t.lane != Lane.BOOKED or t.slot_start is None or t.slot_start <= opens]


def _protected(allowed: list[Ticket], seat: Seat, now: datetime, settings: Settings) -> list[Ticket]:
    """The ordinary ticket that R-21 puts first, if its turn is due and it would not be first anyway."""
    # One that rejoined keeps its place behind the third: a miss must not become a way to the front.
    ordinary = [t for t in allowed if t.lane == Lane.ORDINARY and t.floor_at is None]
    if seat.boost_run < settings.boost_run or not ordinary:
        return []
    longest = min(ordinary, key=lambda t: (t.issued_at, t.issue_seq))
    if now - longest.issued_at <= timedelta(minutes=settings.boost_protect_minutes):
        return []
    first = min(allowed, key=lambda t: order_key(t, settings, seat.credits))
    return [] if first is longest else [longest]


def _chosen(
    rule: CallRule, among: list[Ticket], callable_: list[Ticket], seat: Seat, settings: Settings
) -> tuple[Ticket, Reason]:
    ticket = min(among, key=lambda t: order_key(t, settings, seat.credits))
    return ticket, _reason(rule, ticket, [t for t in callable_ if t is not ticket])


def _reason(rule: CallRule, ticket: Ticket, called_later: Iterable[Ticket]) -> Reason:
    came = (ticket.issued_at, ticket.issue_seq)
    earlier = sum(1 for t in called_later if (t.issued_at, t.issue_seq) < came)
    return Reason(rule, ticket.lane, ticket.issued_at, ticket.slot_start, earlier)


def _with_rule(reason: Reason, rule: CallRule) -> Reason:
    return Reason(rule, reason.lane, reason.since, reason.slot_start, reason.earlier)


def _row_rule(ticket: Waits, seat: Seat, through: Collection[int]) -> CallRule:
    if _returned_here(ticket, seat):
        return CallRule.BOUND
    if id(ticket) not in through:
        return CallRule.GATE
    return CallRule.KEY if ticket.floor_at is None else CallRule.REJOINED
