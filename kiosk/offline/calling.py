"""Whom staff call while the hall is away: everybody who waited when it was heard last, and numbers given since."""

from collections.abc import Sequence

from hall.wire.devices import Listed
from hall.wire.queue import TicketView
from kiosk.offline.journal import Journal, Kept
from kiosk.offline.link import Alone


def calling_list(alone: Alone) -> list[Listed]:
    """By queue, in the order of calling; who gave a number back stands on no list (R-75)."""
    provisions = alone.provisions
    line = list(provisions.line) if provisions else []
    known = {row.ticket for row in line}
    own = [_row(kept) for kept in alone.journal.tickets("new") if not kept.given_back and kept.id not in known]
    queues = list(dict.fromkeys(row.queue for row in [*line, *own]))
    return [row for queue in sorted(queues) for row in [*line, *own] if row.queue == queue]


def mark(journal: Journal, rows: Sequence[Listed]) -> None:
    """Somebody may call them from now on: none of them is called by the hall before a look (R-75)."""
    journal.mark_listed([row.ticket for row in rows])


def _row(kept: Kept) -> Listed:
    view = TicketView.model_validate(kept.view)
    names = ("queue", "service", "zone", "counters", "issued_at")
    return Listed(ticket=view.id, number=view.number, **{name: getattr(view, name) for name in names})
