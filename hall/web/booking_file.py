"""A booking as a calendar file (RFC 5545), by icalendar: one event that changes and ends with its booking."""

from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from hall.site.plan import Plan
from hall.wire.appointments import BookingView

CANCELLED = frozenset({"cancelled", "displaced", "no_show", "lapsed"})


def booking_file(plan: Plan, booking: BookingView, sequence: int, written: datetime) -> str:
    """The event in the visitor's language, with an hour's alarm; `sequence` grows with every move. One that is
    cancelled says so and wakes nobody."""
    tag = booking.language
    calendar = Calendar()
    calendar.add("prodid", "-//hall//bookings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event = Event()
    event.add("uid", f"{booking.id}@{plan.id}.hall")
    event.add("dtstamp", written.astimezone(UTC))
    event.add("dtstart", booking.start.astimezone(UTC))
    event.add("dtend", booking.end.astimezone(UTC))
    event.add("sequence", sequence + (booking.state in CANCELLED))
    event.add("summary", f"{_in(tag, booking.names)} · {_in(tag, plan.short_names)}")
    event.add("location", f"{_in(tag, plan.names)}, {_in(tag, plan.address)}")
    event.add("status", "CANCELLED" if booking.state in CANCELLED else "CONFIRMED")
    if booking.qr:
        event.add("url", booking.qr)
    papers = [f"- {_in(tag, paper.names)}" for paper in booking.papers]
    if papers:
        event.add("description", "\n".join(papers))
    if booking.state not in CANCELLED:
        event.add_component(_alarm(_in(tag, booking.names)))
    calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _alarm(words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(hours=-1))
    alarm.add("description", words)
    return alarm


def _in(tag: str, names: dict[str, str]) -> str:
    return names.get(tag) or names.get("en") or next(iter(names.values()), "")
