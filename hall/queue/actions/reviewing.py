"""After an outage: who was served by list, who had left, and who can be called from now on (R-75)."""

from collections.abc import Collection, Sequence

from hall.kernel.work import Work
from hall.queue import events
from hall.queue.actions.parts import move_to_service
from hall.queue.actions.waiting import leave
from hall.queue.lookups import the_plan, ticket_fact
from hall.queue.models import Ticket
from hall.queue.queries import in_doubt, turned_away
from hall.queue.rules import best_lane
from hall.queue.states import Lane, TicketState
from hall.site.plan import Plan
from hall.wire.devices import ReviewDone

BY_LIST = "by_list"


def review(
    work: Work,
    *,
    served: Collection[str] = (),
    gone: Collection[str] = (),
    release: bool = True,
    seen: Collection[str] | None = None,
) -> ReviewDone:
    """Ends what was served by list and who had left; frees the others that whoever looked has `seen`.

    A ticket that is in doubt no more, because somebody was quicker or it was given back, is passed over.
    """
    plan, doubtful = the_plan(work), {t.id: t for t in in_doubt(work.session, work.hall_id)}
    were_served = _take(doubtful, served)
    had_left = _take(doubtful, gone)
    freed = _take(doubtful, list(doubtful) if seen is None else seen) if release else []
    for ticket in were_served:
        _served_by_list(work, plan, ticket)
    for ticket in had_left:
        ticket.unconfirmed = False
        leave(work, ticket.id)
    for ticket in freed:
        ticket.unconfirmed = False
        work.record(ticket_fact(events.TicketConfirmed, plan, ticket, from_state=TicketState.WAITING))
    done = ReviewDone(served=len(were_served), gone=len(had_left), released=len(freed))
    told = [t.id for t in turned_away(work.session, plan, work.now) if seen is None or t.id in seen]
    if told or any(done.model_dump().values()):
        work.record(events.QueueReviewed(**done.model_dump(), refused=tuple(told)))
    return done


def _take(doubtful: dict[str, Ticket], ids: Collection[str]) -> Sequence[Ticket]:
    """Those of the tickets that are still in doubt, each once."""
    return [doubtful.pop(id_) for id_ in ids if id_ in doubtful]


def _served_by_list(work: Work, plan: Plan, ticket: Ticket) -> None:
    """Served while nobody could record it; a package goes on to its next service (R-13)."""
    ticket.unconfirmed, ticket.outcome = False, "done"
    if ticket.step + 1 < len(ticket.steps):
        ticket.step += 1
        moved = move_to_service(plan, ticket, ticket.steps[ticket.step])
        ticket.ref = work.now
        ticket.lane = best_lane(plan.settings, Lane.PACKAGE, ticket.priority_group)
        more = {"from_state": TicketState.WAITING, "reason": BY_LIST, "step": ticket.step, **moved}
        work.record(ticket_fact(events.StepStarted, plan, ticket, **more))
        return
    ticket.end(TicketState.FINISHED, work.now)
    more = {"from_state": TicketState.WAITING, "reason": BY_LIST, "outcome": "done"}
    work.record(ticket_fact(events.TicketFinished, plan, ticket, **more))
