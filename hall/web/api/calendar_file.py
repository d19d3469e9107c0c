"""Opening sessions as a calendar file (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, datetime

from hall.site.plan import Plan
from hall.wire.site import CalendarDay


def calendar_file(plan: Plan, days: Iterable[CalendarDay]) -> str:
    """One event per session, in UTC, lines folded at 75 octets."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//hall//opening sessions//EN"]
    for day in days:
        for session in day.sessions:
            lines += [
                "BEGIN:VEVENT",
                f"UID:{plan.id}-{day.day:%Y%m%d}-{session.name}@hall",
                f"DTSTAMP:{_utc(session.start)}",
                f"DTSTART:{_utc(session.start)}",
                f"DTEND:{_utc(session.end)}",
                f"SUMMARY:{_escape(plan.names[plan.default_locale])}",
                f"LOCATION:{_escape(plan.address[plan.default_locale])}",
                f"CATEGORIES:{session.kind}",
                "END:VEVENT",
            ]
    lines.append("END:VCALENDAR")
    return "".join(_fold(line) + "\r\n" for line in lines)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escape(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text


def _fold(line: str) -> str:
    """Continuation lines begin with a space; a character is never cut in the middle."""
    folded, octets = "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > 74:
            folded, octets = folded + "\r\n ", 1
        folded, octets = folded + character, octets + size
    return folded
