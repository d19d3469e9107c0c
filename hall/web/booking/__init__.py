"""Booking a time, on a telephone: papers first, then a day, a time, a name, and the code that was sent."""

from hall.web.booking import mine  # its pages are added to the same blueprint
from hall.web.booking.choosing import blueprint

__all__ = ["blueprint", "mine"]
