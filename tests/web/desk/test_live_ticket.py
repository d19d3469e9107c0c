"""One ticket at the desk stays true while somebody looks at it."""

from playwright.sync_api import Route, expect

from hall.queue import actions
from hall.site.actions import clear_emergency, raise_emergency
from hall.staff.actions import appoint
from hall.staff.rules import Role
from hall.web.live.publisher import tell_waits
from tests.web.surfaces import Served, violations
from tests.world import CLERK, HALL, Floor


def test_who_is_ahead_goes_on_by_itself_and_a_change_of_state_is_said(served: Served, people: Floor) -> None:
    ahead, mine = people.issue("A1"), people.issue("A1")
    page = served.open(f"/desk/willow/tickets/{mine.id}?language=en")
    facts = page.locator(".desk-ticket [data-fragment]")
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


def test_r76_the_emergency_stands_on_an_open_page_of_the_desk_at_once(served: Served, people: Floor) -> None:
    page = served.open("/desk/willow/new?language=en")
    page.wait_for_selector("[data-live]", state="attached")
    page.fill("[name=q]", "half a wo")
    people.do(raise_emergency, "Please leave by the north door.")
    served.app.extensions["hall.publisher"].publish()
    expect(page.locator("[data-emergency]")).to_contain_text("north door")
    expect(page.locator("[name=q]")).to_have_value("half a wo")
    people.do(clear_emergency)
    served.app.extensions["hall.publisher"].publish()
    expect(page.locator("[data-emergency]")).to_have_count(0)


def test_the_list_of_the_desk_follows_the_hall(served: Served, people: Floor) -> None:
    page = served.open("/desk/willow?language=en")
    page.wait_for_selector("[data-live]", state="attached")
    people.issue("A1")
    served.app.extensions["hall.publisher"].publish()
    row = page.locator(".desk-tickets tbody tr", has_text="A001")
    expect(row).to_contain_text("waiting")
    row.get_by_role("link").focus()
    people.next(people.open(1))
    served.app.extensions["hall.publisher"].publish()
    expect(row).to_contain_text("called")
    expect(row.get_by_role("link")).to_be_focused()
    page.route("**/rows*", lambda route: route.abort())
    people.issue("A1")
    served.app.extensions["hall.publisher"].publish()
    expect(page.locator("[data-lost-band]")).to_be_visible()
    assert violations(page) == []


def test_r76_the_band_is_asked_for_once_and_not_with_every_fact(served: Served, people: Floor) -> None:
    """Else each fact of a busy hall were a request from every open page, and an alert read out again."""
    asked = list[str]()
    waiting = [people.issue("A1") for _ in range(5)]
    page = served.open("/desk/willow/new?language=en")
    page.wait_for_selector("[data-live]", state="attached")
    people.do(raise_emergency, "Please leave by the north door.")
    served.app.extensions["hall.publisher"].publish()
    band = page.locator("[data-emergency]")
    expect(band).to_be_visible()
    band.evaluate("(element) => (element.dataset.first = 'yes')")
    page.on("request", lambda request: asked.append(request.url))
    for ticket in waiting:
        people.do(actions.cancel, ticket.id)
        served.app.extensions["hall.publisher"].publish()
    with page.expect_response("**/band"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert len([url for url in asked if url.endswith("/band")]) <= 2
    assert band.get_attribute("data-first") == "yes"


def test_who_may_no_longer_look_is_told_so(served: Served, people: Floor) -> None:
    page = served.open("/desk/willow?language=en")
    page.wait_for_selector("[data-live]", state="attached")
    people.do(appoint, CLERK, [Role.COUNTER])
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text("You are not allowed to do this.")).to_be_visible()


def test_a_press_before_the_scripts_have_come_waits_for_them(served: Served, people: Floor) -> None:
    """Else the browser would send the form by itself: the page loads again and nothing is done."""
    mine = people.issue("A1")
    held = list[Route]()
    served.page.route("**/api_forms.js", lambda route: held.append(route))
    served.page.goto(f"{served.address}/desk/willow/tickets/{mine.id}?language=en", wait_until="commit")
    button = served.page.get_by_role("button", name="Print again")
    expect(button).to_be_visible()
    assert button.evaluate("(button) => getComputedStyle(button).pointerEvents") == "none"
    held[0].continue_()
    with served.page.expect_navigation(url="**/slip*"):
        button.click()


def test_a_refusal_names_its_field_and_goes_with_the_next_try(served: Served, people: Floor) -> None:
    page = served.open("/desk/willow/paper?language=en")
    page.wait_for_selector("[data-api-ready]", state="attached")
    page.evaluate("document.querySelector('form[data-api]').noValidate = true")
    page.select_option("[name=service]", "A1")
    page.fill("[name=number]", "5")
    page.fill("[type=time]", "09:12")
    page.press("[name=number]", "Enter")
    expect(page.locator("[data-said]")).to_contain_text("Number without its letter · ")
    page.fill("[name=number]", "901")
    page.press("[name=number]", "Enter")
    page.wait_for_url("**/paper?entered=A901*")
    expect(page.locator("[data-said]")).to_be_hidden()
