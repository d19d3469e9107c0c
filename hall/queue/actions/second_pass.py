"""Second passes (R-36): the hall failed, and who waited does not lose the wait.

The ticket ends today. On the next working day its holder gets a new number, and the minutes waited before
count: the new ticket's reference instant lies so much before its issue. It stands in the one order like all
others, and the journal says why it is early.
"""

from datetime import date

from sqlalchemy import select

from hall.kernel.work import Work
from hall.queue import events
from hall.queue.actions.issue import Given, Wish, add_ticket, next_number, queue_of
from hall.queue.actions.parts import from_list
from hall.queue.errors import NoSecondPass, PassNotToday, WrongState
from hall.queue.lookups import the_plan, the_ticket, ticket_fact
from hall.queue.models import Ticket
from hall.queue.states import TicketState
from hall.site.plan import Plan
from hall.site.rules import business_day, next_opening

KEEP_REASONS = frozenset({"hall_failed", "system_failed", "other"})
_MAY_BE_KEPT = frozenset({TicketState.WAITING, TicketState.PARKED})


def keep_for_next_day(work: Work, code: str, reason: str) -> Ticket:
    """Ends a waiting or parked ticket today and keeps its right for the next working day; twice is the same."""
    ticket = the_ticket(work, code)
    if ticket.kept_at is not None:
        return ticket
    if ticket.state not in _MAY_BE_KEPT:
        raise WrongState(state=ticket.state)
    counted = from_list(work, ticket, "kept", KEEP_REASONS, reason)
    before = ticket.state
    ticket.end(TicketState.EXPIRED, work.now)
    ticket.kept_at = work.now
    work.record(ticket_fact(events.TicketKept, the_plan(work), ticket, from_state=before, reason=counted))
    return ticket


def use_second_pass(work: Work, code: str) -> Ticket:
    """The new ticket for a kept one, on the day it is good for; twice is the same ticket.

    Raises NoSecondPass, or PassNotToday with the day.
    """
    plan, kept = the_plan(work), the_ticket(work, code)
    if kept.kept_at is None:
        raise NoSecondPass()
    made = work.session.scalar(select(Ticket).where(Ticket.second_pass_of == kept.id))
    if made is not None:
        return made
    today, good_on = business_day(plan, work.now), day_of_pass(plan, kept)
    if good_on is not None and today != good_on:
        raise PassNotToday(day=good_on.isoformat())
    service = plan.service(kept.service_id)
    if service is None:
        raise NoSecondPass()
    given = Given(today, next_number(work, plan, today, queue_of(plan, service).prefix), work.now)
    package = (kept.package_id, list(kept.steps))
    return add_ticket(
        work, plan, service, given, _same_wish(kept), channel="desk", package=package, second_pass_of=kept
    )


def day_of_pass(plan: Plan, kept: Ticket) -> date | None:
    """The next working day after the ticket's own; None if the calendar knows none."""
    assert kept.kept_at is not None
    opening = next_opening(plan, kept.kept_at)
    while opening is not None and business_day(plan, opening.start) <= kept.day:
        opening = next_opening(plan, opening.start)
    return business_day(plan, opening.start) if opening else None


def _same_wish(kept: Ticket) -> Wish:
    names = ("language", "help_requested", "large_type", "visual_alert", "for_someone_else", "papers_ready")
    return Wish((kept.service_id,), **{name: getattr(kept, name) for name in names})
