"""Numbers that kiosks hold for an outage (R-75): whose they are, when there are more, and that none is shared."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import select

from hall.kernel.database import Database
from hall.kernel.work import Works
from hall.queue import actions
from hall.queue.blocks import free_kiosk_number, next_block, own_block
from hall.queue.issuing import Range, bounds
from hall.queue.models import NumberBlock, NumberSeries
from hall.site.actions import adopt_plan
from hall.site.models import Device
from hall.site.plan import Settings
from hall.site.rules import next_opening_day
from hall.wire.devices import Used
from tests.queue.outage import Kiosk, number_of
from tests.world import HALL, Floor, FrozenClock, a_hall, a_plan

MONDAY, TUESDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 27)


def spans(kiosk: Kiosk) -> set[tuple[date, str, int, int]]:
    return {(b.day, b.series, b.first, b.last) for b in kiosk.blocks()}


def test_r75_a_kiosk_holds_its_own_hundred_per_series_for_today_and_the_next_opening_day(floor: Floor) -> None:
    kiosk = Kiosk(floor, 3)
    kiosk.provide()
    assert spans(kiosk) == {(day, series, 1301, 1399) for day in (MONDAY, TUESDAY) for series in "AB"}


def test_r75_the_next_opening_day_is_beyond_the_weekend() -> None:
    assert next_opening_day(a_plan(), FRIDAY) == date(2026, 11, 30)


def test_r75_a_hundred_that_runs_low_is_joined_by_one_from_the_top(floor: Floor) -> None:
    kiosk = Kiosk(floor, 1)
    kiosk.provide()
    kiosk.provide(Used(day=MONDAY, series="A", first=1101, used=1169))
    assert len(spans(kiosk)) == 4  # thirty are left: enough
    kiosk.provide(Used(day=MONDAY, series="A", first=1101, used=1170))
    assert spans(kiosk) > {(MONDAY, "A", 4901, 4999)} and len(spans(kiosk)) == 5


def test_r75_what_a_kiosk_says_it_has_used_never_goes_back(floor: Floor) -> None:
    kiosk = Kiosk(floor, 1)
    kiosk.provide()
    for said in (1120, 1110, 9999, -5):
        kiosk.provide(Used(day=MONDAY, series="A", first=1101, used=said))
    assert {b.used for b in kiosk.blocks() if (b.day, b.series) == (MONDAY, "A")} == {1120}


def test_r75_the_own_hundreds_of_other_kiosks_are_nobodys_reserve(floor: Floor) -> None:
    low, top = Kiosk(floor, 1), Kiosk(floor, 39)
    low.provide()
    low.provide(Used(day=MONDAY, series="A", first=1101, used=1199))
    assert (MONDAY, "A", 4801, 4899) in spans(low)
    top.provide()
    assert (MONDAY, "A", 4901, 4999) in spans(top)


def test_r75_a_kiosk_whose_own_hundred_is_held_takes_another(floor: Floor) -> None:
    before, after = Kiosk(floor, 1), Kiosk(floor, 2)
    before.provide()
    floor.do(lambda work: setattr(work.session.get_one(Device, before.id), "kiosk_number", None))
    floor.do(lambda work: setattr(work.session.get_one(Device, after.id), "kiosk_number", 1))
    after.provide()
    assert (MONDAY, "A", 4901, 4999) in spans(after) and not spans(before) & spans(after)


def test_r75_a_kiosk_without_a_number_gets_the_lowest_free_one(floor: Floor) -> None:
    Kiosk(floor, 1), Kiosk(floor, 3)
    newcomer = Kiosk(floor, None)
    newcomer.provide()
    assert number_of(floor, newcomer) == 2 and (MONDAY, "A", 1201, 1299) in spans(newcomer)


def test_r75_forty_kiosks_are_one_too_many_for_numbers_and_not_for_blocks() -> None:
    assert free_kiosk_number(range(1, 39)) == 39 and free_kiosk_number(range(1, 40)) is None
    assert next_block(None, range(1, 40), (), Settings()) == 1001
    assert next_block(None, range(1, 40), (1001,), Settings()) is None


@pytest.mark.parametrize("digits", [3, 4])
def test_r75_ranges_never_overlap(digits: int) -> None:
    settings = Settings(ticket_digits=digits)
    spans_ = [bounds(range_, settings) for range_ in Range]
    given = [number for first, last in spans_ for number in range(first, last + 1)]
    assert len(given) == len(set(given))
    low, high = bounds(Range.KIOSK, settings)
    assert all(low <= own_block(n, settings) <= high - 98 for n in range(1, 40))
    assert bounds(Range.PAPER, Settings()) == (901, 999)


@pytest.mark.parametrize("digits", [3, 4])
def test_r75_any_order_of_asking_gives_hundreds_that_are_apart(digits: int) -> None:
    settings, taken = Settings(ticket_digits=digits), list[int]()
    for turn in range(60):
        first = next_block(turn % 7 + 1, range(1, 8), taken, settings)
        if first is not None:
            taken.append(first)
    assert len(taken) == len(set(taken)) == 40 and {n % 100 for n in taken} == {1}


def test_r75_blocks_of_four_digit_halls_have_five(database: Database, clock: FrozenClock) -> None:
    a_hall(database, a_plan(settings=Settings(ticket_digits=4)), clock)
    kiosk = Kiosk(Floor(Works(database, clock)), 1)
    kiosk.provide()
    assert (MONDAY, "A", 11101, 11199) in spans(kiosk)


def test_r75_kiosks_that_ask_at_once_hold_no_number_together(floor: Floor) -> None:
    kiosks = [Kiosk(floor, None) for _ in range(6)]

    def ask_until_it_has_three_hundreds(kiosk: Kiosk) -> None:
        for _ in range(3):
            blocks = kiosk.provide()
            kiosk.provide(*(Used(day=b.day, series=b.series, first=b.first, used=b.last) for b in blocks))

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(ask_until_it_has_three_hundreds, kiosks))
    with floor.works.database.read() as session:
        held = session.scalars(select(NumberBlock)).all()
    numbers = [(b.day, b.series, n) for b in held for n in range(b.first, b.last + 1)]
    assert len(numbers) == len(set(numbers)) and len(held) >= 6 * 4 * 3
    assert sorted(number_of(floor, k) or 0 for k in kiosks) == [1, 2, 3, 4, 5, 6]


def test_r01_the_halls_own_numbers_keep_out_of_the_blocks(floor: Floor) -> None:
    kiosk = Kiosk(floor, 1)
    kiosk.provide()
    low, high = bounds(Range.KIOSK, Settings())
    assert not low <= floor.issue("A1").number <= high
    assert floor.do(actions.enter_paper_ticket, 901, "A1", floor.works.clock.hall_now()).number == 901


def test_r75_a_hall_that_turns_to_four_digits_passes_over_the_blocks_it_gave_before(floor: Floor) -> None:
    kiosk = Kiosk(floor, 1)
    kiosk.provide()
    floor.do(adopt_plan, a_plan(settings=Settings(ticket_digits=4)))
    a_thousand_given = NumberSeries(hall_id=HALL, day=MONDAY, series="A", range=Range.MAIN.value, last=1100)
    floor.do(lambda work: work.session.add(a_thousand_given))
    assert [floor.issue("A1").label for _ in range(2)] == ["A1200", "A1201"]
    assert (MONDAY, "A", 11101, 11199) in {(b.day, b.series, b.first, b.last) for b in kiosk.provide()}
