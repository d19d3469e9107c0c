"""`hall adopt FILE`: an edited hall file becomes the plan of a hall, also while it is being served."""

import sys
from collections import Counter as Count
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from hall.commands.check import check, text_of
from hall.commands.halls import chosen, opened
from hall.kernel.clock import SystemClock
from hall.kernel.work import SYSTEM, Work, Works
from hall.queue.actions import set_up_counters
from hall.queue.models import Counter, Ticket
from hall.queue.states import OPEN, CounterState
from hall.settings import BadSetting, Settings
from hall.site.actions import adopt_plan
from hall.site.changes import Change, changes, moved_services
from hall.site.hallfile import review
from hall.site.plan import Plan
from hall.site.queries import devices, plan_of
from hall.site.queries import hall as hall_row

SIGNS = {"added": "+", "removed": "-", "changed": "~"}
Standing = tuple[Plan, int, list[str]]  # the plan as it stands, its version, what is in the way


class NotNow(Exception):
    """Tickets or counters stand in the way; the reasons say which."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("the plan cannot be adopted now")
        self.reasons = reasons


class ChangedMeanwhile(Exception):
    """Somebody else adopted a plan after the changes were shown."""


def adopt(settings: Settings, file: str, hall_id: str | None, *, ask: bool) -> int:
    """Says what would change, asks, and changes it in one transaction; 1 where something stands in the way."""
    found = review(text_of(file))
    if found.plan is None:
        return check(file)
    plan = found.plan
    with opened(settings) as database:
        with database.read() as session:
            _same_hall(plan, chosen(session, hall_id or plan.id))
            old, version, reasons = _standing(session, plan)
            notes = _notes(session, plan)
        different = changes(old, plan)
        if not different:
            print(f"The hall “{plan.id}” has this plan already (version {version}).")
            return 0
        _tell(plan.id, version, different, notes)
        if reasons:
            return _refuse(reasons)
        if ask and not _agreed():
            print("Nothing was changed.")
            return 1
        works = Works(database, SystemClock())
        try:
            made = works.perform(plan.id, SYSTEM, lambda work: _adopt(work, plan, version))
        except NotNow as problem:
            return _refuse(problem.reasons)
        except ChangedMeanwhile:
            raise BadSetting("Another plan was adopted meanwhile. Look at the changes again.") from None
    print(f"The hall “{plan.id}” has version {made} of its plan. A running server uses it within a second.")
    return 0


def _adopt(work: Work, plan: Plan, version: int) -> int:
    """The change itself: judged again under the hall's lock, because numbers may have been issued meanwhile."""
    if hall_row(work.session, work.hall_id).plan_version != version:
        raise ChangedMeanwhile()
    reasons = in_the_way(work.session, plan_of(work.session, work.hall_id), plan)
    if reasons:
        raise NotNow(reasons)
    set_up_counters(work.session, plan, work.now)
    return adopt_plan(work, plan)


def in_the_way(session: Session, old: Plan, new: Plan) -> list[str]:
    """Why `new` cannot be adopted now: nobody who waits loses the queue, and nobody who serves the counter."""
    services, queues, bound = _waiting(session, old, new)
    gone = {c.number for c in old.counters} - {c.number for c in new.counters}
    wanted = select(Counter).where(Counter.hall_id == old.id, Counter.number.in_(gone))
    rows = session.scalars(wanted.order_by(Counter.number))
    busy = [r.number for r in rows if r.state != CounterState.CLOSED or r.id in bound]
    return [
        *(f"service {s}: {_tickets(n)}; finish or transfer them first" for s, n in sorted(services.items())),
        *(f"queue {q}: {_tickets(n)}; finish or transfer them first" for q, n in sorted(queues.items())),
        *(f"counter {n}: it is open, or somebody is to come back to it; close it first" for n in busy),
    ]


def _waiting(session: Session, old: Plan, new: Plan) -> tuple[Count[str], Count[str], set[str | None]]:
    """Open tickets by lost service and by lost queue, and the counters that somebody is to come back to."""
    lost = {s.id for s in moved_services(old, new)}
    gone = {q.id for q in old.queues} - {q.id for q in new.queues}
    services, queues, bound = Count[str](), Count[str](), set[str | None]()
    wanted = select(Ticket.service_id, Ticket.queue_id, Ticket.steps, Ticket.step, Ticket.bound_counter_id)
    open_ = wanted.where(Ticket.hall_id == old.id, Ticket.state.in_(OPEN))
    for service, queue, steps, step, counter_id in session.execute(open_):
        services.update(lost & {service, *steps[step:]})
        queues.update(gone & {queue})
        bound.add(counter_id)
    return services, queues, bound


def _standing(session: Session, plan: Plan) -> Standing:
    old = plan_of(session, plan.id)
    return old, hall_row(session, plan.id).plan_version, in_the_way(session, old, plan)


def _notes(session: Session, plan: Plan) -> list[str]:
    """Devices that would stand at a place which is no longer there."""
    counters = {f"{plan.id}-{c.number}" for c in plan.counters}
    found = []
    for device in devices(session, plan.id):
        if device.counter_id is not None and device.counter_id not in counters:
            found.append(f"device “{device.name}” belongs to counter {device.counter_id.rpartition('-')[2]}")
        if device.zone is not None and device.zone not in plan.zones():
            found.append(f"device “{device.name}” belongs to zone {device.zone}")
    return found


def _same_hall(plan: Plan, hall_id: str) -> None:
    if plan.id != hall_id:
        raise BadSetting(f"The file is of the hall “{plan.id}”, not of “{hall_id}”; a hall keeps its id.")


def _tell(hall_id: str, version: int, different: list[Change], notes: list[str]) -> None:
    print(f"The hall “{hall_id}”, version {version} of its plan, would change:")
    for change in different:
        details = f": {'; '.join(change.details)}" if change.details else ""
        print(f"  {SIGNS[change.how]} {change.what} {change.id}{details}")
    for note in notes:
        print(f"  ! {note}, which is not in the new plan: shut it out on the administration page")


def _refuse(reasons: Sequence[str]) -> int:
    print("This cannot be adopted now:", file=sys.stderr)
    for reason in reasons:
        print(f"  {reason}", file=sys.stderr)
    return 1


def _agreed() -> bool:
    try:
        return input("Adopt these changes? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        raise BadSetting("Nobody answered, and nothing was changed. --yes adopts without asking.") from None


def _tickets(count: int) -> str:
    return "1 open ticket" if count == 1 else f"{count} open tickets"
