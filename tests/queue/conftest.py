"""The queue's rules, verbs and looks are proved on both databases."""

import pytest

from hall.kernel.database import Database


@pytest.fixture
def database(any_database: Database) -> Database:
    return any_database
