"""What is said of a call, in words: the caption on the screen now, the announcement of a loudspeaker later.

Texts of the hall's voice: a call, a call to another floor, a booked visitor, a repeat, the last repeat.
"""

from hall.wire.board import BoardCall, BoardCounter

LAST_ATTEMPT = 3
FLOORS_ZH = ("", "一楼", "二楼", "三楼", "四楼", "五楼", "六楼")
FLOORS_EN = ("", "first", "second", "third", "fourth", "fifth", "sixth")


def caption(call: BoardCall, counter: BoardCounter | None, *, floors: int) -> dict[str, str]:
    """The sentence of a call in each language."""
    return {"zh-CN": _chinese(call, counter, floors), "en": _english(call, counter, floors)}


def _chinese(call: BoardCall, counter: BoardCounter | None, floors: int) -> str:
    number = f"预约号{call.number}" if call.lane == "booked" else call.number
    if call.attempt >= LAST_ATTEMPT:
        return f"{number}最后一次呼叫,请到{call.counter}号窗口"
    if call.attempt > 1:
        return f"{number},请到{call.counter}号窗口"
    floor = FLOORS_ZH[counter.floor] if counter and floors > 1 and 0 < counter.floor < len(FLOORS_ZH) else ""
    return f"请{number}到{floor}{call.counter}号窗口办理"


def _english(call: BoardCall, counter: BoardCounter | None, floors: int) -> str:
    number = f"Booked ticket {call.number}" if call.lane == "booked" else f"Ticket {call.number}"
    if call.attempt >= LAST_ATTEMPT:
        return f"Last call for {number[0].lower()}{number[1:]}, counter {call.counter}."
    if call.attempt > 1:
        return f"{number}, counter {call.counter}, please."
    if counter and floors > 1 and 0 < counter.floor < len(FLOORS_EN):
        return f"{number}, counter {call.counter}, {FLOORS_EN[counter.floor]} floor."
    return f"{number}, please go to counter {call.counter}."
