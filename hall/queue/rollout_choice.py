"""Whom a counter calls next (R-20 to R-24, R-34), in its plain form.

The replay in `rollout_run.py` makes the same choice on sorted lists; tests hold both together.
"""

from collections.abc import Mapping, Sequence

from hall.queue.rollout_state import BOOSTED, ORDINARY, CounterNow, Rules, WaitingTicket

BY_KEY, BY_GATE, BY_R21, BY_R34 = "key", "gate", "R-21", "R-34"

Key = tuple[float, int, int, int]


def choose(
    counter: CounterNow,
    waiting: Sequence[WaitingTicket],
    counters: Mapping[str, CounterNow],
    *,
    now: float,
    rules: Rules,
) -> tuple[WaitingTicket, str] | None:
    """The ticket `counter` calls next and the rule that chose it; None if it can call nobody.

    `gate` is named when a ticket with a smaller key was held back by its gate.
    """

    def key(ticket: WaitingTicket) -> Key:
        return order_key(ticket, counter)

    able = [w for w in waiting if _may_call(counter, w, counters, now, rules)]
    bound = [w for w in able if w.bound_counter == counter.id]
    if bound:
        return min(bound, key=key), BY_R34
    ordinary = [w for w in able if w.lane == ORDINARY]
    through = [w for w in able if not (ordinary and w.gate is not None and now < w.gate)]
    if not through:
        return None
    chosen = min(through, key=key)
    if ordinary and counter.boost_run >= rules.boost_run:
        longest = min(ordinary, key=lambda w: (w.ref, w.seq))
        if now - longest.ref > rules.boost_protect and longest is not chosen:
            return longest, BY_R21
    return chosen, BY_KEY if min(able, key=key) is chosen else BY_GATE


def order_key(ticket: WaitingTicket, counter: CounterNow) -> Key:
    """R-20, R-23: reference less lane and skill credit, then seq; never before the place behind a floor."""
    credit = ticket.credit + counter.skill_credits.get(ticket.service, 0.0)
    own = (ticket.ref - credit, ticket.seq, 0, 0)
    return own if ticket.floor is None else max(own, (*ticket.floor, 1, ticket.seq))


def next_boost_run(run: int, lane: str) -> int:
    """Boosted calls in a row at a counter after one more call (R-21)."""
    return run + 1 if lane in BOOSTED else 0


def released(ticket: WaitingTicket, counters: Mapping[str, CounterNow], now: float, rules: Rules) -> bool:
    """True if the ticket is bound to no counter, or to a closed or long paused one (R-34)."""
    if ticket.bound_counter is None:
        return True
    home = counters.get(ticket.bound_counter)
    if home is None or home.status == "closed":
        return True
    return home.status == "paused" and now - home.since >= rules.bound_released


def _may_call(
    counter: CounterNow,
    ticket: WaitingTicket,
    counters: Mapping[str, CounterNow],
    now: float,
    rules: Rules,
) -> bool:
    if ticket.service not in counter.skills or (ticket.not_before is not None and now < ticket.not_before):
        return False
    return ticket.bound_counter == counter.id or released(ticket, counters, now, rules)
