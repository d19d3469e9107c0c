"""What verbs of the roster fetch before they judge."""

from hall.kernel.work import Work
from hall.roster.errors import SessionOver, UnknownSession, UnknownShift
from hall.roster.models import HallSession, Shift
from hall.roster.rules import SessionState
from hall.site.plan import Plan
from hall.site.queries import plan_of


def the_plan(work: Work) -> Plan:
    return plan_of(work.session, work.hall_id)


def the_session(work: Work, session_id: str) -> HallSession:
    """A session of this hall that is not over, or UnknownSession, or SessionOver."""
    found: HallSession | None = work.session.get(HallSession, session_id)
    if found is None or found.hall_id != work.hall_id:
        raise UnknownSession()
    if found.end <= work.now or found.state == SessionState.CLOSED:
        raise SessionOver()
    return found


def the_shift(work: Work, shift_id: str) -> Shift:
    """A shift of this hall in a session that is not over."""
    found: Shift | None = work.session.get(Shift, shift_id)
    if found is None or found.hall_id != work.hall_id:
        raise UnknownShift()
    the_session(work, found.session_id)
    return found
