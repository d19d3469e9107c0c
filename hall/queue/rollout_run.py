"""One replication: the hall played forward from its board until everybody who waits has been called."""

from heapq import heapify, heappop, heappush, heapreplace
from math import inf
from random import Random

from hall.queue.rollout_board import NEWCOMER, Board, Entry, Event
from hall.queue.rollout_durations import ROUNDS
from hall.queue.rollout_starts import leaving

PUNCTUAL = (-300.0, 420.0)  # check-in against the slot: mean and sd, seconds
LATE = 600.0  # later than this a booking has no credit


class Run:
    """A replication. `called[i]` = seconds until ticket i is called, `met[g]` = until a newcomer of
    group g would be; infinite = not reached.
    """

    __slots__ = (
        *("_board", "_bound", "_edge", "_events", "_heads", "_heap", "_idle", "_leaves", "_limit", "_links"),
        *("_lists", "_pace", "_pairs", "_protect", "_rng", "_runs", "_unmet", "called", "met"),
    )

    def __init__(self, board: Board, rng: Random) -> None:
        self._board, self._rng = board, rng
        rules = board.state.rules
        self._limit, self._protect = rules.boost_run, rules.boost_protect
        draw = rng.random
        self._pairs = [table[int(draw() * ROUNDS)] for table in board.tables]
        mean, sd = board.state.pace.posterior()
        factor = max(0.3, rng.gauss(mean, sd)) if sd else 1.0
        self._pace = [factor * c.speed for c in board.counters]
        self._runs = [c.boost_run for c in board.counters]
        self._links = board.links
        self._lists = [entries[:] for entries in board.lists]
        self._heads = [entries[-1][0] if entries else inf for entries in self._lists]
        self._leaves = [leaving(c, board.state.now) for c in board.counters]
        self._bound = {home: entries[:] for home, entries in board.bound.items()}
        self._idle: list[int] = []
        self._events: list[Event] = list(board.events)
        self.called = [inf] * len(board.tables)
        self.met = [inf] * len(board.groups)
        self._unmet = len(board.groups)
        self._edge = NEWCOMER - max((s for links in board.groups for _, s in links), default=0.0)
        starts = [
            b.fixed
            + max(0.0, b.service[int(draw() * len(b.service))] * pace - b.elapsed)
            + b.rest[int(draw() * len(b.rest))]
            for b, pace in zip(board.starts, self._pace, strict=True)
        ]
        self._let_paused_go(starts)
        self._draw_arrivals()
        self._heap = [(t, n) for n, t in enumerate(starts)]
        self._heap += [(event[0], -1 - n) for n, event in enumerate(self._events)]
        heapify(self._heap)

    def play(self) -> None:
        """Fill `called` and `met`."""
        heap, pairs, pace, leaves, called = self._heap, self._pairs, self._pace, self._leaves, self.called
        present = len(called)
        left = present + self._unmet
        met = len(self.met)
        while heap and left > 0:
            t, counter = heap[0]
            if counter < 0:
                heappop(heap)
                self._happen(t, self._events[-1 - counter])
                continue
            if t >= leaves[counter]:
                heappop(heap)
                self._leave(t, counter)
                continue
            ticket = self._call(t, counter)
            if self._unmet < met:
                left -= met - self._unmet
                met = self._unmet
            if ticket < 0:
                heappop(heap)
                self._idle.append(counter)
                continue
            if ticket < present:
                called[ticket] = t
                left -= 1
            service, rest = pairs[ticket]
            heapreplace(heap, (t + service * pace[counter] + rest, counter))

    def _call(self, t: float, counter: int) -> int:
        """Number of the ticket that a counter free at `t` calls, or -1; the same choice as `choose`."""
        if self._bound:
            ticket = self._call_bound(counter)
            if ticket >= 0:
                return ticket
        heads = self._heads
        ordinaries, others, gated = self._links[counter]
        best, chosen = inf, -1
        for number, credit in ordinaries:
            key = heads[number] - credit
            if key < best:
                best, chosen = key, number
        ordinary = chosen
        for number, credit in others:
            key = heads[number] - credit
            if key < best:
                best, chosen = key, number
        through = best  # a newcomer would close the gate
        if ordinary < 0:
            for number, credit in gated:
                key = heads[number] - credit
                if key < best:
                    best, chosen = key, number
        if self._runs[counter] >= self._limit:
            chosen, through = self._protected(t, counter, chosen=chosen, best=through, ordinary=ordinary)
        if self._unmet and through > self._edge:
            self._meet(t, counter, through)
        return self._take(counter, chosen) if chosen >= 0 else -1

    def _call_bound(self, counter: int) -> int:
        """R-34: the next of those bound to this counter; one let go may have been called elsewhere.

        A counter that is back claims all that were let go meanwhile.
        """
        bound = self._bound.get(counter)
        while bound:
            joins, entry = bound.pop()
            if self.called[entry[1]] == inf:
                for number, mine in [(joins, entry), *bound]:
                    self._withdraw(number, mine)
                self._runs[counter] = self._runs[counter] + 1 if self._board.boosted[joins] else 0
                return entry[1]
        return -1

    def _protected(self, t: float, counter: int, *, chosen: int, best: float, ordinary: int) -> tuple[int, float]:
        """R-21: after a run of boosted calls the longest waiting ordinary ticket comes first."""
        if ordinary < 0:
            return chosen, inf if t > self._protect else best
        heads, lags = self._heads, self._board.lags
        longest, since = ordinary, inf
        for number, _ in self._board.ordinary[counter]:
            if heads[number] + lags[number] < since:
                longest, since = number, heads[number] + lags[number]
        return (longest, -inf) if t - since > self._protect else (chosen, best)

    def _meet(self, t: float, counter: int, best: float) -> None:
        for group, credit in self._board.newcomers[counter]:
            if self.met[group] == inf and best > NEWCOMER - credit:
                self.met[group] = t
                self._unmet -= 1

    def _take(self, counter: int, number: int) -> int:
        entries = self._lists[number]
        ticket = entries.pop()[1]
        self._heads[number] = entries[-1][0] if entries else inf
        self._runs[counter] = self._runs[counter] + 1 if self._board.boosted[number] else 0
        return ticket

    def _happen(self, t: float, event: Event) -> None:
        """Somebody arrives, a gate opens, or a bound ticket is let go; an idle counter may take it."""
        _, leaves, joins, entry = event
        if entry[1] < len(self.called) and self.called[entry[1]] < inf:
            return
        if leaves >= 0:
            self._withdraw(leaves, entry)
        entries = self._lists[joins]
        entries.append(entry)
        entries.sort(reverse=True)
        self._heads[joins] = entries[-1][0]
        able = {counter for counter, _ in self._board.able[joins]}
        idle = [counter for counter in self._idle if counter in able]
        if idle:
            woken = max(idle, key=lambda counter: self._leaves[counter] > t)  # the first that stays
            self._idle.remove(woken)
            heappush(self._heap, (t, woken))

    def _withdraw(self, number: int, entry: Entry) -> None:
        entries = self._lists[number]
        if entry in entries:
            entries.remove(entry)
            self._heads[number] = entries[-1][0] if entries else inf

    def _leave(self, t: float, counter: int) -> None:
        """The counter goes for its meal or for the day; what was bound to it is not stranded (R-34)."""
        now, back = self._board.state.now, self._board.counters[counter].opens_at
        self._leaves[counter] = inf
        patience = self._board.state.rules.bound_released if back is not None else 0.0
        if back is not None:
            heappush(self._heap, (max(t, back - now), counter))
        if back is None or back - now - t > patience:
            for joins, entry in self._bound.get(counter, []):
                heappush(self._heap, (t + patience, -1 - len(self._events)))
                self._events.append((t + patience, -1, joins, entry))

    def _let_paused_go(self, starts: list[float]) -> None:
        state = self._board.state
        for home, bound in self._bound.items():
            counter = self._board.counters[home]
            release = counter.since + state.rules.bound_released - state.now
            if counter.status == "paused" and 0 < release < starts[home]:
                self._events += [(release, -1, joins, entry) for joins, entry in bound]

    def _draw_arrivals(self) -> None:
        rng = self._rng
        for s in self._board.streams:
            t = rng.expovariate(1 / s.gap)
            while t < s.credit:
                self._arrive(s.joins, t, t - s.credit, s.table[int(rng.random() * ROUNDS)])
                t += rng.expovariate(1 / s.gap)
        before = self._board.state.rules.booked_callable_before
        for d in self._board.due:
            comes, at = rng.random() < d.show_p, d.slot + rng.gauss(*PUNCTUAL)
            pair = d.table[int(rng.random() * ROUNDS)]
            at = at if at > 0 else rng.random() * 300
            if comes and at <= d.slot + LATE:
                self._arrive(d.joins, max(at, d.slot - before), max(at, d.slot) - d.credit, pair)

    def _arrive(self, joins: int, at: float, key: float, pair: tuple[float, float]) -> None:
        self._events.append((at, -1, joins, (key, len(self._pairs))))
        self._pairs.append(pair)
