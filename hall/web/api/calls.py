"""Calls and visits at a counter. Every verb names the call it means, so a retry never hits the next visitor."""

from collections.abc import Callable
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from hall.kernel.work import Work
from hall.queue import actions
from hall.queue.errors import (
    CallingStopped,
    CounterBusy,
    CounterClosed,
    CounterPaused,
    NobodyWaiting,
    NotConfirmed,
    NotCurrent,
    NotServedHere,
    NotWaiting,
    RecallLimit,
    TooEarlyToMiss,
    TooLateToUndo,
    UnknownCall,
    UnknownCounter,
    UnknownTicket,
    VisitorExpected,
    WrongState,
)
from hall.queue.lookups import fetch_call, fetch_visit, place_of_call, place_of_ticket
from hall.queue.models import Call, Counter, Ticket
from hall.staff.rules import Role
from hall.web import shapes
from hall.web.api.endpoint import Ask, endpoint
from hall.web.guards import Caller, signed_in, staff
from hall.web.shapes import View
from hall.wire.queue import (
    CallMade,
    CallWish,
    FinishWish,
    HoldWish,
    MissWish,
    ParkWish,
    TicketView,
    TransferWish,
)

Verb = Callable[[Work], Any]


@endpoint(
    "POST",
    "/counters/<counter>/calls",
    guard=staff(Role.COUNTER, Role.LEAD, Role.DESK),
    takes=CallWish,
    gives=CallMade,
    status=201,
    refusals=(
        UnknownCounter,
        NobodyWaiting,
        CounterClosed,
        CounterPaused,
        CounterBusy,
        VisitorExpected,
        NotCurrent,
        NotWaiting,
        NotConfirmed,
        NotServedHere,
        CallingStopped,
    ),
)
def call(ask: Ask) -> CallMade:
    """Calls the next visitor, or with `ticket` and `reason` this one out of order (R-20 to R-24)."""
    counter_id, body = ask["counter"], ask.body
    reason = body.reason or ""

    def verb(work: Work) -> CallMade:
        sits_here(work.session, ask.caller, counter_id)
        if body.ticket is None:
            made = actions.call_next(work, counter_id, after=body.after)
        else:
            made = actions.call_this(work, counter_id, body.ticket, reason, after=body.after)
        return _made(ask, work, made)

    return _with_console(ask, counter_id, verb)


@endpoint(
    "POST",
    "/calls/<call>/recall",
    guard=signed_in,
    gives=CallMade,
    refusals=(UnknownCall, NotCurrent, RecallLimit, WrongState, CallingStopped),
)
def recall(ask: Ask) -> CallMade:
    """Announces the current call again by hand (R-16)."""
    return _on_call(ask, lambda work: actions.recall(work, ask["call"]))


@endpoint(
    "DELETE",
    "/calls/<call>",
    guard=signed_in,
    gives=CallMade,
    refusals=(UnknownCall, NotCurrent, TooLateToUndo),
)
def undo(ask: Ask) -> CallMade:
    """Takes a call back within ten seconds (R-19)."""
    return _on_call(ask, lambda work: actions.undo_call(work, ask["call"]))


@endpoint(
    "POST",
    "/calls/<call>/arrival",
    guard=signed_in,
    gives=CallMade,
    refusals=(UnknownCall, NotCurrent, WrongState),
)
def arrival(ask: Ask) -> CallMade:
    """The visitor stands at the counter (R-15)."""
    return _on_call(ask, lambda work: actions.arrive(work, ask["call"]))


@endpoint(
    "POST",
    "/calls/<call>/miss",
    guard=signed_in,
    takes=MissWish,
    gives=CallMade,
    refusals=(UnknownCall, NotCurrent, TooEarlyToMiss, WrongState, CallingStopped),
)
def miss(ask: Ask) -> CallMade:
    """The visitor does not come (R-17)."""
    reason = ask.body.reason
    return _on_call(ask, lambda work: actions.miss(work, ask["call"], reason))


@endpoint(
    "POST",
    "/calls/<call>/wrap-up",
    guard=signed_in,
    gives=CallMade,
    refusals=(UnknownCall, NotCurrent, WrongState),
)
def wrap_up(ask: Ask) -> CallMade:
    """The visitor has gone, the clerk finishes."""
    return _on_call(ask, lambda work: actions.wrap_up(work, ask["call"]))


@endpoint(
    "POST",
    "/tickets/<code>/hold",
    guard=signed_in,
    takes=HoldWish,
    gives=TicketView,
    refusals=(UnknownTicket, NotCurrent, WrongState),
)
def hold(ask: Ask) -> TicketView:
    """The counter waits for something short; the visitor stays near (R-33)."""
    body = ask.body
    return _on_ticket(ask, lambda w, t: actions.hold(w, t, body.reason, call_id=body.call))


@endpoint(
    "DELETE",
    "/tickets/<code>/hold",
    guard=signed_in,
    gives=TicketView,
    refusals=(UnknownTicket, NotCurrent, WrongState),
    query={"call": {"type": "string", "maxLength": 64}},
)
def resume(ask: Ask) -> TicketView:
    """Goes on with a held visit; `call` names the one that is meant."""
    call_id = request.args.get("call")
    return _on_ticket(ask, lambda w, t: actions.resume(w, t, call_id=call_id))


@endpoint(
    "POST",
    "/tickets/<code>/park",
    guard=signed_in,
    takes=ParkWish,
    gives=TicketView,
    refusals=(UnknownTicket, NotCurrent, WrongState),
)
def park(ask: Ask) -> TicketView:
    """The visitor fetches something and comes back next to this counter (R-34)."""
    body = ask.body
    papers = tuple(body.papers)
    return _on_ticket(ask, lambda w, t: actions.park(w, t, body.reason, papers=papers, call_id=body.call))


@endpoint(
    "POST",
    "/tickets/<code>/transfer",
    guard=signed_in,
    takes=TransferWish,
    gives=TicketView,
    refusals=(UnknownTicket, UnknownCounter, NotCurrent, NotServedHere, WrongState),
)
def transfer(ask: Ask) -> TicketView:
    """To another service's queue or to one counter, keeping its place by time (R-37)."""
    body = ask.body

    def verb(work: Work, ticket_id: str) -> Ticket:
        return actions.transfer(
            work,
            ticket_id,
            body.reason,
            service_id=body.service,
            counter_id=body.counter,
            call_id=body.call,
        )

    return _on_ticket(ask, verb)


@endpoint(
    "POST",
    "/tickets/<code>/finish",
    guard=signed_in,
    takes=FinishWish,
    gives=TicketView,
    refusals=(UnknownTicket, NotCurrent, WrongState),
)
def finish(ask: Ask) -> TicketView:
    """Ends the visit with an outcome; a package goes on to its next service (R-13)."""
    body = ask.body
    return _on_ticket(ask, lambda w, t: actions.finish(w, t, body.outcome, call_id=body.call))


def sits_here(session: Session, caller: Caller, counter_id: str) -> None:
    """Refuses a clerk at somebody else's counter; a lead may help at any."""
    counter = session.get(Counter, counter_id)
    if counter is None:
        raise UnknownCounter()
    mine = counter.member_id is not None and counter.member_id == caller.id
    # A closed counter is nobody's: the verb itself says that it must be opened first.
    caller.must(mine or counter.member_id is None or caller.may(counter.hall_id, Role.LEAD))


def _on_call(ask: Ask, verb: Callable[[Work], Call]) -> CallMade:
    found = place_of_call(ask.house.database, ask["call"])
    if found is None:
        raise UnknownCall()
    ask.caller.must(ask.caller.may(found.hall_id, Role.COUNTER, Role.DESK, Role.LEAD))
    counter_id = found.counter_id

    def change(work: Work) -> CallMade:
        fetch_call(work.session, ask["call"])
        sits_here(work.session, ask.caller, counter_id)
        return _made(ask, work, verb(work))

    return _with_console(ask, counter_id, change)


def _on_ticket(ask: Ask, verb: Callable[[Work, str], Ticket]) -> TicketView:
    found = place_of_ticket(ask.house.database, ask["code"])
    if found is None:
        raise UnknownTicket()
    ask.caller.must(ask.caller.may(found.hall_id, Role.COUNTER, Role.DESK, Role.LEAD))

    def change(work: Work) -> TicketView:
        now = fetch_visit(work.session, found.id)
        if now.counter_id is not None:
            sits_here(work.session, ask.caller, now.counter_id)
        changed = verb(work, found.id)
        work.session.flush()
        view = View.within(ask.house, work)
        return shapes.ticket(view, changed, code=True, staff=True)

    return ask.change(found.hall_id, change)  # type: ignore[no-any-return]


def _made(ask: Ask, work: Work, call: Call) -> CallMade:
    work.session.flush()
    return shapes.made(View.within(ask.house, work), call)


def _with_console(ask: Ask, counter_id: str, verb: Callable[[Work], CallMade]) -> CallMade:
    """Runs a verb; a console that was outdated gets the fresh one with its refusal."""
    hall_id = counter_id.rpartition("-")[0]
    try:
        return ask.change(hall_id, verb)  # type: ignore[no-any-return]
    except NotCurrent as refusal:
        with ask.house.database.read() as session:
            counter = session.get(Counter, counter_id)
            if counter is not None:
                view = View.of(ask.house, session, hall_id)
                refusal.extra["console"] = shapes.console(view, counter).model_dump(mode="json")
        raise
