"""Never twice, never lost: many callers at once, in threads and in processes, on both databases."""

import multiprocessing
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from hall.kernel import sealing
from hall.kernel.database import Database
from hall.kernel.errors import HallError
from hall.kernel.work import SYSTEM, Works
from hall.queue import actions
from hall.queue.actions.issue import Wish
from hall.queue.errors import NobodyWaiting
from hall.queue.models import Call, Ticket
from hall.staff.models import Member
from tests.world import HALL, Floor, FrozenClock, a_counter, a_hall, a_plan, names

RING = sealing.Keyring.fresh()
COUNTERS = 8
TICKETS = 60


@pytest.fixture
def busy(any_database: Database, clock: FrozenClock) -> Works:
    """Eight open counters that serve the same queue, each with a member of its own."""
    plan = a_plan(counters=tuple(a_counter(n, "A", "B") for n in range(1, COUNTERS + 1)))
    a_hall(any_database, plan, clock)
    works = Works(any_database, clock)

    def sit_down(work: Any) -> None:
        for n in range(1, COUNTERS + 1):
            member = Member(login=f"m{n}", names=names("m"), password_hash="-")
            work.session.add(member)
            work.session.flush()
            actions.open_counter(work, f"{HALL}-{n}", member.id)

    works.perform(HALL, SYSTEM, sit_down)
    return works


def call_until_empty(works: Works, number: int) -> list[str]:
    """What one counter does all day: next, arrived, next; the tickets it called, in order."""
    floor, counter, after, called = Floor(works), f"{HALL}-{number}", None, []
    while True:
        try:
            call = floor.next(counter, after)
        except NobodyWaiting:
            return called
        floor.do(actions.arrive, call.id)
        after = call.id
        called.append(call.ticket_id)


def in_a_process(url: str, ring: str, number: int, answers: "multiprocessing.Queue[list[str]]") -> None:
    sealing.use(sealing.Keyring.parse(ring))
    database = Database(url)
    answers.put(call_until_empty(Works(database, FrozenClock()), number))
    database.close()


def assert_each_once_in_order(works: Works, tickets: list[Ticket], called: list[list[str]]) -> None:
    assert Counter(t for calls in called for t in calls) == Counter(t.id for t in tickets)
    place = {t.id: t.issue_seq for t in tickets}
    with works.database.read() as session:
        order = session.scalars(select(Call.ticket_id).order_by(Call.seq)).all()
    assert [place[t] for t in order] == sorted(place.values())  # by key, whoever pressed


def test_eight_threads_call_each_ticket_once(busy: Works) -> None:
    tickets = [Floor(busy).issue("A1") for _ in range(TICKETS)]
    with ThreadPoolExecutor(COUNTERS) as pool:
        called = list(pool.map(lambda n: call_until_empty(busy, n), range(1, COUNTERS + 1)))
    assert_each_once_in_order(busy, tickets, called)


def test_four_processes_call_each_ticket_once(busy: Works) -> None:
    sealing.use(sealing.Keyring.parse(RING))
    tickets = [Floor(busy).issue("A1") for _ in range(TICKETS)]
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    url = busy.database.url.render_as_string(hide_password=False)
    workers = [context.Process(target=in_a_process, args=(url, RING, n, answers)) for n in range(1, 5)]
    for worker in workers:
        worker.start()
    called = [answers.get(timeout=60) for _ in workers]
    for worker in workers:
        worker.join()
    assert_each_once_in_order(busy, tickets, called)


def test_fifty_kiosks_issue_at_once_unique_consecutive_numbers(busy: Works) -> None:
    with ThreadPoolExecutor(50) as pool:
        tickets = list(pool.map(lambda _: Floor(busy).issue("A1"), range(50)))
    assert sorted(t.number for t in tickets) == list(range(1, 51))


def test_two_consoles_of_one_counter_press_at_once_and_one_visitor_is_called(busy: Works) -> None:
    floor = Floor(busy)
    for _ in range(5):
        floor.issue("A1")
    first = floor.next(f"{HALL}-1")
    floor.do(actions.arrive, first.id)

    def press(_: int) -> str:
        try:
            return floor.next(f"{HALL}-1", first.id).id
        except HallError as refusal:
            return refusal.code

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(press, range(8)))
    assert len(answers) == 1


def test_a_ticket_is_issued_while_others_are_called(busy: Works) -> None:
    wish = Wish(("A1",))
    with ThreadPoolExecutor(COUNTERS + 2) as pool:
        issuing = [
            pool.submit(busy.perform, HALL, SYSTEM, lambda w: actions.issue_ticket(w, wish, channel="kiosk"))
            for _ in range(40)
        ]
        tickets = [f.result() for f in issuing]
        called = list(pool.map(lambda n: call_until_empty(busy, n), range(1, COUNTERS + 1)))
    assert sorted(x for c in called for x in c) == sorted(t.id for t in tickets)
