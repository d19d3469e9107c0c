"""Any sequence of verbs by any people, against a plain model, on both databases.

The model is dictionaries: where each ticket is, and what each counter has. Whatever the hall accepts must be
what the model expects, whatever it refuses must leave no trace, and journal, screens and rows must agree.
"""

import os
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from display.board import apply
from hall.kernel.database import Database
from hall.kernel.errors import HallError
from hall.kernel.journal import JournalRow, facts_after, head
from hall.kernel.work import Works
from hall.queue import actions
from hall.queue.actions.issue import Wish
from hall.queue.models import Call, Counter, Ticket
from hall.queue.rules import lane_credit
from hall.queue.states import AT_COUNTER, COUNTER_STATE_WHILE, MOVES, TicketState
from hall.reactions import HouseReactions
from hall.site.actions import clear_emergency, raise_emergency
from hall.site.plan import Settings
from hall.site.queries import plan_of
from hall.wire import rooms
from tests.databases import fresh_postgres, fresh_sqlite
from tests.display.test_board import look, messages
from tests.world import CLERK, HALL, OTHER, Floor, FrozenClock, a_hall

LONG = bool(os.environ.get("HALL_LONG"))
COUNTERS = {1: CLERK, 4: OTHER}
SERVICES = st.sampled_from(["A1", "A2", "B1", "P"])
PICK = st.integers(0, 10_000)


class AnyDay(RuleBasedStateMachine):
    """Two clerks, every verb, time passing. `tickets` and `journaled` are the plain model."""

    fresh: Callable[[Path], str] = staticmethod(fresh_sqlite)

    @initialize()
    def open_the_hall(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.clock = FrozenClock()
        self.database = Database(type(self).fresh(Path(self.folder.name)))
        a_hall(self.database, clock=self.clock)
        self.floor = Floor(Works(self.database, self.clock, HouseReactions()))
        for number, member in COUNTERS.items():
            self.floor.open(number, member)
        self.tickets: dict[str, str] = {}
        self.last: dict[int, str | None] = dict.fromkeys(COUNTERS)
        self.board = look(self.floor.works, None)

    def attempt(self, verb: Any, *args: Any, **kw: Any) -> Any:
        """A verb that may be refused; a refusal leaves the hall's line where it was."""
        with self.database.read() as session:
            before = head(session, HALL)
        try:
            return self.floor.do(verb, *args, **kw)
        except HallError:
            with self.database.read() as session:
                assert head(session, HALL) == before
            return None

    def some(self, pick: int) -> str:
        ids = list(self.tickets)
        return ids[pick % len(ids)]

    def call_at(self, number: int) -> str:
        return self.last[number] or "0" * 26

    @rule(service=SERVICES)
    def issue(self, service: str) -> None:
        ticket = self.attempt(actions.issue_ticket, Wish((service,)), channel="kiosk")
        if ticket is not None:  # none in an emergency
            self.tickets[ticket.id] = "waiting"

    @rule(number=st.sampled_from(sorted(COUNTERS)), stale=st.booleans())
    def call_next(self, number: int, stale: bool) -> None:
        after = "0" * 26 if stale else self.last[number]
        call = self.attempt(actions.call_next, f"{HALL}-{number}", after=after)
        if call is not None:
            again = self.attempt(actions.call_next, f"{HALL}-{number}", after=after)
            assert again is not None and again.id == call.id, "the same press is the same call"
            self.last[number] = call.id

    @precondition(lambda self: self.tickets)
    @rule(number=st.sampled_from(sorted(COUNTERS)), pick=PICK)
    def call_this(self, number: int, pick: int) -> None:
        call = self.attempt(
            actions.call_this, f"{HALL}-{number}", self.some(pick), "wheelchair", after=self.last[number]
        )
        self.last[number] = call.id if call else self.last[number]

    @rule(
        number=st.sampled_from(sorted(COUNTERS)),
        verb=st.sampled_from([actions.arrive, actions.recall, actions.wrap_up]),
        twice=st.booleans(),
    )
    def act_on_call(self, number: int, verb: Any, twice: bool) -> None:
        for _ in range(1 + twice):
            self.attempt(verb, self.call_at(number))

    @rule(number=st.sampled_from(sorted(COUNTERS)), reason=st.sampled_from(["not_here", "declined"]))
    def miss(self, number: int, reason: str) -> None:
        self.attempt(actions.miss, self.call_at(number), reason)

    @rule(number=st.sampled_from(sorted(COUNTERS)))
    def undo(self, number: int) -> None:
        call = self.attempt(actions.undo_call, self.call_at(number))
        if call is not None:
            with self.database.read() as session:
                self.last[number] = session.get_one(Counter, f"{HALL}-{number}").last_call_id

    @precondition(lambda self: self.tickets)
    @rule(
        pick=PICK,
        act=st.sampled_from(
            [
                (actions.hold, ("form",)),
                (actions.resume, ()),
                (actions.park, ("copy",)),
                (actions.come_back, ()),
                (actions.finish, ("done",)),
                (actions.finish, ("incomplete",)),
                (actions.cancel, ()),
                (actions.leave, ()),
                (actions.rejoin, ()),
                (actions.delay, (5,)),
                (actions.give_priority, ("older",)),
                (actions.take_priority, ()),
                (actions.keep_for_next_day, ("system_failed",)),
                (actions.reprint, ()),
            ]
        ),
    )
    def act_on_ticket(self, pick: int, act: tuple[Any, tuple[Any, ...]]) -> None:
        self.attempt(act[0], self.some(pick), *act[1])

    @precondition(lambda self: self.tickets)
    @rule(pick=PICK, service=st.sampled_from(["A1", "B1"]))
    def transfer(self, pick: int, service: str) -> None:
        self.attempt(actions.transfer, self.some(pick), "wrong_service", service_id=service)

    @rule(number=st.sampled_from(sorted(COUNTERS)), away=st.booleans())
    def pause_or_resume(self, number: int, away: bool) -> None:
        if away:
            self.attempt(actions.pause_counter, f"{HALL}-{number}", "meal")
        else:
            self.attempt(actions.resume_counter, f"{HALL}-{number}")

    @precondition(lambda self: self.tickets)
    @rule(pick=PICK, number=st.sampled_from(sorted(COUNTERS)))
    def send_to_a_counter(self, pick: int, number: int) -> None:
        self.attempt(actions.transfer, self.some(pick), "counter_cannot", counter_id=f"{HALL}-{number}")

    @rule(on=st.booleans())
    def emergency(self, on: bool) -> None:
        if on:
            self.attempt(raise_emergency, "Please leave the building")
        else:
            self.attempt(clear_emergency)

    @rule(seconds=st.sampled_from([1, 15, 40, 120, 600]))
    def time_passes(self, seconds: int) -> None:
        self.clock.pass_(seconds=seconds)
        self.floor.do(actions.announce_due)
        self.floor.do(actions.expire_due)

    @invariant()
    def rows_journal_and_screens_agree(self) -> None:
        if not hasattr(self, "board"):
            return
        with self.database.read() as session:
            tickets = {t.id: t for t in session.scalars(select(Ticket))}
            counters = session.scalars(select(Counter)).all()
            calls = session.scalars(select(Call).where(Call.ended_at.is_(None))).all()
            rows = facts_after(session, HALL, 0, limit=100_000)
            plan = plan_of(session, HALL)
        assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
        self.follow(rows)
        assert {t.id: str(t.state) for t in tickets.values()} == self.tickets
        assert sorted(c.ticket_id for c in calls) == sorted(
            t.id for t in tickets.values() if t.state in AT_COUNTER
        )
        for counter in counters:
            ticket = tickets.get(counter.ticket_id or "")
            if ticket is not None:
                assert counter.state == COUNTER_STATE_WHILE[TicketState(ticket.state)]
                assert (ticket.counter_id, ticket.call_id) == (counter.id, counter.call_id)
        self.screens_agree()
        self.nobody_was_overtaken_by_key(rows, tickets, plan.settings)

    def follow(self, rows: Any) -> None:
        """The model's own way to the states: along the journal, step by allowed step."""
        states: dict[str, str] = {}
        for row in rows:
            if row.ticket_id is None:
                continue
            before, now = row.data.get("from_state"), row.data["state"]
            assert before == states.get(row.ticket_id), row.name
            if before and before != now and row.name != "ticket.reopened":
                assert now in MOVES[TicketState(before)], (row.name, before, now)
            states[row.ticket_id] = now
        self.tickets = {ticket: states[ticket] for ticket in self.tickets}

    def screens_agree(self) -> None:
        for message in messages(self.floor.works, rooms.board(HALL), self.board.seq):
            self.board = apply(self.board, message)
        fresh = look(self.floor.works, None)
        assert self.board.model_copy(update={"seq": fresh.seq}) == fresh

    def nobody_was_overtaken_by_key(self, rows: list[JournalRow], tickets: Any, rules: Settings) -> None:
        """R-20a for the newest call: by key, inside one lane and service nobody earlier was left waiting."""
        called = next((r for r in reversed(rows) if r.ticket_id), None)
        if called is None or called.name != "ticket.called" or called.data["rule"] != "key":
            return
        chosen = tickets[called.ticket_id]
        for other in tickets.values():
            free = other.not_before is None or other.not_before <= self.clock.hall
            if other.state != "waiting" or other.floor_at or other.bound_counter_id or not free:
                continue
            if other.service_id == chosen.service_id:
                allowed = lane_credit(chosen.lane, rules) - lane_credit(other.lane, rules)
                assert chosen.ref - other.ref <= timedelta(minutes=allowed)

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.everybody_is_served_in_the_end()
            self.database.close()
            self.folder.cleanup()

    def everybody_is_served_in_the_end(self) -> None:
        """Nobody waits for ever: counters that go on calling empty the queues."""
        self.clock.pass_(minutes=15)
        self.attempt(clear_emergency)
        for number in COUNTERS:
            self.attempt(actions.resume_counter, f"{HALL}-{number}")
        for _ in range(200):
            for number in COUNTERS:
                with self.database.read() as session:
                    counter = session.get_one(Counter, f"{HALL}-{number}")
                if counter.ticket_id:
                    self.floor.do(actions.finish, counter.ticket_id, "done")
                self.attempt(actions.call_next, f"{HALL}-{number}", after=None)
            with self.database.read() as session:
                waiting = select(Ticket.id).where(Ticket.state == "waiting")
                if session.scalar(waiting.limit(1)) is None:
                    return
        raise AssertionError("somebody was never called")


class AnyDayOnPostgres(AnyDay):
    fresh = staticmethod(lambda folder: fresh_postgres())


_profile = settings(
    max_examples=200 if LONG else 15,
    stateful_step_count=60 if LONG else 30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestAnyDay = AnyDay.TestCase
TestAnyDay.settings = _profile
TestAnyDayOnPostgres = AnyDayOnPostgres.TestCase
TestAnyDayOnPostgres.settings = settings(_profile, max_examples=60 if LONG else 5)
