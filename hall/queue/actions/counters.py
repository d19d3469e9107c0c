"""Counters: sit down, pause, leave; standby counters (R-39 to R-41, R-72)."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hall.kernel.work import Work
from hall.queue import events
from hall.queue.errors import (
    AlreadyAtCounter,
    BadChoice,
    CounterBusy,
    CounterClosed,
    CounterTaken,
    NotTidal,
)
from hall.queue.lookups import counter_fact, planned, the_counter, the_plan
from hall.queue.models import Counter
from hall.queue.states import CounterState
from hall.site.plan import Plan

LONGEST_PAUSE = timedelta(hours=12)
PAUSE_REASONS = frozenset({"short_break", "meal", "system_fault", "other"})


def set_up_counters(session: Session, plan: Plan, now: datetime) -> None:
    """Makes the rows of counters that the plan has and the database has not yet."""
    known = set(session.scalars(select(Counter.number).where(Counter.hall_id == plan.id)))
    for counter in plan.counters:
        if counter.number not in known:
            row = Counter(id=f"{plan.id}-{counter.number}", hall_id=plan.id, number=counter.number, since=now)
            session.add(row)


def open_counter(work: Work, counter_id: str, member_id: str, *, take_over: bool = False) -> Counter:
    """A member sits down and opens. One member at one counter; taking over is explicit and keeps the visit."""
    counter = the_counter(work, counter_id)
    if counter.member_id == member_id and counter.state != CounterState.CLOSED:
        return counter
    elsewhere = select(Counter.number).where(
        Counter.hall_id == work.hall_id, Counter.member_id == member_id, Counter.id != counter_id
    )
    number = work.session.scalar(elsewhere.limit(1))
    if number is not None:
        raise AlreadyAtCounter(number=number)
    if counter.state == CounterState.CLOSED:
        counter.member_id = member_id
        counter.boost_run = 0
        counter.become(CounterState.OPEN_IDLE, work.now)
        work.record(counter_fact(events.CounterOpened, counter, member=member_id))
        return counter
    if not take_over:
        raise CounterTaken()
    counter.member_id = member_id
    work.record(counter_fact(events.CounterTakenOver, counter, member=member_id))
    return counter


def close_counter(work: Work, counter_id: str) -> Counter:
    """Leaves the counter; not while a visitor is there. Closing twice is the same."""
    counter = the_counter(work, counter_id)
    if counter.state == CounterState.CLOSED:
        return counter
    if counter.call_id is not None:
        raise CounterBusy()
    member, counter.member_id = counter.member_id, None
    counter.become(CounterState.CLOSED, work.now)
    work.record(counter_fact(events.CounterClosed, counter, member=member))
    return counter


def pause_counter(work: Work, counter_id: str, reason: str, *, until: datetime | None = None) -> Counter:
    """Pauses with a reason and a time of return that the screens show (R-39); not while a visitor is there."""
    if reason not in PAUSE_REASONS:
        raise BadChoice("reason")
    if until is not None and not work.now < until <= work.now + LONGEST_PAUSE:
        raise BadChoice("until")
    counter = the_counter(work, counter_id)
    if counter.state == CounterState.CLOSED:
        raise CounterClosed()
    if counter.call_id is not None:
        raise CounterBusy()
    if (counter.state, counter.pause_reason, counter.until) == (CounterState.PAUSED, reason, until):
        return counter
    counter.become(CounterState.PAUSED, work.now)
    counter.pause_reason, counter.until = reason, until
    work.record(
        counter_fact(events.CounterPaused, counter, reason=reason, until=until.isoformat() if until else None)
    )
    return counter


def resume_counter(work: Work, counter_id: str) -> Counter:
    """Goes on after a pause; going on twice is the same."""
    counter = the_counter(work, counter_id)
    if counter.state == CounterState.CLOSED:
        raise CounterClosed()
    if counter.state == CounterState.PAUSED:
        counter.become(CounterState.OPEN_IDLE, work.now)
        work.record(counter_fact(events.CounterResumed, counter))
    return counter


def set_tidal(work: Work, counter_id: str, *, until: datetime | None = None) -> Counter:
    """A manager lets a standby counter be opened, for a time or until it is ended (R-72)."""
    counter = _tidal(work, counter_id)
    if until is not None and until <= work.now:
        raise BadChoice("until")
    if counter.tidal_since is not None and counter.tidal_until == until:
        return counter
    counter.tidal_since, counter.tidal_until = counter.tidal_since or work.now, until
    work.record(counter_fact(events.TidalSet, counter, reason="on", until=until.isoformat() if until else None))
    return counter


def end_tidal(work: Work, counter_id: str) -> Counter:
    """The standby counter is no longer needed; its clerk closes it after the visit. Twice is the same."""
    counter = _tidal(work, counter_id)
    if counter.tidal_since is None:
        return counter
    counter.tidal_since = counter.tidal_until = None
    work.record(counter_fact(events.TidalSet, counter, reason="off"))
    return counter


def _tidal(work: Work, counter_id: str) -> Counter:
    counter = the_counter(work, counter_id)
    if planned(the_plan(work), counter).type != "tidal":
        raise NotTidal()
    return counter
