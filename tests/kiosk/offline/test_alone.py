"""A kiosk alone: the journal, the clock and the numbers, in one process (R-75)."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given, settings
from hypothesis import strategies as st

from hall.wire.devices import Block, OfferedService, ProvisionDay, Provisions, ReplayDone
from hall.wire.queue import TicketView, TicketWish
from hall.wire.site import GuideView
from kiosk.link import HallLink, HallUnreachable, Refusal
from kiosk.offline.clock import HallClock
from kiosk.offline.giving import Giver
from kiosk.offline.journal import Journal, JournalFull
from kiosk.offline.keeper import Keeper
from kiosk.offline.link import Alone, SteadyLink
from kiosk.offline.replay import Replayer
from tests.kiosk.answers import guide, hall, service

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
DAY = ProvisionDay(
    day=NOON.date(),
    start=NOON - timedelta(hours=12),
    end=NOON + timedelta(hours=12),
    services=[OfferedService(service="B01", spans=[(NOON - timedelta(hours=4), NOON + timedelta(hours=4))])],
)


def provisions(*blocks: tuple[int, int], used: int | None = None, **more: Any) -> Provisions:
    held = [Block(day=DAY.day, series="B", first=f, last=la, used=used) for f, la in blocks or ((1101, 1199),)]
    values: dict[str, Any] = {"seq": 1, "now": NOON, "days": [DAY], "blocks": held, "line": []}
    return Provisions(**values | more)


class Machine:
    """A kiosk's machine: a clock that nobody can set, a boot, a disk."""

    def __init__(self, home: Path) -> None:
        self.home, self.up_now, self.boot = home, 1000.0, "first"
        self.starts()
        self.clock.told(NOON, 1.0)
        self.knows(provisions())

    def starts(self) -> None:
        """The program begins, after whatever ended it."""
        self.journal = Journal(self.home)
        made = self.journal.tickets()
        last = datetime.fromisoformat(made[-1].made["issued_at"]) if made else None
        kept = self.journal.known("clock")
        self.clock = HallClock(
            kept, lambda word: self.journal.know("clock", word), last=last, boot=self.boot, up=lambda: self.up_now
        )
        self.alone = Alone(self.journal, self.clock, lambda: False, lambda: None)
        self.giver = Giver(self.journal, self.clock, self.alone.guide)

    def knows(self, kept: Provisions) -> None:
        own = service(id="B01", series="B", kind="instant", issuing="open")
        about = GuideView.model_validate(guide(own))
        self.journal.know("provisions", kept.model_dump(mode="json"))
        self.journal.know("guide B01", about.model_dump(mode="json"))
        self.journal.know("hall", hall())
        self.journal.know("services", {"items": [own], "next": None})

    def gives(self, key: str, service_id: str = "B01") -> TicketView:
        kept = self.alone.provisions
        assert kept is not None
        with the_words():
            return self.giver.give(kept, TicketWish(service=service_id), key)


def the_words() -> Any:
    """Sentences are found in a request only."""
    app = Flask("words")
    Babel(app)
    return app.test_request_context()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_numbers_follow_on_and_the_same_wish_is_the_same_number(machine: Machine) -> None:
    assert [machine.gives(key).number for key in ("a", "b", "a")] == ["B1101", "B1102", "B1101"]
    machine.starts()
    assert machine.gives("b").number == "B1102" and machine.gives("c").number == "B1103"


def test_when_a_block_is_used_up_the_next_one_comes_and_then_a_clear_no(machine: Machine) -> None:
    machine.knows(provisions((1101, 1102), (4901, 4901)))
    assert [machine.gives(k).number for k in "abc"] == ["B1101", "B1102", "B4901"]
    with pytest.raises(Refusal, match="numbers_full"):
        machine.gives("d")


def test_what_the_hall_knows_as_used_is_not_given_again(machine: Machine) -> None:
    machine.knows(provisions(used=1150))
    assert machine.gives("a").number == "B1151"


def test_outside_the_hours_there_is_no_number(machine: Machine) -> None:
    machine.up_now += 5 * 3600
    with pytest.raises(Refusal, match="hall_closed"):
        machine.gives("a")


def test_what_was_left_is_not_exceeded(machine: Machine) -> None:
    offered = OfferedService(service="B01", spans=DAY.services[0].spans, left=2)
    machine.knows(provisions(days=[DAY.model_copy(update={"services": [offered]})]))
    machine.gives("a"), machine.gives("b")
    with pytest.raises(Refusal, match="numbers_full"):
        machine.gives("c")


def test_two_touches_at_once_are_two_numbers(machine: Machine) -> None:
    made: list[str] = []
    threads = [threading.Thread(target=lambda k=f"k{n}": made.append(machine.gives(k).number)) for n in range(8)]  # type: ignore[misc]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(made) == [f"B{n}" for n in range(1101, 1109)]


def test_a_full_disk_gives_no_number_and_a_clear_sentence(machine: Machine) -> None:
    machine.gives("a")
    pages = machine.journal._database.execute("PRAGMA page_count").fetchone()[0]
    machine.journal._database.execute(f"PRAGMA max_page_count = {pages}")

    def away(*asked: Any) -> tuple[int, Any]:
        raise OSError

    link, refused = SteadyLink(HallLink(away), machine.alone), None
    for n in range(200):
        try:
            with the_words():
                link.take_number("willow", {"service": "B01"}, key=f"wish-{n}")
        except Refusal as refusal:
            refused = refusal
            break
    assert refused is not None and refused.code == "kiosk_full" and "enquiry desk" in refused.sentence
    given = machine.journal.tickets()
    machine.starts()
    assert [k.view["number"] for k in machine.journal.tickets()] == [k.view["number"] for k in given]


def test_a_broken_journal_begins_anew_and_no_number_is_given_twice(machine: Machine) -> None:
    machine.gives("a")
    machine.journal.close()
    (machine.home / "journal.db").write_bytes(b"nothing that could be read" * 100)
    machine.starts()
    assert machine.journal.was_lost
    asked: list[Any] = []

    def answers(method: str, path: str, body: Any, headers: dict[str, str]) -> tuple[int, Any]:
        if not path.endswith("/provisions"):
            return 200, hall() if path.endswith("/willow") else {"items": [], "next": None}
        asked.append(body["used"])
        spent = bool(body["used"])
        return 200, provisions(*([(1101, 1199), (4901, 4999)] if spent else [(1101, 1199)])).model_dump(
            mode="json"
        )

    keeper = Keeper(
        machine.journal, machine.clock, HallLink(answers), answers, lambda: "willow", lambda full: None
    )
    assert keeper.refresh()
    assert asked[0] == [] and asked[1][0]["used"] == 1199 and not machine.journal.was_lost


def test_a_missing_journal_of_a_kiosk_that_had_one_is_a_lost_one(machine: Machine) -> None:
    assert not machine.journal.was_lost
    machine.journal.close()
    (machine.home / "journal.db").unlink()
    machine.starts()
    assert machine.journal.was_lost


def test_after_a_restart_of_the_program_the_time_still_holds(machine: Machine) -> None:
    machine.up_now += 90
    machine.starts()
    reading = machine.clock.read()
    assert reading is not None and reading.at == NOON + timedelta(seconds=90) and reading.certain


def test_after_a_reboot_a_moment_is_a_bound_until_the_hall_is_heard(machine: Machine) -> None:
    machine.up_now += 600
    machine.gives("a")
    machine.boot, machine.up_now = "second", 20.0
    machine.starts()
    machine.up_now += 5
    machine.gives("b")
    kept = machine.journal.tickets()[-1]
    assert not kept.made["certain"] and kept.made["issued_at"] >= (NOON + timedelta(seconds=600)).isoformat()
    machine.up_now += 100
    machine.clock.told(NOON + timedelta(hours=2), 1.0)
    sent: list[Any] = []

    def hears(method: str, path: str, body: Any, headers: dict[str, str]) -> tuple[int, Any]:
        sent.extend(body["items"])
        done = [{"id": item["id"], "state": "kept"} for item in body["items"]]
        return 200, ReplayDone.model_validate({"items": done}).model_dump(mode="json")

    assert Replayer(machine.journal, machine.clock, hears, HallLink(hears)).once()
    exact = datetime.fromisoformat(sent[1]["issued_at"])
    assert exact == NOON + timedelta(hours=2, seconds=-100) and not sent[1]["uncertain"]
    assert machine.journal.count("new") == 0


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["pass", "told", "reboot", "restart"]), st.integers(0, 5000)), max_size=15)
)
def test_moments_never_go_back(tmp_path_factory: pytest.TempPathFactory, story: list[tuple[str, int]]) -> None:
    machine, seen = Machine(tmp_path_factory.mktemp("kiosk")), NOON
    for n, (what, seconds) in enumerate(story):
        machine.up_now += seconds
        if what == "told":  # the hall's own clock is a little behind what the kiosk thought
            machine.clock.told(NOON + timedelta(seconds=n), 1.0)
        if what == "reboot":
            machine.boot, machine.up_now = f"boot {n}", 10.0
        if what in ("reboot", "restart"):
            machine.starts()
        reading = machine.clock.read()
        assert reading is not None
        machine.clock.given(reading.at)
        assert what == "reboot" or what == "restart" or reading.at >= seen
        seen = reading.at


def test_a_lost_answer_is_told_again_and_changes_nothing(machine: Machine) -> None:
    machine.gives("a")
    heard: list[str] = []

    def loses(method: str, path: str, body: Any, headers: dict[str, str]) -> tuple[int, Any]:
        heard.extend(item["id"] for item in body["items"])
        if len(heard) == 1:
            raise OSError("the answer was lost")
        return 200, {"items": [{"id": heard[0], "state": "known"}]}

    replayer = Replayer(machine.journal, machine.clock, loses, HallLink(loses))
    assert not replayer.once() and replayer.waiting == 1
    assert replayer.once() and replayer.waiting == 0 and heard[0] == heard[1]


def test_a_number_of_its_own_can_be_given_back_without_the_hall(machine: Machine) -> None:
    def away(*asked: Any) -> tuple[int, Any]:
        raise OSError

    link, ticket = SteadyLink(HallLink(away), machine.alone), machine.gives("a")
    assert ticket.code is not None and ticket.short_code is not None
    with the_words():
        assert link.ticket_behind("willow", ticket.short_code).number == ticket.number
        assert link.tell(ticket.code, "cancellation").state == "cancelled"
        with pytest.raises(Refusal, match="offline"):
            link.tell(ticket.code, "rejoin")
    with pytest.raises(HallUnreachable):
        link.ticket("x" * 22)


def test_nothing_is_written_when_a_change_fails(machine: Machine) -> None:
    with pytest.raises(ZeroDivisionError), machine.journal.writing() as database:
        database.execute("INSERT INTO listed VALUES ('x')")
        raise ZeroDivisionError
    assert machine.journal.listed() == []
    with pytest.raises(JournalFull), machine.journal.writing() as database:
        database.execute("INSERT INTO nowhere VALUES (1)")
