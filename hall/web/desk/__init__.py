"""The enquiry desk: a number for anyone, and whatever a visitor's ticket needs to be put right."""

from hall.web.desk import bookings, outage, unprinted  # their pages are added to the same blueprint
from hall.web.desk.routes import blueprint

__all__ = ["blueprint", "bookings", "outage", "unprinted"]
