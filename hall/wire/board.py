"""The board: what screens show, as one frozen value with the number of the fact it is true at.

No name, no telephone number, no code of a ticket: a board is public.
"""

from pydantic import Field

from hall.wire.base import Moment, Names, Shape
from hall.wire.queue import WaitShape


class BoardCall(Shape):
    """One call of the day. A taken-back one stays in the list, marked: then the list never has to grow again.

    `announced` is the number of the fact that announced it last: the call itself, or a repeat by the hall
    (R-14) or by hand (R-16). A screen knows by it what is news.
    """

    call: str
    number: str
    counter: int
    zone: str
    queue: str
    service: str
    lane: str
    attempt: int
    at: Moment
    announced: int
    announced_at: Moment
    by_hand: bool = False
    visual_alert: bool = False  # its visitor does not hear a call
    undone: bool = False


class BoardCounter(Shape):
    """`names`: only for a place that is called by a name and not by its number, such as an enquiry desk."""

    number: int
    names: Names = Field(default_factory=dict)
    floor: int = 1
    state: str
    current: str | None = None
    since: Moment
    reason: str | None = None
    until: Moment | None = None


class BoardMessage(Shape):
    id: str
    text: str
    until: Moment


class Board(Shape):
    """`calls`: the newest twelve of the day, newest first; `queues`: how many wait, by queue."""

    hall: str
    zone: str | None = None
    seq: int
    day: str
    calls: list[BoardCall]
    counters: dict[int, BoardCounter]
    queues: dict[str, int]
    messages: list[BoardMessage]
    emergency: str | None = None
    queue_names: dict[str, Names] = Field(default_factory=dict)
    service_names: dict[str, Names] = Field(default_factory=dict)
    call_attempts: int = 3  # the last of them is said to be the last
    booked_series: str | None = None  # R-11: the letter of booked visitors' numbers, for the legend
    waits: dict[str, WaitShape] = Field(default_factory=dict)  # no fact: the newest ranges when asked
    now: Moment | None = None


CALLS_KEPT = 12
