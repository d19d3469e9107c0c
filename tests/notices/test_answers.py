"""One letter as an answer: it is about what that number was told last."""

from datetime import timedelta

import pytest

from hall import answering
from hall.appointments import actions
from hall.appointments.errors import DelayedTwice
from hall.appointments.models import Booking
from hall.appointments.states import BookingState, Verified
from hall.kernel.database import Database
from hall.kernel.sealing import keyed_hash
from hall.notices.answers import ANSWERS, on_answer
from hall.notices.ports import Carriers
from hall.notices.sending import Sender
from hall.notices.states import Meaning
from hall.reactions import HouseReactions
from hall.roster.actions import close_session
from tests.appointments.world import NEXT_SATURDAY, PHONE, SATURDAY, Bookings
from tests.notices.outbox import Post
from tests.world import FrozenClock

OTHER = "+8613900139000"


class Talk(Bookings):
    """A hall that tells its visitors, and hears what they answer."""

    def __init__(self, database: Database, clock: FrozenClock) -> None:
        super().__init__(database, clock)
        self.works.reactions = HouseReactions()
        self.post = Post()
        self.sender = Sender(self.works, Carriers(sms=self.post, email=self.post))

    def hear(self, meaning: Meaning, phone: str = PHONE) -> bool:
        self.sender.send_due()
        return bool(self.do(on_answer, keyed_hash(phone), meaning))

    def last(self, phone: str = PHONE) -> str:
        self.sender.send_due()
        return [letter.text for letter in self.post.letters if letter.to == phone][-1]


@pytest.fixture
def hall(database: Database, clock: FrozenClock) -> Talk:
    answering.listen()
    return Talk(database, clock)


def state(hall: Talk, booking: Booking) -> str:
    return str(hall.again(booking).state)


def test_cannot_come_gives_back_the_booking_that_the_text_was_about(hall: Talk) -> None:
    booking = hall.book(phone=PHONE)
    assert hall.hear(Meaning.NOT_COMING)
    assert state(hall, booking) == BookingState.CANCELLED
    assert "的预约已取消" in hall.last()
    assert not hall.hear(Meaning.NOT_COMING), "there is nothing left to give back"


def test_no_is_about_nothing_else_than_what_was_told_last(hall: Talk) -> None:
    """R-30, R-58: a text about a cancelled booking, or about a number, gives no other booking away."""
    hall.session(NEXT_SATURDAY, NEXT_SATURDAY + timedelta(hours=3), people={1: "a", 3: "b"})
    first, other = hall.book(phone=PHONE), hall.book(NEXT_SATURDAY, phone=PHONE)
    hall.do(actions.cancel, first.id)
    assert not hall.hear(Meaning.NOT_COMING)
    assert state(hall, other) == BookingState.BOOKED


def test_running_late_counts_today_only_and_twice_at_most(hall: Talk) -> None:
    booking = hall.book(phone=PHONE)
    assert not hall.hear(Meaning.LATE), "it is not today"
    hall.clock.hall = hall.clock.real = SATURDAY - timedelta(minutes=20)
    assert hall.hear(Meaning.LATE) and hall.hear(Meaning.LATE)
    with pytest.raises(DelayedTwice):
        hall.hear(Meaning.LATE)
    assert hall.again(booking).expected_at == SATURDAY + timedelta(minutes=20)


def test_r64_yes_takes_the_place_that_is_held_and_no_gives_it_back(hall: Talk) -> None:
    hall.session(NEXT_SATURDAY, NEXT_SATURDAY + timedelta(hours=3), people={1: "a", 3: "b"})
    yes, no = hall.book(phone=PHONE), hall.book(SATURDAY + timedelta(minutes=10), phone=OTHER)
    hall.do(close_session, hall.saturday, "staff")
    hall.clock.pass_(hours=1)
    assert "已为您保留12月5日09:00" in hall.last()
    assert hall.hear(Meaning.YES) and hall.hear(Meaning.NOT_COMING, OTHER)
    booked = hall.bookings(BookingState.BOOKED)
    assert [(b.phone, b.start) for b in booked] == [(PHONE, NEXT_SATURDAY)]
    assert hall.again(yes).call_wanted is None and hall.again(no).call_wanted == "declined"


def test_yes_takes_a_freed_slot_of_the_waiting_list(hall: Talk) -> None:
    taken = hall.book(phone=OTHER)
    day = SATURDAY.date()
    hall.do(actions.join, "A1", day, day, name="Han Meimei", phone=PHONE, verified=Verified.CODE)
    hall.do(actions.cancel, taken.id)
    assert "有空位：11月28日09:00A1，15分钟内回1接受" in hall.last()
    assert hall.hear(Meaning.YES)
    assert [b.phone for b in hall.bookings(BookingState.BOOKED)] == [PHONE]


def test_an_answer_of_a_number_that_was_told_nothing_does_nothing(hall: Talk) -> None:
    assert not any(hall.hear(m) for m in (Meaning.NOT_COMING, Meaning.LATE, Meaning.YES))


def test_every_meaning_has_somebody_who_listens(hall: Talk) -> None:
    assert set(ANSWERS) == {Meaning.NOT_COMING, Meaning.LATE, Meaning.YES}
