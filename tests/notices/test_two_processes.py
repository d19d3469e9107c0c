"""Two processes that send for one hall send everything once: due rows are claimed by lease and epoch."""

import multiprocessing
from collections import Counter
from datetime import datetime

from hall.kernel import sealing
from hall.kernel.database import Database
from hall.kernel.work import Works
from hall.notices import actions
from hall.notices.actions.queueing import Recipient
from hall.notices.ports import Carriers
from hall.notices.sending import Sender
from hall.notices.states import Kind, Way
from tests.notices.outbox import Post
from tests.world import Floor, FrozenClock, a_hall

PROCESSES, TOLD = 2, 60
FIELDS = {"number": "A001", "ahead": "前面还有3位", "zone": "A"}


def test_two_processes_never_send_twice(any_database: Database, clock: FrozenClock) -> None:
    a_hall(any_database, clock=clock)
    hall = Floor(Works(any_database, clock))
    for n in range(TOLD):
        to = Recipient(Way.SMS, f"+8613800{n:06d}", "zh-CN")
        hall.do(actions.queue_notice, Kind.NEAR_TURN, to, FIELDS, dedupe=f"n{n}")
    url = any_database.url.render_as_string(hide_password=False)
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        jobs = [(url, sealing.current(), clock.hall, clock.real)] * PROCESSES
        sent = Counter(number for numbers in pool.starmap(_sends, jobs) for number in numbers)
    assert len(sent) == TOLD and set(sent.values()) == {1}


def _sends(url: str, ring: sealing.Keyring, hall_now: datetime, real_now: datetime) -> list[str]:
    """One process that sends until nothing is due; to whom."""
    sealing.use(ring)
    clock, post, database = FrozenClock(), Post(), Database(url)
    clock.hall, clock.real = hall_now, real_now
    sender = Sender(Works(database, clock), Carriers(sms=post, email=post))
    try:
        while sender.send_due():
            pass
    finally:
        database.close()
    return [letter.to for letter in post.letters]
