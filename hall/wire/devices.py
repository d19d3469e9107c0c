"""Shapes between the hall and its devices: what they report, what they are told, what they keep for an outage."""

from typing import Annotated, Literal

from pydantic import Field

from hall.wire.base import Day, Id, Moment, Shape, Short, Text, Whole
from hall.wire.queue import TicketView, TicketWish
from hall.wire.site import DeviceView

PrinterKind = Literal["network", "usb", "serial", "file", "png", "pdf", "none"]
PrinterState = Literal["ready", "paper_low", "paper_out", "cover_open", "unplugged", "not_answering", "failed"]
Key = Annotated[Text, Field(min_length=1, max_length=64)]
Series = Annotated[Text, Field(min_length=1, max_length=2)]
Outcome = Literal["said", "short", "shown", "failed"]
"""Of an announcement: said whole, said in its short form, shown only because it was too old (R-18), not said."""


class PrinterReport(Shape):
    """How the printer of a kiosk is. `paper_low` where it can tell before the paper ends."""

    kind: PrinterKind
    state: PrinterState


class DeviceReport(Shape):
    """What a device says of itself every ten seconds, and at once when something changes."""

    version: Short
    clock_offset_seconds: float | None = None  # its own clock minus the hall's wall clock
    printer: PrinterReport | None = None  # of a kiosk
    to_replay: Whole = Field(0, ge=0, le=100_000)  # tickets made while cut off that the hall does not know yet
    trouble: Literal["disk_full", "voice_failed"] | None = None


class VoiceView(Shape):
    """How a screen speaks. `quiet`: spans of local time in which it does not, such as ("12:00", "13:00")."""

    speaks: bool = False
    volume: int = Field(80, ge=0, le=100)
    quiet_from: str | None = None
    quiet_until: str | None = None
    english: bool = True
    one: Literal["yi", "yao"] = "yi"  # how 1 is read in a number: 一 or 幺, one choice per hall
    rate: float = Field(1.0, ge=0.7, le=1.2)


class DeviceTold(Shape):
    """What the hall tells a device: itself, both clocks, how to speak. No restart is needed to obey it."""

    device: DeviceView
    now: Moment  # hall time
    real_now: Moment  # wall clock of the hall
    clock_speed: float = 1.0
    voice: VoiceView | None = None  # of a hall display
    kiosk_number: int | None = None  # of a kiosk: its blocks of numbers begin with it
    staff_code: str | None = None  # of a kiosk: opens its staff page (calling list, printer)
    card_key: str | None = None  # of a kiosk: today's key for the numbers of identity cards
    presence: str | None = None  # of a screen: the code by which a telephone proves that it is in the hall


class DeviceChange(Shape):
    """What a manager changes of a device without anybody going there."""

    name: Short
    zone: Id | None = None
    speaks: bool = False
    volume: Whole = Field(80, ge=0, le=100)
    quiet_from: str | None = Field(None, pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    quiet_until: str | None = Field(None, pattern=r"^([01]\d|2[0-3]):[0-5]\d$")


class DeviceStatus(Shape):
    """A device as managers see it: last contact and report."""

    device: DeviceView
    seen_at: Moment | None = None  # device time of the hall
    online: bool = False
    report: DeviceReport | None = None
    voice: VoiceView | None = None
    kiosk_number: int | None = None
    staff_code: str | None = None


class DeviceStatusList(Shape):
    items: list[DeviceStatus]
    next: str | None = None


class AnnouncementSaid(Shape):
    """What became of one announcement, `<call>:<fact that announced it>`; it is said once per zone."""

    announcement: str = Field(pattern=r"^[0-9A-Z]{26}:\d{1,12}$")
    outcome: Outcome
    delay_ms: Whole = Field(ge=0)


class AnnouncementsSaid(Shape):
    items: list[AnnouncementSaid] = Field(min_length=1, max_length=100)


class PaperOutcome(Shape):
    """Whether a ticket came out on paper."""

    ticket: Id
    printed: bool


class Block(Shape):
    """Numbers of a series on a day that only this kiosk may give (R-75)."""

    day: Day
    series: str
    first: int
    last: int
    used: int | None = None  # the last number of it that the hall knows was given


class Used(Shape):
    """The last number a kiosk has given out of a block, so that the hall can refill in time."""

    day: Day
    series: str
    first: int
    used: int


class ProvisionWish(Shape):
    used: list[Used] = Field(default_factory=list, max_length=500)


class OfferedService(Shape):
    """When numbers of a service are given on a day, and how many are left of it; null where there is no limit."""

    service: str
    spans: list[tuple[Moment, Moment]]  # in which numbers are issued
    left: int | None = None


class ProvisionDay(Shape):
    """One business day as known now: from `start` until `end` a ticket counts for it."""

    day: Day
    start: Moment
    end: Moment
    services: list[OfferedService]


class Listed(Shape):
    """A row of a calling list: everybody who waits, in the order of calling. No name, no code."""

    ticket: str
    number: str
    queue: str
    service: str
    zone: str
    counters: list[int]
    issued_at: Moment


class Provisions(Shape):
    """Everything a kiosk keeps for the time in which the hall cannot be reached (R-75)."""

    seq: int
    now: Moment
    days: list[ProvisionDay]  # today and the next opening day
    blocks: list[Block]  # that this kiosk holds for these days, refilled
    line: list[Listed]
    ticket_address: str | None = None  # with {code}: what a QR code holds; null without a public address
    ticket_digits: int = 3


class OfflineTicket(Shape):
    """A ticket made by a kiosk that was cut off. The visitor has its paper: it is never refused for its service.

    `issued_at` is hall time as the kiosk could tell it; `earliest` and `latest` bound it, apart only when
    `uncertain` (the kiosk was restarted while it was cut off).
    """

    id: str = Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{26}$")
    code: str = Field(pattern=r"^[A-Za-z0-9_\-]{22}$")
    short_code: str = Field(pattern=r"^[0-9A-Z]{8}$")
    key: Key  # of the wish: an answer that was lost made no second ticket
    order: Whole = Field(ge=1)  # position in the kiosk's journal
    day: Day
    series: Series
    number: Whole = Field(ge=1, le=99999)
    wish: TicketWish
    issued_at: Moment
    earliest: Moment
    latest: Moment
    uncertain: bool = False
    listed: bool = False  # stood on a calling list that was printed or shown


class Replay(Shape):
    """Tickets in the order in which they were made; `cut_off_at` is when the hall was reached last before."""

    items: list[OfflineTicket] = Field(min_length=1, max_length=50)
    cut_off_at: Moment
    listed: list[Id] = Field(default_factory=list, max_length=2000)  # of the hall's own tickets on a printed list


Refusal = Literal["service_unknown", "number_not_yours", "number_taken", "day_not_begun", "id_taken"]


class Replayed(Shape):
    """What became of one: `kept` now, `known` from before, `refused` with the reason (staff are told)."""

    id: str
    state: Literal["kept", "known", "refused"]
    reason: Refusal | None = None
    number: str | None = None


class ReplayDone(Shape):
    items: list[Replayed]


class TurnedAway(Shape):
    """A number on paper that the hall could not keep: its holder needs another one."""

    id: str
    number: str
    service: str
    reason: Refusal
    at: Moment


class AfterOutage(Shape):
    """What one page shows after an outage: tickets that may have been served by list, in order."""

    items: list[TicketView]
    refused: list[TurnedAway] = Field(default_factory=list)  # since somebody last said that they have seen them
    next: str | None = None


class ReviewWish(Shape):
    """`served` were served by list, `gone` had left; with `release` every other one can be called from now on.

    `seen`: what the page showed, refused ones included. More may have come in since: those wait for the next look.
    """

    served: list[Id] = Field(default_factory=list, max_length=2000)
    gone: list[Id] = Field(default_factory=list, max_length=2000)
    release: bool = True
    seen: list[Id] | None = Field(None, max_length=4000)  # null: whatever there is


class ReviewDone(Shape):
    served: int
    gone: int
    released: int
