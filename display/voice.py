"""What is said of a call, in words: the caption on the screen now, the announcement of a loudspeaker later.

Texts of the hall's voice: a call, a call to another floor, a booked visitor, a repeat, the last repeat.
"""

from hall.wire.base import Names
from hall.wire.board import BoardCall, BoardCounter
from hall.wire.floors import floor_names


def caption(call: BoardCall, counter: BoardCounter | None, *, floors: int, attempts: int) -> Names:
    """The sentence of a call's newest announcement, in both languages; the hall makes `attempts` (R-14)."""
    floor = floor_of(counter, floors=floors)
    last = not call.by_hand and 1 < attempts <= call.attempt
    repeat = call.by_hand or call.attempt > 1
    return {
        "zh-CN": _chinese(call, counter, floor, repeat=repeat, last=last),
        "en": _english(call, counter, floor, repeat=repeat, last=last),
    }


def floor_of(counter: BoardCounter | None, *, floors: int) -> Names | None:
    """The floor of a counter in words, where the hall has more than one (R-38)."""
    if counter is None or floors <= 1:
        return None
    return floor_names(counter.floor)


def _chinese(
    call: BoardCall, counter: BoardCounter | None, floor: Names | None, *, repeat: bool, last: bool
) -> str:
    number = f"预约号{call.number}" if call.lane == "booked" else call.number
    place = _named(counter, "zh-CN") or f"{call.counter}号窗口"
    if floor:
        place = floor["zh-CN"] + place
    if last:
        return f"{number}最后一次呼叫，请到{place}"
    return f"{number}，请到{place}" if repeat else f"请{number}到{place}办理"


def _english(
    call: BoardCall, counter: BoardCounter | None, floor: Names | None, *, repeat: bool, last: bool
) -> str:
    number = f"Booked ticket {call.number}" if call.lane == "booked" else f"Ticket {call.number}"
    place = _named(counter, "en") or f"counter {call.counter}"
    there = f"{place}, {floor['en']}" if floor else place
    if last:
        return f"Last call for {number[0].lower()}{number[1:]}, {there}."
    if repeat:
        return f"{number}, {there}, please."
    return f"{number}, {there}." if floor else f"{number}, please go to {place}."


def _named(counter: BoardCounter | None, language: str) -> str | None:
    return counter.names.get(language) if counter else None
