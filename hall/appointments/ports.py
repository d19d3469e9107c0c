"""What bookings tell the queue below them (`hall.queue.ports.Expected`)."""

from datetime import datetime

from sqlalchemy.orm import Session

from hall.appointments.queries import booked_minutes
from hall.site.plan import Plan


class BookedVisits:
    """Work that booked visitors still bring today (R-08)."""

    def minutes(self, session: Session, plan: Plan, queue_id: str, now: datetime, until: datetime) -> float:
        return booked_minutes(session, plan, queue_id, now, until)
