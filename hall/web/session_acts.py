"""What a manager does to sessions from any door: opening one once and closing one are changes of the plan too.

The plan is what kiosks, screens and public hours follow, so a session that is closed here is closed there.
"""

from collections.abc import Sequence
from datetime import date, time, timedelta
from itertools import pairwise

from hall.kernel.errors import Invalid
from hall.kernel.work import Work
from hall.queue.actions import set_up_counters
from hall.roster import actions
from hall.roster.errors import SessionsOverlap
from hall.roster.models import HallSession
from hall.roster.rules import session_id
from hall.site.actions import adopt_plan
from hall.site.plan import OneOff, Override, Plan
from hall.site.queries import plan_of
from hall.site.rules import business_day, sessions_of

FARTHEST = timedelta(days=366)  # sessions are written down for the days that can be planned


def open_once(work: Work, day: date, start: time, end: time, *, name: str, services: Sequence[str]) -> HallSession:
    """A session that no week has; it is a draft until its roster stands and a manager publishes it."""
    plan = plan_of(work.session, work.hall_id)
    if not timedelta(0) <= day - business_day(plan, work.now) <= FARTHEST:
        raise Invalid("day")
    once = OneOff(day=day, session=name, start=start, end=end, services=tuple(services), names={})
    grown = plan.model_copy(update={"one_off": (*plan.one_off, once)})
    if not start < end or _overlaps(plan, grown, day):
        raise SessionsOverlap()
    _adopt(work, grown)
    made = next(s for s in sessions_of(grown, day) if s.name == name)
    return work.session.get_one(HallSession, session_id(grown, made))


def close(work: Work, id_: str, reason: str) -> HallSession:
    """Closes a session of one day everywhere: for bookings, for kiosks, on screens and in the public hours."""
    row = actions.close_session(work, id_, reason)
    plan = plan_of(work.session, work.hall_id)
    words = {"zh-CN": _CLOSED["zh-CN"], "en": _CLOSED["en"]}
    shut = Override(first=row.day, last=row.day, kind="closure", names=words, sessions=(row.name,))
    _adopt(work, plan.model_copy(update={"overrides": (*plan.overrides, shut)}))
    return row


def _adopt(work: Work, plan: Plan) -> None:
    set_up_counters(work.session, plan, work.now)
    adopt_plan(work, plan)


def _overlaps(plan: Plan, grown: Plan, day: date) -> bool:
    found = sessions_of(grown, day)
    clash = any(b.start < a.end for a, b in pairwise(found))
    return clash or len(found) == len(sessions_of(plan, day))


_CLOSED = {"zh-CN": "本场次取消", "en": "Session cancelled"}
