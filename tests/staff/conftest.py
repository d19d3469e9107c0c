"""Rules, verbs and looks of staff are proved on both databases."""

import pytest

from hall.kernel.database import Database


@pytest.fixture
def database(any_database: Database) -> Database:
    return any_database
