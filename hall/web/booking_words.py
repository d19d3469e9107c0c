"""The words for values of bookings, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext

_ = lazy_gettext

STANDINGS: Mapping[str, Any] = {
    "held": _("not confirmed yet"),
    "lapsed": _("not confirmed in time"),
    "booked": _("confirmed"),
    "late": _("late"),
    "checked_in": _("checked in"),
    "cancelled": _("cancelled"),
    "no_show": _("did not come"),
    "displaced": _("taken away by the hall"),
}
NEEDS: Mapping[str, Any] = {
    "wheelchair": _("I come in a wheelchair"),
    "hearing": _("I do not hear calls well"),
    "sight": _("I do not see well"),
    "interpreter": _("I need an interpreter"),
    "slow": _("I need more time"),
    "infant": _("I come with an infant"),
}
CALL_REASONS: Mapping[str, Any] = {
    "no_contact": _("no telephone or e-mail"),
    "no_place": _("no other time found"),
    "no_answer": _("did not answer the offer"),
    "declined": _("the offered time does not suit"),
    "mover": _("a thin session: ask whether another time suits"),
}
EXCUSES: Mapping[str, Any] = {
    "hall_failed": _("the hall could not serve"),
    "ill": _("was ill"),
    "in_time": _("had told us in time"),
    "mistake": _("our mistake"),
    "other": _("other"),
}
CHANNELS: Mapping[str, Any] = {
    "web": _("online"),
    "desk": _("at the desk"),
    "agent": _("by telephone"),
    "waitlist": _("waiting list"),
    "hall": _("offered by the hall"),
}
SESSION_STATES: Mapping[str, Any] = {
    "draft": _("not published"),
    "published": _("open for booking"),
    "closed": _("cancelled"),
}
CLOSING_REASONS: Mapping[str, Any] = {
    "weather": _("weather"),
    "staff": _("nobody can be there"),
    "system": _("the system failed"),
    "building": _("the building cannot be used"),
    "demand": _("too few bookings"),
    "holiday": _("a holiday"),
    "plan": _("not in the plan any more"),
    "other": _("other"),
}
LIMITS: Mapping[str, Any] = {"day": _("a day"), "week": _("a week"), "month": _("a month")}
