"""Tickets: taking a number, and everything its holder, the desk and a kiosk may do with it."""

from collections.abc import Callable
from typing import Any

from flask import request

from hall.kernel.errors import Invalid
from hall.kernel.work import Work
from hall.notices.actions import want_texts
from hall.notices.errors import NumberNeeded, NumberUnusable
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
from hall.queue.lookups import find_ticket, the_plan
from hall.queue.models import Ticket
from hall.queue.states import TicketState
from hall.site.errors import UnknownHall
from hall.site.plan import Plan
from hall.site.queries import plan_of
from hall.site.rules import business_day
from hall.staff.actions import count_attempt, forget_attempts
from hall.staff.rules import Role
from hall.web import remote, shapes
from hall.web.api.endpoint import PAGE, Ask, endpoint, number
from hall.web.api.ticket_access import AT_DESK, by_staff, changed, find, held, may_know, must_hold, shown
from hall.web.guards import device_or_staff, holder, public, staff
from hall.web.shapes import View
from hall.wire.queue import DelayWish, KeepWish, PriorityWish, ShortCodeWish, TicketPage, TicketView, TicketWish

KIOSK_OR_DESK = device_or_staff("kiosk", roles=(Role.DESK,))
OPTIONS = ("language", "help_requested", "large_type", "visual_alert", "for_someone_else", "papers_ready")


@endpoint(
    "POST",
    "/halls/<hall>/tickets",
    guard=public,
    takes=TicketWish,
    gives=TicketView,
    status=201,
    refusals=(
        *(UnknownHall, HallClosed, IssuingStopped, NumbersFull, NotOfferedHere, AlreadyWaiting),
        *(NumberUnusable, NumberNeeded),
    ),
)
def issue(ask: Ask) -> Any:
    """Takes a number: at a kiosk or the desk, or from outside by telephone where the hall allows it (R-12)."""
    body: TicketWish = ask.body
    at_hand = ask.caller.is_device(ask["hall"], "kiosk") or ask.caller.may(ask["hall"], Role.DESK)
    outside = None if at_hand else _let_in(ask)
    if bool(body.service) == bool(body.services):
        raise Invalid("service")
    wish = Wish(
        services=tuple(body.services) or (str(body.service),),
        **{name: getattr(body, name) for name in OPTIONS},
        person_hash=body.person if at_hand else None,
        to_arrive=not at_hand,
    )
    take = _from_outside(ask, wish, outside) if outside else _at_hand(ask, wish)

    def verb(work: Work) -> TicketView:
        ticket = take(work)
        work.session.flush()
        return shown(ask, work, ticket)

    return ask.change(ask["hall"], verb)


@endpoint("GET", "/tickets/<code>", guard=holder, gives=TicketView, refusals=(UnknownTicket,))
def ticket(ask: Ask) -> Any:
    """A ticket, for whoever holds its code."""
    with ask.house.database.read() as session:
        found = find_ticket(session, ask["code"])
        if found is None:
            raise UnknownTicket()
        must_hold(ask, found, *Role)
        view = View.of(ask.house, session, found.hall_id)
        return shapes.ticket(view, found, code=may_know(ask, found), staff=ask.caller.may(found.hall_id))


@endpoint(
    "POST",
    "/tickets/<code>/cancellation",
    guard=holder,
    gives=TicketView,
    refusals=(UnknownTicket, WrongState),
)
def cancellation(ask: Ask) -> Any:
    """Gives the ticket back."""
    return held(ask, actions.cancel, Role.DESK)


@endpoint(
    "POST",
    "/tickets/<code>/rejoin",
    guard=holder,
    gives=TicketView,
    refusals=(UnknownTicket, WrongState, RejoinTooLate, RejoinedBefore),
)
def rejoin(ask: Ask) -> Any:
    """Back into the queue after a missed turn (R-25 to R-28)."""
    return held(ask, actions.rejoin, *AT_DESK)


@endpoint("POST", "/tickets/<code>/return", guard=holder, gives=TicketView, refusals=(UnknownTicket, WrongState))
def come_back(ask: Ask) -> Any:
    """A parked visitor is back (R-34)."""
    return held(ask, actions.come_back, *AT_DESK)


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
    return held(ask, lambda work, code: actions.delay(work, code, minutes), Role.DESK)


@endpoint("POST", "/tickets/<code>/reprint", guard=holder, gives=TicketView, refusals=(UnknownTicket, WrongState))
def reprint(ask: Ask) -> Any:
    """The same ticket on paper once more: the desk, or the kiosk that issued it."""
    found = find(ask)
    mine = ask.caller.kind == "device" and ask.caller.id == found.device_id
    ask.caller.must(mine or ask.caller.may(found.hall_id, Role.DESK))
    return changed(ask, found, actions.reprint)


@endpoint("POST", "/tickets/<code>/leaving", guard=holder, gives=TicketView, refusals=(UnknownTicket, WrongState))
def leaving(ask: Ask) -> Any:
    """Staff saw that the visitor has gone without service."""
    return by_staff(ask, actions.leave, *AT_DESK)


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
    return by_staff(ask, lambda work, code: actions.give_priority(work, code, group, note=note), Role.DESK)


@endpoint(
    "DELETE", "/tickets/<code>/priority", guard=holder, gives=TicketView, refusals=(UnknownTicket, WrongState)
)
def take_priority(ask: Ask) -> Any:
    """Back to the ordinary lane."""
    return by_staff(ask, actions.take_priority, Role.DESK)


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
    return by_staff(ask, lambda work, code: actions.keep_for_next_day(work, code, reason), Role.DESK, Role.LEAD)


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
    return by_staff(ask, actions.use_second_pass, Role.DESK, Role.LEAD)


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


def _at_hand(ask: Ask, wish: Wish) -> Callable[[Work], Ticket]:
    channel, phone = ("kiosk" if ask.caller.kind == "device" else "desk"), ask.body.phone

    def take(work: Work) -> Ticket:
        number_ = remote.usable(the_plan(work), phone) if phone is not None else None
        made = actions.issue_ticket(work, wish, channel=channel, expected=ask.house.expected)
        if number_ is not None:
            want_texts(work, made.id, number_, wish.language)
        return made

    return take


def _let_in(ask: Ask) -> Plan:
    """The plan of a hall that lets the public take numbers from outside; everybody else is refused."""
    with ask.house.database.read() as session:
        plan = plan_of(session, ask["hall"])
    ask.caller.must(ask.caller.kind == "public" and plan.settings.remote_tickets)
    return plan


def _from_outside(ask: Ask, wish: Wish, plan: Plan) -> Callable[[Work], Ticket]:
    phone = remote.usable(plan, ask.body.phone)
    remote.throttle(ask.house, phone)
    return remote.taking(wish, phone, ask.house.expected)


def _query_text() -> str | None:
    text = request.args.get("q")
    if text is not None and (len(text) > 20 or "\x00" in text):
        raise Invalid("q")
    return text
