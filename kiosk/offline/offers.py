"""What a kiosk offers by what it knew last: services with their hours, and why there is no number. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from hall.wire.devices import OfferedService, ProvisionDay
from hall.wire.site import HallView, ServiceView

UNKNOWN = "offline"
"""Why a wait is unknown: the hall cannot be asked."""


def day_of(days: Iterable[ProvisionDay], now: datetime) -> ProvisionDay | None:
    """The business day that a number given now counts for, if it is one that was provided."""
    return next((day for day in days if day.start <= now < day.end), None)


def offer_of(day: ProvisionDay | None, service: str) -> OfferedService | None:
    return next((o for o in day.services if o.service == service), None) if day else None


def service_as_known(
    service: ServiceView, days: list[ProvisionDay], now: datetime, given: Mapping[str, int]
) -> ServiceView:
    """A service without the hall: hours as provided, numbers left less those given since, waits unknown."""
    if service.kind == "not_here":
        return service
    today = offer_of(day_of(days, now), service.id)
    spans = today.spans if today else []
    inside = next((span for span in spans if span[0] <= now < span[1]), None)
    later = [s for day in days for o in day.services if o.service == service.id for s in o.spans if s[0] > now]
    if inside is None:
        state = "not_yet" if any(s[0] > now for s in spans) else "closed"
    elif today is not None and today.left is not None and given.get(service.id, 0) >= today.left:
        state = "full"
    else:
        state = "online" if service.online else "open"
    return service.model_copy(
        update={
            "issuing": state,
            "opens_at": min((s[0] for s in later), default=None),
            "closes_at": inside[1] if inside else None,
            "waiting": 0,
            "wait": None,
            "wait_unknown_reason": UNKNOWN,
        }
    )


def hall_as_known(hall: HallView, services: Iterable[ServiceView], now: datetime) -> HallView:
    """A hall without the hall. An emergency that was shown last is shown still (R-76)."""
    states = {s.issuing for s in services if s.kind != "not_here"}
    given = bool(states & {"open", "online"})
    known = next((state for state in ("full", "not_yet") if state in states), "closed")
    return hall.model_copy(
        update={
            "now": now,
            "open": given,
            "issuing": "open" if given else known,
            "messages": [m for m in hall.messages if m.until > now],
        }
    )


def matching(services: Iterable[ServiceView], words: str) -> list[ServiceView]:
    """Services whose names hold what was typed; the hall's own search knows more."""
    wanted = words.lower().split()
    return [
        s for s in services if all(any(w in name.lower() for name in (*s.names.values(), s.id)) for w in wanted)
    ]
