"""Words for kinds, states and reasons of notices, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

STATES: Mapping[str, Any] = {
    "due": _("to be sent"),
    "sending": _("on its way"),
    "sent": _("sent"),
    "delivered": _("delivered"),
    "failed": _("not delivered"),
    "expired": _("too late to send"),
    "stopped": _("not sent"),
    "unknown": _("perhaps sent"),
}
KINDS: Mapping[str, Any] = {
    "code": _("one-time code"),
    "booked": _("booking made"),
    "papers": _("papers to bring"),
    "moved": _("booking moved"),
    "cancelled": _("booking cancelled"),
    "cancelled_by_hall": _("cancelled by the hall"),
    "displaced": _("session gone, place kept"),
    "displaced_alone": _("session gone"),
    "mover_asked": _("asked to move"),
    "waitlist_offer": _("place offered"),
    "no_show": _("did not come"),
    "suspended": _("booking suspended"),
    "reminder_day": _("reminder, the day before"),
    "reminder_hours": _("reminder, the same day"),
    "near_turn": _("turn is near"),
    "come_now": _("please come now"),
    "missed": _("missed turn"),
    "missed_for_good": _("missed turn"),
}
REASONS: Mapping[str, Any] = {
    "stop": _("the number wants no texts"),
    "limit": _("the number had as many as one gets in a day"),
    "superseded": _("no longer so"),
    "too_late": _("nobody sent it in time"),
    "nobody_can_say": _("the provider cannot say; please ring"),
    "cannot_say": _("the provider cannot say yet"),
    "line_broke": _("the line broke while sending"),
    "provider_failed": _("the provider failed while sending"),
    "never_left": _("it had not left; it is sent again"),
    "no_connection": _("the provider cannot be reached"),
    "account": _("the provider does not accept the account"),
    "sender_unusable": _("the provider does not accept the sender"),
    "busy": _("the provider is busy"),
    "refused": _("the provider refused it"),
    "number_unusable": _("no such number"),
    "number_unknown": _("no such number"),
    "no_mobile": _("this is no mobile number"),
    "not_routable": _("the provider cannot reach this number"),
    "country_not_allowed": _("texts to this country are switched off at the provider"),
    "unreachable": _("the telephone was off or out of reach"),
    "blocked": _("the network blocks it"),
    "filtered": _("the network filtered it out"),
    "undelivered": _("the network did not deliver it"),
    "address_refused": _("no such address of mail"),
    "too_long": _("the text is too long"),
    "no_text": _("the text is empty"),
}
BADGES: Mapping[str, str] = {
    "due": "waiting",
    "sending": "called",
    "sent": "serving",
    "delivered": "finished",
    "failed": "missed",
    "expired": "missed",
    "stopped": "cancelled",
    "unknown": "held",
}
"""The badge whose colour and mark a state has (`components.css`)."""
