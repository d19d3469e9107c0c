"""The sentences of a paper ticket, each in both languages: whoever helps its holder reads one of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from babel.dates import format_date

from hall.wire.base import Names
from hall.wire.floors import floor_names
from kiosk.slip import Slip


class Two(NamedTuple):
    """One sentence in both languages."""

    zh: str
    en: str


LISTEN = Two("请听叫号，注意大屏", "Please listen for your number and watch the screens.")
WATCH = Two("请看大屏，轮到您时工作人员会出来接您", "Please watch the screens. The clerk will come out to you.")
HELP = Two("需要帮助请到咨询台", "If you need help, please come to the enquiry desk.")
SCAN = Two("扫码查看排队进度", "Scan to follow your number on a phone")
CODE = Two("自助机、咨询台、电话查询码", "Code for the kiosk, the desk and the phone line")
REPRINT = Two("补打", "REPRINT")
OFFLINE = Two("离线取号", "ISSUED OFFLINE")
UNKNOWN = Two("等候时间暂时无法估计", "The wait is not known just now.")
NOT_OPEN = Two("窗口尚未开放，您将是第一位", "No counter is open for this yet. You will be the first.")


def service(slip: Slip) -> Two:
    return two(slip.service)


def package(slip: Slip) -> Two | None:
    """The package and which of its steps comes first."""
    if slip.package is None:
        return None
    names = two(slip.package)
    return Two(
        f"{names.zh} · 第 {slip.step} 步，共 {slip.steps} 步", f"{names.en} · step {slip.step} of {slip.steps}"
    )


def wait(slip: Slip, *, offline: bool) -> Two | None:
    """How many are ahead and how long it may take; nothing for a ticket that waits no longer."""
    if offline:
        return UNKNOWN
    if not slip.waiting:
        return None
    if slip.counters_open == 0 and not slip.ahead:
        return NOT_OPEN
    zh = f"前面还有 {slip.ahead} 人" if slip.ahead else "下一位就是您"
    people = "1 person" if slip.ahead == 1 else f"{slip.ahead} people"
    en = f"{people} ahead of you" if slip.ahead else "You are next"
    if slip.high_minutes is None or slip.counters_open == 0:
        return Two(zh, en)
    if slip.soon:
        return Two(f"{zh}，即将叫号", f"{en}, soon")
    span = f"{slip.low_minutes}-{slip.high_minutes}"
    return Two(f"{zh}，预计等候 {span} 分钟", f"{en}, about {span} minutes")


def place(slip: Slip, *, floors: int) -> Two:
    """The waiting area, its floor where there are several, and the counters that may call."""
    names, numbers = two(slip.zone_names), [str(n) for n in slip.counters]
    storey = floor_names(slip.floor) if floors > 1 else {"zh-CN": "", "en": ""}
    zh = f"{storey['zh-CN']} {slip.zone} 区 {names.zh}".strip()
    en = f"Area {slip.zone}, {names.en}" + (f", {storey['en']}" if floors > 1 else "")
    if not numbers:
        return Two(zh, en)
    word = "counter" if len(numbers) == 1 else "counters"
    return Two(f"{zh} · {'、'.join(numbers)} 号窗口", f"{en} · {word} {', '.join(numbers)}")


def issued(moment: datetime) -> Two:
    """When, in the hall's time."""
    en = f"Issued at {moment:%H:%M}, {format_date(moment, 'd MMMM y', locale='en')}"
    return Two(f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M} 取号", en)


def rules(slip: Slip) -> Two:
    """What happens after a missed turn (R-29)."""
    minutes, times = slip.rejoin_minutes, slip.rejoin_times
    if not times:
        return Two("过号请重新取号", "Missed your turn? Please take a new number.")
    if not slip.rejoins_left:
        return Two("再次过号请重新取号", "If you miss your turn again, please take a new number.")
    often_zh = "一次" if times == 1 else f"{times} 次"
    often_en = "once" if times == 1 else f"{times} times"
    at_end = slip.rejoin_after == "end"
    place_zh = "排在队尾" if at_end else f"在 {slip.rejoin_after} 位之后"
    place_en = "at the end of the queue" if at_end else f"behind {slip.rejoin_after} people"
    return Two(
        f"过号后 {minutes} 分钟内可重新排队{often_zh}，{place_zh}",
        f"Missed your turn? You can rejoin {often_en} within {minutes} minutes, {place_en}.",
    )


def copies(slip: Slip) -> Two | None:
    """Which copies are needed and where they are made, if any are (R-05)."""
    if not slip.copies:
        return None
    needed = Two("、".join(two(c).zh for c in slip.copies), ", ".join(two(c).en for c in slip.copies))
    where = two(slip.copier) if slip.copier else None
    return Two(
        f"需要复印件：{needed.zh}" + (f"。免费复印：{where.zh}" if where else ""),
        f"Copies needed: {needed.en}." + (f" Free copies: {where.en}." if where else ""),
    )


def two(names: Names) -> Two:
    """A name in both languages, or in the one there is."""
    some = next(iter(names.values()), "")
    return Two(names.get("zh-CN", some), names.get("en", some))


def join(numbers: Sequence[str]) -> str:
    return "、".join(numbers)
