"""What a console should say to its clerk, in codes; the pages make sentences of them."""

from datetime import timedelta
from typing import TYPE_CHECKING

from hall.queue import queries
from hall.queue.models import Call, Counter, Ticket
from hall.queue.states import CounterState

if TYPE_CHECKING:
    from hall.web.shapes import View


def counter_warnings(
    view: "View", entity: Counter, current: Call | None, *, parked: int, counts: dict[str, int]
) -> list[str]:
    """What the clerk should know: R-33, R-35, R-39, R-40."""
    settings, found = view.plan.settings, []
    if parked > settings.parked_per_counter:
        found.append("parked_many")
    stood = view.now - entity.since
    if entity.state == CounterState.PAUSED and stood >= timedelta(minutes=settings.pause_warn_minutes):
        found.append("pause_long")
    if entity.state == CounterState.PAUSED and _only_one(view, entity, counts):
        found.append("only_counter_paused")
    if current is not None:
        held = view.session.get_one(Ticket, current.ticket_id).held_at
        if held and view.now - held >= timedelta(minutes=settings.held_max_minutes):
            found.append("hold_long")
    return found


def _only_one(view: "View", entity: Counter, counts: dict[str, int]) -> bool:
    """True if a queue with visitors has no other open counter (R-40)."""
    open_now = {
        c.number
        for c in queries.counters(view.session, view.plan.id)
        if c.state not in (CounterState.CLOSED, CounterState.PAUSED)
    }
    planned = view.plan.counter(entity.number)
    for queue in planned.queues if planned else ():
        others = {c.number for c in view.plan.counters if queue in c.queues} & open_now
        if counts.get(queue) and not others:
            return True
    return False
