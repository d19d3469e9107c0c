"""Tickets: taking a number, and everything its holder, the desk and a kiosk may do with it."""

from collections.abc import Callable
from typing import Any

from flask import request

from hall.kernel.errors import Invalid
from hall.kernel.work import Work
from hall.queue import actions, queries
from hall.queue.actions.issue import Wish
from hall.queue.errors import (
    AlreadyWaiting,
    DelayedBefore,
    HallClosed,
    IssuingStopped,
    NoSecondPass,
    NotOfferedHere,
    NumbersFull,
    PassNotToday,
    RejoinedBefore,
    RejoinTooLate,
    UnknownTicket,
    WrongState,
)
from hall.queue.lookups import find_ticket
from hall.queue.models import Ticket
from hall.queue.states import TicketState
from hall.site.errors import UnknownHall
from hall.site.rules import business_day
from hall.staff.actions import count_attempt, forget_attempts
from hall.staff.rules import Role
from hall.web import shapes
from hall.web.api.endpoint import PAGE, Ask, endpoint, number
from hall.web.guards import device_or_staff, holder, staff
from hall.web.shapes import View
from hall.wire.queue import DelayWish, KeepWish, PriorityWish, ShortCodeWish, TicketPage, TicketView, TicketWish

KIOSK_OR_DESK = device_or_staff("kiosk", roles=(Role.DESK,))
OPTIONS = ("language", "help_requested", "large_type", "visual_alert", "for_someone_else", "papers_ready")
AT_DESK = (Role.DESK, Role.COUNTER, Role.LEAD)


@endpoint(
    "POST",
    "/halls/<hall>/tickets",
    guard=KIOSK_OR_DESK,
    takes=TicketWish,
    gives=TicketView,
    status=201,
    refusals=(UnknownHall, HallClosed, IssuingStopped, NumbersFull, NotOfferedHere, AlreadyWaiting),
)
def issue(ask: Ask) -> Any:
    """Takes a number for a service, several services in order, or a package."""
    body: TicketWish = ask.body
    if bool(body.service) == bool(body.services):
        raise Invalid("service")
    wish = Wish(
        services=tuple(body.services) or (str(body.service),),
        **{name: getattr(body, name) for name in OPTIONS},
        person_hash=body.person,
    )
    channel = "kiosk" if ask.caller.kind == "device" else "desk"

    def verb(work: Work) -> TicketView:
        ticket = actions.issue_ticket(work, wish, channel=channel, expected=ask.house.expected)
        work.session.flush()
        return _shown(ask, work, ticket)

    return ask.change(ask["hall"], verb)


@endpoint("GET", "/tickets/<code>", guard=holder, gives=TicketView, refusals=(UnknownTicket,))
def ticket(ask: Ask) -> Any:
    """A ticket, for whoever holds its code."""
    with ask.house.database.read() as session:
        found = find_ticket(session, ask["code"])
        if found is None:
            raise UnknownTicket()
        _must_hold(ask, found, *Role)
        view = View.of(ask.house, session, found.hall_id)
        return shapes.ticket(view, found, code=_may_know(ask, found), staff=ask.caller.may(found.hall_id))


@endpoint(
    "POST",
    "/tickets/<code>/cancellation",
    guard=holder,
    gives=TicketView,
    refusals=(UnknownTicket, WrongState),
)
def cancellation(ask: Ask) -> Any:
    """Gives the ticket back."""
    return _held(ask, actions.cancel, Role.DESK)


@endpoint(
    "POST",
    "/tickets/<code>/rejoin",
    guard=holder,
    gives=TicketView,
    refusals=(UnknownTicket, WrongState, RejoinTooLate, RejoinedBefore),
)
def rejoin(ask: Ask) -> Any:
    """Back into the queue after a missed turn (R-25 to R-28)."""
    return _held(ask, actions.rejoin, *AT_DESK)


@endpoint("POST", "/tickets/<code>/return", guard=holder, gives=TicketView, refusals=(UnknownTicket, WrongState))
def come_back(ask: Ask) -> Any:
    """A parked visitor is back (R-34)."""
    return _held(ask, actions.come_back, *AT_DESK)


@endpoint(
    "POST",
    "/tickets/<code>/delay",
    guard=holder,
    takes=DelayWish,
    gives=TicketView,
    refusals=(UnknownTicket, WrongState, DelayedBefore),
)
def delay(ask: Ask) -> Any:
    """Lets others go first for some minutes; the place by time stays."""
    minutes = ask.body.minutes
    return _held(ask, lambda work, code: actions.delay(work, code, minutes), Role.DESK)


@endpoint("POST", "/tickets/<code>/reprint", guard=holder, gives=TicketView, refusals=(UnknownTicket, WrongState))
def reprint(ask: Ask) -> Any:
    """The same ticket on paper once more: the desk, or the kiosk that issued it."""
    found = _find(ask)
    mine = ask.caller.kind == "device" and ask.caller.id == found.device_id
    ask.caller.must(mine or ask.caller.may(found.hall_id, Role.DESK))
    return _changed(ask, found, actions.reprint)


@endpoint("POST", "/tickets/<code>/leaving", guard=holder, gives=TicketView, refusals=(UnknownTicket, WrongState))
def leaving(ask: Ask) -> Any:
    """Staff saw that the visitor has gone without service."""
    return _by_staff(ask, actions.leave, *AT_DESK)


@endpoint(
    "PUT",
    "/tickets/<code>/priority",
    guard=holder,
    takes=PriorityWish,
    gives=TicketView,
    refusals=(UnknownTicket, WrongState),
)
def give_priority(ask: Ask) -> Any:
    """Staff verified that this visitor may go first (R-42 to R-44)."""
    group, note = ask.body.group, ask.body.note
    return _by_staff(ask, lambda work, code: actions.give_priority(work, code, group, note=note), Role.DESK)


@endpoint(
    "DELETE", "/tickets/<code>/priority", guard=holder, gives=TicketView, refusals=(UnknownTicket, WrongState)
)
def take_priority(ask: Ask) -> Any:
    """Back to the ordinary lane."""
    return _by_staff(ask, actions.take_priority, Role.DESK)


@endpoint(
    "POST",
    "/tickets/<code>/second-pass",
    guard=holder,
    takes=KeepWish,
    gives=TicketView,
    refusals=(UnknownTicket, WrongState),
)
def keep_for_next_day(ask: Ask) -> Any:
    """The hall failed: the ticket ends today, its right is kept for the next working day (R-36)."""
    reason = ask.body.reason
    return _by_staff(ask, lambda work, code: actions.keep_for_next_day(work, code, reason), Role.DESK, Role.LEAD)


@endpoint(
    "POST",
    "/tickets/<code>/second-pass/use",
    guard=holder,
    gives=TicketView,
    status=201,
    refusals=(UnknownTicket, NoSecondPass, PassNotToday, NumbersFull),
)
def use_second_pass(ask: Ask) -> Any:
    """A new number for a ticket that was kept; what was waited before counts (R-36)."""
    return _by_staff(ask, actions.use_second_pass, Role.DESK, Role.LEAD)


@endpoint(
    "GET",
    "/halls/<hall>/tickets",
    guard=staff(),
    gives=TicketPage,
    refusals=(UnknownHall,),
    query={
        "state": {"type": "string", "enum": [s.value for s in TicketState]},
        "queue": {"type": "string", "maxLength": 40},
        "q": {"type": "string", "maxLength": 20},
        **PAGE,
    },
)
def tickets(ask: Ask) -> TicketPage:
    """Today's tickets in the order of issue, for staff; without codes."""
    limit, after = number("limit", 100, low=1, high=200), number("cursor", 0, low=0, high=2**31 - 1)
    state = request.args.get("state")
    if state is not None and state not in list(TicketState):
        raise Invalid("state")
    with ask.house.database.read() as session:
        view = View.of(ask.house, session, ask["hall"])
        found = queries.find_tickets(
            session,
            ask["hall"],
            business_day(view.plan, view.now),
            states=[state] if state else [],
            queue=request.args.get("queue"),
            q=_query_text(),
            after=after,
            limit=limit,
        )
        items = [shapes.ticket(view, t, staff=True) for t in found]
    return TicketPage(items=items, next=str(found[-1].issue_seq) if len(found) == limit else None)


@endpoint(
    "POST",
    "/halls/<hall>/short-codes",
    guard=KIOSK_OR_DESK,
    takes=ShortCodeWish,
    gives=TicketView,
    refusals=(UnknownTicket,),
)
def short_code(ask: Ask) -> Any:
    """The ticket behind a spoken code of today; throttled by who asks."""
    code, who, real_now = ask.body.short_code, ask.caller.name, ask.house.clock.real_now()
    ask.house.database.write(lambda session: count_attempt(session, f"short:{who}", real_now))
    with ask.house.database.read() as session:
        view = View.of(ask.house, session, ask["hall"])
        found = queries.ticket_by_short_code(session, view.plan, code, view.now)
        if found is None:
            raise UnknownTicket()
        answer = shapes.ticket(view, found, code=True, staff=ask.caller.may(found.hall_id))
    ask.house.database.write(lambda session: forget_attempts(session, f"short:{who}"))
    return answer


def _shown(ask: Ask, work: Work, found: Ticket, *, code: bool = True) -> TicketView:
    view = View.within(ask.house, work)
    return shapes.ticket(view, found, code=code, staff=ask.caller.may(work.hall_id))


def _query_text() -> str | None:
    text = request.args.get("q")
    if text is not None and (len(text) > 20 or "\x00" in text):
        raise Invalid("q")
    return text


def _find(ask: Ask) -> Ticket:
    with ask.house.database.read() as session:
        found = find_ticket(session, ask["code"])
    if found is None:
        raise UnknownTicket()
    return found


def _must_hold(ask: Ask, found: Ticket, *roles: Role) -> None:
    """A code is a right in itself; an id needs staff with one of the roles, or one of the hall's kiosks."""
    by_code = ask["code"] != found.id
    kiosk = ask.caller.is_device(found.hall_id, "kiosk")
    ask.caller.must(by_code or kiosk or ask.caller.may(found.hall_id, *roles))


def _may_know(ask: Ask, found: Ticket) -> bool:
    """Who knows the code, the kiosk that issued the ticket, and the desk may be told the code."""
    issued_it = ask.caller.kind == "device" and ask.caller.id == found.device_id
    return ask["code"] != found.id or issued_it or ask.caller.may(found.hall_id, Role.DESK)


def _held(ask: Ask, verb: Callable[[Work, str], Ticket], *roles: Role) -> Any:
    found = _find(ask)
    _must_hold(ask, found, *roles)
    knows = _may_know(ask, found)
    return ask.change(found.hall_id, lambda work: _shown(ask, work, verb(work, found.id), code=knows))


def _by_staff(ask: Ask, verb: Callable[[Work, str], Ticket], *roles: Role) -> Any:
    found = _find(ask)
    ask.caller.must(ask.caller.may(found.hall_id, *roles))
    return _changed(ask, found, verb)


def _changed(ask: Ask, found: Ticket, verb: Callable[[Work, str], Ticket]) -> Any:
    return ask.change(found.hall_id, lambda work: _shown(ask, work, verb(work, found.id)))
