"""The state of a hall prepared for replay: sorted lists per class, tables, counters as numbers.

Services that exactly the same counters serve with the same credits form a *group*. A *class* is one lane
kind of a group: its tickets keep one order at every counter, so only its head matters. Instants are
seconds from now. A key carries the issue sequence in its last digits, so that keys never tie.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from hall.queue.rollout_choice import order_key
from hall.queue.rollout_durations import Rounds, rounds
from hall.queue.rollout_starts import Start, start
from hall.queue.rollout_state import (
    BOOSTED,
    ORDINARY,
    CounterNow,
    Duration,
    HallState,
    WaitingTicket,
)

Entry = tuple[float, int]  # key, number of the ticket
Event = tuple[float, int, int, Entry]  # instant, class it leaves (-1: none), class it joins, entry
Link = tuple[int, float]  # class or group, and its credit at this counter
Signature = tuple[Link, ...]

TIE = 1e-8  # seconds of key per step of the issue sequence
NEWCOMER = 1e-3  # key of an ordinary ticket issued now: behind everything issued before
UNKNOWN = Duration(10.0, 8.0)  # a service without a figure: CV 0.8


@dataclass(frozen=True, slots=True)
class Stream:
    """Later arrivals that may overtake somebody who waits: `credit` is all their head start."""

    joins: int
    credit: float
    gap: float
    table: Rounds


@dataclass(frozen=True, slots=True)
class Due:
    """A booking that may still check in, `slot` seconds from now."""

    joins: int
    credit: float
    slot: float
    show_p: float
    table: Rounds


@dataclass(slots=True)
class Board:
    """What every replication starts from; replications copy what they change."""

    state: HallState
    counters: list[CounterNow] = field(default_factory=list)
    starts: list[Start] = field(default_factory=list)  # per counter
    group_of: dict[str, int] = field(default_factory=dict)
    groups: list[Signature] = field(default_factory=list)
    lists: list[list[Entry]] = field(default_factory=list)  # per class, last = head
    boosted: list[bool] = field(default_factory=list)  # per class
    lags: list[float] = field(default_factory=list)  # per class: ref - key of its head, R-21
    able: list[Signature] = field(default_factory=list)  # per class: who can serve it
    ordinary: list[list[Link]] = field(default_factory=list)  # per counter: its classes
    others: list[list[Link]] = field(default_factory=list)
    gated: list[list[Link]] = field(default_factory=list)
    links: list[tuple[list[Link], list[Link], list[Link]]] = field(default_factory=list)  # those three
    newcomers: list[list[Link]] = field(default_factory=list)  # per counter: its groups
    tables: list[Rounds] = field(default_factory=list)  # per ticket
    events: list[Event] = field(default_factory=list)
    bound: dict[int, list[tuple[int, Entry]]] = field(default_factory=dict)  # counter: class, entry
    streams: list[Stream] = field(default_factory=list)
    due: list[Due] = field(default_factory=list)
    _classes: dict[tuple[int, str, int], int] = field(default_factory=dict)

    def class_of(self, group: int, kind: str, alone: int = -1) -> int:
        """The class of a lane kind in a group, made on first use; `alone` = a class for one ticket."""
        found = self._classes.get((group, kind, alone))
        if found is not None:
            return found
        number = self._classes[(group, kind, alone)] = len(self.lists)
        self.lists.append([])
        self.lags.append(0.0)
        self.boosted.append(kind in ("boosted", "gated"))
        self.able.append(self.groups[group])
        side = {ORDINARY: self.ordinary, "gated": self.gated}.get(kind, self.others)
        for counter, credit in self.groups[group]:
            side[counter].append((number, credit))
        return number

    def table(self, service: str) -> Rounds:
        """The rounds to draw from for a service."""
        return rounds(self.state.services.get(service, UNKNOWN), self.state.cycle)


def prepare(state: HallState) -> Board:
    """The board of a state: counters that work or come back, groups, classes, and what is still due."""
    board = Board(state)
    board.counters += (c for c in state.counters if c.status != "closed" or c.opens_at is not None)
    for _ in board.counters:
        for side in (board.ordinary, board.others, board.gated, board.newcomers):
            side.append([])
    _start_counters(board)
    _form_groups(board)
    _place_tickets(board)
    for entries in board.lists:
        entries.sort(reverse=True)
    for home, bound in board.bound.items():
        counter = board.counters[home]
        bound.sort(key=lambda item: order_key(state.waiting[item[1][1]], counter), reverse=True)
    _expect(board)
    board.links = list(zip(board.ordinary, board.others, board.gated, strict=True))
    return board


def _start_counters(board: Board) -> None:
    state = board.state
    pace, _ = state.pace.posterior()
    for counter in board.counters:
        duration = state.services.get(counter.service or "", UNKNOWN)
        board.starts.append(start(counter, duration, state.cycle, now=state.now, pace=pace))


def _form_groups(board: Board) -> None:
    known: dict[Signature, int] = {}
    services = {*board.state.services, *board.state.queues, *(w.service for w in board.state.waiting)}
    for service in sorted(services):
        signature = tuple(
            (n, c.skill_credits.get(service, 0.0)) for n, c in enumerate(board.counters) if service in c.skills
        )
        if not signature:
            continue
        if signature not in known:
            known[signature] = len(board.groups)
            board.groups.append(signature)
            for counter, credit in signature:
                board.newcomers[counter].append((known[signature], credit))
        board.group_of[service] = known[signature]


def _place_tickets(board: Board) -> None:
    homes = {c.id: n for n, c in enumerate(board.counters)}
    waiting = board.state.waiting
    sequence = sorted(w.seq for w in waiting)
    for number, ticket in enumerate(waiting):
        board.tables.append(board.table(ticket.service))
        group = board.group_of.get(ticket.service)
        if group is None:
            continue
        own = ticket.ref - ticket.credit - board.state.now + bisect_right(sequence, ticket.seq) * TIE
        kind = _kind(ticket.lane)
        if ticket.floor is None and (kind != ORDINARY or ticket.credit == 0):
            entry, joins, alone = (own, number), board.class_of(group, kind), -1
        else:
            entry, joins, alone = _alone(board, ticket, own, number, sequence)
        home = homes.get(ticket.bound_counter or "")
        if home is not None:
            if ticket.service in board.counters[home].skills:
                board.bound.setdefault(home, []).append((joins, entry))
            if not _let_go(board, board.counters[home]):
                continue
        _queue_up(board, ticket, group, joins=joins, entry=entry, alone=alone)


def _alone(
    board: Board, ticket: WaitingTicket, own: float, number: int, sequence: list[int]
) -> tuple[Entry, int, int]:
    """A class of one for a ticket whose key depends on the counter in its own way: a floor (R-28)."""
    floor = own
    if ticket.floor is not None:
        behind = bisect_right(sequence, ticket.floor[1]) + 0.5 + number * 1e-4
        floor = ticket.floor[0] - board.state.now + behind * TIE
    group, kind = board.group_of[ticket.service], _kind(ticket.lane)
    key = max(own, floor)
    joins = board.class_of(group, kind, number)
    board.lags[joins] = ticket.ref - board.state.now - key
    if ticket.floor is not None:
        side = board.ordinary if kind == ORDINARY else board.others
        for counter, credit in board.groups[group]:
            side[counter][-1] = (joins, key - max(own - credit, floor))
    return (key, number), joins, number


def _queue_up(board: Board, ticket: WaitingTicket, group: int, *, joins: int, entry: Entry, alone: int) -> None:
    gate = -1.0 if ticket.gate is None else ticket.gate - board.state.now
    opens = -1.0 if ticket.not_before is None else ticket.not_before - board.state.now
    if opens > 0:
        board.events.append((max(opens, gate), -1, joins, entry))
    elif gate > 0:
        waits_in = board.class_of(group, "gated", alone)
        board.lists[waits_in].append(entry)
        board.events.append((gate, waits_in, joins, entry))
    else:
        board.lists[joins].append(entry)


def _kind(lane: str) -> str:
    return "boosted" if lane in BOOSTED else lane


def _let_go(board: Board, home: CounterNow) -> bool:
    """R-34: what is bound to a counter closed, or paused for 5 minutes, is free for all."""
    paused = board.state.now - home.since >= board.state.rules.bound_released
    return home.status == "closed" or (home.status == "paused" and paused)


def _expect(board: Board) -> None:
    """Only who can overtake a present ticket is worth simulating: arrivals inside their credit window."""
    credits = board.state.rules.credits
    for service, lane, per_hour, slot, show_p in _to_come(board.state):
        group = board.group_of.get(service)
        if group is None:
            continue
        credit = credits.get(lane, 0.0)
        if credit + max(skill for _, skill in board.groups[group]) <= max(slot, 0.0):
            continue
        joins = board.class_of(group, _kind(lane))
        if per_hour > 0:
            board.streams.append(Stream(joins, credit, 3600 / per_hour, board.table(service)))
        elif show_p > 0:
            board.due.append(Due(joins, credit, slot, show_p, board.table(service)))


def _to_come(state: HallState) -> Iterator[tuple[str, str, float, float, float]]:
    for a in state.arrivals:
        yield a.service, a.lane, a.per_hour, 0.0, 0.0
    for d in state.due:
        yield d.service, "booked", 0.0, d.slot - state.now, d.show_p
