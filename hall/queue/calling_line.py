"""The list by which people are called when the hall cannot be reached (R-75)."""

from sqlalchemy.orm import Session

from hall.queue.lookups import waiting_in, zone_of
from hall.queue.rules import order_key
from hall.site.plan import Plan
from hall.wire.devices import Listed


def calling_line(session: Session, plan: Plan) -> list[Listed]:
    """Everybody who waits in the order of calling, who is in doubt included; no name and no code."""
    waiting = waiting_in(session, plan.id, [q.id for q in plan.queues])
    able = {s.id: [c.number for c in plan.counters_for(s)] for s in plan.services}
    return [
        Listed(
            ticket=t.id,
            number=t.label,
            queue=t.queue_id,
            service=t.service_id,
            zone=zone_of(plan, t.queue_id),
            counters=[_number(t.bound_counter_id)] if t.bound_counter_id else able.get(t.service_id, []),
            issued_at=t.issued_at,
        )
        for t in sorted(waiting, key=lambda t: order_key(t, plan.settings))
    ]


def _number(counter_id: str) -> int:
    return int(counter_id.rpartition("-")[2])
