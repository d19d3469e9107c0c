"""Any order of bookings, moves, rosters, closures and check-ins, on both databases.

Whatever is accepted or refused: no unit is sold twice, nobody sits where nobody works, whoever loses a time is
told of another one or is on the list of people to ring, and what was given back comes back once.
"""

import os
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from hall.appointments import actions
from hall.appointments.models import Booking, BookingStep, SlotUnit
from hall.appointments.states import LIVE, BookingState, Why
from hall.kernel.database import Database
from hall.kernel.errors import HallError
from hall.kernel.work import Works
from hall.reactions import HouseReactions
from hall.roster.actions import close_session, set_roster
from hall.roster.models import HallSession, Shift
from tests.appointments.world import HOURS_3, NEXT_SATURDAY, SATURDAY, Bookings
from tests.databases import fresh_postgres, fresh_sqlite
from tests.world import CLERK, OTHER, FrozenClock

LONG = bool(os.environ.get("HALL_LONG"))
UNIT = timedelta(minutes=5)
START = st.builds(
    lambda day, step: day + step * UNIT, st.sampled_from([SATURDAY, NEXT_SATURDAY]), st.integers(0, 36)
)
PICK = st.integers(0, 10_000)


class AnyBookings(RuleBasedStateMachine):
    """Two Saturdays with two counters each; people book, change their minds and come; staff come and go."""

    fresh: Callable[[Path], str] = staticmethod(fresh_sqlite)

    @initialize()
    def open_the_hall(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.clock = FrozenClock()
        self.database = Database(type(self).fresh(Path(self.folder.name)))
        self.hall = Bookings(self.database, self.clock)
        self.hall.works = Works(self.database, self.clock, HouseReactions())
        people = {1: CLERK, 3: OTHER}
        self.sessions = [
            self.hall.saturday,
            self.hall.session(NEXT_SATURDAY, NEXT_SATURDAY + HOURS_3, people=dict(people)),
        ]
        self.people = 0

    def attempt(self, verb: Callable[..., Any], *args: Any, **more: Any) -> Any:
        try:
            return verb(*args, **more)
        except HallError:
            return None

    def any_of(self, pick: int, *states: BookingState) -> Booking | None:
        found = self.hall.bookings(*states)
        return found[pick % len(found)] if found else None

    @rule(start=START, service=st.sampled_from(["A1", "A2", "B1"]), confirmed=st.booleans(), phone=st.booleans())
    def book(self, start: Any, service: str, confirmed: bool, phone: bool) -> None:
        self.people += 1
        number = f"+86139{self.people:08d}" if phone else None
        if confirmed and not phone:
            self.attempt(self.hall.by_desk, start, service)
        else:
            verb = self.hall.book if confirmed else self.hall.hold
            self.attempt(verb, start, service, phone=number or f"+86137{self.people:08d}")

    @rule(pick=PICK, start=START)
    def overbook(self, pick: int, start: Any) -> None:
        self.attempt(self.hall.by_desk, start, "A1", overbook="the minister")

    @rule(pick=PICK, start=START)
    def move(self, pick: int, start: Any) -> None:
        if booking := self.any_of(pick, BookingState.BOOKED):
            self.attempt(self.hall.do, actions.move, booking.id, start)

    @rule(pick=PICK)
    def cancel(self, pick: int) -> None:
        if booking := self.any_of(pick, BookingState.BOOKED, BookingState.HELD):
            self.attempt(self.hall.do, actions.cancel, booking.id)

    @rule(pick=PICK, yes=st.booleans())
    def answer_an_offer(self, pick: int, yes: bool) -> None:
        offer = self.any_of(pick, BookingState.HELD)
        if offer is not None and offer.why != Why.FORM:
            waits = offer.why == Why.WAITLIST
            verb = (
                (actions.accept if waits else actions.accept_offer)
                if yes
                else (actions.decline if waits else actions.decline_offer)
            )
            self.attempt(self.hall.do, verb, offer.id)

    @rule(day=st.sampled_from([SATURDAY, NEXT_SATURDAY]))
    def wait(self, day: Any) -> None:
        self.people += 1
        on = (day + timedelta(hours=8)).date()
        self.attempt(self.hall.do, actions.join, "A1", on, on, name="Han", phone=f"+86136{self.people:08d}")

    @rule(which=st.integers(0, 1), one=st.booleans(), three=st.booleans())
    def set_people(self, which: int, one: bool, three: bool) -> None:
        people = {1: CLERK if one else None, 3: OTHER if three else None}
        self.attempt(self.hall.do, set_roster, self.sessions[which], people)

    @rule(which=st.integers(0, 1), sure=st.integers(0, 5))
    def close(self, which: int, sure: int) -> None:
        if sure == 0:
            self.attempt(self.hall.do, close_session, self.sessions[which], "weather")

    @rule(minutes=st.sampled_from([1, 5, 12, 40, 600, 2500]))
    def time_passes(self, minutes: int) -> None:
        self.clock.pass_(minutes=minutes)

    @rule()
    def clock_jobs(self) -> None:
        for job in (actions.lapse_due, actions.judge_missing, actions.return_due, actions.release_due):
            self.hall.do(job)

    @rule(pick=PICK)
    def come(self, pick: int) -> None:
        if booking := self.any_of(pick, BookingState.BOOKED):
            self.attempt(self.hall.do, actions.check_in, booking.id, by="kiosk")

    @invariant()
    def every_live_booking_has_its_units_and_nobody_else_has(self) -> None:
        with self.database.read() as session:
            live = {b.id: b for b in session.scalars(select(Booking)) if b.state in LIVE}
            held = [u for u in session.scalars(select(SlotUnit)) if u.booking_id in live]
            steps = [s for s in session.scalars(select(BookingStep)) if s.booking_id in live]
        need = [
            (s.booking_id, s.counter_number, s.start + n * UNIT)
            for s in steps
            for n in range((s.end - s.start) // UNIT)
        ]
        assert sorted(need) == sorted((u.booking_id, u.counter_number, u.start) for u in held)
        bought = [(u.session_id, u.counter_number, u.start) for u in held if not live[u.booking_id].overbooked]
        assert len(bought) == len(set(bought)), "a unit belongs to one booking"

    @invariant()
    def nobody_sits_where_nobody_works(self) -> None:
        with self.database.read() as session:
            live = [b for b in session.scalars(select(Booking)) if b.state in LIVE and b.start > self.clock.hall]
            rows = {row.id: row for row in session.scalars(select(HallSession))}
            staffed = {
                (shift.session_id, shift.counter_number)
                for shift in session.scalars(select(Shift))
                if shift.member_id is not None
            }
            steps = list(session.scalars(select(BookingStep)))
        for booking in live:
            row = rows[booking.session_id]
            assert row.is_open and row.start <= booking.start and booking.end <= row.end
            if row.kind == "off_hours" and not booking.overbooked:
                seats = {(row.id, s.counter_number) for s in steps if s.booking_id == booking.id}
                assert seats <= staffed

    @invariant()
    def whoever_lost_a_time_has_an_offer_or_is_rung(self) -> None:
        told = {fact["booking"] for fact in self.hall.facts("booking.displaced")}
        offers = {b.offer_for for b in self.hall.bookings()}
        for booking in self.hall.bookings(BookingState.DISPLACED):
            assert booking.id in told
            assert booking.id in offers or booking.call_wanted, "somebody rings"

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()
            self.folder.cleanup()


class AnyBookingsOnPostgres(AnyBookings):
    fresh = staticmethod(lambda folder: fresh_postgres())


_profile = settings(
    max_examples=150 if LONG else 12,
    stateful_step_count=60 if LONG else 30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestAnyBookings = AnyBookings.TestCase
TestAnyBookings.settings = _profile
TestAnyBookingsOnPostgres = AnyBookingsOnPostgres.TestCase
TestAnyBookingsOnPostgres.settings = settings(_profile, max_examples=40 if LONG else 4)
