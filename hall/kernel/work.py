"""The unit of work: lock the hall, read the clock once, do the verb, write its facts, commit, then tell."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol, TypeVar

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from hall.kernel.clock import Clock
from hall.kernel.database import Database
from hall.kernel.errors import NotFound
from hall.kernel.events import Event
from hall.kernel.journal import HallLine, JournalRow
from hall.kernel.rows import Fetch, Prepared

T = TypeVar("T")
STEP_BACK = timedelta(hours=1)
_WRITE = Prepared(insert(JournalRow))
_LOCK = Fetch(select(HallLine).where(HallLine.hall_id == bindparam("hall_id")).with_for_update())


@dataclass(frozen=True)
class Actor:
    """Who does something, as the journal keeps it: an id, never a name."""

    kind: Literal["member", "device", "holder", "public", "system"]
    id: str | None = None


SYSTEM = Actor("system")


@dataclass
class Work:
    """One change of one hall. Verbs read `now` and `real_now`, use `session`, and `record` facts."""

    session: Session
    line: HallLine
    now: datetime
    real_now: datetime
    actor: Actor
    within: Callable[["Work", Event], None]
    public_url: str | None = None  # the address that people reach, for links in what they are told
    facts: list[Event] = field(default_factory=list)

    @property
    def hall_id(self) -> str:
        return self.line.hall_id

    @property
    def seq(self) -> int:
        """The number the newest fact has, counting those recorded in this unit of work."""
        return self.line.seq

    def record(self, fact: Event) -> None:
        """Gives the fact its number in the hall's line; what follows within the transaction follows now."""
        self.line.seq += 1
        self.line.last_at = self.now  # with the number, so that both go in one statement
        self.facts.append(fact)
        self.within(self, fact)


class Reactions(Protocol):
    """What follows from a fact; `hall.reactions` is the one that is not a stand-in."""

    def within(self, work: Work, fact: Event) -> None: ...

    def after(self, hall_id: str, facts: list[Event]) -> None: ...


class NoReactions:
    """Nothing follows: for commands and tests that look at rows alone."""

    def within(self, work: Work, fact: Event) -> None: ...

    def after(self, hall_id: str, facts: list[Event]) -> None: ...


class _TakenBack(Exception):
    """Ends a rehearsal: the transaction is rolled back, the answer is kept."""

    def __init__(self, answer: object) -> None:
        super().__init__()
        self.answer: Any = answer


class Works:
    """Where units of work are made. One per process."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        reactions: Reactions | None = None,
        public_url: str | None = None,
    ) -> None:
        self.database = database
        self.clock = clock
        self.reactions: Reactions = reactions or NoReactions()
        self.public_url = public_url

    def perform(self, hall_id: str, actor: Actor, verb: Callable[[Work], T]) -> T:
        """Runs `verb` as one unit of work on the hall; raises what it raises, and then nothing happened."""
        recorded: list[Event] = []

        def job(session: Session) -> T:
            work = self._begin(session, hall_id, actor)
            first = work.line.seq + 1
            answer = verb(work)
            _write_facts(work, first)
            recorded.extend(work.facts)
            return answer

        answer = self.database.write(job)
        if recorded:
            self.reactions.after(hall_id, recorded)
        return answer

    def rehearse(self, hall_id: str, actor: Actor, verb: Callable[[Work], T]) -> T:
        """What a verb would do: runs it, hands on what it says, and takes everything back. Nobody is told.

        An effect that is shown before a change (R-64) is thereby the effect itself, not a second opinion.
        """

        def job(session: Session) -> None:
            raise _TakenBack(verb(self._begin(session, hall_id, actor)))

        try:
            self.database.write(job)
        except _TakenBack as back:
            return back.answer  # type: ignore[no-any-return]
        raise AssertionError("a rehearsal always ends by taking itself back")

    def _begin(self, session: Session, hall_id: str, actor: Actor) -> Work:
        line: HallLine | None = _LOCK.first(session, hall_id=hall_id)
        if line is None:
            raise NotFound()
        return Work(
            session=session,
            line=line,
            # Read under the lock: facts of one hall are then in the order of their moments.
            now=_never_back(self.clock.hall_now(), line.last_at),
            real_now=self.clock.real_now(),
            actor=actor,
            within=self.reactions.within,
            public_url=self.public_url,
        )


def _never_back(now: datetime, last: datetime | None) -> datetime:
    """A clock that was set back a little waits at the last moment; one that was a day ahead is let back."""
    if last is not None and last - STEP_BACK < now < last:
        return last
    return now


def _write_facts(work: Work, first: int) -> None:
    for seq, fact in enumerate(work.facts, start=first):
        _WRITE.run(work.session, _row(work, seq, fact))


def _row(work: Work, seq: int, fact: Event) -> dict[str, object]:
    data = fact.data()
    return {
        "hall_id": work.hall_id,
        "seq": seq,
        "at": work.now,
        "real_at": work.real_now,
        "name": fact.name,
        "actor_kind": work.actor.kind,
        "actor_id": work.actor.id,
        "ticket_id": data.pop("ticket", None),
        "call_id": data.pop("call", None),
        "counter_id": data.pop("counter", None),
        "data": data,
    }
