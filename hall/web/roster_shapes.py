"""Sessions and rosters as clients see them."""

from collections.abc import Mapping, Sequence
from datetime import date

from hall.appointments.queries import Use, use_of
from hall.roster.models import HallSession, Shift, ShiftSwap
from hall.roster.queries import shifts_of
from hall.roster.rules import missing, needs, posts, services_of
from hall.site.plan import Plan
from hall.site.queries import plan_of
from hall.staff.queries import members_of
from hall.web.shapes import View
from hall.wire.roster import DatedSession, NeedView, ShiftView, SwapView

People = Mapping[str, dict[str, str]]


def sessions(view: View, first: date, last: date) -> list[DatedSession]:
    """The sessions of some days with their people and how full they are."""
    plan, people = plan_of(view.session, view.plan.id), people_of(view)
    found = use_of(view.session, plan, first, last, view.now, view.real_now)
    shifts = shifts_of(view.session, [use.session.id for use in found])
    return [_session(plan, use, shifts[use.session.id], people) for use in found]


def session(view: View, row: HallSession) -> DatedSession:
    """One session."""
    return next(s for s in sessions(view, row.day, row.day) if s.id == row.id)


def people_of(view: View) -> People:
    """The names of everybody who works in the hall, by member id."""
    return {member.id: member.names for member, _ in members_of(view.session, view.plan.id)}


def shift(plan: Plan, entity: Shift, people: People) -> ShiftView:
    counter = plan.counter(entity.counter_number)
    return ShiftView(
        id=entity.id,
        counter=entity.counter_number,
        names=counter.names if counter else None,
        member=entity.member_id,
        member_names=people.get(entity.member_id) if entity.member_id else None,
    )


def swap(entity: ShiftSwap) -> SwapView:
    return SwapView(
        id=entity.id,
        shift=entity.shift_id,
        other=entity.other_id,
        from_member=entity.from_member,
        to_member=entity.to_member,
        state=entity.state,
    )


def _session(plan: Plan, use: Use, shifts: Sequence[Shift], people: People) -> DatedSession:
    row = use.session
    there = posts(plan, row, shifts)
    return DatedSession(
        id=row.id,
        day=row.day,
        start=row.start,
        end=row.end,
        kind=row.kind,
        name=row.name,
        state=row.state,
        services=[s.id for s in services_of(plan, row)],
        shifts=[shift(plan, s, people) for s in shifts],
        needs=[
            NeedView(
                queue=need.queue,
                minimum=need.minimum,
                desired=need.desired,
                maximum=need.maximum,
                staffed=sum(need.queue in p.counter.queues for p in there),
            )
            for need in needs(plan, row)
        ],
        missing=list(missing(plan, row, shifts)),
        booked=use.booked,
        people=use.people,
        share=round(use.share, 4),
        goal=use.goal,
        thin=use.thin,
        decide_by=use.decide_by,
        released=row.released,
        closed_for=row.closed_for,
    )
