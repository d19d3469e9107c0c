"""What a hall learns about its own sessions: who comes, and how one session's pace differs from another's.

estimates.md 4: the rule of capacity needs both, and settings stand in until there is enough to learn from. The
verb `actions.learn` keeps it anew each day.
"""

import math
import statistics
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from hall.appointments.capacity import Pace
from hall.appointments.models import Booking, LearnedPace
from hall.appointments.states import COUNTED, BookingState
from hall.queue.models import Ticket
from hall.queue.states import TicketState
from hall.site.plan import Plan
from hall.site.rules import business_day

LOOK_BACK = timedelta(days=90)
ENOUGH_BOOKINGS = 200
ENOUGH_DAYS, ENOUGH_VISITS = 8, 10


def pace_of(session: Session, plan: Plan) -> Pace:
    """How this hall's sessions go: what it has learned, else what its settings say."""
    usual, learned = Pace.of(plan.settings), session.get(LearnedPace, plan.id)
    if learned is None:
        return usual
    return Pace(
        learned.show_rate if learned.show_rate is not None else usual.show_rate,
        learned.spread if learned.spread is not None else usual.spread,
    )


def learned_show_rate(session: Session, hall_id: str, now: datetime) -> float | None:
    """The share of booked visitors who came, or None before two hundred could have come."""
    came = case((Booking.state == BookingState.CHECKED_IN, 1), else_=0)
    wanted = select(func.count(), func.sum(came)).where(
        Booking.hall_id == hall_id,
        Booking.state.in_(sorted(COUNTED - {BookingState.BOOKED})),
        Booking.start >= now - LOOK_BACK,
        Booking.start < now,
    )
    count, kept = session.execute(wanted).one()
    return kept / count if count >= ENOUGH_BOOKINGS else None


def learned_spread(session: Session, plan: Plan, now: datetime) -> float | None:
    """τ: how much a day's work differs from its mean for a reason all its visits share; None before eight days.

    The variance of (work of a day ÷ its mean work), minus what the visits' own variance explains.
    """
    wanted = select(Ticket.day, Ticket.service_id, Ticket.arrived_at, Ticket.ended_at).where(
        Ticket.hall_id == plan.id,
        Ticket.day >= business_day(plan, now - LOOK_BACK),
        Ticket.state == TicketState.FINISHED,
        Ticket.step == 0,
        Ticket.arrived_at.is_not(None),
    )
    services = {s.id: s for s in plan.services}
    days: dict[date, list[tuple[float, float, float]]] = {}
    for day, service_id, arrived, ended in session.execute(wanted):
        service = services.get(service_id)
        if service is not None and arrived is not None and ended is not None:
            minutes = (ended - arrived).total_seconds() / 60
            days.setdefault(day, []).append((minutes, service.mean, service.sd**2))
    return spread_of(days)


def spread_of(days: Mapping[date, list[tuple[float, float, float]]]) -> float | None:
    """The same of plain values: per day, of each visit its minutes, its mean and its variance."""
    ratios, own = [], []
    for visits in days.values():
        if len(visits) >= ENOUGH_VISITS:
            mean = sum(m for _, m, _ in visits)
            ratios.append(sum(minutes for minutes, _, _ in visits) / mean)
            own.append(sum(v for _, _, v in visits) / mean**2)
    if len(ratios) < ENOUGH_DAYS:
        return None
    return math.sqrt(max(0.0, statistics.variance(ratios) - statistics.fmean(own)))
