"""When numbers are issued and when not: skills, quotas, packages, second passes (R-08 to R-13, R-36, R-73)."""

from datetime import time, timedelta

import pytest

from hall.kernel.database import Database
from hall.kernel.work import Works
from hall.queue import actions, errors
from hall.queue.models import Ticket
from hall.queue.states import Lane, TicketState
from hall.site.plan import Plan, QuotaBand, WeeklySession
from tests.world import CLERK, MONDAY, Floor, FrozenClock, a_counter, a_hall, a_plan, a_service

LAST_HOUR = timedelta(hours=7)  # from 09:40 to 16:40


def a_floor(database: Database, clock: FrozenClock, plan: Plan) -> Floor:
    a_hall(database, plan, clock)
    return Floor(Works(database, clock))


def only_counters() -> Plan:
    """Queue A: counter 1 does A1 alone, counter 2 does A2 alone."""
    return a_plan(counters=(a_counter(1, "A", only=("A1",)), a_counter(2, "A", only=("A2",))))


def test_r08_work_that_only_others_can_do_takes_no_numbers_away(database: Database, clock: FrozenClock) -> None:
    floor = a_floor(database, clock, only_counters())
    for number, member in ((1, CLERK), (2, "01CLERK0000000000000000002")):
        floor.open(number, member)
    clock.pass_(hours=7)
    with pytest.raises(errors.NumbersFull):
        for _ in range(30):
            floor.issue("A1")
    assert floor.issue("A2").state == TicketState.WAITING


def test_r08_counters_that_should_be_open_and_are_not_promise_nothing(floor: Floor, clock: FrozenClock) -> None:
    clock.pass_(hours=7)
    with pytest.raises(errors.NumbersFull):
        floor.issue("A1")
    floor.open(1)
    assert floor.issue("A1").label == "A001"


def test_r08_before_the_last_hour_nobody_is_sent_away(floor: Floor) -> None:
    assert floor.issue("A1").state == TicketState.WAITING


def test_r10_a_time_band_has_its_own_quota_and_a_transfer_frees_nothing(
    database: Database, clock: FrozenClock
) -> None:
    band = QuotaBand(start=time(9), end=time(10), numbers=2)
    services = (a_service("A1", "A", quotas=(band,)), a_service("A2", "A"), a_service("B1", "B"))
    floor = a_floor(database, clock, a_plan(services=services))
    first = floor.issue("A1")
    floor.issue("A1")
    floor.do(actions.transfer, first.id, "wrong_service", service_id="A2")
    with pytest.raises(errors.NumbersFull):
        floor.issue("A1")
    clock.pass_(minutes=20)
    assert floor.issue("A1").label == "A003"


def test_r13_no_package_is_begun_that_cannot_be_ended_today(database: Database) -> None:
    saturday = FrozenClock(MONDAY + timedelta(days=5))
    plan = a_plan()
    extended = WeeklySession(days=(6,), session="saturday", start=time(9), end=time(12), kind="off_hours")
    services = (a_service("A1", "A", saturday=True), a_service("A2", "A"), a_service("B1", "B"))
    floor = a_floor(database, saturday, plan.model_copy(update={"sessions": (extended,), "services": services}))
    assert floor.issue("A1").state == TicketState.WAITING
    with pytest.raises(errors.HallClosed):
        floor.issue("P")


def kept(floor: Floor, clock: FrozenClock) -> Ticket:
    ticket = floor.issue("A1")
    clock.pass_(minutes=40)
    floor.do(actions.keep_for_next_day, ticket.id, "system_failed")
    return ticket


def test_r36_who_waited_before_the_hall_failed_is_early_the_next_day(floor: Floor, clock: FrozenClock) -> None:
    old = kept(floor, clock)
    assert floor.ticket(old.id).state == TicketState.EXPIRED
    clock.pass_(hours=23, minutes=20)
    floor.issue("A1")
    again = floor.do(actions.use_second_pass, old.id)
    assert (again.label, again.ref) == ("A002", clock.hall - timedelta(minutes=40))
    assert floor.next(floor.open(1)).ticket_id == again.id


def test_r36_a_pass_is_good_once_and_on_its_day(floor: Floor, clock: FrozenClock) -> None:
    old = kept(floor, clock)
    with pytest.raises(errors.PassNotToday):
        floor.do(actions.use_second_pass, old.id)
    clock.pass_(hours=24)
    first, second = (floor.do(actions.use_second_pass, old.id) for _ in range(2))
    assert first.id == second.id
    other = floor.issue("A1")
    with pytest.raises(errors.NoSecondPass):
        floor.do(actions.use_second_pass, other.id)


def test_r36_priority_is_kept_too(floor: Floor, clock: FrozenClock) -> None:
    ticket = floor.issue("A1")
    floor.do(actions.give_priority, ticket.id, "older")
    floor.do(actions.keep_for_next_day, ticket.id, "hall_failed")
    clock.pass_(hours=24)
    assert floor.do(actions.use_second_pass, ticket.id).lane == Lane.PRIORITY


def test_r73_skills_of_a_time_span_decide_who_is_called(database: Database, clock: FrozenClock) -> None:
    from hall.site.plan import Flex

    span = Flex(days=(1,), start=time(9), end=time(10), queues=("B",))
    floor = a_floor(database, clock, a_plan(counters=(a_counter(1, "A", flex=(span,)), a_counter(4, "A", "B"))))
    floor.issue("A1")
    household = floor.issue("B1")
    counter = floor.open(1)
    call = floor.next(counter)
    assert call.ticket_id == household.id
    floor.do(actions.finish, household.id, "done")
    clock.pass_(minutes=21)
    assert floor.label(floor.next(counter)) == "A001"
