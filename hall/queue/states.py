"""The states of a ticket and of a counter, and which step leads where (rulebook 3.1)."""

from enum import StrEnum


class TicketState(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    PARKED = "parked"
    WRAP_UP = "wrap_up"
    MISSED = "missed"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    LEFT = "left"
    EXPIRED = "expired"


class CounterState(StrEnum):
    CLOSED = "closed"
    OPEN_IDLE = "open_idle"
    CALLING = "calling"
    SERVING = "serving"
    WRAP_UP = "wrap_up"
    PAUSED = "paused"


class Lane(StrEnum):
    ORDINARY = "ordinary"
    PRIORITY = "priority"
    BOOKED = "booked"
    PACKAGE = "package"


class CallRule(StrEnum):
    """Which rule chose a call; journaled with every call (R-20)."""

    KEY = "key"
    GATE = "gate"  # a booked ticket stood first but its time had not come
    PROTECTED = "protected"
    BY_HAND = "by_hand"
    REJOINED = "rejoined"
    BOUND = "bound"


_T = TicketState
MOVES: dict[TicketState, frozenset[TicketState]] = {
    # Finished: served by list while the hall could not be reached.
    _T.WAITING: frozenset({_T.CALLED, _T.CANCELLED, _T.LEFT, _T.EXPIRED, _T.FINISHED}),
    _T.CALLED: frozenset({_T.SERVING, _T.MISSED, _T.WAITING, _T.CANCELLED, _T.LEFT}),
    _T.SERVING: frozenset({_T.WRAP_UP, _T.HELD, _T.PARKED, _T.WAITING, _T.FINISHED}),
    _T.HELD: frozenset({_T.SERVING, _T.WAITING}),
    _T.PARKED: frozenset({_T.WAITING, _T.CANCELLED, _T.LEFT, _T.EXPIRED}),
    _T.WRAP_UP: frozenset({_T.FINISHED, _T.WAITING}),  # waiting: the next service of a package
    _T.MISSED: frozenset({_T.WAITING, _T.CANCELLED, _T.LEFT, _T.EXPIRED}),
    _T.FINISHED: frozenset(),
    _T.CANCELLED: frozenset(),
    _T.LEFT: frozenset(),
    _T.EXPIRED: frozenset(),
}
AT_COUNTER = frozenset({_T.CALLED, _T.SERVING, _T.HELD, _T.WRAP_UP})
OPEN = frozenset({_T.WAITING, _T.PARKED, _T.MISSED}) | AT_COUNTER
ENDED = frozenset(TicketState) - OPEN

COUNTER_STATE_WHILE: dict[TicketState, CounterState] = {
    _T.CALLED: CounterState.CALLING,
    _T.SERVING: CounterState.SERVING,
    _T.HELD: CounterState.SERVING,
    _T.WRAP_UP: CounterState.WRAP_UP,
}
"""What a counter is while its ticket is in a state; with no ticket it is `open_idle`."""
