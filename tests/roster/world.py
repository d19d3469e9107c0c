"""A hall with a roster: its people by name, its sessions by day."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hall.kernel.work import SYSTEM, Works
from hall.roster import actions
from hall.roster.models import HallSession, Shift
from hall.roster.queries import shifts_of
from tests.world import HALL, FrozenClock

SATURDAY = f"{HALL}-20261128-0900"


@dataclass
class Roster:
    works: Works
    clock: FrozenClock

    def do(self, verb: Any, *args: Any, **more: Any) -> Any:
        return self.works.perform(HALL, SYSTEM, lambda work: verb(work, *args, **more))

    def plan_ahead(self) -> int:
        done: int = self.do(actions.plan_ahead)
        return done

    def session(self, session_id: str = SATURDAY) -> HallSession:
        with self.works.database.read() as session:
            return session.get_one(HallSession, session_id)

    def sessions(self) -> list[HallSession]:
        with self.works.database.read() as session:
            return list(session.scalars(select(HallSession).order_by(HallSession.start)))

    def shift(self, counter: int, session_id: str = SATURDAY) -> Shift:
        with self.works.database.read() as session:
            return next(s for s in shifts_of(session, [session_id])[session_id] if s.counter_number == counter)
