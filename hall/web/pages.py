"""What pages of a hall share: names in the reader's language, instants as hall time, ETags for fragments."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, render_template, request
from flask_babel import gettext

from device.looks import language
from hall.site.plan import Plan
from hall.staff.rules import Role
from hall.web import words
from hall.web.guards import caller
from hall.web.house import house, speed_of
from hall.web.shapes import View
from hall.wire.floors import floor_names


@contextmanager
def look(hall_id: str) -> Iterator[View]:
    """One look at a hall, as the API takes it; UnknownHall if there is none."""
    with house().database.read() as session:
        yield View.of(house(), session, hall_id)


def page(template: str, view: View, **values: Any) -> str:
    """A page of one hall, with the words and helpers that its templates use."""
    return render_template(
        template,
        plan=view.plan,
        hall=view.plan.id,
        hall_now=view.now,
        speed=speed(),
        words=words,
        at=at_in(view.plan),
        named=named,
        floor_name=lambda number: named(floor_names(number)),
        **{"doors": doors(view.plan.id), **values},
    )


def doors(hall_id: str) -> list[tuple[str, str]]:
    """Where whoever reads may go to work in a hall: addresses and their names, none for visitors."""
    who = caller()
    if who.kind != "member":
        return []
    known = (
        (who.may(hall_id, Role.COUNTER, Role.DESK, Role.LEAD), "/counter", gettext("Counter console")),
        (who.may(hall_id, Role.DESK), f"/desk/{hall_id}", gettext("Enquiry desk")),
        (who.may(hall_id, Role.DESK, Role.AGENT), f"/desk/{hall_id}/bookings", gettext("Bookings")),
        (who.may(hall_id, Role.LEAD), f"/floor/{hall_id}", gettext("Floor")),
        (who.may(hall_id), f"/roster/{hall_id}", gettext("Roster")),
        (who.may(hall_id, Role.MANAGER, Role.LEAD, Role.DESK), f"/outbox/{hall_id}", gettext("Outbox")),
        (who.may(hall_id, Role.MANAGER, Role.ADMIN), f"/admin/{hall_id}", gettext("Administration")),
    )
    return [(address, name) for allowed, address, name in known if allowed]


def first_door() -> str:
    """Where whoever has just signed in begins, by what they are in the only hall they work in; else "/"."""
    who = caller()
    if len(who.roles) != 1:
        return "/"
    ((hall_id, held),) = who.roles.items()
    begins = {Role.COUNTER: "/counter", Role.LEAD: f"/floor/{hall_id}", Role.MANAGER: f"/floor/{hall_id}"}
    begins |= {Role.DESK: f"/desk/{hall_id}", Role.ADMIN: f"/admin/{hall_id}"}
    return next((page for role, page in begins.items() if role in held), "/")


def named(names: Mapping[str, str] | None) -> str:
    """A name in the reader's language, or in whatever language there is one."""
    if not names:
        return ""
    return names.get(language()) or names.get("en") or next(iter(names.values()))


def at_in(plan: Plan) -> Any:
    """A function that shows an instant, or its RFC 3339 text, as a time of day in the hall's zone."""
    zone = ZoneInfo(plan.timezone)

    def at(moment: datetime | str | None, form: str = "%H:%M") -> str:
        if moment is None:
            return ""
        value = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        return value.astimezone(zone).strftime(form)

    return at


def speed() -> float:
    """How many times faster than device time the hall's clock runs; 1 outside the demo."""
    return speed_of(house().clock)


def fragment(view: View, *more: object, render: Callable[[], str]) -> Response:
    """A part of a page; 304 when nothing happened in the hall since the browser's copy, within its minute.

    `more` is what else the text depends on, such as whether a call can still be undone.
    """
    minute = view.now.replace(second=0, microsecond=0)
    key = repr((view.seq, minute, view.plan.id, language(), *more))
    response = Response(mimetype="text/html")
    response.set_etag(hashlib.sha256(key.encode()).hexdigest()[:32])
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Cookie, Accept-Language"
    if not request.if_none_match.contains(response.get_etag()[0] or ""):
        response.set_data(render())
    response.make_conditional(request.environ)
    return response
