"""What stands in a notice (words.md 5.6), by kind and language. Pure; sent outside a request, so no gettext here.

A part in square brackets is left out when one of its values is missing. Nobody's name stands in a text.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from hall.notices.rules import MOST_PARTS, parts_of
from hall.notices.states import Kind

ZH, EN = "zh-CN", "en"
_SHORTENED = ("papers", "service", "zone")  # what gives way when a text grows too long, in this order
_LEAST = 6  # letters of a name that still say something
_PART = re.compile(r"\[([^\[\]]*)\]")
_FIELD = re.compile(r"\{(\w+)\}")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

TEXTS: Mapping[Kind, Mapping[str, str]] = {
    Kind.CODE: {
        ZH: "验证码{code}，{minutes}分钟内有效。不是您本人操作请忽略",
        EN: "Your code: {code}. Good for {minutes} min. Not you? Ignore this.",
    },
    Kind.BOOKED: {
        ZH: "已约{date}{time}[{service}]，请提前签到[，取消点{link}][，预约码{short}]",
        EN: "Booked: [{service}, ]{date} {time}. Check in up to {minutes} min before."
        "[ Cancel: {link}][ Code: {short}]",
    },
    Kind.PAPERS: {
        ZH: "请带：{papers}。[复印免费，{copier}。][详见{link}]",
        EN: "Please bring: {papers}.[ Free copies at {copier}.][ {link}]",
    },
    Kind.MOVED: {
        ZH: "预约已改到{date}{time}[{service}]，请提前签到[，取消点{link}][，预约码{short}]",
        EN: "Moved: [{service}, ]{date} {time}. Check in up to {minutes} min before."
        "[ Cancel: {link}][ Code: {short}]",
    },
    Kind.CANCELLED: {
        ZH: "{date}{time}[{service}]的预约已取消，需要时可以再约",
        EN: "Cancelled: [{service}, ]{date} {time}. You can book again at any time.",
    },
    Kind.CANCELLED_BY_HALL: {
        ZH: "抱歉，{date}{time}[{service}]的预约已由大厅取消[，请拨{tel}][，另约点{link}]",
        EN: "Sorry, we had to cancel your booking of {date} {time}[, {service}].[ Call {tel}.][ {link}]",
    },
    Kind.DISPLACED: {
        ZH: "原{session}因故取消，已为您保留{new}[，不便请回电{tel}][，详见{link}]",
        EN: "Your session of {session} changed to {new}.[ Not good? Call {tel}][ or see {link}]",
    },
    Kind.DISPLACED_ALONE: {
        ZH: "抱歉，原{session}因故取消，请另约[，可拨{tel}][，点{link}]",
        EN: "Sorry, your session of {session} is cancelled. Please book again.[ Call {tel}][ or see {link}]",
    },
    Kind.MOVER_ASKED: {
        ZH: "{session}预约的人少，可否改到{new}？同意请回1，不改不用回[，详见{link}]",
        EN: "Few people come on {session}. Could you come on {new}? Yes: reply 1."
        " No answer: nothing changes.[ See {link}]",
    },
    Kind.WAITLIST_OFFER: {
        ZH: "有空位：{date}{time}[{service}]，{minutes}分钟内回1接受，原预约先不变[，或点{link}]",
        EN: "A place is free: [{service}, ]{date} {time}. Reply 1 within {minutes} min to take it.[ Or: {link}]",
    },
    Kind.NO_SHOW: {
        ZH: "{date}{time}的预约您没有签到。{days}天内满{limit}次会暂停预约，现场取号不受影响[，有误请拨{tel}]",
        EN: "You missed your booking of {date} {time}. {limit} in {days} days suspend booking;"
        " you can always come and take a number.[ Wrong? Call {tel}]",
    },
    Kind.SUSPENDED: {
        ZH: "因多次未到，预约暂停到{date}，现场取号不受影响[，申诉请拨{tel}]",
        EN: "Booking is suspended until {date} after missed bookings."
        " You can always come and take a number.[ Wrong? Call {tel}]",
    },
    Kind.REMINDER_DAY: {
        ZH: "提醒：明天{time}[{service}]，不来请取消，名额留给他人[{link}][，预约码{short}]",
        EN: "Reminder: [{service} ]tomorrow {time}.[ Cannot come? {link}][ Code: {short}]",
    },
    Kind.REMINDER_HOURS: {
        ZH: "提醒：今天{time}[{service}]，请提前签到，不来请取消，名额留给他人[{link}][，预约码{short}]",
        EN: "Reminder: [{service} ]today {time}.[ Cannot come? {link}][ Code: {short}]",
    },
    Kind.NEAR_TURN: {
        ZH: "{number}{ahead}，请到{zone}等候",
        EN: "{number}: {ahead}. Please wait in {zone}.",
    },
    Kind.COME_NOW: {
        ZH: "{number}{ahead}，请现在来大厅并报到，未报到先叫后面的号[，点{link}]",
        EN: "{number}: {ahead}. Please come now and tell us when you are here;"
        " until then others are called.[ {link}]",
    },
    Kind.MISSED: {
        ZH: "{number}已过号，{minutes}分钟内可在取号机免取号重排",
        EN: "{number} was passed. Rejoin at the kiosk within {minutes} min.",
    },
    Kind.MISSED_FOR_GOOD: {
        ZH: "{number}已过号，如需办理请重新取号",
        EN: "{number} was passed. Please take a new number.",
    },
}
_SUBJECTS: Mapping[Kind, Mapping[str, str]] = {
    Kind.CODE: {ZH: "验证码", EN: "Your code"},
    Kind.BOOKED: {ZH: "预约成功", EN: "Your booking"},
    Kind.REMINDER_DAY: {ZH: "明天的预约", EN: "Your booking tomorrow"},
    Kind.REMINDER_HOURS: {ZH: "今天的预约", EN: "Your booking today"},
    Kind.WAITLIST_OFFER: {ZH: "有空位", EN: "A place is free"},
}
_ANY_SUBJECT = {ZH: "关于您的预约", EN: "About your booking"}


def compose(kind: Kind, language: str, signature: str, fields: Mapping[str, str | int | None]) -> str:
    """The text of a notice, at most two messages long. Names give way, bit by bit, links and times do not."""
    known = language if language in (ZH, EN) else EN
    values = {name: str(value) for name, value in fields.items() if value not in (None, "")}
    front = f"【{signature}】" if known == ZH and signature else ""
    text = _filled(front, TEXTS[kind][known], values)
    for name in (n for n in _SHORTENED if n in values):
        while parts_of(text) > MOST_PARTS and name in values:
            values = _less(values, name, known)
            text = _filled(front, TEXTS[kind][known], values)
    return text


def subject(kind: Kind, language: str, signature: str) -> str:
    """The subject of the same by e-mail."""
    known = language if language in (ZH, EN) else EN
    said = _SUBJECTS.get(kind, _ANY_SUBJECT)[known]
    return f"{signature}: {said}" if signature else said


def day_words(day: date, language: str) -> str:
    """A day as a text names it: 11月28日, Sat 28 Nov."""
    if language == ZH:
        return f"{day.month}月{day.day}日"
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def time_words(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%H:%M}"


def moment_words(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """Day and time together."""
    day, gap = day_words(moment.astimezone(zone).date(), language), "" if language == ZH else " "
    return f"{day}{gap}{time_words(moment, zone)}"


def ahead_words(ahead: int, language: str) -> str:
    """How many are called before, as a text says it."""
    if language == ZH:
        return f"前面还有{ahead}位" if ahead else "马上轮到"
    return "you are next" if not ahead else f"{ahead} people ahead" if ahead > 1 else "1 person ahead"


def _filled(front: str, pattern: str, values: Mapping[str, str]) -> str:
    def part(found: re.Match[str]) -> str:
        return found[1] if all(name in values for name in _FIELD.findall(found[1])) else ""

    said = _FIELD.sub(lambda found: values.get(found[1], ""), _PART.sub(part, pattern))
    return front + said.strip()


def _less(values: dict[str, str], name: str, language: str) -> dict[str, str]:
    """The values with this one a letter shorter; without it when too little of it would be left."""
    dots = "…" if language == ZH else ".."
    kept = values[name].removesuffix(dots)[:-1].rstrip()
    rest = {key: value for key, value in values.items() if key != name}
    return rest | {name: kept + dots} if len(kept) >= _LEAST else rest
