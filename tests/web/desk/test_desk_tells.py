"""What the desk tells and asks while it gives numbers: emergencies, what was ticked, the paper, a note."""

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from hall.queue import actions
from hall.queue.errors import IssuingStopped
from hall.site.actions import raise_emergency
from tests.web.surfaces import Served, csrf, sign_in
from tests.world import Floor

TEXT = "Please leave by the north door."
PRINTED = "window.printed = 0; window.print = () => { window.printed += 1; };"


@pytest.fixture
def desk(browserless: FlaskClient) -> FlaskClient:
    sign_in(browserless)
    return browserless


def test_r76_every_page_of_the_desk_shows_the_emergency(desk: FlaskClient, people: Floor) -> None:
    mine = people.issue("A1")
    pages = ("", "/new", "/paper", "/list", f"/tickets/{mine.id}", f"/tickets/{mine.id}/slip")
    assert not any(TEXT in desk.get(f"/desk/willow{path}").text for path in pages)
    people.do(raise_emergency, TEXT)
    assert [path for path in pages if TEXT not in desk.get(f"/desk/willow{path}").text] == []


def test_r76_no_number_is_given_then_not_even_by_a_page_that_was_open(served: Served, people: Floor) -> None:
    page = served.open("/desk/willow/new?language=en")
    people.do(raise_emergency, TEXT)
    page.click("button[value=A1]")
    page.wait_for_selector("text=No numbers are given while an emergency message is shown.")
    page.reload()
    assert page.locator("button[value=A1]").count() == 0
    with pytest.raises(IssuingStopped):
        people.issue("A1")


def test_what_was_ticked_for_a_visitor_outlives_a_search(served: Served, people: Floor) -> None:
    page = served.open("/desk/willow/new?language=en")
    page.check("[name=large_type]")
    page.select_option("select[name=language]", "en")
    page.fill("[name=q]", "B1")
    page.press("[name=q]", "Enter")
    page.wait_for_url("**q=B1**")
    assert page.is_checked("[name=large_type]") and not page.is_checked("[name=help_requested]")
    assert page.input_value("select[name=language]") == "en"
    page.click("button[value=B1]")
    page.wait_for_url("**/slip")
    assert page.locator(".slip-large").count() == 1


def test_large_type_makes_every_line_of_the_slip_larger_and_is_a_hint(served: Served, people: Floor) -> None:
    """R-46."""
    sizes = []
    for large in (False, True):
        mine = people.issue("A1", large_type=large)
        page = served.open(f"/desk/willow/tickets/{mine.id}?language=en")
        assert page.locator('.badge:text("large type")').count() == int(large)
        page = served.open(f"/desk/willow/tickets/{mine.id}/slip")
        lines = (".slip-hall", ".slip-service", ".slip-number", ".short-code")
        sizes.append([size_of(page, line) for line in lines])
    assert all(large >= 1.4 * plain for plain, large in zip(*sizes, strict=True)), sizes


def test_print_again_opens_the_print_dialog_by_itself(served: Served, people: Floor) -> None:
    mine = people.issue("A1")
    served.page.add_init_script(PRINTED)
    page = served.open(f"/desk/willow/tickets/{mine.id}/slip?language=en")
    assert page.evaluate("window.printed") == 0
    page.click("text=Print")
    assert page.evaluate("window.printed") == 1
    served.open(f"/desk/willow/tickets/{mine.id}")
    page.click("text=Print again")
    page.wait_for_url("**/slip?again=1")
    page.wait_for_function("window.printed === 1")


def test_r42_a_note_is_asked_for_where_it_is_written(served: Served, people: Floor) -> None:
    mine = people.issue("A1")
    page = served.open(f"/desk/willow/tickets/{mine.id}?language=en")
    page.check("[value=discretion]")
    page.click("text=Give priority")
    assert "A note is needed" in page.inner_text(".desk-priority #note-wanted")
    assert page.evaluate("document.activeElement.name") == "note"
    page.fill("[name=note]", "her child is ill")
    with page.expect_navigation():
        page.click("text=Give priority")
    assert people.ticket(mine.id).priority_group == "discretion"


@pytest.mark.parametrize("said", ["A1", "a 1", "1", "001", "A001", "a-001", "A00"])
def test_a_number_is_found_as_people_say_it(desk: FlaskClient, people: Floor, said: str) -> None:
    mine, other = people.issue("A1"), people.issue("A1")
    form = {"csrf_token": csrf(desk), "q": said}
    text = desk.get(desk.post("/desk/willow/search", data=form).location).text
    assert f">{mine.label}<" in text
    assert (f">{other.label}<" in text) is (said == "A00")


def test_whoever_does_not_hear_is_not_told_to_listen(desk: FlaskClient, people: Floor) -> None:
    """R-46: on the phone and on the slip."""
    mine = people.issue("A1", language="en", visual_alert=True)
    people.do(actions.give_priority, mine.id, "older")
    for address in (f"/t/{mine.code}", f"/desk/willow/tickets/{mine.id}/slip"):
        text = desk.get(address).text
        assert "listen" not in text and "come out to you" in text


def size_of(page: Page, line: str) -> float:
    return float(page.eval_on_selector(line, "element => parseFloat(getComputedStyle(element).fontSize)"))
