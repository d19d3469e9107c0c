"""What the public page says of a hall's hours, of waits and days, in the reader's language."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import format_skeleton, get_day_names
from flask_babel import gettext

from device.looks import language
from hall.web import words
from hall.web.pages import named
from hall.web.public.opening import HallNow, State

LOCALES = {"zh-CN": "zh_CN", "en": "en_GB"}
At = Callable[..., str]


def opening(hall: HallNow, at: At, today: date) -> list[str]:
    """Whether the hall is open, as sentences: the first by itself, then what else one must know."""
    until, opens = at(hall.until), at(hall.opens)
    heads = {
        State.OPEN: gettext("Open until %(time)s", time=until),
        State.LUNCH: gettext("Open until %(time)s", time=until),
        State.EXTRA: gettext("Open until %(time)s, extended hours", time=until),
        State.FULL: gettext("Open, but today's numbers are full"),
        State.SOON: gettext("Opens at %(time)s", time=opens),
        State.BOOKED: gettext("Only for booked visits until %(time)s", time=until),
        State.LATER: gettext("Closed now, opens today at %(time)s", time=opens),
        State.BREAK: gettext("Closed for a break, opens again at %(time)s", time=opens),
        State.OVER: gettext("Closed for today"),
        State.HOLIDAY: gettext("Closed today: %(name)s", name=named(hall.today.names if hall.today else {})),
        State.REST: gettext("Closed today"),
    }
    return [heads[hall.state], *_more(hall, at, today)]


def _more(hall: HallNow, at: At, today: date) -> list[str]:
    mores = {
        State.LUNCH: gettext(
            "Lunch duty until %(time)s: fewer counters are serving.", time=at(hall.session_until)
        ),
        State.EXTRA: gettext("Not every service is offered now."),
        State.FULL: gettext("Everyone who has a number will be served."),
        State.SOON: gettext("Numbers are already being issued."),
    }
    found = [mores[hall.state]] if hall.state in mores else []
    if hall.today is not None and hall.today.kind == "regular":
        found.append(gettext("Today is a working day by exception: %(name)s.", name=named(hall.today.names)))
    if hall.state in (State.OVER, State.HOLIDAY, State.REST, State.FULL, State.BOOKED):
        found.append(_again(hall.opens, at, today))
    return found


def stopped() -> str:
    """What an emergency means for everybody (R-76)."""
    return str(gettext("Calling has stopped and no numbers are given. Everybody keeps their place."))


def serving_out() -> str:
    """What whoever has a number must know of a hall that is closed (R-09)."""
    return str(gettext("Everyone who has a number is still called."))


def _again(opens: datetime | None, at: At, today: date) -> str:
    if opens is None:
        return str(gettext("The next opening is not known yet."))
    day = date.fromisoformat(at(opens, "%Y-%m-%d"))
    if day == today:
        return str(gettext("Opens for everyone at %(time)s.", time=at(opens)))
    if day == today + timedelta(days=1):
        return str(gettext("Opens again tomorrow at %(time)s.", time=at(opens)))
    return str(gettext("Opens again on %(day)s at %(time)s.", day=day_name(day), time=at(opens)))


def day_name(day: date, *, short: bool = False) -> str:
    """A day with its weekday, as one writes it in the reader's language."""
    skeleton = "MMMEd" if short else "MMMMEEEEd"
    return str(format_skeleton(skeleton, day, locale=LOCALES[language()]))


def weekdays(first: int, last: int) -> str:
    """Weekdays in a row: Monday to Friday."""
    names = get_day_names("wide", locale=LOCALES[language()])
    if first == last:
        return str(names[first - 1])
    return str(gettext("%(first)s to %(last)s", first=names[first - 1], last=names[last - 1]))


def state(shape: Any, at: At) -> str:
    """What to expect of a service now: a wait, or in a few words why there is no number (R-04)."""
    if shape.issuing in ("open", "online"):
        return wait(shape)
    if shape.issuing == "not_yet" and shape.opens_at:
        return str(gettext("numbers from %(time)s", time=at(shape.opens_at)))
    return str(words.ISSUING.get(shape.issuing, shape.issuing))


def wait(shape: Any) -> str:
    """A range, or why there is none: never a guess."""
    if shape.wait is not None:
        return words.wait(shape)
    reasons = {
        "no_counter": gettext("no estimate: no counter is open yet"),
        "closed": gettext("closed now"),
        "not_yet": gettext("not yet open"),
        "computing": gettext("wait is being worked out"),
    }
    return str(reasons.get(shape.wait_unknown_reason or "", gettext("no estimate yet")))
