"""The reducer of a screen: a board and one message make the next board. Pure.

The proof of it stands in `tests/display/test_board.py`: a snapshot and the messages after it are the same
board as a fresh snapshot, for every verb and after a cut at any point.
"""

from typing import Any

from hall.wire.board import CALLS_KEPT, Board, BoardCall, BoardCounter, BoardMessage
from hall.wire.live import CounterMessage, EmergencyMessage, LiveMessage, ShownMessage, TicketMessage

WAITING = "waiting"
NEW_PLAN = "hall.plan_adopted"


def apply(board: Board, message: LiveMessage) -> Board:
    """The board after a message. One that the board knows already changes nothing."""
    if message.seq <= board.seq:
        return board
    if isinstance(message, TicketMessage):
        board = _ticket(board, message)
    elif isinstance(message, CounterMessage):
        board = _counter(board, message)
    elif isinstance(message, ShownMessage):
        board = _message(board, message)
    elif isinstance(message, EmergencyMessage):
        board = board.model_copy(update={"emergency": message.text})
    return board.model_copy(update={"seq": message.seq})


def misses(board: Board, message: LiveMessage) -> bool:
    """True when a board cannot follow by itself and takes a snapshot.

    Something of this room came in between, or the hall has another plan now, or a new day:
    names, counters and what counts today are not told.
    """
    anew = message.name == NEW_PLAN or (isinstance(message, TicketMessage) and message.day > board.day)
    return message.prev > board.seq or (anew and message.seq > board.seq)


def _ticket(board: Board, message: TicketMessage) -> Board:
    queues = dict(board.queues)
    left = message.from_queue or message.queue
    if message.from_state == WAITING and left in queues:
        queues[left] -= 1
    if message.state == WAITING and message.queue in queues:
        queues[message.queue] += 1
    update: dict[str, object] = {"queues": queues, "calls": _calls(board, message)}
    if message.counter in board.counters and message.counter_since and message.counter_state:
        counters = dict(board.counters)
        counters[message.counter] = BoardCounter(
            **_fixed(counters[message.counter]),
            state=message.counter_state,
            current=message.number if message.counter_state != "open_idle" else None,
            since=message.counter_since,
        )
        update["counters"] = counters
    return board.model_copy(update=update)


def _calls(board: Board, message: TicketMessage) -> list[BoardCall]:
    if message.name == "ticket.called" and message.day == board.day and _in_zone(board, message.zone):
        fresh = BoardCall(
            call=message.call or "",
            number=message.number,
            counter=message.counter or 0,
            zone=message.zone,
            queue=message.queue,
            service=message.service,
            lane=message.lane,
            attempt=1,
            at=message.at,
            announced=message.seq,
            announced_at=message.at,
            visual_alert=bool(message.visual_alert),
        )
        return [fresh, *board.calls][:CALLS_KEPT]
    changed: dict[str, object] = {}
    if message.name == "ticket.recalled":
        changed = {
            "attempt": message.attempt or 1,
            "announced": message.seq,
            "announced_at": message.at,
            "by_hand": bool(message.by_hand),
        }
    elif message.name == "ticket.call_undone":
        changed = {"undone": True}
    if not changed:
        return board.calls
    return [c.model_copy(update=changed) if c.call == message.call else c for c in board.calls]


def _counter(board: Board, message: CounterMessage) -> Board:
    if message.counter not in board.counters or message.name == "counter.tidal_set":
        return board
    counters = dict(board.counters)
    paused = message.counter_state == "paused"
    counters[message.counter] = BoardCounter(
        **_fixed(counters[message.counter]),
        state=message.counter_state,
        current=counters[message.counter].current,
        since=message.counter_since,
        reason=message.reason if paused else None,
        until=message.until if paused else None,
    )
    return board.model_copy(update={"counters": counters})


def _message(board: Board, message: ShownMessage) -> Board:
    kept = [m for m in board.messages if m.id != message.message]
    concerns = not message.zones or board.zone is None or board.zone in message.zones
    if message.name == "message.shown" and message.until and concerns:
        kept.append(BoardMessage(id=message.message, text=message.text, until=message.until))
    return board.model_copy(update={"messages": kept})


def _fixed(counter: BoardCounter) -> dict[str, Any]:
    """What of a counter no message changes."""
    return {"number": counter.number, "names": counter.names, "floor": counter.floor}


def _in_zone(board: Board, zone: str) -> bool:
    return board.zone is None or board.zone == zone
