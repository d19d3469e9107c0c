"""The nouns of the queue: tickets, calls, counters as they are now, and number series."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from hall.kernel.database import Entity, Instant
from hall.kernel.ids import new_id, public_code, short_code
from hall.kernel.sealing import Sealed, keyed_hash
from hall.queue.errors import WrongState
from hall.queue.states import AT_COUNTER, COUNTER_STATE_WHILE, MOVES, CounterState, Lane, TicketState

_state = String(12)


class Ticket(Entity):
    """One visitor's place: a number for a service, on one business day of one hall."""

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("hall_id", "day", "series", "number", name="ticket_number_once"),
        Index("ticket_waiting", "hall_id", "queue_id", "state", "issue_seq"),
        Index("ticket_state", "hall_id", "state"),
        Index("ticket_short_code", "hall_id", "day", "short_code_hash", unique=True),
        Index("ticket_of_day", "hall_id", "day", "issue_seq"),
        Index("ticket_of_person", "person_hash"),
        Index("ticket_of_booking", "booking_id"),
    )

    hall_id: Mapped[str] = mapped_column(String(40))
    day: Mapped[date]
    series: Mapped[str] = mapped_column(String(2))
    number: Mapped[int]
    label: Mapped[str] = mapped_column(String(8))
    service_id: Mapped[str] = mapped_column(String(40))
    issued_for: Mapped[str] = mapped_column(String(40))  # the service asked for; a transfer does not change it
    queue_id: Mapped[str] = mapped_column(String(40))
    issued_at: Mapped[datetime] = mapped_column(Instant)
    ref: Mapped[datetime] = mapped_column(Instant)
    issue_seq: Mapped[int]
    state: Mapped[TicketState] = mapped_column(_state, default=TicketState.WAITING)
    lane: Mapped[Lane] = mapped_column(String(10), default=Lane.ORDINARY)
    channel: Mapped[str] = mapped_column(String(10), default="kiosk")
    device_id: Mapped[str | None] = mapped_column(String(26), default=None)
    language: Mapped[str] = mapped_column(String(10), default="zh-CN")
    large_type: Mapped[bool] = mapped_column(default=False)
    visual_alert: Mapped[bool] = mapped_column(default=False)
    help_requested: Mapped[bool] = mapped_column(default=False)
    for_someone_else: Mapped[bool] = mapped_column(default=False)
    papers_ready: Mapped[bool | None] = mapped_column(default=None)
    priority_group: Mapped[str | None] = mapped_column(String(20), default=None)
    package_id: Mapped[str | None] = mapped_column(String(40), default=None)
    steps: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    step: Mapped[int] = mapped_column(default=0)
    slot_start: Mapped[datetime | None] = mapped_column(Instant, default=None)
    not_before: Mapped[datetime | None] = mapped_column(Instant, default=None)
    delays: Mapped[int] = mapped_column(default=0)
    floor_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    floor_seq: Mapped[int | None] = mapped_column(default=None)
    bound_counter_id: Mapped[str | None] = mapped_column(String(48), default=None)
    counter_id: Mapped[str | None] = mapped_column(String(48), default=None)
    call_id: Mapped[str | None] = mapped_column(String(26), default=None)
    recalls: Mapped[int] = mapped_column(default=0)
    misses: Mapped[int] = mapped_column(default=0)
    rejoins: Mapped[int] = mapped_column(default=0)
    missed_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    parked_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    returned_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    kept_at: Mapped[datetime | None] = mapped_column(Instant, default=None)  # for the next working day
    second_pass_of: Mapped[str | None] = mapped_column(String(26), default=None)
    held_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    first_called_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    called_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    arrived_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    outcome: Mapped[str | None] = mapped_column(String(12), default=None)
    person_hash: Mapped[str | None] = mapped_column(String(64), default=None)  # of a card, keyed anew daily
    unconfirmed: Mapped[bool] = mapped_column(default=False)  # perhaps served by list in an outage: not called yet
    uncertain: Mapped[bool] = mapped_column(default=False)  # its moment of issue is a bound, not a reading
    paper: Mapped[str | None] = mapped_column(String(10), default=None)  # "printed" or "failed", once told
    booking_id: Mapped[str | None] = mapped_column(String(26), default=None)
    step_slots: Mapped[list[str | None]] = mapped_column(JSON, default_factory=list)  # booked starts of its steps
    to_arrive: Mapped[bool] = mapped_column(default=False)  # taken from outside, not yet in the hall
    code: Mapped[str] = mapped_column(Sealed, default_factory=public_code)
    short_code: Mapped[str] = mapped_column(Sealed, default_factory=short_code)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True, init=False)
    short_code_hash: Mapped[str] = mapped_column(String(64), init=False)
    id: Mapped[str] = mapped_column(String(26), primary_key=True, default_factory=new_id)

    def __post_init__(self) -> None:
        self.code_hash = keyed_hash(self.code)
        self.short_code_hash = keyed_hash(self.short_code)

    @property
    def at_counter(self) -> bool:
        return self.state in AT_COUNTER

    def become(self, state: TicketState) -> None:
        """Takes a step that rulebook 3.1 allows, or raises WrongState."""
        if state not in MOVES[TicketState(self.state)]:
            raise WrongState(state=self.state)
        self.state = state

    def call(self, call: "Call", now: datetime) -> None:
        """Called to the counter of `call`. Binding and floor stay until arrival: the call may be undone."""
        self.become(TicketState.CALLED)
        self.counter_id, self.call_id = call.counter_id, call.id
        self.called_at, self.arrived_at = now, None
        self.first_called_at = self.first_called_at or now

    def arrive(self, now: datetime) -> None:
        """The visitor stands at the counter; saying so twice changes nothing."""
        if self.state == TicketState.CALLED:
            self.become(TicketState.SERVING)
            self.arrived_at = now
            self.bound_counter_id = self.returned_at = None
            self.not_before = self.floor_at = self.floor_seq = None

    def leave_counter(self, state: TicketState) -> None:
        """From a counter to `state`: nothing of that counter stays with the ticket."""
        self.become(state)
        self.counter_id = self.call_id = self.held_at = None

    def end(self, state: TicketState, now: datetime) -> None:
        """The last step of a ticket."""
        self.leave_counter(state)
        self.ended_at = now
        self.bound_counter_id = self.not_before = None

    def wait_again(self, *, bound_counter_id: str | None = None) -> None:
        """Back to waiting with its own key; bound to one counter if it is to go there (R-34, R-37)."""
        self.leave_counter(TicketState.WAITING)
        self.bound_counter_id = bound_counter_id
        if bound_counter_id is None:
            self.returned_at = None


class Call(Entity):
    """One call of one ticket to one counter: who, when, how often announced, how it ended.

    The two partial unique indexes are the last word on "never twice": a counter has one open call, and
    a ticket has one, whatever any program believes.
    """

    __tablename__ = "call"
    __table_args__ = (
        Index(
            "call_one_open_per_counter",
            "counter_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "call_one_open_per_ticket",
            "ticket_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("call_recent", "hall_id", "id"),
        Index("call_of_counter", "counter_id", "id"),
    )

    hall_id: Mapped[str] = mapped_column(String(40))
    counter_id: Mapped[str] = mapped_column(ForeignKey("counter.id"))
    ticket_id: Mapped[str] = mapped_column(ForeignKey("ticket.id"))
    member_id: Mapped[str | None] = mapped_column(String(26))
    service_id: Mapped[str] = mapped_column(String(40))
    queue_id: Mapped[str] = mapped_column(String(40))
    zone: Mapped[str] = mapped_column(String(40))
    lane: Mapped[Lane] = mapped_column(String(10))
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(Instant)
    real_at: Mapped[datetime] = mapped_column(Instant)
    announced_real_at: Mapped[datetime] = mapped_column(Instant)
    rule: Mapped[str] = mapped_column(String(12))
    id: Mapped[str] = mapped_column(String(26), primary_key=True, default_factory=new_id)
    why: Mapped[dict[str, object]] = mapped_column(JSON, default_factory=dict)
    after: Mapped[str | None] = mapped_column(String(26), default=None)
    boost_run_before: Mapped[int] = mapped_column(default=0)
    previous: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    attempts: Mapped[int] = mapped_column(default=1)
    arrived_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    wrapped_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    end: Mapped[str | None] = mapped_column(String(12), default=None)
    not_said: Mapped[bool] = mapped_column(default=False)  # its announcement was shown only

    def close(self, end: str, now: datetime) -> None:
        """Ends the call once; how it ended first stays."""
        if self.ended_at is None:
            self.ended_at, self.end = now, end

    def reopen(self) -> None:
        self.ended_at = self.end = None


class Counter(Entity):
    """A counter as it is now. What it can serve stands in the plan."""

    __tablename__ = "counter"
    __table_args__ = (UniqueConstraint("hall_id", "number", name="counter_number_once"),)

    id: Mapped[str] = mapped_column(String(48), primary_key=True)
    hall_id: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    since: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[CounterState] = mapped_column(_state, default=CounterState.CLOSED)
    member_id: Mapped[str | None] = mapped_column(String(26), default=None)
    pause_reason: Mapped[str | None] = mapped_column(String(20), default=None)
    until: Mapped[datetime | None] = mapped_column(Instant, default=None)
    call_id: Mapped[str | None] = mapped_column(String(26), default=None)
    ticket_id: Mapped[str | None] = mapped_column(String(26), default=None)
    ticket_label: Mapped[str | None] = mapped_column(String(8), default=None)
    last_call_id: Mapped[str | None] = mapped_column(String(26), default=None)
    boost_run: Mapped[int] = mapped_column(default=0)
    tidal_since: Mapped[datetime | None] = mapped_column(Instant, default=None)
    tidal_until: Mapped[datetime | None] = mapped_column(Instant, default=None)

    def become(self, state: CounterState, now: datetime) -> None:
        if self.state != state:
            self.state, self.since = state, now
        if state != CounterState.PAUSED:
            self.pause_reason = self.until = None

    def take(self, call: Call, ticket: Ticket, now: datetime) -> None:
        """The call becomes this counter's current one."""
        self.call_id = self.last_call_id = call.id
        self.ticket_id, self.ticket_label = ticket.id, ticket.label
        self.become(COUNTER_STATE_WHILE[TicketState(ticket.state)], now)

    def release(self, now: datetime) -> None:
        """No visitor at this counter any more."""
        self.call_id = self.ticket_id = self.ticket_label = None
        self.become(CounterState.OPEN_IDLE, now)

    def gives_up_bound(self, now: datetime, after: timedelta) -> bool:
        """True when tickets bound to this counter are free for others (R-34)."""
        if self.state == CounterState.CLOSED:
            return True
        return self.state == CounterState.PAUSED and now - self.since >= after


class NumberSeries(Entity):
    """The last number of a series on a day, per range (R-01, R-75): a row to lock, never a count of tickets."""

    __tablename__ = "number_series"

    hall_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(String(2), primary_key=True)
    range: Mapped[str] = mapped_column(String(12), primary_key=True)
    last: Mapped[int]


class NumberBlock(Entity):
    """Numbers of a series on a day that one kiosk holds for an outage (R-75); the key shuts overlaps."""

    __tablename__ = "number_block"
    __table_args__ = (Index("number_block_of", "device_id", "day"),)

    hall_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(String(2), primary_key=True)
    first: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]
    used: Mapped[int]  # the last number the kiosk said it gave; first - 1 before that
    device_id: Mapped[str] = mapped_column(String(26))


class TicketNote(Entity):
    """What staff wrote about a visit: free text, sealed, deletable without touching the journal."""

    __tablename__ = "ticket_note"
    __table_args__ = (Index("ticket_note_of", "ticket_id"),)

    hall_id: Mapped[str] = mapped_column(String(40))
    ticket_id: Mapped[str] = mapped_column(ForeignKey("ticket.id"))
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Sealed)
    member_id: Mapped[str | None] = mapped_column(String(26))
    at: Mapped[datetime] = mapped_column(Instant)
    id: Mapped[str] = mapped_column(String(26), primary_key=True, default_factory=new_id)
