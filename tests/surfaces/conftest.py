"""The served house of the catalogue and a browser, for every test of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from hall.kernel import sealing
from tools.surfaces.house import Served, served
from tools.surfaces.visit import Visitor


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    before = sealing.current()
    home: Path = tmp_path_factory.mktemp("surfaces")
    with served(home) as running:
        yield running
    sealing.use(before)


@pytest.fixture(autouse=True)
def own_keys(house: Served) -> Iterator[None]:
    """The house's keys while a test of this folder runs: keys belong to a process, and others have their own."""
    before = sealing.current()
    sealing.use(house.app.extensions["hall"].settings.keyring)
    yield
    sealing.use(before)


@pytest.fixture(scope="session")
def visitor(house: Served, chromium: Browser) -> Iterator[Visitor]:
    """Somebody who asked for no motion: so nothing is in between two looks either."""
    made = Visitor(house, chromium, reduced_motion=True)
    yield made
    made.close()
