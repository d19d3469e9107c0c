"""What the queue needs to know from rooms above it, as it would like to ask."""

from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from hall.site.plan import Plan


class Expected(Protocol):
    """Booked visitors who have not checked in yet."""

    def minutes(self, session: Session, plan: Plan, queue_id: str, now: datetime, until: datetime) -> float:
        """Work still to come to a queue from bookings, in minutes."""
        ...


class NothingBooked:
    """The honest answer of a hall that takes no bookings."""

    def minutes(self, session: Session, plan: Plan, queue_id: str, now: datetime, until: datetime) -> float:
        return 0.0
