"""Sessions and their rosters: what a manager decides, what everybody may do with a shift; effects first (R-64)."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from hall.appointments import actions as bookings
from hall.kernel.errors import Invalid
from hall.kernel.work import Work
from hall.roster import actions
from hall.roster.errors import (
    BusyThen,
    NoSuchCounter,
    NotYourShift,
    RosterIncomplete,
    SessionOver,
    SessionsOverlap,
    ShiftTaken,
    UnknownPerson,
    UnknownSession,
    UnknownShift,
    UnknownSwap,
)
from hall.roster.models import HallSession, Shift, ShiftSwap
from hall.site.errors import UnknownHall
from hall.site.queries import plan_of
from hall.site.rules import business_day
from hall.staff.rules import Role
from hall.web import roster_shapes, session_acts
from hall.web.api.endpoint import PAGE, Ask, cut, endpoint
from hall.web.api.halls import DAYS, day_of
from hall.web.effects import with_effect
from hall.web.guards import signed_in, staff
from hall.web.shapes import View
from hall.wire.roster import (
    ClosureWish,
    DatedSession,
    RosterWish,
    ServicesWish,
    SessionDone,
    SessionPage,
    SessionWish,
    ShiftDone,
    SwapAnswer,
    SwapView,
    SwapWish,
)

REHEARSE = {"rehearse": {"type": "boolean", "description": "Say the effect on bookings and change nothing."}}
MOST_DAYS = 62


@endpoint(
    "GET",
    "/halls/<hall>/sessions",
    guard=staff(),
    gives=SessionPage,
    refusals=(UnknownHall,),
    query={**DAYS, **PAGE},
)
def sessions(ask: Ask) -> SessionPage:
    """The sessions of some days with their people, what they need, and how full they are."""
    with ask.house.database.read() as session:
        view = View.of(ask.house, session, ask["hall"])
        first = day_of("from", business_day(view.plan, view.now))
        last = day_of("to", first + timedelta(days=27))
        if not timedelta(0) <= last - first <= timedelta(days=MOST_DAYS):
            raise Invalid("to")
        part, more = cut(roster_shapes.sessions(view, first, last))
    return SessionPage(items=list(part), next=more)


@endpoint(
    "POST",
    "/halls/<hall>/sessions",
    guard=staff(Role.MANAGER),
    takes=SessionWish,
    gives=DatedSession,
    status=201,
    refusals=(UnknownHall, SessionsOverlap),
)
def new_session(ask: Ask) -> Any:
    """A session of one day that no week has; a draft until it is published."""
    body: SessionWish = ask.body
    span = time.fromisoformat(body.start), time.fromisoformat(body.end)

    def verb(work: Work) -> DatedSession:
        row = session_acts.open_once(work, body.day, *span, name=body.name, services=body.services)
        work.session.flush()
        return roster_shapes.session(View.within(ask.house, work), row)

    return ask.change(ask["hall"], verb)


@endpoint(
    "PUT",
    "/sessions/<session>/roster",
    guard=signed_in,
    takes=RosterWish,
    gives=SessionDone,
    refusals=(UnknownSession, SessionOver, NoSuchCounter, UnknownPerson),
    query=REHEARSE,
)
def roster(ask: Ask) -> SessionDone:
    """Who is at which counter; what it does to bookings is settled in the same moment (R-67)."""
    people = {seat.counter: seat.member for seat in ask.body.counters}
    return _manage(ask, lambda work, id_: actions.set_roster(work, id_, people))


@endpoint(
    "PUT",
    "/sessions/<session>/services",
    guard=signed_in,
    takes=ServicesWish,
    gives=SessionDone,
    refusals=(UnknownSession, SessionOver),
    query=REHEARSE,
)
def session_services(ask: Ask) -> SessionDone:
    """What is done in a session (R-65); an empty list is the usual."""
    wanted = list(ask.body.services)
    return _manage(ask, lambda work, id_: actions.set_services(work, id_, wanted))


@endpoint(
    "POST",
    "/sessions/<session>/publication",
    guard=signed_in,
    gives=SessionDone,
    refusals=(UnknownSession, SessionOver, RosterIncomplete),
    idempotent=False,
)
def publication(ask: Ask) -> SessionDone:
    """From now on it can be booked; refused while somebody is missing (R-67)."""
    return _manage(ask, actions.publish)


@endpoint(
    "POST",
    "/sessions/<session>/closure",
    guard=signed_in,
    takes=ClosureWish,
    gives=SessionDone,
    refusals=(UnknownSession, SessionOver),
    query=REHEARSE,
    idempotent=False,
)
def closure(ask: Ask) -> SessionDone:
    """It does not take place: everybody who booked is told or listed for a call, with another time (R-64)."""
    reason = ask.body.reason
    return _manage(ask, lambda work, id_: session_acts.close(work, id_, reason))


@endpoint(
    "POST",
    "/sessions/<session>/movers",
    guard=signed_in,
    gives=SessionDone,
    refusals=(UnknownSession, SessionOver),
    idempotent=False,
)
def movers(ask: Ask) -> SessionDone:
    """Asks everybody of a thin session whether another time suits; their own booking stays (R-66)."""

    def verb(work: Work, id_: str) -> HallSession:
        bookings.ask_movers(work, id_)
        return work.session.get_one(HallSession, id_)

    return _manage(ask, verb)


@endpoint(
    "POST",
    "/shifts/<shift>/claim",
    guard=signed_in,
    gives=ShiftDone,
    refusals=(UnknownShift, ShiftTaken, BusyThen, SessionOver),
    idempotent=False,
)
def claim(ask: Ask) -> ShiftDone:
    """Takes a place that is open."""
    return _shift(ask, lambda work, id_, member: actions.claim(work, id_, member))


@endpoint(
    "DELETE",
    "/shifts/<shift>/claim",
    guard=signed_in,
    gives=ShiftDone,
    refusals=(UnknownShift, NotYourShift, SessionOver),
    query=REHEARSE,
)
def give_up(ask: Ask) -> ShiftDone:
    """Leave: the place is open again; with `rehearse=true` first its effect on bookings."""
    return _shift(ask, lambda work, id_, member: actions.give_up(work, id_, member))


@endpoint(
    "POST",
    "/shifts/<shift>/swaps",
    guard=signed_in,
    takes=SwapWish,
    gives=SwapView,
    status=201,
    refusals=(UnknownShift, NotYourShift, UnknownPerson),
    idempotent=False,
)
def ask_swap(ask: Ask) -> SwapView:
    """Asks a colleague to take a shift, or to exchange it for one of theirs."""
    body, found, member = ask.body, _find(ask, Shift, "shift", UnknownShift), str(ask.caller.id)
    return ask.house.works.perform(
        found.hall_id,
        ask.caller.actor,
        lambda work: roster_shapes.swap(actions.ask_swap(work, found.id, member, body.to, other_id=body.other)),
    )


@endpoint(
    "PUT",
    "/swaps/<swap>",
    guard=signed_in,
    takes=SwapAnswer,
    gives=SwapView,
    refusals=(UnknownSwap, NotYourShift, BusyThen),
)
def answer_swap(ask: Ask) -> SwapView:
    """Yes or no of the colleague, or the question taken back."""
    state, found, member = ask.body.state, _find(ask, ShiftSwap, "swap", UnknownSwap), str(ask.caller.id)

    def verb(work: Work) -> SwapView:
        if state == "withdrawn":
            return roster_shapes.swap(actions.withdraw_swap(work, found.id, member))
        return roster_shapes.swap(actions.answer_swap(work, found.id, member, agreed=state == "agreed"))

    return ask.house.works.perform(found.hall_id, ask.caller.actor, verb)


def _manage(ask: Ask, verb: Callable[[Work, str], HallSession]) -> SessionDone:
    found = _find(ask, HallSession, "session", UnknownSession)
    ask.caller.must(ask.caller.may(found.hall_id, Role.MANAGER))
    rehearse = request.args.get("rehearse") == "true"

    def shown(work: Work) -> DatedSession:
        row = verb(work, found.id)
        work.session.flush()
        return roster_shapes.session(View.within(ask.house, work), row)

    answer, effect = with_effect(ask.house, found.hall_id, ask.caller.actor, shown, rehearse=rehearse)
    return SessionDone(session=answer, effect=effect.shape, rehearsed=rehearse)


def _shift(ask: Ask, verb: Callable[[Work, str, str], Shift]) -> ShiftDone:
    found = _find(ask, Shift, "shift", UnknownShift)
    ask.caller.must(ask.caller.may(found.hall_id))
    rehearse, member = request.args.get("rehearse") == "true", str(ask.caller.id)

    def shown(work: Work) -> Any:
        changed = verb(work, found.id, member)
        view = View.within(ask.house, work)
        return roster_shapes.shift(plan_of(work.session, work.hall_id), changed, roster_shapes.people_of(view))

    answer, effect = with_effect(ask.house, found.hall_id, ask.caller.actor, shown, rehearse=rehearse)
    return ShiftDone(shift=answer, effect=effect.shape, rehearsed=rehearse)


def _find(ask: Ask, kind: Any, name: str, unknown: type[Exception]) -> Any:
    with ask.house.database.read() as session:
        found = _row(session, kind, ask[name])
    if found is None:
        raise unknown()
    return found


def _row(session: Session, kind: Any, id_: str) -> Any:
    return session.get(kind, id_)
