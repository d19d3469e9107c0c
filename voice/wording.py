"""What the hall says aloud, in Mandarin and English, as parts that are made apart and joined (words.md 5.1). Pure.

The part with a ticket's number is made when the ticket is issued, the part with a counter beforehand: at the call
both lie ready, and two clips are one sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from voice.numbers import One, count_en, count_zh, ticket_en, ticket_zh

Kind = Literal["call", "recall", "last"]


@dataclass(frozen=True)
class Part:
    """Words that are said in one go."""

    language: Literal["zh-CN", "en"]
    text: str


Sentence = tuple[Part, ...]


@dataclass(frozen=True)
class Place:
    """Where a number is called to: a counter, or a place by its name, with its floor where there are several."""

    counter: int
    names: Mapping[str, str] | None = None
    floor: Mapping[str, str] | None = None


def number_parts(label: str, *, booked: bool = False, one: One = "yi") -> Sentence:
    """What can be made when a ticket is issued: the beginnings of its call in both languages."""
    return _begin_zh(label, "call", booked, one), _begin_en(label, "call", booked)


def place_parts(place: Place) -> Sentence:
    """What can be made before anybody is called: the ends of calls to a place."""
    kinds: tuple[Kind, ...] = ("call", "recall")
    return tuple(end(place, kind) for end in (_end_zh, _end_en) for kind in kinds)


def call(label: str, place: Place, kind: Kind, *, booked: bool = False, one: One = "yi") -> dict[str, Sentence]:
    """The announcement of a call, of its repeat, or of its last repeat, by language."""
    return {
        "zh-CN": (_begin_zh(label, kind, booked, one), _end_zh(place, kind)),
        "en": (_begin_en(label, kind, booked), _end_en(place, kind)),
    }


def pieces(label: str, language: str, one: One = "yi") -> Sentence:
    """A number letter by letter, of parts that are always there: for one that is not made yet."""
    if language == "zh-CN":
        return tuple(Part("zh-CN", ticket_zh(c, one)) for c in label)
    return tuple(Part("en", ticket_en(c)) for c in label)


def _begin_zh(label: str, kind: Kind, booked: bool, one: One) -> Part:
    said = ("预约号" if booked else "") + ticket_zh(label, one)
    return Part("zh-CN", f"请{said}" if kind == "call" else f"{said}，最后一次呼叫" if kind == "last" else said)


def _begin_en(label: str, kind: Kind, booked: bool) -> Part:
    ticket = f"{'Booked ticket' if booked else 'Ticket'} {ticket_en(label)}"
    return Part("en", f"Last call for {ticket[0].lower()}{ticket[1:]}" if kind == "last" else ticket)


def _end_zh(place: Place, kind: Kind) -> Part:
    there = place.names["zh-CN"] if place.names else f"{count_zh(place.counter)}号窗口"
    storey = place.floor["zh-CN"] if place.floor else ""
    return Part("zh-CN", f"到{storey}{there}办理" if kind == "call" else f"请到{storey}{there}")


def _end_en(place: Place, kind: Kind) -> Part:
    there = place.names["en"] if place.names else f"counter {count_en(place.counter)}"
    if place.floor:
        return Part("en", f"{there}, {place.floor['en']}.")
    said = {"call": f"please go to {there}.", "recall": f"{there}, please.", "last": f"{there}."}
    return Part("en", said[kind])


NOTICES: dict[str, tuple[str, str]] = {
    "noon": ("午间由值班窗口继续办理，请您稍候", "Duty counters are serving through lunch."),
    "no_more": (
        "本场次号票已发完，已取号的我们会全部办完，您也可以预约",
        "No more numbers for this session. Everyone with a number will be served. You can book another day.",
    ),
    "closing": (
        "今天取号已经停止，正在办理的请不要着急",
        "We have stopped issuing numbers. People already waiting will be served.",
    ),
    "fault": (
        "系统暂时故障，正在抢修，请保留号票，恢复后继续办理",
        "Our system is down. Please keep your ticket. We will continue when it is back.",
    ),
    "off_hours": ("周六延时服务由值班窗口办理，请按号办理", "Saturday service is provided at the duty counters."),
}
"""Sentences that hold no number."""


def notice(name: str) -> dict[str, Sentence]:
    chinese, english = NOTICES[name]
    return _both(chinese, english)


def missed(label: str, one: One = "yi") -> dict[str, Sentence]:
    return _both(
        f"{ticket_zh(label, one)}已过号，您可在取号机或咨询台重新排队，不用重新取号",
        f"Ticket {ticket_en(label)} has been passed. You can rejoin at the kiosk or the enquiry desk "
        "without a new ticket.",
    )


def soon(label: str, one: One = "yi") -> dict[str, Sentence]:
    return _both(
        f"请{ticket_zh(label, one)}留意，前面还有三位", f"Ticket {ticket_en(label)}, three people ahead of you."
    )


def paused(counter: int, until_zh: str, until_en: str) -> dict[str, Sentence]:
    return _both(
        f"{count_zh(counter)}号窗口暂停服务，预计{until_zh}恢复，正在等候的请听呼叫",
        f"Counter {count_en(counter)} is paused until about {until_en}. Please wait for your call.",
    )


def opened(counter: int) -> dict[str, Sentence]:
    """A standby counter (R-72)."""
    return _both(
        f"为减少等候，{count_zh(counter)}号窗口已增开",
        f"Counter {count_en(counter)} has been opened to cut the wait.",
    )


def _both(chinese: str, english: str) -> dict[str, Sentence]:
    return {"zh-CN": (Part("zh-CN", chinese),), "en": (Part("en", english),)}
