"""Fixed words of the screens, in both languages: a hall's screen serves all readers at once."""

from zoneinfo import ZoneInfo

from babel.dates import format_date

from hall.wire.base import Names
from hall.wire.board import Board, BoardCounter
from hall.wire.site import HallView

STATES: dict[str, Names] = {
    "closed": {"zh-CN": "未开放", "en": "Closed"},
    "open_idle": {"zh-CN": "空闲", "en": "Open"},
    "calling": {"zh-CN": "请到窗口", "en": "Calling"},
    "serving": {"zh-CN": "办理中", "en": "Serving"},
    "wrap_up": {"zh-CN": "办理中", "en": "Serving"},
    "paused": {"zh-CN": "暂停服务", "en": "Paused"},
}
PAUSES: dict[str, Names] = {
    "meal": {"zh-CN": "用餐时间", "en": "Meal break"},
    "short_break": {"zh-CN": "短暂休息", "en": "Short break"},
    "system_fault": {"zh-CN": "系统故障", "en": "System fault"},
    "other": {"zh-CN": "临时有事", "en": "Away for a moment"},
}
NO_MORE: dict[str, Names] = {
    "today": {
        "zh-CN": "今天取号已经停止，已取号的我们会全部办完",
        "en": "No more tickets; serving until the last.",
    },
    "session": {
        "zh-CN": "本场取号已经停止，已取号的我们会全部办完",
        "en": "No more tickets for this session; serving until the last.",
    },
}


def no_more(hall: HallView) -> Names:
    """That there are no more numbers, and why where the calendar says why (R-71)."""
    if hall.closure is None:
        return NO_MORE["session" if hall.issuing == "not_yet" else "today"]
    chinese, english = hall.closure.get("zh-CN", ""), hall.closure.get("en", "")
    return {
        "zh-CN": f"今天不开放{f'（{chinese}）' if chinese else ''}，不再发号，已取号的仍会叫到",
        "en": f"Closed today{f' ({english})' if english else ''}, no more numbers; "
        "those with a number are still called.",
    }


def off_hours(hall: HallView) -> Names | None:
    """When the hall opens outside office hours next, for the line at the foot of a screen."""
    if not hall.off_hours:
        return None
    zone = ZoneInfo(hall.timezone)
    spans = [(s.start.astimezone(zone), s.end.astimezone(zone)) for s in hall.off_hours]
    chinese = "，".join(f"{format_date(a, 'M月d日EEEE', locale='zh')} {a:%H:%M}-{b:%H:%M}" for a, b in spans)
    english = ", ".join(f"{format_date(a, 'EEEE d MMMM', locale='en')} {a:%H:%M}-{b:%H:%M}" for a, b in spans)
    return {"zh-CN": f"延时服务：{chinese}", "en": f"Off-hours service: {english}"}


def state_word(counter: BoardCounter) -> Names:
    """What a counter is."""
    return STATES.get(counter.state, {"zh-CN": counter.state, "en": counter.state})


def pause_word(counter: BoardCounter) -> Names | None:
    """Why a counter pauses (R-39), or None when it does not or gave no reason."""
    return PAUSES.get(counter.reason or "") if counter.state == "paused" else None


def wait_text(board: Board, queue: str) -> Names:
    """The wait range of a queue as people read it, or a dash: never a guess."""
    wait = board.waits.get(queue)
    if wait is None:
        return {"zh-CN": "–", "en": "–"}
    if wait.soon:
        return {"zh-CN": "即将叫号", "en": "soon"}
    span = f"{wait.low_minutes}-{wait.high_minutes}"
    return {"zh-CN": f"{span} 分钟", "en": f"{span} min"}
