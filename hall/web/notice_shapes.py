"""Notices as staff see them. A number or an address is never shown whole, a one-time code only in the demo."""

from collections.abc import Sequence

from hall.kernel.phones import masked_phone
from hall.notices.models import Notice
from hall.notices.queries import notices_of, standing
from hall.notices.states import SECRET, Kind
from hall.web.shapes import View
from hall.wire.notices import NoticePage, NoticeView

HIDDEN = "••••••"
_SAME = (
    *("id", "kind", "channel", "language", "parts", "reason", "made_at", "due", "valid_until", "sent_at"),
    *("delivered_at", "attempts", "about_kind", "about"),
)


def outbox(view: View, *, state: str | None, before: str | None, limit: int) -> NoticePage:
    """The newest notices of a hall, and whether this installation sends any."""
    found: Sequence[Notice] = notices_of(view.session, view.plan.id, state=state, before=before, limit=limit)
    return NoticePage(
        items=[notice(view, entity) for entity in found],
        next=found[-1].id if len(found) == limit else None,
        sends=view.house.carriers.sms.is_real or view.house.carriers.email.is_real,
    )


def notice(view: View, entity: Notice) -> NoticeView:
    """One notice."""
    secret = Kind(entity.kind) in SECRET and not view.house.settings.demo
    return NoticeView(
        **{name: getattr(entity, name) for name in _SAME},
        to=masked(entity),
        text=HIDDEN if secret else entity.text,
        state=standing(entity, view.now),
    )


def masked(entity: Notice) -> str:
    """Enough to tell one from another: 138****8000, l***@example.org."""
    if entity.channel == "sms":
        return masked_phone(entity.recipient)
    name, _, place = entity.recipient.rpartition("@")
    return f"{name[:1]}***@{place}"
