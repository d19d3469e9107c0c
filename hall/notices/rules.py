"""When a notice may leave, how long it is worth telling, when it is tried again, what an answer means. Pure."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from hall.notices.states import URGENT, Kind, Meaning, NoticeState
from hall.site.plan import Settings

MOST_PARTS = 2  # of a text (words.md 5.6)
RESENDS = 3  # of a text that the network did not deliver: each costs
LEASE = timedelta(minutes=2)  # device time: longer than every time limit of a carrier together
ASKED = 5  # how often a provider is asked what became of a notice
_RETRIES = tuple(timedelta(seconds=s) for s in (15, 60, 300, 900))
_SINGLE, _JOINED = {"ucs2": 70, "gsm": 160}, {"ucs2": 67, "gsm": 153}
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€")
_WORTH = {
    Kind.CODE: timedelta(minutes=10),
    Kind.NEAR_TURN: timedelta(minutes=15),
    Kind.COME_NOW: timedelta(minutes=15),
    Kind.MISSED: timedelta(minutes=15),
    Kind.MISSED_FOR_GOOD: timedelta(minutes=30),
    Kind.WAITLIST_OFFER: timedelta(minutes=15),
}
_WORTH_OTHERWISE = timedelta(days=2)
_MEANINGS = {
    Meaning.STOP: ("stop", "stopall", "unsubscribe", "quit", "end", "td", "t", "退订", "退定", "停止"),
    Meaning.START: ("start", "unstop", "订阅", "恢复"),
    Meaning.NOT_COMING: ("n", "no", "cancel", "不来", "不来了", "取消", "来不了", "去不了", "不去"),
    Meaning.LATE: ("l", "late", "晚到", "迟到", "会晚", "要晚"),
    Meaning.YES: ("y", "yes", "ok", "1", "是", "好", "好的", "接受", "同意", "可以"),
}
_WORDS = {word: meaning for meaning, words in _MEANINGS.items() for word in words}
_ORDER = {
    NoticeState.DUE: 0,
    NoticeState.SENDING: 1,
    NoticeState.UNKNOWN: 1,
    NoticeState.SENT: 2,
    NoticeState.FAILED: 3,
    NoticeState.DELIVERED: 3,
    NoticeState.EXPIRED: 3,
    NoticeState.STOPPED: 3,
}


@dataclass(frozen=True)
class Window:
    """Bookings that begin between two instants are to be reminded now (R-58); the end does not belong to it."""

    kind: Kind
    first: datetime
    last: datetime
    since: datetime  # the moment of the reminder; who booked after it has just been told
    valid_until: datetime | None  # None: by each booking's own start


def parts_of(text: str) -> int:
    """How many messages a text makes: 160 or 153 characters each, 70 or 67 where one letter is no GSM letter."""
    if all(letter in _GSM or letter in _GSM_TWICE for letter in text):
        kind, length = "gsm", len(text) + sum(letter in _GSM_TWICE for letter in text)
    else:
        kind, length = "ucs2", len(text.encode("utf-16-le")) // 2
    return 1 if length <= _SINGLE[kind] else -(-length // _JOINED[kind])


def due_at(kind: Kind, now: datetime, zone: ZoneInfo, settings: Settings, *, today: bool = False) -> datetime:
    """From when a notice may be sent. Quiet hours hold back what can wait; a displacement of today cannot."""
    if kind in URGENT or (today and kind in (Kind.DISPLACED, Kind.DISPLACED_ALONE, Kind.CANCELLED_BY_HALL)):
        return now
    return after_quiet(now, zone, settings)


def after_quiet(moment: datetime, zone: ZoneInfo, settings: Settings) -> datetime:
    """The moment itself, or the end of the quiet hours that it lies in, by the hall's own clocks."""
    begins, ends = settings.quiet_from_hour, settings.quiet_until_hour
    local = moment.astimezone(zone)
    over_night = begins > ends
    quiet = (local.hour >= begins or local.hour < ends) if over_night else begins <= local.hour < ends
    if not quiet:
        return moment
    day = local.date() + timedelta(days=1 if over_night and local.hour >= begins else 0)
    return datetime.combine(day, time(ends), zone).astimezone(moment.tzinfo)


def worth_until(kind: Kind, due: datetime, *, over: datetime | None = None) -> datetime:
    """Until when a notice is worth sending; `over` is the moment that it speaks of, if it speaks of one."""
    until = due + _WORTH.get(kind, _WORTH_OTHERWISE)
    return min(until, over) if over is not None else until


def retry_at(attempts: int, now: datetime, valid_until: datetime, *, most: int | None = None) -> datetime | None:
    """When a notice that was refused for the moment is tried again; None when that would be too often or too late.

    What has not left may be tried as long as it is of use: a provider that is away for an hour costs nobody a
    reminder. `most`: attempts at most, where each is paid for.
    """
    if most is not None and attempts >= most:
        return None
    again = now + _RETRIES[min(attempts, len(_RETRIES)) - 1]
    return again if again < valid_until else None


def reminders_now(now: datetime, zone: ZoneInfo, settings: Settings) -> list[Window]:
    """Which bookings are to be reminded at this moment (R-58): judged anew each time, so that nothing is late.

    The day before from `reminder_day_before_hour` until it gets quiet; and `reminder_minutes_before`, as long as
    half of that is left. A machine that was off then sends neither later.
    """
    local, found = now.astimezone(zone), []
    if settings.reminder_day_before_hour <= local.hour and after_quiet(now, zone, settings) == now:
        first, last = (_midnight(local, zone, days) for days in (1, 2))
        since = datetime.combine(local.date(), time(settings.reminder_day_before_hour), zone)
        found.append(Window(Kind.REMINDER_DAY, first, last, since, first))
    before = timedelta(minutes=settings.reminder_minutes_before)
    if after_quiet(now, zone, settings) == now:
        found.append(Window(Kind.REMINDER_HOURS, now + before / 2, now + before, now, None))
    return found


def hours_before(start: datetime, settings: Settings) -> tuple[datetime, datetime]:
    """The moment of a booking's second reminder, and until when it is of use."""
    before = timedelta(minutes=settings.reminder_minutes_before)
    return start - before, start - before / 2


def meaning_of(text: str) -> Meaning:
    """What an answer says, whatever its case, spaces and punctuation; UNKNOWN for a whole sentence."""
    plain = unicodedata.normalize("NFKC", text).lower()  # a Chinese keyboard types １ and Ｎ
    said = "".join(letter for letter in plain if letter.isalnum())
    return _WORDS.get(said, Meaning.UNKNOWN)


def goes_on(before: NoticeState, after: NoticeState) -> bool:
    """True if a receipt tells something new: a late "sent" never undoes "delivered"."""
    return _ORDER[after] > _ORDER[before]


def turn_is_near(minutes_each: float, counters: int, ahead: int, window_minutes: int) -> bool:
    """True when whoever waits outside should set out (R-12): the turn is within the window, roughly."""
    return ahead * minutes_each <= window_minutes * max(1, counters)


def _midnight(local: datetime, zone: ZoneInfo, days: int) -> datetime:
    return datetime.combine(local.date() + timedelta(days=days), time(), zone)
