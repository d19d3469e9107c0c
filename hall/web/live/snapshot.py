"""The board as the database has it: the truth that screens start from and return to."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hall.kernel.journal import JournalRow, head
from hall.queue import queries
from hall.queue.events import TicketRecalled
from hall.queue.lookups import zone_of
from hall.queue.models import Call, Counter, Ticket
from hall.queue.states import CounterState
from hall.site.plan import Plan
from hall.site.queries import hall, messages_shown, plan_of
from hall.site.rules import business_day
from hall.wire.board import Board, BoardCall, BoardCounter, BoardMessage


def snapshot(session: Session, hall_id: str, *, now: datetime, zone: str | None = None) -> Board:
    """The board of a hall or of one zone. One read transaction, so that `seq` and content belong together."""
    plan = plan_of(session, hall_id)
    queues = [q for q in plan.queues if not (q.number_series_only or q.retired) and zone in (None, q.zone)]
    counts = queries.waiting_counts(session, hall_id)
    day = business_day(plan, now)
    shown = messages_shown(session, hall_id, now)
    calls = queries.last_calls(session, hall_id, day, zone=zone)
    repeats = _repeats(session, {t.id for _, t in calls})
    return Board(
        hall=hall_id,
        zone=zone,
        seq=head(session, hall_id),
        day=day.isoformat(),
        calls=[_call(c, t, repeats.get(c.id)) for c, t in calls],
        counters={
            c.number: _counter(plan, c) for c in queries.counters(session, hall_id) if _stands_in(plan, c, zone)
        },
        queues={q.id: counts.get(q.id, 0) for q in queues},
        messages=[
            BoardMessage(id=m.id, text=m.text, until=m.until)
            for m in shown
            if not m.zones or zone is None or zone in m.zones
        ],
        emergency=hall(session, hall_id).emergency,
        queue_names={q.id: q.names for q in queues},
        service_names={s.id: s.names for s in plan.services if zone is None or zone_of(plan, s.queue) == zone},
        call_attempts=plan.settings.call_attempts,
        booked_series=next((q.prefix for q in plan.queues if q.number_series_only), None),
    )


def zones_of_counter(plan: Plan, number: int) -> frozenset[str]:
    """The zones whose screens show a counter: those of the queues it serves."""
    planned = plan.counter(number)
    zones = (queue.zone for q in (planned.queues if planned else ()) if (queue := plan.queue(q)))
    return frozenset(zones)


def _stands_in(plan: Plan, counter: Counter, zone: str | None) -> bool:
    return zone is None or zone in zones_of_counter(plan, counter.number)


def _repeats(session: Session, tickets: Iterable[str]) -> dict[str | None, JournalRow]:
    """The newest repeat of each call. Asked by ticket alone: in hall and order SQLite would read all years."""
    wanted = select(JournalRow).where(
        JournalRow.ticket_id.in_(sorted(tickets)), JournalRow.name == TicketRecalled.name
    )
    return {row.call_id: row for row in sorted(session.scalars(wanted), key=lambda row: row.seq)}


def _call(call: Call, ticket: Ticket, repeat: JournalRow | None) -> BoardCall:
    return BoardCall(
        call=call.id,
        number=ticket.label,
        counter=int(call.counter_id.rpartition("-")[2]),
        zone=call.zone,
        queue=call.queue_id,
        service=call.service_id,
        lane=call.lane,
        attempt=call.attempts,
        at=call.at,
        announced=repeat.seq if repeat else call.seq,
        announced_at=repeat.at if repeat else call.at,
        by_hand=bool(repeat and repeat.data.get("by_hand")),
        visual_alert=ticket.visual_alert,
        undone=call.end == "undone",
    )


def _counter(plan: Plan, counter: Counter) -> BoardCounter:
    paused = counter.state == CounterState.PAUSED
    planned = plan.counter(counter.number)
    return BoardCounter(
        number=counter.number,
        # What has a number is looked for by it; a desk without one (0) goes by its name.
        names=(planned.names if planned and planned.number == 0 else None) or {},
        floor=planned.floor if planned else 1,
        state=counter.state,
        current=counter.ticket_label,
        since=counter.since,
        reason=counter.pause_reason if paused else None,
        until=counter.until if paused else None,
    )
