"""Wait ranges as clients see them: a range, or why there is none. "Soon" only where somebody can call."""

from typing import Any

from sqlalchemy.orm import Session

from hall.queue import queries
from hall.queue.models import Ticket
from hall.queue.states import Lane, TicketState
from hall.site.plan import Plan
from hall.web.house import Wait, Waits
from hall.wire.queue import WaitShape

NO_COUNTER = Wait(unknown_reason="no_counter")


def wait_fields(wait: Wait, *, counters_open: int) -> dict[str, Any]:
    """`wait`, or null with `wait_unknown_reason`: never a guess.

    `counters_open`: how many that could call are open. The estimate trusts the roster: it says "soon" of a counter
    that opens at any moment. Whoever waits before an empty counter must not read that.
    """
    if wait.soon and not counters_open:
        wait = NO_COUNTER
    if wait.low_minutes is None or wait.high_minutes is None:
        return {"wait": None, "wait_unknown_reason": wait.unknown_reason or "computing"}
    return {"wait": WaitShape(low_minutes=wait.low_minutes, high_minutes=wait.high_minutes, soon=wait.soon)}


def of_ticket(waits: Waits, session: Session, plan: Plan, entity: Ticket) -> dict[str, Any]:
    """How long a waiting ticket has to wait, and how many counters could call it; nothing for any other."""
    if entity.state != TicketState.WAITING:
        return {}
    service, open_now = plan.service(entity.service_id), queries.open_counters(session, plan.id)
    able = sum(1 for c in plan.counters_for(service) if c.number in open_now) if service else 0
    return {"counters_open": able, **wait_fields(_newest(waits, plan.id, entity), counters_open=able)}


def of_queue(waits: Waits, plan: Plan, queue_id: str, open_now: frozenset[int]) -> dict[str, Any]:
    """How long whoever joins a queue now has to wait; `open_now` are the numbers of the open counters."""
    able = sum(1 for c in plan.counters if queue_id in c.queues and c.number in open_now)
    return wait_fields(waits.of_queue(plan.id, queue_id), counters_open=able)


def _newest(waits: Waits, hall_id: str, entity: Ticket) -> Wait:
    """A ticket's own range; before there is one, what its service or queue shows whoever comes next.

    That is the end of the queue: for one that has a place further in front it would be wrong, and is left out.
    """
    own = waits.of_ticket(hall_id, entity.id)
    if own.known or own.unknown_reason not in (None, "computing"):
        return own
    if entity.unconfirmed or entity.rejoins or entity.returned_at is not None or entity.lane != Lane.ORDINARY:
        return own
    others = (waits.of_service(hall_id, entity.service_id), waits.of_queue(hall_id, entity.queue_id))
    return next((other for other in others if other.known), own)
