"""A really served house with a clock that tests move, for the whole run; a hall of its own for each test."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from hall.kernel import sealing
from tests.databases import fresh_sqlite
from tests.journeys.moved import MovedClock
from tests.journeys.place import Place, found
from tests.served_hall import ServedHall, free_port
from tests.world import a_plan

Founding = Callable[..., Place]
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def moved(tmp_path_factory: pytest.TempPathFactory) -> MovedClock:
    return MovedClock(tmp_path_factory.mktemp("journeys") / "clock")


@pytest.fixture(scope="session")
def served_house(moved: MovedClock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedHall]:
    """One server for all journeys: starting one costs more than most of them."""
    home = tmp_path_factory.mktemp("house")
    house = ServedHall(home, fresh_sqlite(home), sealing.Keyring.fresh(), free_port())
    house.command = ("tests.journeys.moved", str(moved.file))
    expect.set_options(timeout=10_000)
    house.start()
    yield house
    if house.process is not None and house.process.poll() is None:
        house.kill()


@pytest.fixture
def founding(served_house: ServedHall, moved: MovedClock, chromium: Browser) -> Iterator[Founding]:
    """Makes halls: `founding(settings=…)` is a hall with the plan of `tests.world` but for what is said."""
    moved.begin_again()
    places: list[Place] = []

    def one(**plan: Any) -> Place:
        places.append(found(served_house, moved, chromium, a_plan(id=f"hall{next(_numbers)}", **plan)))
        return places[-1]

    yield one
    for place in places:
        place.close()
    assert [mishap for place in places for mishap in place.mishaps] == []


@pytest.fixture
def place(founding: Founding) -> Place:
    """The small hall of `tests.world`."""
    return founding()
