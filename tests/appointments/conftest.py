"""Bookings are proved on both databases."""

import pytest

from hall.kernel.database import Database
from tests.appointments.world import Bookings
from tests.world import FrozenClock


@pytest.fixture
def database(any_database: Database) -> Database:
    return any_database


@pytest.fixture
def hall(database: Database, clock: FrozenClock) -> Bookings:
    return Bookings(database, clock)
