"""The states of a booking and of a place on the waiting list, and which step leads where (rulebook 3.1)."""

from enum import StrEnum


class BookingState(StrEnum):
    HELD = "held"  # while the form is filled in, or offered to somebody
    BOOKED = "booked"
    CHECKED_IN = "checked_in"  # a ticket now
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    DISPLACED = "displaced"  # the hall took the session away


class Standing(StrEnum):
    """How a booking stands at a moment. Time alone makes some of these, so they are judged, never stored."""

    HELD = "held"
    LAPSED = "lapsed"  # held, and its time is over
    BOOKED = "booked"
    LATE = "late"  # past its grace, still welcome
    CHECKED_IN = "checked_in"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    DISPLACED = "displaced"


class Why(StrEnum):
    """Why a booking is held: only the first is a person at a form."""

    FORM = "form"
    WAITLIST = "waitlist"  # a freed slot, offered to one person (fifteen minutes)
    DISPLACED = "displaced"  # a place for somebody whose session went
    MOVER = "mover"  # a place for somebody of a thin session


class Verified(StrEnum):
    """How the hall knows whose booking it is; only these count towards limits (R-55)."""

    CODE = "code"
    DOCUMENT = "document"
    STAFF = "staff"


class WaitState(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    ENDED = "ended"


class Channel(StrEnum):
    WEB = "web"
    DESK = "desk"
    AGENT = "agent"
    WAITLIST = "waitlist"
    HALL = "hall"  # the hall made it: an offer after a closure


_S = BookingState
MOVES: dict[BookingState, frozenset[BookingState]] = {
    _S.HELD: frozenset({_S.BOOKED, _S.CANCELLED}),
    # checked in after a no-show was judged: the grace was longer than the job knew
    _S.BOOKED: frozenset({_S.CHECKED_IN, _S.CANCELLED, _S.NO_SHOW, _S.DISPLACED}),
    _S.CHECKED_IN: frozenset(),
    _S.CANCELLED: frozenset(),
    _S.NO_SHOW: frozenset(),
    _S.DISPLACED: frozenset({_S.CANCELLED}),
}
LIVE = frozenset({_S.HELD, _S.BOOKED})
"""States in which a booking holds units."""
COUNTED = frozenset({_S.BOOKED, _S.CHECKED_IN, _S.NO_SHOW})
"""States that count towards a person's limits (R-55)."""
