"""The console that the tests of this folder press."""

import pytest
from playwright.sync_api import Page

from tests.web.surfaces import Served
from tests.world import Floor


@pytest.fixture
def console(served: Served, people: Floor) -> Page:
    """Counter 1, open, with three visitors waiting."""
    for _ in range(3):
        people.issue("A1")
    people.open(1)
    page = served.open("/counter/willow-1?language=en")
    page.wait_for_selector("[data-ready]", state="attached")
    return page
