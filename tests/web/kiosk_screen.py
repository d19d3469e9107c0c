"""A paired kiosk in a real browser."""

import pytest
from playwright.sync_api import Page

from hall.kernel.work import SYSTEM, Work
from hall.site.actions import add_device, pair_device
from hall.web.house import House
from tests.web.surfaces import Served
from tests.world import HALL

START = f"/kiosk/{HALL}"


@pytest.fixture
def screen(served: Served) -> Page:
    """A paired kiosk's browser on its start page, in English."""
    house: House = served.app.extensions["hall"]
    token = house.works.perform(HALL, SYSTEM, a_kiosk)
    served.page.context.clear_cookies()
    served.page.context.add_cookies([{"name": "hall_device", "value": token, "url": served.address}])
    return served.open(f"{START}?language=en")


def a_kiosk(work: Work) -> str:
    _, code = add_device(work, "kiosk", "by the door")
    work.session.flush()
    return pair_device(work, code)[1]
