"""What a clerk should know of a visitor who has been at a counter before: who sent them, why they wait."""

from flask_babel import gettext
from sqlalchemy import select

from hall.kernel.journal import JournalRow
from hall.queue import events
from hall.queue.models import Ticket
from hall.web import words
from hall.web.shapes import View
from hall.wire.queue import CounterView

_TOLD = (
    *(events.TicketTransferred, events.TicketRejoined, events.TicketParked),
    *(events.TicketReturned, events.TicketHeld, events.TicketResumed),
)
_NAMES = tuple(kind.name for kind in _TOLD)
_HOLDS = (events.TicketHeld.name, events.TicketResumed.name)


def earlier(view: View, shape: CounterView) -> dict[str, str]:
    """A sentence by ticket for everybody on a console whose last step was such a one; others have none."""
    shown = [row.id for row in (*shape.line, *shape.parked)]
    if shape.current is not None:
        shown.append(shape.current.ticket.id)
    # Most have never been called: only of the others the journal is asked.
    been = select(Ticket.id).where(Ticket.id.in_(shown), Ticket.first_called_at.is_not(None))
    before = list(view.session.scalars(been)) if shown else []
    wanted = select(JournalRow).where(JournalRow.ticket_id.in_(before), JournalRow.name.in_(_NAMES))
    rows = sorted(view.session.scalars(wanted), key=lambda row: row.seq) if before else []
    steps: dict[str, list[JournalRow]] = {}
    for row in rows:
        steps.setdefault(row.ticket_id or "", []).append(row)
    said = {ticket: _sentence(found) for ticket, found in steps.items()}
    return {ticket: sentence for ticket, sentence in said.items() if sentence}


def _sentence(steps: list[JournalRow]) -> str:
    """What the last step was. A hold that is over says nothing; who is back has fetched what they went for."""
    if steps[-1].name != events.TicketHeld.name:
        steps = [step for step in steps if step.name not in _HOLDS]
    if steps and steps[-1].name == events.TicketReturned.name:
        steps = steps[:-1]
    if not steps:
        return ""
    last, reason = steps[-1], str(steps[-1].data.get("reason") or "")
    if last.name == events.TicketTransferred.name:
        return words.sent_on(reason, (last.counter_id or "").rpartition("-")[2])
    if last.name == events.TicketRejoined.name:
        return str(gettext("rejoined after a missed turn"))
    if last.name == events.TicketHeld.name:
        return str(gettext("on hold: %(reason)s", reason=words.HOLD_REASONS.get(reason, reason)))
    return str(gettext("stepped out for: %(reason)s", reason=words.PARK_REASONS.get(reason, reason)))
