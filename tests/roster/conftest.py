"""Rosters are proved on both databases."""

import pytest

from hall.kernel.database import Database
from hall.kernel.work import Works
from hall.reactions import HouseReactions
from tests.appointments.world import booking_plan
from tests.roster.world import Roster
from tests.world import FrozenClock, a_hall


@pytest.fixture
def database(any_database: Database) -> Database:
    return any_database


@pytest.fixture
def roster(database: Database, clock: FrozenClock) -> Roster:
    a_hall(database, booking_plan(), clock)
    made = Roster(Works(database, clock, HouseReactions()), clock)
    made.plan_ahead()
    return made
