"""One ticket at the desk stays true while somebody looks at it."""

from playwright.sync_api import expect

from hall.queue import actions
from hall.web.live.publisher import tell_waits
from tests.web.surfaces import Served, violations
from tests.world import HALL, Floor


def test_who_is_ahead_goes_on_by_itself_and_a_change_of_state_is_said(served: Served, people: Floor) -> None:
    ahead, mine = people.issue("A1"), people.issue("A1")
    page = served.open(f"/desk/willow/tickets/{mine.id}?language=en")
    facts = page.locator("[data-fragment]")
    expect(facts.locator("div", has_text="Ahead").locator("dd")).to_have_text("1")
    page.fill("[name=note]", "half a note")
    people.do(actions.cancel, ahead.id)
    tell_waits(served.app.extensions["hall"], HALL, 0)  # as the keeper of waits does when it has counted anew
    expect(facts.locator("div", has_text="Ahead").locator("dd")).to_have_text("0")
    assert facts.get_by_role("alert").count() == 0
    people.next(people.open(1))
    expect(facts.get_by_role("alert")).to_contain_text("just changed")
    expect(page.locator("[name=note]")).to_have_value("half a note")
    assert violations(page) == []


def test_a_lost_hall_is_marked(served: Served, people: Floor) -> None:
    page = served.open(f"/desk/willow/tickets/{people.issue('A1').id}?language=en")
    page.route("**/facts*", lambda route: route.abort())
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("[data-lost-band]")).to_be_visible()
