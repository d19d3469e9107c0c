"""Whose ticket it is: who may ask about one by its code or its id, and how the answer is made."""

from collections.abc import Callable
from typing import Any

from hall.kernel.work import Work
from hall.queue.errors import UnknownTicket
from hall.queue.lookups import find_ticket
from hall.queue.models import Ticket
from hall.staff.rules import Role
from hall.web import shapes
from hall.web.api.endpoint import Ask
from hall.web.shapes import View
from hall.wire.queue import TicketView

AT_DESK = (Role.DESK, Role.COUNTER, Role.LEAD)


def shown(ask: Ask, work: Work, found: Ticket, *, code: bool = True) -> TicketView:
    view = View.within(ask.house, work)
    return shapes.ticket(view, found, code=code, staff=ask.caller.may(work.hall_id))


def find(ask: Ask) -> Ticket:
    with ask.house.database.read() as session:
        found = find_ticket(session, ask["code"])
    if found is None:
        raise UnknownTicket()
    return found


def must_hold(ask: Ask, found: Ticket, *roles: Role) -> None:
    """A code is a right in itself; an id needs staff with one of the roles, or one of the hall's kiosks."""
    by_code = ask["code"] != found.id
    kiosk = ask.caller.is_device(found.hall_id, "kiosk")
    ask.caller.must(by_code or kiosk or ask.caller.may(found.hall_id, *roles))


def may_know(ask: Ask, found: Ticket) -> bool:
    """Who knows the code, the kiosk that issued the ticket, and the desk may be told the code."""
    issued_it = ask.caller.kind == "device" and ask.caller.id == found.device_id
    return ask["code"] != found.id or issued_it or ask.caller.may(found.hall_id, Role.DESK)


def held(ask: Ask, verb: Callable[[Work, str], Ticket], *roles: Role) -> Any:
    found = find(ask)
    must_hold(ask, found, *roles)
    knows = may_know(ask, found)
    return ask.change(found.hall_id, lambda work: shown(ask, work, verb(work, found.id), code=knows))


def by_staff(ask: Ask, verb: Callable[[Work, str], Ticket], *roles: Role) -> Any:
    found = find(ask)
    ask.caller.must(ask.caller.may(found.hall_id, *roles))
    return changed(ask, found, verb)


def changed(ask: Ask, found: Ticket, verb: Callable[[Work, str], Ticket]) -> Any:
    return ask.change(found.hall_id, lambda work: shown(ask, work, verb(work, found.id)))
