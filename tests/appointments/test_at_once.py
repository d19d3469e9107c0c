"""One slot, many people, at the same moment, from several processes. Each slot is sold once (R-53)."""

import multiprocessing
from collections import Counter as Count
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from hall.appointments import actions
from hall.appointments.actions import Visit
from hall.appointments.errors import SlotTaken
from hall.appointments.states import BookingState, Verified
from hall.kernel import sealing
from hall.kernel.database import Database
from hall.kernel.work import SYSTEM, Works
from tests.appointments.world import SATURDAY, WEDNESDAY, Bookings
from tests.long import IN_LONG_RUN
from tests.world import HALL, FrozenClock

PROCESSES, CLIENTS = 4, 50


@pytest.mark.parametrize("take", ["one slot", pytest.param("all slots", marks=IN_LONG_RUN)])
def test_r53_many_clients_at_once_never_share_a_slot(hall: Bookings, database: Database, take: str) -> None:
    starts = hall.free() if take == "all slots" else [SATURDAY]
    url = database.url.render_as_string(hide_password=False)
    each = [len(range(number, CLIENTS, PROCESSES)) if take == "one slot" else 2 for number in range(PROCESSES)]
    jobs = [(url, sealing.current(), number, clients, starts) for number, clients in enumerate(each)]
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        said = Count(word for words in pool.starmap(_book_at_once, jobs) for word in words)
    assert set(said) == {"booked", "taken"}, said
    booked, units = hall.bookings(BookingState.BOOKED), hall.units()
    assert len(booked) == said["booked"] and (take == "all slots" or said == {"booked": 1, "taken": 49})
    assert not set(hall.free()) & set(starts), "everything that could be had was had"
    assert len({(u.counter_number, u.start) for u in units}) == len(units) == 2 * len(booked)  # of five minutes


def _book_at_once(url: str, ring: sealing.Keyring, number: int, clients: int, starts: list[datetime]) -> list[str]:
    """One process with so many clients, each with every start on its list, begun at another one."""
    sealing.use(ring)
    clock = FrozenClock()
    clock.hall = clock.real = WEDNESDAY
    database = Database(url)
    works = Works(database, clock)

    def one(phone: str, start: datetime) -> str:
        visit = Visit(("A1",), "Li", phone=phone)
        try:
            held = works.perform(HALL, SYSTEM, lambda work: actions.hold(work, visit, start))
            works.perform(HALL, SYSTEM, lambda work: actions.confirm(work, held.id, by=Verified.CODE))
        except SlotTaken as refusal:
            return "taken" if refusal.extra["nearest"] or len(starts) > 1 else "taken, and nothing was offered"
        return "booked"

    def client(each: int) -> list[str]:
        turns = [starts[(turn + each) % len(starts)] for turn in range(len(starts))]
        return [one(f"+86138{number:02d}{each:02d}{turn:04d}", start) for turn, start in enumerate(turns)]

    try:
        with ThreadPoolExecutor(clients) as threads:
            return [word for words in threads.map(client, range(clients)) for word in words]
    finally:
        database.close()
