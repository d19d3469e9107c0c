"""`hall export`: plan as a hall file, journal as JSON lines, tickets as CSV. No codes, no private data."""

import csv
import json
import sys

from sqlalchemy import select
from sqlalchemy.orm import Session

from hall.commands.halls import chosen, opened
from hall.kernel.journal import facts_after
from hall.queue.models import Ticket
from hall.settings import Settings
from hall.site.hallfile_writer import write
from hall.site.queries import plan_of

COLUMNS = (
    *("day", "label", "service_id", "queue_id", "state", "lane", "channel", "language", "issued_at"),
    *("first_called_at", "arrived_at", "ended_at", "outcome", "misses", "rejoins", "priority_group", "package_id"),
)


def export(settings: Settings, what: str, hall_id: str | None) -> int:
    """Writes one thing to standard output."""
    with opened(settings) as database, database.read() as session:
        {"plan": _plan, "journal": _journal, "tickets": _tickets}[what](session, chosen(session, hall_id))
    return 0


def _plan(session: Session, hall_id: str) -> None:
    sys.stdout.write(write(plan_of(session, hall_id)))


def _journal(session: Session, hall_id: str) -> None:
    after = 0
    while rows := facts_after(session, hall_id, after):
        for row in rows:
            line = {
                "seq": row.seq,
                "at": row.at.isoformat(),
                "name": row.name,
                "actor": [row.actor_kind, row.actor_id],
                "ticket": row.ticket_id,
                "call": row.call_id,
                "counter": row.counter_id,
                **row.data,
            }
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        after = rows[-1].seq


def _tickets(session: Session, hall_id: str) -> None:
    out = csv.writer(sys.stdout)
    out.writerow(COLUMNS)
    wanted = select(*(getattr(Ticket, c) for c in COLUMNS)).where(Ticket.hall_id == hall_id)
    for row in session.execute(wanted.order_by(Ticket.issue_seq)):
        out.writerow([value.isoformat() if hasattr(value, "isoformat") else value for value in row])
