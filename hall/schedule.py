"""What the clock does: one table of jobs. A job asks first and writes only when something is due."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import select
from sqlalchemy.orm import Session

from hall.appointments import actions as appointments
from hall.appointments.actions.clock import LEARN_EVERY
from hall.appointments.models import Booking, LearnedPace, SlotUnit
from hall.appointments.states import BookingState
from hall.kernel.idempotency import forget_old
from hall.kernel.work import SYSTEM, Work, Works
from hall.notices import actions as notices
from hall.notices.actions.contacts import turns_wait
from hall.notices.actions.queueing import overdue
from hall.notices.actions.reminding import reminders_wait
from hall.notices.sending import Sender
from hall.queue import actions
from hall.queue.lookups import of_earlier_days, unanswered
from hall.queue.models import Ticket
from hall.queue.states import OPEN, TicketState
from hall.roster.actions import plan_ahead
from hall.roster.actions.planning import BEYOND
from hall.roster.models import HallSession
from hall.roster.queries import sessions_between
from hall.roster.rules import session_id
from hall.site.queries import halls, plan_of
from hall.site.rules import business_day, sessions_of
from hall.staff.actions import keep_seen
from hall.web.seen import Seen

log = logging.getLogger(__name__)
T = TypeVar("T")


Due = Callable[[Session, str, Works], bool]


@dataclass(frozen=True)
class Job:
    """`verb` runs every `seconds` of device time on each hall where `due` says that there may be work."""

    name: str
    seconds: float
    due: Due
    verb: Callable[[Work], int]


def _calls_open(session: Session, hall_id: str, works: Works) -> bool:
    return session.scalar(unanswered(hall_id).limit(1)) is not None


def _away(session: Session, hall_id: str, works: Works) -> bool:
    wanted = select(Ticket.id).where(
        Ticket.hall_id == hall_id, Ticket.state.in_([TicketState.MISSED, TicketState.PARKED])
    )
    return session.scalar(wanted.limit(1)) is not None


def _left_over(session: Session, hall_id: str, works: Works) -> bool:
    today = business_day(plan_of(session, hall_id), works.clock.hall_now())
    return session.scalar(of_earlier_days(hall_id, today, OPEN).limit(1)) is not None


def _held(session: Session, hall_id: str, works: Works) -> bool:
    wanted = select(Booking.id).where(Booking.hall_id == hall_id, Booking.state == BookingState.HELD)
    return session.scalar(wanted.limit(1)) is not None


def _not_come(session: Session, hall_id: str, works: Works) -> bool:
    wanted = select(Booking.id).where(
        Booking.hall_id == hall_id,
        Booking.state == BookingState.BOOKED,
        Booking.start < works.clock.hall_now(),
    )
    return session.scalar(wanted.limit(1)) is not None


def _given_back(session: Session, hall_id: str, works: Works) -> bool:
    mine = select(HallSession.id).where(HallSession.hall_id == hall_id)
    wanted = select(SlotUnit.session_id).where(SlotUnit.booking_id.is_(None), SlotUnit.session_id.in_(mine))
    return session.scalar(wanted.limit(1)) is not None


def _to_release(session: Session, hall_id: str, works: Works) -> bool:
    wanted = select(HallSession.id).where(
        HallSession.hall_id == hall_id, HallSession.released < 1, HallSession.end > works.clock.hall_now()
    )
    return session.scalar(wanted.limit(1)) is not None


def _to_plan(session: Session, hall_id: str, works: Works) -> bool:
    """True when the last day that should be planned has no session yet and the plan has one."""
    plan = plan_of(session, hall_id)
    today = business_day(plan, works.clock.hall_now())
    last = today + timedelta(days=plan.settings.booking_open_days + BEYOND)
    planned = {row.id for row in sessions_between(session, hall_id, today, last)}
    days = (today + timedelta(days=n) for n in range((last - today).days + 1))
    now = works.clock.hall_now()
    return any(session_id(plan, s) not in planned for d in days for s in sessions_of(plan, d) if s.end > now)


def _to_learn(session: Session, hall_id: str, works: Works) -> bool:
    known = session.get(LearnedPace, hall_id)
    if known is not None and works.clock.hall_now() - known.at < LEARN_EVERY:
        return False
    came = select(Booking.id).where(Booking.hall_id == hall_id, Booking.state == BookingState.CHECKED_IN)
    return session.scalar(came.limit(1)) is not None  # before the first one there is nothing to learn


def _to_remind(session: Session, hall_id: str, works: Works) -> bool:
    now = works.clock.hall_now()
    return reminders_wait(session, plan_of(session, hall_id), now)


def _unsent(session: Session, hall_id: str, works: Works) -> bool:
    return session.scalar(overdue(hall_id, works.clock.hall_now()).limit(1)) is not None


def _turns_near(session: Session, hall_id: str, works: Works) -> bool:
    return turns_wait(session, hall_id, works.clock.hall_now())


JOBS = (
    Job("announce", 1, _calls_open, actions.announce_due),
    Job("expire", 15, _away, actions.expire_due),
    Job("close_day", 5, _left_over, actions.close_day),
    Job("lapse_holds", 5, _held, appointments.lapse_due),
    Job("judge_missing", 15, _not_come, appointments.judge_missing),
    Job("return_slots", 10, _given_back, appointments.return_due),
    Job("release_slots", 5, _to_release, appointments.release_due),
    Job("plan_ahead", 600, _to_plan, plan_ahead),
    Job("learn_pace", 600, _to_learn, appointments.learn),
    Job("near_turns", 2, _turns_near, notices.tell_near_turns),
    Job("remind_due", 30, _to_remind, notices.remind_due),
    Job("expire_notices", 30, _unsent, notices.expire_overdue),
)
SENDING = (
    # Rows of all halls at once, and the talking outside: no unit of work of a hall.
    ("send_due", 2, lambda sender: sender.wake()),
    ("settle_sending", 15, lambda sender: sender.settle_sending()),
)


@dataclass
class Heartbeat:
    """When the clock's jobs last ran, on this process's own monotonic clock; `readyz` looks at it."""

    at: float = field(default_factory=time.monotonic)

    def beat(self) -> None:
        self.at = time.monotonic()

    def seconds_ago(self) -> float:
        return time.monotonic() - self.at


def tidy(works: Works) -> None:
    """Forgets answers that were kept for retries and whose time is over, and what was told long ago."""
    works.database.write(lambda session: forget_old(session, works.clock.real_now()))
    works.database.write(lambda session: notices.forget_old(session, works.clock.hall_now()))


def write_seen(works: Works, seen: Seen) -> None:
    """Writes down when sessions were last seen."""
    if moments := seen.take():
        works.database.write(lambda session: keep_seen(session, moments))


def tick(job: Job, works: Works) -> int:
    """Runs one job on every hall now; how much it did. A double tick does no harm: rows decide."""
    done = 0
    with works.database.read() as session:
        due = [h.id for h in halls(session) if job.due(session, h.id, works)]
    for hall_id in due:
        done += works.perform(hall_id, SYSTEM, job.verb)
    return done


def start(works: Works, heartbeat: Heartbeat, seen: Seen, sender: Sender) -> BackgroundScheduler:
    """Hands the table to APScheduler; the caller shuts it down.

    Every job runs once at once, before the first request: a machine that was off over night must not call
    yesterday's numbers, and an interval begins with waiting.
    """
    for job in JOBS:
        _safely(job, works)
    scheduler = BackgroundScheduler(
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    for job in JOBS:
        scheduler.add_job(_safely, "interval", seconds=job.seconds, args=[job, works], id=job.name)
    for name, seconds, do in SENDING:
        scheduler.add_job(_quietly, "interval", seconds=seconds, args=[name, do, sender], id=name)
    scheduler.add_job(tidy, "interval", minutes=10, args=[works], id="tidy")
    scheduler.add_job(write_seen, "interval", minutes=1, args=[works, seen], id="seen")
    scheduler.add_job(heartbeat.beat, "interval", seconds=1, id="heartbeat")
    scheduler.start()
    return scheduler


def _safely(job: Job, works: Works) -> None:
    _quietly(job.name, lambda all_works: tick(job, all_works), works)


def _quietly(name: str, do: Callable[[T], object], what: T) -> None:
    try:
        do(what)
    except Exception:
        log.exception("the job %s failed; it runs again", name)
