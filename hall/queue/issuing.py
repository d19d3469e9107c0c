"""Numbers and whether there are any left: labels and ranges (R-01, R-75), remaining capacity (R-08 to R-10)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hall.site.plan import Settings


class Issuing(StrEnum):
    """What the kiosk says before a ticket is made (R-04)."""

    OPEN = "open"
    NOT_YET = "not_yet"
    FULL = "full"
    CLOSED = "closed"
    NOT_HERE = "not_here"
    ONLINE = "online"  # open, and can also be done without coming


class Range(StrEnum):
    """Number ranges of a series that never overlap (R-75); "consecutive" holds within one."""

    MAIN = "main"
    OVERFLOW = "overflow"
    PAPER = "paper"
    KIOSK = "kiosk"  # of which each kiosk holds hundreds for the time without the hall


def bounds(range_: Range, settings: Settings) -> tuple[int, int]:
    """First and last number of a range (R-75). With four digits a kiosk's own numbers have five."""
    return _BOUNDS[settings.ticket_digits][range_]


_BOUNDS = {
    3: {
        Range.MAIN: (1, 900),
        Range.PAPER: (901, 999),
        Range.KIOSK: (1001, 4999),
        Range.OVERFLOW: (5001, 9999),
    },
    4: {
        Range.MAIN: (1, 9000),
        Range.PAPER: (9901, 9999),
        Range.KIOSK: (11001, 14999),
        Range.OVERFLOW: (20001, 99999),
    },
}


def label(prefix: str, number: int, settings: Settings) -> str:
    """What is printed and called: "A012" (R-01)."""
    return f"{prefix}{number:0{settings.ticket_digits}d}"


@dataclass(frozen=True)
class Presence:
    """A counter that can serve a queue: the spans in which it is on duty, and how many queues share it."""

    spans: Sequence[tuple[datetime, datetime]]
    shared_by: int = 1


def capacity_minutes(counters: Iterable[Presence], now: datetime, overrun: timedelta) -> float:
    """Minutes of service left today for one queue (R-08).

    The overrun is added to each counter's last span. A counter that serves several queues gives each an
    equal share: the only split that needs no forecast and never counts a minute twice.
    """
    total = 0.0
    for counter in counters:
        if not counter.spans:
            continue
        last = max(end for _, end in counter.spans)
        spans = [(start, end + overrun if end == last else end) for start, end in counter.spans]
        seconds = sum(max(0.0, (end - max(start, now)).total_seconds()) for start, end in spans)
        total += seconds / 60 / counter.shared_by
    return total


def is_full(
    *,
    capacity: float,
    waiting_work: float,
    booked_work: float,
    new_work: float,
    now: datetime,
    closes: datetime,
    settings: Settings,
) -> bool:
    """True when one more ticket could not be served today (R-08); works and capacity in minutes."""
    if closes - now > timedelta(minutes=settings.full_earliest_minutes):
        return False
    return waiting_work + booked_work + new_work > capacity


def numbers_that_fit(*, capacity: float, waiting_work: float, booked_work: float, new_work: float) -> int:
    """How many more tickets of this kind can be served today (R-08); works and capacity in minutes."""
    return max(0, int((capacity - waiting_work - booked_work) / new_work))
