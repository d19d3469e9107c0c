"""What the clock does, handed to the real scheduler."""

from hall import adapters, schedule
from hall.kernel.work import Works
from hall.notices.sending import Sender
from hall.queue import actions
from hall.queue.states import TicketState
from hall.web.seen import Seen
from tests.world import Floor, FrozenClock


def test_a_machine_that_was_off_over_night_closes_yesterday_before_it_serves(
    works: Works, clock: FrozenClock
) -> None:
    floor = Floor(works)
    yesterday = floor.issue("A1")
    clock.pass_(hours=23)
    scheduler = schedule.start(
        works, schedule.Heartbeat(), Seen(), Sender(works, adapters.build(None, None, None))
    )
    scheduler.shutdown()
    assert floor.ticket(yesterday.id).state == TicketState.EXPIRED


def test_a_double_tick_does_no_harm_and_an_idle_one_writes_nothing(works: Works, clock: FrozenClock) -> None:
    floor = Floor(works)
    floor.issue("A1")
    call = floor.next(floor.open(1))
    clock.pass_(seconds=25)
    announce = next(job for job in schedule.JOBS if job.name == "announce")
    assert [schedule.tick(announce, works) for _ in range(2)] == [1, 0]
    floor.do(actions.arrive, call.id)
    for job in schedule.JOBS * 2:  # the coming weeks have no sessions yet, and then no released places
        schedule.tick(job, works)
    assert [schedule.tick(job, works) for job in schedule.JOBS] == [0] * len(schedule.JOBS)


def test_a_job_that_fails_is_logged_and_the_others_go_on(works: Works, caplog: object) -> None:
    def fail(*_: object) -> bool:
        raise RuntimeError("no database")

    schedule._safely(schedule.Job("broken", 1, fail, actions.announce_due), works)


def test_the_heartbeat_grows_old(works: Works) -> None:
    heartbeat = schedule.Heartbeat(at=-100.0)
    assert heartbeat.seconds_ago() > 100
    heartbeat.beat()
    assert heartbeat.seconds_ago() < 1
