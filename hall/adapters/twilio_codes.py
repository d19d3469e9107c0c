"""Twilio's dialect of texts: what its codes and statuses mean in our words."""

from hall.notices.ports import Found
from hall.notices.states import NoticeState

REFUSALS: dict[int, tuple[str, bool]] = {
    20003: ("account", False),  # a wrong token is set right by a person; the notice may still be of use then
    20404: ("account", False),
    20429: ("busy", False),
    21211: ("number_unusable", True),
    21214: ("number_unusable", True),
    21217: ("number_unusable", True),
    21265: ("number_unusable", True),
    21408: ("country_not_allowed", True),
    21606: ("sender_unusable", False),
    21610: ("stop", True),
    21611: ("busy", False),
    21612: ("not_routable", True),
    21614: ("number_unusable", True),
    21617: ("too_long", True),
    21602: ("no_text", True),
    30001: ("busy", False),
    30002: ("account", False),
    30003: ("unreachable", False),
    30004: ("blocked", True),
    30005: ("number_unknown", True),
    30006: ("no_mobile", True),
    30007: ("filtered", True),
    30008: ("undelivered", False),
    30036: ("too_late", True),
}
"""Their codes, of answers and of receipts, in our words; whether trying again is of no use."""

AWAY = frozenset({"account", "busy", "sender_unusable"})
"""What concerns every text, not this one: nothing else is tried at the moment."""

STATUSES: dict[str, NoticeState] = {
    "accepted": NoticeState.SENT,
    "scheduled": NoticeState.SENT,
    "queued": NoticeState.SENT,
    "sending": NoticeState.SENT,
    "sent": NoticeState.SENT,
    "delivered": NoticeState.DELIVERED,
    "read": NoticeState.DELIVERED,
    "partially_delivered": NoticeState.DELIVERED,
    "undelivered": NoticeState.FAILED,
    "failed": NoticeState.FAILED,
    "canceled": NoticeState.FAILED,
}


def found(reference: str, status: str, error_code: int | None) -> tuple[Found, bool]:
    """What a message's status and error mean, and whether trying again is of no use."""
    state = STATUSES.get(status, NoticeState.SENT)
    if state != NoticeState.FAILED:
        return Found(reference, state), False
    reason, permanent = REFUSALS.get(error_code or 0, ("undelivered", True))
    return Found(reference, state, reason), permanent
