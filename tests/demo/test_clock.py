"""The demo's clock: faster, never backwards, asleep at night, and where it was after a restart."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from hall.demo.clock import AFTER, BEFORE, DemoClock, advance
from hall.site.rules import business_day, openings_of
from tests.world import a_plan

PLAN = a_plan()
START = datetime(2026, 11, 23, 9, 40, tzinfo=ZoneInfo("Asia/Shanghai"))


class Ticks:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def a_clock(path: Path, ticks: Ticks, speed: float = 10) -> DemoClock:
    return DemoClock(PLAN, path / "clock.json", start=START, speed=speed, monotonic=ticks)


def test_it_goes_at_its_speed(tmp_path: Path) -> None:
    ticks = Ticks()
    clock = a_clock(tmp_path, ticks)
    ticks.now += 60
    assert clock.hall_now() == START + timedelta(minutes=10)


def test_changing_the_speed_keeps_the_moment(tmp_path: Path) -> None:
    ticks = Ticks()
    clock = a_clock(tmp_path, ticks)
    ticks.now += 6
    before = clock.hall_now()
    clock.set_speed(1)
    assert clock.hall_now() == before
    ticks.now += 60
    assert clock.hall_now() == before + timedelta(minutes=1)


def test_nights_are_skipped() -> None:
    evening = START.replace(hour=18, minute=29)
    assert advance(PLAN, evening, 120) == START.replace(day=24, hour=8, minute=6)


def test_weekends_are_skipped() -> None:
    friday = START.replace(day=27, hour=18, minute=29)
    assert business_day(PLAN, advance(PLAN, friday, 600)) == date(2026, 11, 30)


def test_a_restart_goes_on_where_it_ended(tmp_path: Path) -> None:
    ticks = Ticks()
    clock = a_clock(tmp_path, ticks)
    ticks.now += 60
    clock.keep()
    later = Ticks()
    later.now = 5.0
    assert a_clock(tmp_path, later).hall_now() == clock.hall_now()


def test_a_damaged_memory_starts_anew(tmp_path: Path) -> None:
    (tmp_path / "clock.json").write_text("{")
    assert a_clock(tmp_path, Ticks()).hall_now() == START


@given(st.lists(st.floats(0, 100_000), max_size=12))
def test_it_never_goes_back_and_never_stands_in_the_night(steps: list[float]) -> None:
    now = START
    for step in steps:
        later = advance(PLAN, now, step)
        assert later >= now
        now = later
        windows = [(o.start - BEFORE, o.end + AFTER) for o in openings_of(PLAN, business_day(PLAN, now))]
        assert any(start <= now <= end for start, end in windows)
