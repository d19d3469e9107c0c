"""Announcements: in order, each once, never two at once, short when many wait, shown when too old (R-14, R-18)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.announcing.players import Recording
from display.announcing.rules import Announcement, identity, is_quiet, news, next_step, queued, still_called
from display.announcing.said import Said
from display.announcing.speaker import Speaker
from hall.wire.board import Board, BoardCall
from hall.wire.devices import AnnouncementSaid, VoiceView
from voice.sound import RATE, Clip, from_wav, seconds
from voice.wording import Part

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


def a_call(n: int, *, announced: int | None = None, **more: Any) -> BoardCall:
    values: dict[str, Any] = {"call": f"{n:026d}", "number": f"A{n:03d}", "counter": 3, "zone": "A", "queue": "A"}
    values |= {"service": "A1", "lane": "ordinary", "attempt": 1, "at": NOON, "announced": announced or n}
    return BoardCall(**values | {"announced_at": NOON} | more)


def a_board(*calls: BoardCall, seq: int | None = None, **more: Any) -> Board:
    values: dict[str, Any] = {"hall": "willow", "day": "2026-11-23", "counters": {}, "queues": {}, "messages": []}
    seq = seq if seq is not None else max((c.announced for c in calls), default=0)
    return Board(**values | {"seq": seq, "calls": list(calls)} | more)


def an(n: int, at: float = 0.0, **more: Any) -> Announcement:
    call = a_call(n, **more)
    return Announcement(identity(call), call, at)


def test_a_screen_that_begins_says_nothing_of_before() -> None:
    assert news(None, a_board(a_call(1))) == []


def test_what_was_called_during_a_cut_is_news_in_order() -> None:
    after = a_board(a_call(3), a_call(2), a_call(1))
    assert [c.number for c in news(a_board(a_call(1)), after)] == ["A002", "A003"]


def test_a_repeat_of_the_hall_is_another_announcement() -> None:
    before, after = a_board(a_call(1)), a_board(a_call(1, announced=5, attempt=2))
    assert identity(news(before, after)[0]) != identity(a_call(1))


def test_r18_with_more_than_three_waiting_each_is_short() -> None:
    waiting = [an(n) for n in range(1, 6)]
    board = a_board(*(a.call for a in waiting))
    forms = []
    while (step := next_step(waiting, board, 1.0, silent=False)) is not None:
        forms.append(step.form)
        waiting = waiting[1:]
    assert forms == ["short", "short", "whole", "whole", "whole"]


def test_r18_one_older_than_a_minute_is_shown_only() -> None:
    step = next_step([an(1, at=0)], a_board(a_call(1)), 60.5, silent=False)
    assert step is not None and step.form is None
    step = next_step([an(1, at=0)], a_board(a_call(1)), 59.5, silent=False)
    assert step is not None and step.form == "whole"


def test_r76_an_emergency_has_the_word() -> None:
    assert next_step([an(1)], a_board(a_call(1), emergency="Leave"), 0, silent=False) is None


def test_a_quick_repeat_is_merged_and_a_call_that_was_taken_back_is_not_said() -> None:
    merged = queued([an(1, at=0)], an(1, at=4, announced=9), ())
    assert [a.id for a in merged] == [an(1, announced=9).id]
    assert len(queued([an(1, at=0)], an(1, at=6, announced=9), ())) == 2
    assert still_called([an(1)], a_board(a_call(1, undone=True))) == []


@pytest.mark.parametrize(
    ("hour", "quiet"), [("11:59", False), ("12:00", True), ("12:59", True), ("13:00", False), ("23:00", False)]
)
def test_quiet_hours_are_the_halls(hour: str, quiet: bool) -> None:
    voice = VoiceView(speaks=True, quiet_from="12:00", quiet_until="13:00")
    assert is_quiet(voice, datetime.fromisoformat(f"2026-11-23T{hour}+08:00")) is quiet


def test_quiet_hours_may_go_over_midnight() -> None:
    voice = VoiceView(speaks=True, quiet_from="22:00", quiet_until="06:00")
    hours = {h: is_quiet(voice, datetime(2026, 11, 23, h)) for h in (5, 6, 21, 22)}  # noqa: DTZ001
    assert hours == {5: True, 6: False, 21: False, 22: True}
    assert is_quiet(VoiceView(), NOON)


class Tones:
    """Speech that is a tone as long as its words."""

    def __init__(self) -> None:
        self.prepared: list[Part] = []

    def clip(self, part: Part, rate: float) -> Clip:
        t = np.arange(round(len(part.text) * 0.06 * RATE)) / RATE
        return np.asarray(np.sin(2 * np.pi * 440 * t) * 9000, np.int16)

    def prepare(self, parts: Iterable[Part], rate: float, *, soon: bool = False) -> None:
        self.prepared += parts


class Room:
    """A zone with a voice and a clock that goes only while something is said."""

    def __init__(self, folder: Path) -> None:
        self.now, self.told = 0.0, list[AnnouncementSaid]()
        self.file = folder / "mix.wav"
        self.player = Recording(self.file, lambda: self.now, self.passes)
        self.speech, self.said = Tones(), Said(folder / "said")
        self.board: Board = a_board()
        self.begin()

    def begin(self) -> None:
        """The program starts."""
        self.speaker = Speaker(
            self.speech, self.player, self.said, lambda: self.now, self.told.append, lambda: False
        )

    def passes(self, seconds: float) -> None:
        self.now += seconds

    def calls(self, *calls: BoardCall, age: float = 0.0) -> None:
        before = self.board
        known = {c.call: c for c in before.calls} | {c.call: c for c in calls}
        newest = sorted(known.values(), key=lambda c: -c.announced)
        self.board = a_board(*newest, seq=max(before.seq, *(c.announced for c in calls)))
        self.speaker.hears(before, self.board, lambda call: age)

    def says_all(self) -> list[str]:
        while self.speaker.step():
            pass
        return [t.outcome for t in self.told]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_a_call_is_said_twice_with_a_breath_between(room: Room) -> None:
    room.calls(a_call(1))
    assert room.says_all() == ["said"] and room.told[0].delay_ms == 0
    room.player.close()
    sound = np.abs(from_wav(room.file).astype(int)) > 300
    silent = np.flatnonzero(~sound)
    breaks = np.split(silent, np.flatnonzero(np.diff(silent) > 1) + 1)
    assert max(len(b) for b in breaks) / RATE >= 0.9


def test_twenty_calls_in_ten_seconds_never_overlap(room: Room) -> None:
    """The mix is as long as its parts one after the other, all are in it or shown, and in order."""
    due = [(n / 2, a_call(n + 1)) for n in range(20)]
    while due or room.speaker._waiting:
        for _, call in [d for d in due if d[0] <= room.now]:
            room.calls(call)
        due = [d for d in due if d[0] > room.now]
        if not room.speaker.step() and due:
            room.now = due[0][0]
    told = [t.announcement[:26] for t in room.told]
    assert told == sorted(told) and len(set(told)) == 20
    outcomes = [t.outcome for t in room.told]
    assert outcomes[0] == "said" and "short" in outcomes
    room.player.close()
    mix = from_wav(room.file)
    assert abs(seconds(mix) - room.now) < 0.1 and np.abs(mix.astype(int)).max() < 32767


def test_nothing_is_said_twice_after_a_reconnection(room: Room) -> None:
    room.calls(a_call(1))
    room.calls(a_call(2))
    room.says_all()
    before = room.board.model_copy(update={"seq": 0})  # as if it had heard nothing since
    room.speaker.hears(before, room.board, lambda call: 1.0)
    assert room.says_all() == ["said", "said"]


def test_a_crash_in_the_middle_says_nothing_twice(room: Room, tmp_path: Path) -> None:
    class Crash(BaseException):
        pass

    def crash(clip: Clip) -> None:
        raise Crash

    room.speaker._player.play = crash  # type: ignore[method-assign]
    room.calls(a_call(1))
    with pytest.raises(Crash):
        room.speaker.step()
    room.said = Said(tmp_path / "said")  # read again from the disk
    room.begin()
    room.speaker.hears(a_board(), room.board, lambda call: 1.0)
    assert not room.speaker.step() and room.told == []


def test_after_an_hour_without_the_hall_old_calls_are_shown_only(room: Room) -> None:
    room.calls(a_call(1), a_call(2), age=3600)
    assert room.says_all() == ["shown", "shown"] and room.now == 0


def test_a_loudspeaker_that_is_gone_is_told(room: Room) -> None:
    def broken(clip: Clip) -> None:
        raise OSError

    room.player.play = broken  # type: ignore[method-assign]
    room.calls(a_call(1))
    assert room.says_all() == ["failed"] and room.speaker.failed


def test_numbers_are_made_when_they_are_issued_and_places_before(room: Room) -> None:
    room.speaker.issued("A012", booked=False)
    assert {p.text for p in room.speech.prepared} == {"请诶零一二", "Ticket A, zero, one, two"}


@given(st.lists(st.tuples(st.integers(1, 8), st.integers(1, 3)), max_size=30))
def test_whatever_is_heard_however_often_each_is_queued_once(heard: list[tuple[int, int]]) -> None:
    waiting: list[Announcement] = []
    for n, (call, attempt) in enumerate(heard):
        waiting = queued(waiting, an(call, at=n * 10.0, announced=call * 10 + attempt, attempt=attempt), ())
    ids = [a.id for a in waiting]
    assert len(ids) == len(set(ids)) == len({*heard})


def test_the_memory_of_what_was_said_is_bounded(tmp_path: Path) -> None:
    said = Said(tmp_path / "said")
    for n in range(2100):
        said.add(f"{n:026d}:1")
    again = Said(tmp_path / "said")
    assert f"{2099:026d}:1" in again and f"{0:026d}:1" not in again
