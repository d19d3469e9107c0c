"""The live line of a console that the hall has ended."""

from playwright.sync_api import expect

from hall.staff.actions import appoint
from hall.staff.rules import Role
from tests.web.surfaces import Served
from tests.world import CLERK, Floor


def test_a_console_whose_line_was_ended_by_a_change_of_roles_comes_back(served: Served, people: Floor) -> None:
    people.open(1)
    page = served.open("/counter/willow-1?language=en")
    page.wait_for_selector("[data-ready]", state="attached")
    band = page.locator("[data-lost-band]")
    people.do(appoint, CLERK, [Role.COUNTER, Role.LEAD])
    served.app.extensions["hall.publisher"].publish()
    expect(band).to_be_visible()
    expect(band).to_be_hidden()
    people.issue("A1")
    served.app.extensions["hall.publisher"].publish()
    expect(page.locator("[data-fragment]").first).to_contain_text("A001")
