"""The live line of a console that the hall has ended."""

from playwright.sync_api import expect

from hall.staff.actions import appoint
from hall.staff.rules import Role
from tests.web.surfaces import Served
from tests.world import CLERK, Floor

REMEMBERS = """() => {
  const band = document.querySelector("[data-lost-band]");
  const note = () => band.hidden || (document.documentElement.dataset.wasLost = "yes");
  new MutationObserver(note).observe(band, { attributes: true });
}"""
"""A quick browser has its line back before anybody looks."""


def test_a_console_whose_line_was_ended_by_a_change_of_roles_comes_back(served: Served, people: Floor) -> None:
    people.open(1)
    page = served.open("/counter/willow-1?language=en")
    page.wait_for_selector("[data-live]", state="attached")  # a line that is not there yet cannot be ended
    band = page.locator("[data-lost-band]")
    page.evaluate(REMEMBERS)
    people.do(appoint, CLERK, [Role.COUNTER, Role.LEAD])
    served.app.extensions["hall.publisher"].publish()
    expect(page.locator("html[data-was-lost]")).to_be_attached()
    expect(band).to_be_hidden()
    people.issue("A1")
    served.app.extensions["hall.publisher"].publish()
    expect(page.locator("[data-fragment]").first).to_contain_text("A001")
