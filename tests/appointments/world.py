"""A small hall that takes bookings: an ordinary Monday, a Saturday outside office hours, people at counters."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from hall.appointments import actions
from hall.appointments.actions import Visit
from hall.appointments.models import Booking, SlotUnit
from hall.appointments.states import BookingState, Channel, Verified
from hall.kernel.database import Database
from hall.kernel.work import SYSTEM, Actor, Works
from hall.roster.models import HallSession, Shift
from hall.roster.rules import SessionState
from hall.site.plan import Plan, Queue, Settings, WeeklySession
from tests.world import CLERK, HALL, FrozenClock, a_counter, a_hall, a_plan, a_service, names

WEDNESDAY = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
SATURDAY = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)  # 09:00 there: the session of the weekend begins
MONDAY_SESSION = datetime(2026, 11, 30, 0, 30, tzinfo=UTC)  # 08:30 of the Monday after
NEXT_SATURDAY = SATURDAY + timedelta(days=7)
HOURS_3 = timedelta(hours=3)
PHONE = "+8613800138000"


def booking_plan(**more: Any) -> Plan:
    """The plan of `tests.world` with a Saturday, services that can be booked, and Y for booked numbers."""
    saturday = WeeklySession(days=(6,), session="saturday", start=time(9), end=time(12), kind="off_hours")
    plan = a_plan()
    values: dict[str, Any] = {
        "sessions": (*plan.sessions, saturday),
        "queues": (
            *plan.queues,
            Queue(id="Y", prefix="Y", names=names("Booked"), zone="Y", number_series_only=True),
        ),
        "services": (
            a_service("A1", "A", bookable=True, saturday=True, slot=10),
            a_service("A2", "A", mean=4, slot=5, bookable=True, saturday=True),
            a_service("B1", "B", bookable=True, saturday=True, slot=20, mean=15),
            a_service("B2", "B", saturday=False, bookable=True, slot=10),
        ),
        "settings": Settings(booked_share_weekday=1, booked_share_off_hours=1, slot_release_delay_minutes=0),
        "counters": (a_counter(1, "A"), a_counter(2, "A", saturday=False), a_counter(3, "B", floor=2)),
        "packages": (),
    }
    return a_plan(**{**values, **more})


class Bookings:
    """A hall's bookings in action: verbs with short names, for tests that tell a story."""

    def __init__(self, database: Database, clock: FrozenClock | None = None, **plan: Any) -> None:
        self.clock = clock or FrozenClock()
        self.clock.hall = self.clock.real = WEDNESDAY
        self.plan = a_hall(database, booking_plan(**plan), self.clock)
        self.database, self.works = database, Works(database, self.clock)
        self.saturday = self.session(SATURDAY, SATURDAY + HOURS_3, "off_hours", "saturday", {1: CLERK, 3: "other"})

    def do(self, verb: Callable[..., Any], *args: Any, actor: Actor = SYSTEM, **more: Any) -> Any:
        return self.works.perform(HALL, actor, lambda work: verb(work, *args, **more))

    def session(
        self,
        start: datetime,
        end: datetime,
        kind: str = "off_hours",
        name: str = "saturday",
        people: dict[int, str | None] | None = None,
    ) -> str:
        """A published session with somebody at these counters; its id."""
        local = start + timedelta(hours=8)
        row_id = f"{HALL}-{local:%Y%m%d-%H%M}"

        def make(session: Any) -> None:
            session.add(
                HallSession(
                    id=row_id,
                    hall_id=HALL,
                    day=local.date(),
                    start=start,
                    end=end,
                    kind=kind,
                    name=name,
                    state=SessionState.PUBLISHED,
                )
            )
            for counter, member in (people or {}).items():
                session.add(Shift(session_id=row_id, hall_id=HALL, counter_number=counter, member_id=member))

        self.database.write(make)
        return row_id

    def hold(self, start: datetime = SATURDAY, service: str = "A1", **visit: Any) -> Booking:
        more = {key: visit.pop(key) for key in ("channel", "client", "overbook") if key in visit}
        wish = Visit(**{"services": (service,), "name": "Li Lei", "phone": PHONE, **visit})
        booking: Booking = self.do(actions.hold, wish, start, **more)
        return booking

    def book(self, start: datetime = SATURDAY, service: str = "A1", **visit: Any) -> Booking:
        """Held and confirmed; everybody has a telephone of their own unless told otherwise."""
        visit.setdefault("phone", f"+86138{self.clock.real.microsecond:04d}{len(self.bookings()):04d}")
        held = self.hold(start, service, **visit)
        booking: Booking = self.do(actions.confirm, held.id, by=Verified.CODE)
        return booking

    def by_desk(self, start: datetime = SATURDAY, service: str = "A1", **visit: Any) -> Booking:
        more = {key: visit.pop(key) for key in ("overbook",) if key in visit}
        wish = Visit(**{"services": (service,), "name": "Grandma Zhou", **visit})
        booking: Booking = self.do(actions.book, wish, start, channel=Channel.DESK, **more)
        return booking

    def again(self, booking: Booking) -> Booking:
        """The booking as it stands now."""
        with self.database.read() as session:
            return session.get_one(Booking, booking.id)

    def bookings(self, *states: BookingState) -> list[Booking]:
        wanted = select(Booking).order_by(Booking.start, Booking.id)
        if states:
            wanted = wanted.where(Booking.state.in_(states))
        with self.database.read() as session:
            return list(session.scalars(wanted))

    def units(self, booking: Booking | None = None) -> list[SlotUnit]:
        wanted = select(SlotUnit).where(SlotUnit.booking_id.is_not(None))
        if booking is not None:
            wanted = wanted.where(SlotUnit.booking_id == booking.id)
        with self.database.read() as session:
            return list(session.scalars(wanted.order_by(SlotUnit.start)))

    def facts(self, name: str) -> list[dict[str, Any]]:
        from hall.kernel.journal import JournalRow

        with self.database.read() as session:
            rows = session.scalars(select(JournalRow).where(JournalRow.name == name).order_by(JournalRow.seq))
            return [row.data for row in rows]

    def free(self, service: str = "A1", start: datetime = SATURDAY, days: int = 0, **more: Any) -> list[datetime]:
        """The free starts of a service on a day, and some days after it."""
        from hall.appointments.queries import slots
        from hall.appointments.supply import Wanted

        found = self.plan.service(service)
        assert found is not None
        first = (start + timedelta(hours=8)).date()
        with self.database.read() as session:
            return [
                slot.start
                for slot in slots(
                    session,
                    self.plan,
                    Wanted((found,)),
                    first,
                    first + timedelta(days=days),
                    self.clock.hall,
                    self.clock.real,
                    **more,
                )
            ]
