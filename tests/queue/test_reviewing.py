"""After an outage somebody says who was served by list; everybody else can be called from then on (R-75)."""

import pytest

from hall.queue import actions, errors, queries
from hall.queue.states import Lane, TicketState
from hall.site.queries import plan_of
from hall.wire.devices import OfflineTicket, ReviewDone
from hall.wire.queue import TicketWish
from tests.queue.outage import Kiosk, facts
from tests.world import HALL, Floor, FrozenClock


@pytest.fixture
def kiosk(floor: Floor) -> Kiosk:
    made = Kiosk(floor, 1)
    made.provide()
    return made


def listed(kiosk: Kiosk, count: int, **more: object) -> list[OfflineTicket]:
    """So many tickets that stood on a calling list."""
    made = [kiosk.make(1101 + n, listed=True, **more) for n in range(count)]
    kiosk.replay(*made)
    return made


def reviewed(floor: Floor, **said: object) -> tuple[int, int, int]:
    done: ReviewDone = floor.do(actions.review, **said)
    return done.served, done.gone, done.released


def test_r75_who_was_served_is_finished_who_had_left_is_left_and_the_others_are_called(
    floor: Floor, kiosk: Kiosk
) -> None:
    served, gone, third = listed(kiosk, 3)
    assert reviewed(floor, served=[served.id], gone=[gone.id]) == (1, 1, 1)
    finished, left, free = (floor.ticket(item.id) for item in (served, gone, third))
    assert (finished.state, finished.outcome) == (TicketState.FINISHED, "done")
    assert facts(floor, "ticket.finished")[-1]["reason"] == "by_list"
    assert left.state == TicketState.LEFT and not free.unconfirmed
    assert floor.next(floor.open(1)).ticket_id == third.id
    assert facts(floor, "queue.reviewed") == [{"served": 1, "gone": 1, "released": 1, "refused": []}]


def test_r75_a_second_look_changes_nothing_and_what_was_cancelled_is_passed_over(
    floor: Floor, kiosk: Kiosk
) -> None:
    first, second = listed(kiosk, 2)
    floor.do(actions.cancel, second.id)
    assert reviewed(floor, served=[first.id, first.id], gone=[first.id, second.id, "nothing"]) == (1, 0, 0)
    assert reviewed(floor, served=[first.id], gone=[second.id]) == (0, 0, 0)
    assert len(facts(floor, "queue.reviewed")) == 1


def test_r75_only_what_the_page_has_shown_is_released(floor: Floor, kiosk: Kiosk) -> None:
    seen, later = listed(kiosk, 2)
    assert reviewed(floor, seen=[seen.id]) == (0, 0, 1)
    assert not floor.ticket(seen.id).unconfirmed and floor.ticket(later.id).unconfirmed
    assert reviewed(floor, served=[], release=False) == (0, 0, 0)
    assert floor.ticket(later.id).unconfirmed


def test_r75_a_ticket_that_is_in_no_doubt_is_ended_by_no_review(floor: Floor) -> None:
    mine = floor.issue("A1")
    assert reviewed(floor, served=[mine.id], gone=[mine.id]) == (0, 0, 0)
    assert floor.ticket(mine.id).state == TicketState.WAITING


def test_r13_a_package_that_was_served_by_list_goes_on_to_its_next_service(
    floor: Floor, kiosk: Kiosk, clock: FrozenClock
) -> None:
    (item,) = listed(kiosk, 1, wish=TicketWish(service="P"))
    clock.pass_(minutes=2)
    assert reviewed(floor, served=[item.id]) == (1, 0, 0)
    ticket = floor.ticket(item.id)
    assert (ticket.state, ticket.service_id, ticket.queue_id, ticket.lane) == ("waiting", "B1", "B", Lane.PACKAGE)
    assert ticket.ref == clock.hall and floor.next(floor.open(3)).ticket_id == item.id


def test_r31_who_is_in_doubt_may_give_the_number_back_and_let_others_go_first(floor: Floor, kiosk: Kiosk) -> None:
    first, second = listed(kiosk, 2)
    floor.do(actions.delay, first.id, 5)
    floor.do(actions.leave, first.id)
    with floor.works.database.read() as session:
        assert [t.id for t in queries.in_doubt(session, HALL)] == [second.id]
        assert queries.waiting_counts(session, HALL) == {"A": 1}, "it waits, whatever screens say"


def test_r32_a_closing_ends_who_is_in_doubt_too(floor: Floor, kiosk: Kiosk) -> None:
    listed(kiosk, 2)
    assert floor.do(actions.close_queue, "closing") == 2
    assert reviewed(floor) == (0, 0, 0)


def test_r75_numbers_that_were_not_kept_are_shown_until_somebody_has_seen_them(floor: Floor, kiosk: Kiosk) -> None:
    first, second = kiosk.make(1901), kiosk.make(1902)
    kiosk.replay(first)

    def shown() -> list[str]:
        with floor.works.database.read() as session:
            plan = plan_of(session, HALL)
            return [r.number for r in queries.turned_away(session, plan, floor.works.clock.hall_now())]

    assert shown() == ["A1901"]
    kiosk.replay(second)
    reviewed(floor, seen=[first.id])
    assert shown() == ["A1902"]
    reviewed(floor)
    assert shown() == []


def test_r75_no_counter_calls_who_is_in_doubt_and_a_transfer_releases_nobody(floor: Floor, kiosk: Kiosk) -> None:
    (item,) = listed(kiosk, 1)
    floor.do(actions.transfer, item.id, "wrong_service", service_id="B1")
    counter = floor.open(3)
    with pytest.raises(errors.NobodyWaiting):
        floor.next(counter)
    with pytest.raises(errors.NotConfirmed):
        floor.do(actions.call_this, counter, item.id, "other", after=None)
