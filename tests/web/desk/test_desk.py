"""The enquiry desk and the floor."""

import pytest
from flask.testing import FlaskClient

from tests.web.surfaces import sign_in
from tests.world import Floor


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
    assert desk.get(f"/desk/willow?q={spoken}").location == f"/desk/willow/tickets/{mine.id}"


def test_trying_short_codes_has_to_wait(desk: FlaskClient, people: Floor) -> None:
    answers = [desk.get("/desk/willow?q=AAAAAAAA").status_code for _ in range(11)]
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
