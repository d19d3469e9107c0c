"""The sessions of the coming weeks as rows, in line with the plan: what the plan opens is there to be staffed."""

from datetime import date, timedelta

from hall.kernel.work import Work
from hall.roster.events import SessionAdded, SessionChanged, SessionClosed
from hall.roster.lookups import the_plan
from hall.roster.models import HallSession, Shift
from hall.roster.queries import sessions_between
from hall.roster.rules import SessionState, needs_publication, session_id, usual_counters
from hall.site.plan import Plan
from hall.site.rules import Session, business_day, sessions_of

BEYOND = 14  # days planned beyond those that can be booked: a roster is made before people see it


def plan_ahead(work: Work) -> int:
    """Makes, changes and closes sessions until they are those of the plan; how many differ from before.

    An ordinary session is open because the hall is. One outside office hours begins as a draft with places open to
    claim, and a manager publishes it (R-67). What the plan no longer has is closed; its bookings follow (R-64).
    """
    plan = the_plan(work)
    first = business_day(plan, work.now)
    last = first + timedelta(days=plan.settings.booking_open_days + BEYOND)
    known = {row.id: row for row in sessions_between(work.session, work.hall_id, first, last)}
    wanted = _wanted(plan, first, last)
    done = 0
    for id_, (day, session) in wanted.items():
        row = known.get(id_)
        if row is None:
            done += _add(work, plan, id_, day, session)
        elif row.end > work.now:
            done += _follow(work, row, session)
    for id_, row in known.items():
        if id_ not in wanted and row.state != SessionState.CLOSED and row.end > work.now:
            done += _shut(work, row)
    return done


def _wanted(plan: Plan, first: date, last: date) -> dict[str, tuple[date, Session]]:
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return {session_id(plan, s): (day, s) for day in days for s in sessions_of(plan, day)}


def _add(work: Work, plan: Plan, id_: str, day: date, session: Session) -> int:
    if session.end <= work.now:
        return 0
    once = next((o for o in plan.one_off if o.day == day and o.session == session.name), None)
    row = HallSession(
        id=id_,
        hall_id=work.hall_id,
        day=day,
        start=session.start,
        end=session.end,
        kind=session.kind,
        name=session.name,
        services=list(once.services) if once and once.services else None,
    )
    work.session.add(row)
    if needs_publication(session.kind):
        work.session.flush()  # its places refer to it
        for counter in usual_counters(plan, row):
            work.session.add(Shift(session_id=id_, hall_id=work.hall_id, counter_number=counter.number))
    else:
        row.state, row.published_at = SessionState.PUBLISHED, work.now
    work.record(SessionAdded(session=id_))
    return 1


def _follow(work: Work, row: HallSession, session: Session) -> int:
    """The same start, another end or kind; a session that came back after a closure is open again as a draft."""
    if row.state == SessionState.CLOSED:
        if row.closed_for != "plan":
            return 0  # a manager closed it: the plan does not open it again by itself
        row.state = SessionState.DRAFT if needs_publication(session.kind) else SessionState.PUBLISHED
        row.closed_at = row.closed_for = None
        work.record(SessionAdded(session=row.id))
        return 1
    if (row.end, row.kind, row.name) == (session.end, session.kind, session.name):
        return 0
    row.end, row.kind, row.name = session.end, session.kind, session.name
    work.session.flush()
    work.record(SessionChanged(session=row.id))
    return 1


def _shut(work: Work, row: HallSession) -> int:
    row.state, row.closed_at, row.closed_for = SessionState.CLOSED, work.now, "plan"
    work.session.flush()
    work.record(SessionClosed(session=row.id, reason="plan"))
    return 1
