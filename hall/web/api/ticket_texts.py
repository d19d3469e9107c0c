"""Texts about a ticket (R-30), and a visitor who took a number outside and is in the hall now (R-12)."""

from typing import Any

from hall.kernel.work import Work
from hall.notices.actions import end_texts, want_texts
from hall.notices.errors import NumberUnusable, TicketOver
from hall.queue.actions import say_here
from hall.queue.errors import UnknownTicket, WrongState
from hall.queue.lookups import the_plan
from hall.queue.models import Ticket
from hall.staff.rules import Role
from hall.web import remote
from hall.web.api.endpoint import Ask, endpoint
from hall.web.api.ticket_access import AT_DESK, held
from hall.web.guards import holder
from hall.wire.queue import PhoneWish, TicketView


@endpoint(
    "PUT",
    "/tickets/<code>/phone",
    guard=holder,
    takes=PhoneWish,
    gives=TicketView,
    refusals=(UnknownTicket, NumberUnusable, TicketOver),
)
def want_phone(ask: Ask) -> Any:
    """Texts to this number when the turn is near and when it was missed (R-30)."""
    phone, language = ask.body.phone, ask.body.language

    def verb(work: Work, ticket_id: str) -> Ticket:
        return want_texts(work, ticket_id, remote.usable(the_plan(work), phone), language)

    return held(ask, verb, Role.DESK)


@endpoint("DELETE", "/tickets/<code>/phone", guard=holder, gives=TicketView, refusals=(UnknownTicket,))
def end_phone(ask: Ask) -> Any:
    """No texts any more; the number is forgotten."""
    return held(ask, end_texts, Role.DESK)


@endpoint("POST", "/tickets/<code>/arrival", guard=holder, gives=TicketView, refusals=(UnknownTicket, WrongState))
def visitor_here(ask: Ask) -> Any:
    """Whoever took the number from outside is in the hall and can be called (R-12)."""
    return held(ask, say_here, *AT_DESK)
