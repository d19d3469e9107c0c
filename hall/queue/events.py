"""The facts of the queue. A ticket fact carries both ends of the step, so that a screen can follow it alone."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from hall.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class TicketFact(Event):
    """One step of one ticket: where it was, where it is, and what its counter is after it."""

    ticket: str
    number: str
    service: str
    queue: str
    zone: str
    lane: str
    state: str
    from_state: str | None = None
    from_queue: str | None = None  # None = the same queue
    from_zone: str | None = None
    counter: str | None = None
    counter_number: int | None = None
    counter_state: str | None = None
    counter_since: str | None = None  # RFC 3339
    call: str | None = None
    reason: str | None = None
    visual_alert: bool = False  # screens show a banner
    day: str


@dataclass(frozen=True, kw_only=True)
class TicketIssued(TicketFact):
    name: ClassVar[str] = "ticket.issued"
    channel: str
    papers_ready: bool | None = None
    second_pass_of: str | None = None
    offline: bool | None = None  # made by a kiosk that could not reach the hall
    fresh_code: str | None = None  # of such a ticket: which code on its paper is another one's


@dataclass(frozen=True, kw_only=True)
class TicketCalled(TicketFact):
    """`rule` chose the call; `why` holds the values of the sentence that explains it (R-20)."""

    name: ClassVar[str] = "ticket.called"
    rule: str
    why: dict[str, Any] = field(default_factory=dict)
    attempt: int = 1


@dataclass(frozen=True, kw_only=True)
class TicketRecalled(TicketFact):
    """Announced again: by the hall (`attempt` counts, R-14) or by hand (`by_hand`, R-16)."""

    name: ClassVar[str] = "ticket.recalled"
    attempt: int
    by_hand: bool = False


@dataclass(frozen=True, kw_only=True)
class TicketArrived(TicketFact):
    name: ClassVar[str] = "ticket.arrived"


@dataclass(frozen=True, kw_only=True)
class TicketMissed(TicketFact):
    name: ClassVar[str] = "ticket.missed"


@dataclass(frozen=True, kw_only=True)
class CallUndone(TicketFact):
    name: ClassVar[str] = "ticket.call_undone"


@dataclass(frozen=True, kw_only=True)
class TicketReopened(TicketFact):
    """A visit that a *Next* had ended is open again, because that *Next* was undone (R-19)."""

    name: ClassVar[str] = "ticket.reopened"


@dataclass(frozen=True, kw_only=True)
class TicketHeld(TicketFact):
    name: ClassVar[str] = "ticket.held"


@dataclass(frozen=True, kw_only=True)
class TicketResumed(TicketFact):
    name: ClassVar[str] = "ticket.resumed"


@dataclass(frozen=True, kw_only=True)
class TicketParked(TicketFact):
    name: ClassVar[str] = "ticket.parked"
    papers: tuple[int, ...] = ()  # positions in the guide's list: what was missing


@dataclass(frozen=True, kw_only=True)
class TicketReturned(TicketFact):
    name: ClassVar[str] = "ticket.returned"


@dataclass(frozen=True, kw_only=True)
class TicketRejoined(TicketFact):
    name: ClassVar[str] = "ticket.rejoined"


@dataclass(frozen=True, kw_only=True)
class TicketTransferred(TicketFact):
    name: ClassVar[str] = "ticket.transferred"
    to_counter: str | None = None


@dataclass(frozen=True, kw_only=True)
class StepStarted(TicketFact):
    """A package ticket goes on to its next service under the same number (R-13)."""

    name: ClassVar[str] = "ticket.step_started"
    step: int


@dataclass(frozen=True, kw_only=True)
class WrapUpStarted(TicketFact):
    name: ClassVar[str] = "ticket.wrap_up"


@dataclass(frozen=True, kw_only=True)
class TicketFinished(TicketFact):
    name: ClassVar[str] = "ticket.finished"
    outcome: str


@dataclass(frozen=True, kw_only=True)
class TicketCancelled(TicketFact):
    name: ClassVar[str] = "ticket.cancelled"


@dataclass(frozen=True, kw_only=True)
class TicketLeft(TicketFact):
    name: ClassVar[str] = "ticket.left"


@dataclass(frozen=True, kw_only=True)
class TicketExpired(TicketFact):
    name: ClassVar[str] = "ticket.expired"


@dataclass(frozen=True, kw_only=True)
class TicketKept(TicketFact):
    """The hall failed; the ticket ends today and its right is kept for the next working day (R-36)."""

    name: ClassVar[str] = "ticket.kept"


@dataclass(frozen=True, kw_only=True)
class TicketDelayed(TicketFact):
    name: ClassVar[str] = "ticket.delayed"
    minutes: int


@dataclass(frozen=True, kw_only=True)
class PriorityGiven(TicketFact):
    name: ClassVar[str] = "ticket.priority_given"


@dataclass(frozen=True, kw_only=True)
class PriorityTaken(TicketFact):
    name: ClassVar[str] = "ticket.priority_taken"


@dataclass(frozen=True, kw_only=True)
class TicketReprinted(TicketFact):
    name: ClassVar[str] = "ticket.reprinted"


@dataclass(frozen=True, kw_only=True)
class TicketNotPrinted(TicketFact):
    """Its paper did not surely come out; the visitor has seen the number on the screen."""

    name: ClassVar[str] = "ticket.not_printed"


@dataclass(frozen=True, kw_only=True)
class CallNotSaid(TicketFact):
    """Its announcement was too old, or the voice failed: it stands on the screens only (R-18)."""

    name: ClassVar[str] = "ticket.call_not_said"
    call: str


@dataclass(frozen=True, kw_only=True)
class TicketSetAside(TicketFact):
    """It stood on a calling list in an outage: it waits and is not called until somebody has looked (R-75)."""

    name: ClassVar[str] = "ticket.set_aside"


@dataclass(frozen=True, kw_only=True)
class TicketConfirmed(TicketFact):
    """Not served by list: it can be called from now on (R-75)."""

    name: ClassVar[str] = "ticket.confirmed"


@dataclass(frozen=True, kw_only=True)
class VisitorHere(TicketFact):
    """Whoever took a number from outside is in the hall: it can be called from now on (R-12)."""

    name: ClassVar[str] = "ticket.visitor_here"


@dataclass(frozen=True, kw_only=True)
class CounterFact(Event):
    """One change of one counter, logged to the second: wait ranges live on these."""

    counter: str
    counter_number: int
    counter_state: str
    counter_since: str  # RFC 3339
    member: str | None = None
    reason: str | None = None
    until: str | None = None  # RFC 3339


@dataclass(frozen=True, kw_only=True)
class CounterOpened(CounterFact):
    name: ClassVar[str] = "counter.opened"


@dataclass(frozen=True, kw_only=True)
class CounterClosed(CounterFact):
    name: ClassVar[str] = "counter.closed"


@dataclass(frozen=True, kw_only=True)
class CounterPaused(CounterFact):
    name: ClassVar[str] = "counter.paused"


@dataclass(frozen=True, kw_only=True)
class CounterResumed(CounterFact):
    name: ClassVar[str] = "counter.resumed"


@dataclass(frozen=True, kw_only=True)
class CounterTakenOver(CounterFact):
    """Another member sits down; the open visit stays (R-41)."""

    name: ClassVar[str] = "counter.taken_over"


@dataclass(frozen=True, kw_only=True)
class TidalSet(CounterFact):
    name: ClassVar[str] = "counter.tidal_set"


@dataclass(frozen=True, kw_only=True)
class QueueClosed(Event):
    """Leftovers were closed together, with a reason (R-32)."""

    name: ClassVar[str] = "queue.closed"
    queue: str | None = None
    reason: str
    tickets: int


@dataclass(frozen=True, kw_only=True)
class QueueReviewed(Event):
    """After an outage somebody said who was served by list and who had left (R-75); `refused` were told of."""

    name: ClassVar[str] = "queue.reviewed"
    served: int
    gone: int
    released: int
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class KioskReplayed(Event):
    """A kiosk told the hall of numbers that it gave while it was cut off (R-75)."""

    name: ClassVar[str] = "kiosk.replayed"
    device: str
    kept: int
    refused: int
    unconfirmed: int


@dataclass(frozen=True, kw_only=True)
class KioskTicketRefused(Event):
    """A number on paper that the hall could not keep; somebody must help its holder (R-75)."""

    name: ClassVar[str] = "kiosk.ticket_refused"
    ticket: str
    device: str
    number: str
    service: str
    reason: str
