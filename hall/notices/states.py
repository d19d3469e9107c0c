"""The states of a notice, its kinds, and what holds for each kind."""

from enum import StrEnum


class NoticeState(StrEnum):
    DUE = "due"
    SENDING = "sending"  # claimed; its lease runs
    SENT = "sent"  # the provider has it
    DELIVERED = "delivered"
    FAILED = "failed"
    EXPIRED = "expired"  # too late to be of use
    STOPPED = "stopped"  # the number wants none, has had enough today, or what it says is no longer so
    UNKNOWN = "unknown"  # may have left, and nobody can say: a person decides


class Kind(StrEnum):
    CODE = "code"
    BOOKED = "booked"
    PAPERS = "papers"
    MOVED = "moved"
    CANCELLED = "cancelled"  # the visitor's own wish, confirmed
    CANCELLED_BY_HALL = "cancelled_by_hall"
    DISPLACED = "displaced"  # with a place that is held instead
    DISPLACED_ALONE = "displaced_alone"  # without one
    MOVER_ASKED = "mover_asked"
    WAITLIST_OFFER = "waitlist_offer"
    NO_SHOW = "no_show"
    SUSPENDED = "suspended"
    REMINDER_DAY = "reminder_day"
    REMINDER_HOURS = "reminder_hours"
    NEAR_TURN = "near_turn"
    COME_NOW = "come_now"  # whoever took a number from outside
    MISSED = "missed"
    MISSED_FOR_GOOD = "missed_for_good"


class Way(StrEnum):
    """How a row is carried."""

    SMS = "sms"
    EMAIL = "email"


class Meaning(StrEnum):
    """What somebody's answer to a text means."""

    STOP = "stop"
    START = "start"
    NOT_COMING = "not_coming"
    LATE = "late"
    YES = "yes"
    UNKNOWN = "unknown"


URGENT = frozenset(
    {Kind.CODE, Kind.NEAR_TURN, Kind.COME_NOW, Kind.MISSED, Kind.MISSED_FOR_GOOD, Kind.WAITLIST_OFFER}
)
"""Kinds that quiet hours do not hold back: what they say is of no use later."""
MUST_KNOW = frozenset({Kind.CANCELLED_BY_HALL, Kind.DISPLACED, Kind.DISPLACED_ALONE})
"""Whoever cannot be told one of these is rung (R-64); no daily limit stops them."""
SECRET = frozenset({Kind.CODE})
"""Kinds whose text no page shows."""
PENDING = frozenset({NoticeState.DUE, NoticeState.SENDING})
FINAL = frozenset({NoticeState.DELIVERED, NoticeState.FAILED, NoticeState.EXPIRED, NoticeState.STOPPED})
