"""`hall adopt FILE`: an edited hall file becomes the plan of a hall, also while it is being served."""

import sys
from collections.abc import Sequence

from hall.commands.check import check, text_of
from hall.commands.halls import chosen, opened
from hall.kernel.clock import SystemClock
from hall.kernel.work import SYSTEM, Works
from hall.queue.actions import replan
from hall.queue.errors import PlanChanged, PlanInTheWay
from hall.queue.replanning import Effect, effects, with_history
from hall.settings import BadSetting, Settings
from hall.site.changes import Change, changes
from hall.site.hallfile import review
from hall.site.plan import Plan
from hall.site.queries import hall as hall_row
from hall.site.queries import plan_of

SIGNS = {"added": "+", "removed": "-", "changed": "~"}


def adopt(settings: Settings, file: str, hall_id: str | None, *, ask: bool) -> int:
    """Says what would change, asks, and changes it in one transaction; 1 where something stands in the way."""
    found = review(text_of(file))
    if found.plan is None:
        return check(file)
    plan, clock = found.plan, SystemClock()
    with opened(settings) as database:
        with database.read() as session:
            _same_hall(plan, chosen(session, hall_id or plan.id))
            old, version = plan_of(session, plan.id), hall_row(session, plan.id).plan_version
            plan = with_history(session, old, plan)
            follows = effects(session, old, plan, clock.hall_now())
        different = changes(old, plan)
        if not different:
            print(f"The hall “{plan.id}” has this plan already (version {version}).")
            return 0
        _tell(plan.id, version, different, [f for f in follows if not f.blocks])
        if any(f.blocks for f in follows):
            return _refuse(follows)
        if ask and not _agreed():
            print("Nothing was changed.")
            return 1
        try:
            made = Works(database, clock).perform(plan.id, SYSTEM, lambda work: replan(work, plan, after=version))
        except PlanInTheWay as problem:
            return _refuse(problem.effects)
        except PlanChanged:
            raise BadSetting("Another plan was adopted meanwhile. Look at the changes again.") from None
    print(f"The hall “{plan.id}” has version {made} of its plan. A running server uses it within a second.")
    return 0


def _same_hall(plan: Plan, hall_id: str) -> None:
    if plan.id != hall_id:
        raise BadSetting(f"The file is of the hall “{plan.id}”, not of “{hall_id}”; a hall keeps its id.")


def _tell(hall_id: str, version: int, different: list[Change], follows: Sequence[Effect]) -> None:
    print(f"The hall “{hall_id}”, version {version} of its plan, would change:")
    for change in different:
        said = "; ".join(detail.said for detail in change.details)
        name = f"{change.what} {said}" if change.what == "setting" else f"{change.what} {change.id}"
        more = f": {said}" if said and change.what != "setting" else ""
        print(f"  {SIGNS[change.how]} {name}{more}")
    for effect in follows:
        print(f"  ! {effect.said}")


def _refuse(follows: Sequence[Effect]) -> int:
    print("This cannot be adopted now:", file=sys.stderr)
    for effect in follows:
        if effect.blocks:
            print(f"  {effect.said}", file=sys.stderr)
    return 1


def _agreed() -> bool:
    try:
        return input("Adopt these changes? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        raise BadSetting("Nobody answered, and nothing was changed. --yes adopts without asking.") from None
