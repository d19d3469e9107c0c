"""Counters: how they stand, sitting down, pausing, standby counters."""

from collections.abc import Callable

from hall.kernel.errors import NotAllowed
from hall.kernel.work import Work
from hall.queue import actions, queries
from hall.queue.errors import (
    AlreadyAtCounter,
    CounterBusy,
    CounterClosed,
    CounterTaken,
    NotTidal,
    UnknownCounter,
)
from hall.queue.models import Counter
from hall.site.errors import UnknownHall
from hall.staff.rules import Role
from hall.web import shapes
from hall.web.api.calls import sits_here
from hall.web.api.endpoint import PAGE, Ask, cut, endpoint
from hall.web.guards import device_or_staff, public, staff
from hall.web.shapes import View
from hall.wire.queue import CounterList, CounterView, OpeningWish, PauseWish, TidalWish

CLERKS = (Role.COUNTER, Role.DESK, Role.LEAD)


@endpoint("GET", "/halls/<hall>/counters", guard=public, gives=CounterList, refusals=(UnknownHall,), query=PAGE)
def counters(ask: Ask) -> CounterList:
    """All counters of a hall: state, skills, current number, waiting by queue; for staff also who sits there."""
    with ask.house.database.read() as session:
        view = View.of(ask.house, session, ask["hall"])
        counts = queries.waiting_counts(session, ask["hall"])
        found, more = cut(queries.counters(session, ask["hall"]))
        known = ask.caller.may(ask["hall"])
        items = [shapes.counter(view, c, counts=counts, member=known) for c in found]
        return CounterList(items=items, next=more)


@endpoint(
    "GET",
    "/counters/<counter>",
    guard=device_or_staff("counter_display"),
    gives=CounterView,
    refusals=(UnknownCounter,),
)
def counter(ask: Ask) -> CounterView:
    """The whole console from one GET, with `seq`; a counter's screen sees no list."""
    with ask.house.database.read() as session:
        found = session.get(Counter, ask["counter"])
        if found is None:
            raise UnknownCounter()
        view = View.of(ask.house, session, found.hall_id)
        if ask.caller.kind == "device":
            if ask.caller.counter_id != found.id:
                raise NotAllowed()
            return shapes.counter(view, found)
        handles = found.member_id == ask.caller.id or ask.caller.may(found.hall_id, Role.DESK)
        return shapes.console(view, found, code=handles)


@endpoint(
    "PUT",
    "/counters/<counter>/opening",
    guard=staff(*CLERKS),
    takes=OpeningWish,
    gives=CounterView,
    refusals=(UnknownCounter, CounterTaken, AlreadyAtCounter),
)
def open_(ask: Ask) -> CounterView:
    """Sits down and opens; taking over from a colleague is explicit (R-41)."""
    member, take_over = str(ask.caller.id), ask.body.take_over
    return _changed(ask, lambda w: actions.open_counter(w, ask["counter"], member, take_over=take_over))


@endpoint(
    "DELETE",
    "/counters/<counter>/opening",
    guard=staff(*CLERKS),
    gives=CounterView,
    refusals=(UnknownCounter, CounterBusy),
)
def close(ask: Ask) -> CounterView:
    """Leaves the counter."""
    return _mine(ask, lambda work: actions.close_counter(work, ask["counter"]))


@endpoint(
    "PUT",
    "/counters/<counter>/pause",
    guard=staff(*CLERKS),
    takes=PauseWish,
    gives=CounterView,
    refusals=(UnknownCounter, CounterBusy, CounterClosed),
)
def pause(ask: Ask) -> CounterView:
    """Pauses with a reason and a time of return (R-39, R-40)."""
    reason, until = ask.body.reason, ask.body.until
    return _mine(ask, lambda work: actions.pause_counter(work, ask["counter"], reason, until=until))


@endpoint(
    "DELETE",
    "/counters/<counter>/pause",
    guard=staff(*CLERKS),
    gives=CounterView,
    refusals=(UnknownCounter, CounterClosed),
)
def end_pause(ask: Ask) -> CounterView:
    """Goes on after a pause."""
    return _mine(ask, lambda work: actions.resume_counter(work, ask["counter"]))


@endpoint(
    "PUT",
    "/counters/<counter>/tidal",
    guard=staff(Role.LEAD),
    takes=TidalWish,
    gives=CounterView,
    refusals=(UnknownCounter, NotTidal),
)
def set_tidal(ask: Ask) -> CounterView:
    """Lets a standby counter be opened (R-72)."""
    until = ask.body.until
    return _changed(ask, lambda work: actions.set_tidal(work, ask["counter"], until=until))


@endpoint(
    "DELETE",
    "/counters/<counter>/tidal",
    guard=staff(Role.LEAD),
    gives=CounterView,
    refusals=(UnknownCounter, NotTidal),
)
def end_tidal(ask: Ask) -> CounterView:
    """The standby counter is no longer needed."""
    return _changed(ask, lambda work: actions.end_tidal(work, ask["counter"]))


def _mine(ask: Ask, verb: Callable[[Work], Counter]) -> CounterView:
    def mine(work: Work) -> Counter:
        sits_here(work.session, ask.caller, ask["counter"])
        return verb(work)

    return _changed(ask, mine)


def _changed(ask: Ask, verb: Callable[[Work], Counter]) -> CounterView:
    def change(work: Work) -> CounterView:
        changed = verb(work)
        work.session.flush()
        return shapes.console(View.within(ask.house, work), changed)

    return ask.change(ask["counter"].rpartition("-")[0], change)  # type: ignore[no-any-return]
