"""What a manager decides about one session: who is there, what is done, whether it takes place (R-64 to R-67)."""

from collections.abc import Mapping, Sequence

from hall.kernel.errors import Invalid
from hall.kernel.work import Work
from hall.roster.errors import NoSuchCounter, RosterIncomplete, UnknownPerson
from hall.roster.events import RosterSet, ServicesSet, SessionClosed, SessionPublished
from hall.roster.lookups import the_plan, the_session
from hall.roster.models import HallSession, Shift
from hall.roster.queries import shifts_of
from hall.roster.rules import SessionState, missing
from hall.staff.queries import roles_in

REASONS = frozenset({"weather", "staff", "system", "building", "demand", "holiday", "other"})


def set_roster(work: Work, session_id: str, people: Mapping[int, str | None]) -> HallSession:
    """Who sits where: a member's id by counter, None for a place that is open to claim.

    Counters that are not named have no place any more; one person has one. Raises NoSuchCounter, UnknownPerson.
    """
    row, plan = the_session(work, session_id), the_plan(work)
    staff = roles_in(work.session, work.hall_id)
    for number in people:
        counter = plan.counter(number)
        if counter is None or counter.retired:
            raise NoSuchCounter("counters")
    seated = [member for member in people.values() if member is not None]
    if set(seated) - set(staff):
        raise UnknownPerson("counters")
    if len(set(seated)) != len(seated):
        raise Invalid("counters")
    _write(work, row, people)
    staffed = tuple(sorted(n for n, member in people.items() if member))
    work.record(RosterSet(session=row.id, staffed=staffed, open=tuple(sorted(set(people) - set(staffed)))))
    return row


def set_services(work: Work, session_id: str, services: Sequence[str]) -> HallSession:
    """What is done in this session (R-65); an empty list is what the plan offers then."""
    row, plan = the_session(work, session_id), the_plan(work)
    known = [s for s in services if (found := plan.service(s)) is not None and plan.is_on_offer(found)]
    if len(known) != len(services):
        raise Invalid("services")
    row.services = list(known) or None
    work.session.flush()
    work.record(ServicesSet(session=row.id, services=tuple(known)))
    return row


def publish(work: Work, session_id: str) -> HallSession:
    """From now on it can be booked. Refused while a queue that is offered has nobody, or the desk (R-67)."""
    row, plan = the_session(work, session_id), the_plan(work)
    if row.state == SessionState.PUBLISHED:
        return row
    lacking = missing(plan, row, shifts_of(work.session, [row.id])[row.id])
    if lacking:
        raise RosterIncomplete(missing=", ".join(lacking), extra={"missing": list(lacking)})
    row.state, row.published_at = SessionState.PUBLISHED, work.now
    work.record(SessionPublished(session=row.id))
    return row


def close_session(work: Work, session_id: str, reason: str) -> HallSession:
    """It does not take place. Whoever booked is told, or listed for a call: what follows from the fact (R-64)."""
    if reason not in REASONS:
        raise Invalid("reason")
    row = the_session(work, session_id)
    row.state, row.closed_at, row.closed_for = SessionState.CLOSED, work.now, reason
    work.session.flush()
    work.record(SessionClosed(session=row.id, reason=reason))
    return row


def _write(work: Work, row: HallSession, people: Mapping[int, str | None]) -> None:
    """First everybody gets up, then everybody sits down: the database allows nobody two places in between."""
    places = {shift.counter_number: shift for shift in shifts_of(work.session, [row.id])[row.id]}
    for number, shift in places.items():
        if number not in people:
            work.session.delete(shift)
        elif shift.member_id != people[number]:
            shift.member_id = None
    work.session.flush()
    for number, member in people.items():
        if number in places:
            places[number].member_id = member
        else:
            work.session.add(
                Shift(session_id=row.id, hall_id=work.hall_id, counter_number=number, member_id=member)
            )
    work.session.flush()
