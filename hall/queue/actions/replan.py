"""A new plan for a running hall: judged under the hall's lock, because numbers may have been issued meanwhile."""

from hall.kernel.work import Work
from hall.queue.actions.counters import set_up_counters
from hall.queue.errors import PlanChanged, PlanInTheWay
from hall.queue.replanning import effects
from hall.site.actions import adopt_plan
from hall.site.plan import Plan
from hall.site.queries import hall, plan_of


def replan(work: Work, plan: Plan, *, after: int) -> int:
    """Makes `plan` the hall's plan if version `after` still stands; the number of the new version.

    Raises PlanChanged if somebody else was faster, PlanInTheWay if somebody would lose a turn or a counter.
    """
    if hall(work.session, work.hall_id).plan_version != after:
        raise PlanChanged()
    found = effects(work.session, plan_of(work.session, work.hall_id), plan, work.now)
    if any(effect.blocks for effect in found):
        raise PlanInTheWay(found)
    set_up_counters(work.session, plan, work.now)
    return adopt_plan(work, plan)
