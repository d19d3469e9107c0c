"""The roster: four weeks of sessions, who is there, what is missing, and what a change would do to bookings."""

from hall.web.roster.routes import blueprint

__all__ = ["blueprint"]
