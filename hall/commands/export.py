"""`hall export`: plan as YAML, journal as JSON lines, tickets as CSV. No codes, no private data."""

import csv
import json
import sys

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from hall.kernel import sealing
from hall.kernel.database import Database
from hall.kernel.journal import facts_after
from hall.queue.models import Ticket
from hall.settings import BadSetting, Settings
from hall.site.queries import halls, plan_of

COLUMNS = (
    *("day", "label", "service_id", "queue_id", "state", "lane", "channel", "language", "issued_at"),
    *("first_called_at", "arrived_at", "ended_at", "outcome", "misses", "rejoins", "priority_group", "package_id"),
)


def export(settings: Settings, what: str, hall_id: str | None) -> int:
    """Writes one thing to standard output."""
    sealing.use(settings.keyring)
    database = Database(settings.database_url)
    try:
        with database.read() as session:
            hall = _hall(session, hall_id)
            {"plan": _plan, "journal": _journal, "tickets": _tickets}[what](session, hall)
    finally:
        database.close()
    return 0


def _hall(session: Session, wanted: str | None) -> str:
    try:
        known = [h.id for h in halls(session)]
    except Exception:
        known = []
    if wanted in known:
        return str(wanted)
    if wanted is None and len(known) == 1:
        return known[0]
    raise BadSetting(f"Name a hall with --hall: {', '.join(known)}." if known else "There is no hall here yet.")


def _plan(session: Session, hall_id: str) -> None:
    document = plan_of(session, hall_id).model_dump(mode="json", exclude_defaults=True)
    yaml.safe_dump(document, sys.stdout, allow_unicode=True, sort_keys=False, width=110)


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
