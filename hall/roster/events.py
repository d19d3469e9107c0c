"""The facts of the roster."""

from dataclasses import dataclass
from typing import ClassVar

from hall.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class SessionFact(Event):
    """Something about one session of one day."""

    session: str


@dataclass(frozen=True, kw_only=True)
class SessionAdded(SessionFact):
    """A session that no week has: open once."""

    name: ClassVar[str] = "session.added"


@dataclass(frozen=True, kw_only=True)
class SessionChanged(SessionFact):
    """It ends at another time, or is of another kind."""

    name: ClassVar[str] = "session.changed"


@dataclass(frozen=True, kw_only=True)
class SessionPublished(SessionFact):
    name: ClassVar[str] = "session.published"


@dataclass(frozen=True, kw_only=True)
class SessionClosed(SessionFact):
    """The manager closed it, or the plan has it no more (R-64)."""

    name: ClassVar[str] = "session.closed"
    reason: str


@dataclass(frozen=True, kw_only=True)
class RosterSet(SessionFact):
    """Counters with somebody, and counters open to claim."""

    name: ClassVar[str] = "session.roster_set"
    staffed: tuple[int, ...] = ()
    open: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ServicesSet(SessionFact):
    """What is done in this session (R-65)."""

    name: ClassVar[str] = "session.services_set"
    services: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PlacesReleased(SessionFact):
    """Another portion of the places can be booked (R-50, R-54): so that an auditor sees equal chances."""

    name: ClassVar[str] = "session.places_released"
    share: float
    places: dict[str, int]  # by queue: how many of the shortest services fit in


@dataclass(frozen=True, kw_only=True)
class ShiftClaimed(SessionFact):
    name: ClassVar[str] = "shift.claimed"
    shift: str
    member: str


@dataclass(frozen=True, kw_only=True)
class ShiftGivenUp(SessionFact):
    """Leave: nobody is at this counter any more."""

    name: ClassVar[str] = "shift.given_up"
    shift: str
    member: str


@dataclass(frozen=True, kw_only=True)
class SwapAsked(SessionFact):
    name: ClassVar[str] = "swap.asked"
    swap: str


@dataclass(frozen=True, kw_only=True)
class SwapEnded(SessionFact):
    name: ClassVar[str] = "swap.ended"
    swap: str
    state: str
