"""`hall adopt`: says first, asks, refuses to lose anybody, and changes a hall in one transaction."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hall.commands.adopt import adopt
from hall.kernel import sealing
from hall.kernel.database import Database
from hall.kernel.journal import JournalRow
from hall.queue.actions import cancel, close_counter
from hall.queue.errors import UnknownService
from hall.queue.models import Counter
from hall.settings import BadSetting, Settings
from hall.site.hallfile import check
from hall.site.hallfile_writer import write
from hall.site.plan import Plan, Queue
from hall.site.queries import plan_of
from tests import world
from tests.world import HALL, Floor, a_counter, a_service, names

Adopting = Callable[..., int]


def a_plan(**more: Any) -> Plan:
    """The plan of `tests.world`, with what a hall file always gives."""
    return world.a_plan(**{"sms_signature": names("Willow Hall"), **more})


MORE = a_plan(
    services=(*a_plan().services, a_service("B2", "B")),
    counters=(*a_plan().counters, a_counter(5, "B")),
    settings=a_plan().settings.model_copy(update={"call_attempts": 2}),
)
LESS = a_plan(services=tuple(s for s in a_plan().services if s.id != "A2"))


@pytest.fixture
def adopting(floor: Floor, database: Database, tmp_path: Path) -> Adopting:
    """The command, on the database of `floor`, with a file of the given plan."""
    url = database.url.render_as_string(hide_password=False)
    settings = Settings(tmp_path, url, sealing.current())
    file = tmp_path / "edited.yaml"

    def run(plan: Plan, *, hall: str | None = None, ask: bool = False) -> int:
        file.write_text(write(plan), encoding="utf-8")
        return adopt(settings, str(file), hall, ask=ask)

    return run


def now(database: Database) -> Plan:
    with database.read() as session:
        return plan_of(session, HALL)


def without_queue_b() -> Plan:
    plan = a_plan()
    return a_plan(queues=plan.queues[:1], services=plan.services[:2], packages=(), counters=plan.counters[:2])


def test_it_says_what_changes_and_changes_it(
    adopting: Adopting, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert adopting(MORE) == 0
    said = capsys.readouterr().out
    assert "+ service B2" in said and "+ counter 5" in said and "~ setting call_attempts 3 → 2" in said
    assert now(database) == MORE
    with database.read() as session:
        facts = session.scalars(select(JournalRow.name).where(JournalRow.hall_id == HALL)).all()
        assert facts[-1] == "hall.plan_adopted"
        assert 5 in session.scalars(select(Counter.number)).all()


def test_a_plan_that_the_hall_has_already_changes_nothing(
    adopting: Adopting, capsys: pytest.CaptureFixture[str]
) -> None:
    assert adopting(a_plan()) == 0 and adopting(a_plan()) == 0
    assert "already (version 2)" in capsys.readouterr().out


def test_a_dropped_service_with_people_waiting_is_retired_and_they_are_served(
    adopting: Adopting, floor: Floor, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    ticket = floor.issue("A2")
    assert adopting(LESS) == 0
    assert "“A2” gives no more numbers; who holds one (1) is served" in capsys.readouterr().out
    with pytest.raises(UnknownService):
        floor.issue("A2")
    assert floor.next(floor.open(1)).ticket_id == ticket.id
    kept = now(database).service("A2")
    assert kept is not None and kept.retired and check(write(now(database))) == []


def test_what_was_never_used_goes(adopting: Adopting, database: Database) -> None:
    assert adopting(LESS) == 0 and now(database) == LESS


def test_what_has_a_history_is_retired_though_nobody_waits(
    adopting: Adopting, floor: Floor, database: Database
) -> None:
    for services in (("A1", "B1"), ("P",)):
        floor.do(cancel, floor.issue(*services).id)
    floor.do(close_counter, floor.open(3))
    assert adopting(without_queue_b()) == 0
    plan = now(database)
    assert [(q.id, q.retired) for q in plan.queues] == [("A", False), ("B", True)]
    assert [s.id for s in plan.on_offer()] == ["A1", "A2"] and plan.service("B1") is not None
    assert [p.retired for p in plan.packages] == [True] and plan.packages_on_offer() == ()
    assert [c.number for c in plan.counters] == [1, 2]  # 3 was open and never called anybody
    assert plan.zones() == ("A",) and check(write(plan)) == []


def test_a_retired_part_comes_back_by_one_word(adopting: Adopting, floor: Floor, database: Database) -> None:
    floor.issue("A2")
    assert adopting(LESS) == 0
    again = now(database)
    back = tuple(s.model_copy(update={"retired": False}) for s in again.services)
    assert adopting(again.model_copy(update={"services": back})) == 0
    assert floor.issue("A2").number == 2


def test_a_coming_step_of_a_package_that_nobody_could_serve_is_in_the_way(
    adopting: Adopting, floor: Floor, capsys: pytest.CaptureFixture[str]
) -> None:
    floor.issue("A1", "B1")
    assert adopting(without_queue_b()) == 1
    assert "No counter could serve “B1” any more, and people hold numbers for it (1)" in capsys.readouterr().err


def test_a_service_whose_people_wait_elsewhere_is_not_moved(
    adopting: Adopting, floor: Floor, capsys: pytest.CaptureFixture[str]
) -> None:
    moved = a_plan(services=(a_service("A1", "A"), a_service("A2", "B", mean=4), a_service("B1", "B")))
    floor.issue("A2")
    assert adopting(moved) == 1 and "“A2” cannot change its queue now" in capsys.readouterr().err


def test_a_counter_that_is_open_stays(
    adopting: Adopting, floor: Floor, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    fewer = a_plan(counters=a_plan().counters[1:])
    counter_id = floor.open(1)
    assert adopting(fewer) == 1 and "Counter 1 is open" in capsys.readouterr().err
    floor.do(close_counter, counter_id)
    assert adopting(fewer) == 0 and now(database).counter(1) is None


def test_a_no_or_no_answer_changes_nothing(
    adopting: Adopting, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda _: "n")
    assert adopting(MORE, ask=True) == 1

    def nobody(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    with pytest.raises(BadSetting, match="nothing was changed"):
        adopting(MORE, ask=True)
    assert now(database) == world.a_plan()


def test_what_happened_while_it_asked_counts(
    adopting: Adopting, floor: Floor, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda _: floor.issue("A2") and "y")
    assert adopting(LESS, ask=True) == 1 and now(database) == world.a_plan()  # it was to go, being unused
    monkeypatch.setattr("builtins.input", lambda _: "y" if adopting(MORE) == 0 else "n")
    with pytest.raises(BadSetting, match="meanwhile"):
        adopting(a_plan(seats=9), ask=True)
    assert now(database) == MORE


@pytest.mark.parametrize("hall", [None, "oak", HALL])
def test_a_file_of_another_hall_is_refused(adopting: Adopting, hall: str | None) -> None:
    with pytest.raises(BadSetting, match=r"oak|birch"):
        adopting(a_plan(id="birch") if hall != "oak" else a_plan(), hall=hall)


def test_a_file_with_a_mistake_changes_nothing(adopting: Adopting, database: Database) -> None:
    twice = (*a_plan().queues, Queue(id="C", prefix="A", names=names("C"), zone="C"))
    assert adopting(a_plan(queues=twice)) == 1 and now(database) == world.a_plan()
