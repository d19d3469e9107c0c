"""Bookings in rows, a carrier that a test tells what to do, and the outbox as a test reads it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from hall.appointments.models import Booking, values_of
from hall.appointments.states import BookingState
from hall.kernel.work import Work, Works
from hall.notices import actions
from hall.notices.actions.queueing import Recipient
from hall.notices.models import Notice
from hall.notices.ports import Found, Letter
from hall.notices.sending import Sender
from hall.notices.states import Kind, Way
from hall.queue.actions import replan
from hall.roster.models import HallSession
from hall.site.queries import hall, plan_of
from tests.world import HALL, Floor, FrozenClock

PHONE = "+8613800138000"
TUESDAY = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)  # 09:30 in Shanghai


class Post:
    """Takes every letter, unless `fails` raises for it. `has`: what it says that it has."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.fails: Callable[[Letter], None] = lambda letter: None
        self.has: Callable[[Letter], Found | None] = lambda letter: None

    @property
    def is_real(self) -> bool:
        return True

    def send(self, letter: Letter) -> str:
        self.fails(letter)
        self.letters.append(letter)
        return f"SM{len(self.letters)}"

    def find(self, letter: Letter) -> Found | None:
        return self.has(letter)


class Told(Floor):
    """A hall in action with its outbox."""

    def __init__(self, works: Works, sender: Sender, clock: FrozenClock, post: Post) -> None:
        super().__init__(works)
        self.sender, self.clock, self.post = sender, clock, post

    def book(self, start: datetime = TUESDAY, **more: Any) -> str:
        """A booking that stands; its id."""
        booking = a_booking(start, self.clock.hall, **more)

        def add(work: Work) -> str:
            if work.session.get(HallSession, booking.session_id) is None:
                work.session.add(a_session(start))
            work.session.flush()
            work.session.add(booking)
            return booking.id

        return str(self.do(add))

    def happens(self, kind: Any, booking_id: str, **more: Any) -> None:
        """A fact of a booking, as the verbs of its room record it."""

        def verb(work: Work) -> None:
            booking = work.session.get_one(Booking, booking_id)
            work.record(kind(**values_of(booking), **more))

        self.do(verb)

    def queue(self, kind: Kind = Kind.BOOKED, key: str = "one", to: str = PHONE, **more: Any) -> Notice:
        """One notice about nothing in particular."""
        to_whom = Recipient(Way.SMS, to, "zh-CN")
        fields = {"code": "123456", "minutes": 10, "date": "11月24日", "time": "09:30", "service": "社保卡"}
        made: Notice = self.do(actions.queue_notice, kind, to_whom, fields, dedupe=key, **more)
        return made

    def set(self, **settings: Any) -> None:
        """Gives the hall other settings."""

        def verb(work: Work) -> None:
            plan = plan_of(work.session, work.hall_id)
            changed = plan.settings.model_copy(update=settings)
            now = hall(work.session, work.hall_id).plan_version
            replan(work, plan.model_copy(update={"settings": changed}), after=now)

        self.do(verb)

    def rows(self) -> list[Notice]:
        with self.works.database.read() as session:
            return list(session.scalars(select(Notice).order_by(Notice.id)))

    def texts(self) -> list[str]:
        return [n.text for n in self.rows()]

    def states(self) -> list[tuple[str, str]]:
        return [(n.kind, n.state) for n in self.rows()]

    def booking(self, booking_id: str) -> Booking:
        with self.works.database.read() as session:
            return session.get_one(Booking, booking_id)


def a_session(start: datetime) -> HallSession:
    day = (start + timedelta(hours=8)).date()
    return HallSession(
        id=f"{HALL}-{day:%Y%m%d}-0830",
        hall_id=HALL,
        day=day,
        start=start - timedelta(hours=1),
        end=start + timedelta(hours=3),
        kind="regular",
        name="day",
    )


def a_booking(start: datetime, now: datetime, **more: Any) -> Booking:
    day = (start + timedelta(hours=8)).date()
    values: dict[str, Any] = {
        "hall_id": HALL,
        "session_id": f"{HALL}-{day:%Y%m%d}-0830",
        "day": day,
        "start": start,
        "end": start + timedelta(minutes=15),
        "services": ["A1"],
        "name": "李雷",
        "made_at": now,
        "booked_at": now,
        "state": BookingState.BOOKED,
        "phone": PHONE,
    }
    return Booking(**{**values, **more})
