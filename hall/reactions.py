"""What follows from what, on one page.

WITHIN: in the same transaction, database only. AFTER: once it is committed; a failing one is logged and
never undoes what happened. There is no third column.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from hall.kernel.events import Event
from hall.kernel.work import Work

log = logging.getLogger(__name__)
Within = Callable[[Work, Event], None]
After = Callable[[str, list[Event]], None]

WITHIN: dict[type[Event], tuple[Within, ...]] = {}
"""Nothing yet: notices begin here with the room that sends them."""


@dataclass
class HouseReactions:
    """The table of one running house; `app.py` fills AFTER with the publisher and the wait keeper."""

    after_any: list[After] = field(default_factory=list)

    def within(self, work: Work, fact: Event) -> None:
        for reaction in WITHIN.get(type(fact), ()):
            reaction(work, fact)

    def after(self, hall_id: str, facts: list[Event]) -> None:
        for reaction in self.after_any:
            try:
                reaction(hall_id, facts)
            except Exception:
                log.exception("a reaction after commit failed; the change itself stands")
