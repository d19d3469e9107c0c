"""The enquiry desk and the floor."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from hall.queue import actions
from hall.queue.queries import find_tickets
from tests.web.surfaces import Served, csrf, sign_in, violations
from tests.world import HALL, MONDAY, Floor, FrozenClock


@pytest.fixture
def desk(browserless: FlaskClient) -> FlaskClient:
    sign_in(browserless)
    return browserless


def test_a_ticket_is_found_by_its_number_or_its_short_code(desk: FlaskClient, people: Floor) -> None:
    mine = people.issue("A1")
    people.issue("B1")
    found = desk.get("/desk/willow?q=a001").text
    assert mine.label in found and "B001" not in found
    spoken = f"{mine.short_code[:4]} {mine.short_code[4:]}".lower()
    form = {"csrf_token": csrf(desk), "q": spoken}
    assert desk.post("/desk/willow/search", data=form).location == f"/desk/willow/tickets/{mine.id}"
    assert desk.post("/desk/willow/search", data=form | {"q": "a001"}).location == "/desk/willow?q=a001"


def test_trying_short_codes_has_to_wait(desk: FlaskClient, people: Floor) -> None:
    form = {"csrf_token": csrf(desk), "q": "AAAAAAAA"}
    answers = [desk.post("/desk/willow/search", data=form).status_code for _ in range(11)]
    assert answers[0] == 404 and answers[-1] == 429


def test_the_slip_shows_number_service_and_short_code_but_no_person(desk: FlaskClient, people: Floor) -> None:
    mine = people.issue("A1", help_requested=True)
    text = desk.get(f"/desk/willow/tickets/{mine.id}/slip?again=1").text
    assert mine.label in text and mine.short_code[:4] in text and "Reprint" in text


def test_services_are_found_by_words_with_their_state(desk: FlaskClient) -> None:
    text = desk.get("/desk/willow/new?q=A2").text
    assert 'value="A2"' in text and 'value="B1"' not in text


def test_a_ticket_of_nowhere_is_a_kind_404(desk: FlaskClient) -> None:
    assert desk.get("/desk/willow/tickets/01NOTHING0000000000000000A").status_code == 404
    assert desk.get("/desk/willow?state=nonsense").status_code == 422


def test_the_floor_is_for_leads_and_shows_who_waits_longest(browserless: FlaskClient, people: Floor) -> None:
    mine = people.issue("A1")
    sign_in(browserless, "other")
    assert browserless.get("/floor/willow").status_code == 403
    sign_in(browserless, "lead")
    text = browserless.get("/floor/willow").text
    assert mine.label in text and "no open counter serves them" in text


def test_hints_stand_in_the_list_and_on_the_ticket(desk: FlaskClient, people: Floor, clock: FrozenClock) -> None:
    mine = people.issue("A1", help_requested=True, visual_alert=True)
    people.next(people.open(1))
    people.do(actions.park, mine.id, "copy")
    clock.pass_(minutes=45)
    for address in ("/desk/willow", f"/desk/willow/tickets/{mine.id}"):
        text = desk.get(address).text
        assert all(hint in text for hint in ("asked for help", "does not hear the call", "away for 45 minutes"))


def test_r75_the_calling_list_has_everybody_in_order_and_no_person(desk: FlaskClient, people: Floor) -> None:
    first, second, other, away = (people.issue(s, help_requested=True) for s in ("A1", "A2", "B1", "A1"))
    people.do(actions.give_priority, second.id, "pregnant")
    call = people.do(actions.call_this, people.open(1), away.id, "other", after=None)
    people.do(actions.park, away.id, "copy", call_id=call.id)
    text = desk.get("/desk/willow/list").text
    order = [text.index(t.label) for t in (second, first, other, away)]
    assert order == sorted(order)
    assert not any(word in text for word in ("pregnant", "priority", second.short_code[:4], second.code))


def test_an_empty_calling_list_says_so(desk: FlaskClient) -> None:
    assert "Nobody is waiting." in desk.get("/desk/willow/list").text


def test_r75_a_paper_number_is_entered_by_keyboard(served: Served, people: Floor) -> None:
    page = served.open("/desk/willow/paper?language=en")
    page.keyboard.press("Shift+Tab")  # nothing is chosen yet: a number must not slip into the first service
    page.keyboard.type("A1")
    page.keyboard.press("Tab")
    page.keyboard.type("901")
    page.keyboard.press("Tab")
    page.keyboard.type("0912AM")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "A901 is in the queue." in page.inner_text("[role=status] >> nth=0")
    with people.works.database.read() as session:
        (entered,) = find_tickets(session, HALL, MONDAY.date())
    assert entered.issued_at == MONDAY.replace(hour=1, minute=12) and entered.channel == "paper"


def test_a_paper_number_twice_is_refused_in_words(served: Served, people: Floor) -> None:
    people.do(actions.enter_paper_ticket, 901, "A1", MONDAY)
    page = served.open("/desk/willow/paper?language=en")
    page.select_option("[name=service]", "A1")
    page.fill("[name=number]", "901")
    page.fill("[type=time]", "09:12")
    page.press("[name=number]", "Enter")
    page.wait_for_selector("[data-said]:not([hidden])")
    assert page.url.endswith("/paper?language=en")


def test_r36_a_waiting_ticket_is_kept_for_the_next_working_day(served: Served, people: Floor) -> None:
    mine = people.issue("A1")
    page = served.open(f"/desk/willow/tickets/{mine.id}?language=en")
    page.click("[data-second-pass] summary")
    page.select_option("[data-second-pass] select", "system_failed")
    with page.expect_navigation():
        page.click("[data-second-pass] button")
    assert people.ticket(mine.id).kept_at is not None
    assert page.query_selector("[data-second-pass]") is None and "kept for 2026-11-24" in page.inner_text("main")


def test_r36_the_next_day_the_kept_one_becomes_a_number(served: Served, people: Floor, clock: FrozenClock) -> None:
    mine = people.issue("A1")
    people.do(actions.keep_for_next_day, mine.id, "hall_failed")
    page = served.open(f"/desk/willow/tickets/{mine.id}?language=en")
    assert page.query_selector("text=Give today's number") is None
    clock.hall += timedelta(days=1)  # the sign-in of the browser lives by the other clock
    page.reload()
    with page.expect_navigation():
        page.click("text=Give today's number")
    assert page.url.endswith("/slip") and "A001" in page.inner_text(".slip-number")


def test_r36_only_who_waits_or_stepped_out_can_be_kept(desk: FlaskClient, people: Floor) -> None:
    mine = people.issue("A1")
    people.next(people.open(1))
    assert "data-second-pass" not in desk.get(f"/desk/willow/tickets/{mine.id}").text


def test_the_list_works_by_keyboard(served: Served, people: Floor) -> None:
    mine = people.issue("A1")
    people.issue("B1")
    page = served.open("/desk/willow?language=en")
    page.keyboard.type(mine.label)  # the search has the focus
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for _ in range(6):
        if page.evaluate("document.activeElement.className") == "table-number":
            break
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(mine.id)


def test_every_page_of_the_desk_fits_a_phone(served: Served, people: Floor, clock: FrozenClock) -> None:
    width, look = 390, "language=en"
    mine = people.issue("A1", help_requested=True, visual_alert=True)
    people.next(people.open(1))
    people.do(actions.park, mine.id, "copy")
    people.issue("A2")
    clock.pass_(minutes=45)
    served.page.set_viewport_size({"width": width, "height": 900})
    found = []
    for path in ("", "/paper", "/list", "/new", f"/tickets/{mine.id}"):
        page = served.open(f"/desk/willow{path}?{look}")
        found += violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert found == []
