"""The nouns of notices."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hall.kernel.database import Entity, Instant
from hall.kernel.ids import new_id
from hall.kernel.sealing import Sealed, keyed_hash
from hall.notices.states import Kind, NoticeState, Way


class Notice(Entity):
    """One message to one person: what, from when, until when, and how it stands.

    `due` and `valid_until` are hall time; leases and attempts are device time. `dedupe` says what it is about, so
    that nothing is told twice, whatever a program believes.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("notice_due", "state", "due"),
        Index("notice_newest", "hall_id", "id"),
        Index("notice_in_state", "hall_id", "state", "id"),
        Index("notice_to", "recipient_hash", "made_at"),
        Index("notice_about", "about"),
        Index("notice_reference", "reference"),
    )

    hall_id: Mapped[str] = mapped_column(String(40))
    channel: Mapped[Way] = mapped_column(String(8))
    kind: Mapped[Kind] = mapped_column(String(20))
    recipient: Mapped[str] = mapped_column(Sealed)  # a number in E.164 or an address
    language: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Sealed)
    parts: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Instant)
    due: Mapped[datetime] = mapped_column(Instant)
    valid_until: Mapped[datetime] = mapped_column(Instant)
    dedupe: Mapped[str] = mapped_column(String(120), unique=True)
    about_kind: Mapped[str | None] = mapped_column(String(10), default=None)  # booking, ticket, waitlist
    about: Mapped[str | None] = mapped_column(String(26), default=None)
    state: Mapped[NoticeState] = mapped_column(String(10), default=NoticeState.DUE)
    reason: Mapped[str | None] = mapped_column(String(30), default=None)  # why it will not arrive, from a list
    attempts: Mapped[int] = mapped_column(default=0)
    epoch: Mapped[int] = mapped_column(default=0)  # of the newest claim: an older one writes nothing any more
    lease_until: Mapped[datetime | None] = mapped_column(Instant, default=None)
    attempted_at: Mapped[datetime | None] = mapped_column(Instant, default=None)  # device time
    asked: Mapped[int] = mapped_column(default=0)  # how often the provider was asked what became of it
    reference: Mapped[str | None] = mapped_column(String(64), default=None)  # the provider's id
    sent_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    delivered_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    recipient_hash: Mapped[str] = mapped_column(String(64), init=False)
    id: Mapped[str] = mapped_column(String(26), primary_key=True, default_factory=new_id)

    def __post_init__(self) -> None:
        self.recipient_hash = keyed_hash(self.recipient)

    def settle(self, state: NoticeState, reason: str | None = None) -> None:
        """How it stands from now on; nobody's claim runs any more."""
        self.state, self.reason, self.lease_until = state, reason, None


class Consent(Entity):
    """A number that said STOP, or START after it. Texts come from one sender, so it holds for every hall."""

    __tablename__ = "consent"

    number_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    stopped: Mapped[bool]
    at: Mapped[datetime] = mapped_column(Instant)


class TicketContact(Entity):
    """The number to which a ticket's visitor is texted (R-30). It goes when the ticket is over."""

    __tablename__ = "ticket_contact"
    __table_args__ = (Index("ticket_contact_of", "hall_id"), Index("ticket_contact_phone", "phone_hash"))

    ticket_id: Mapped[str] = mapped_column(ForeignKey("ticket.id"), primary_key=True)
    hall_id: Mapped[str] = mapped_column(String(40))
    phone: Mapped[str] = mapped_column(Sealed)
    language: Mapped[str] = mapped_column(String(10))
    told: Mapped[bool] = mapped_column(default=False)  # that the turn is near, or there was nothing to tell
    phone_hash: Mapped[str] = mapped_column(String(64), init=False)

    def __post_init__(self) -> None:
        self.set_phone(self.phone)

    def set_phone(self, phone: str) -> None:
        self.phone, self.phone_hash = phone, keyed_hash(phone)
