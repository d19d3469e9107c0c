"""The page of the look after an outage, with and without scripts, and the lines that lead there (R-75)."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import expect

from hall.queue.states import TicketState
from tests.queue.outage import Kiosk
from tests.web.surfaces import Served, csrf, sign_in, violations
from tests.world import HALL, Floor

ADDRESS = f"/desk/{HALL}/outage"


@pytest.fixture
def kiosk(people: Floor) -> Kiosk:
    """A kiosk with three tickets that stood on a list, and one that the hall could not keep."""
    made = Kiosk(people, 1)
    made.provide()
    return made


def listed(kiosk: Kiosk, **more: Any) -> list[str]:
    items = [kiosk.make(1101 + n, listed=True, **more) for n in range(3)]
    kiosk.replay(*items)
    return [item.id for item in items]


def test_r75_the_desk_is_led_to_what_waits_for_a_look(browserless: FlaskClient, kiosk: Kiosk) -> None:
    sign_in(browserless)
    assert ADDRESS + '"' not in browserless.get(f"/desk/{HALL}").text
    listed(kiosk)
    for page in (f"/desk/{HALL}", f"/desk/{HALL}/outage/line"):
        assert f'href="{ADDRESS}">3 numbers of the outage are to be checked' in browserless.get(page).text
    sign_in(browserless, "lead")
    floor = browserless.get(f"/floor/{HALL}").text
    assert 'notice-danger" data-warning="outage_review"' in floor and "3 numbers are to be checked" in floor


def test_r75_the_ticks_work_without_scripts(browserless: FlaskClient, kiosk: Kiosk, people: Floor) -> None:
    sign_in(browserless)
    first, second, third = listed(kiosk)
    form = {"csrf_token": csrf(browserless, ADDRESS), "served": [first], "gone": [first, second]}
    answer = browserless.post(ADDRESS, data=form | {"seen": [first, second, third]})
    states = [people.ticket(i).state for i in (first, second, third)]
    assert states == [TicketState.FINISHED, TicketState.LEFT, TicketState.WAITING]
    text = browserless.get(answer.location).text
    assert (
        "Served by list: 1 · had left: 1 · called from now on: 1" in text and "No number is to be checked" in text
    )


def test_r75_a_number_that_was_not_kept_is_shown_until_it_was_seen(browserless: FlaskClient, kiosk: Kiosk) -> None:
    sign_in(browserless)
    bad = kiosk.make(1901)
    kiosk.replay(bad)
    text = browserless.get(ADDRESS).text
    assert "A1901" in text and "the number is not one of that kiosk" in text and "I have seen them" in text
    assert "1 number of the outage is to be checked" in browserless.get(f"/desk/{HALL}").text
    browserless.post(ADDRESS, data={"csrf_token": csrf(browserless, ADDRESS), "seen": bad.id})
    assert "A1901" not in browserless.get(ADDRESS).text


def test_r75_the_look_is_for_the_desk_and_needs_its_own_page(browserless: FlaskClient, kiosk: Kiosk) -> None:
    sign_in(browserless, "other")
    assert browserless.get(ADDRESS).status_code == 403
    sign_in(browserless)
    assert browserless.post(ADDRESS, data={"served": listed(kiosk)}).status_code == 403


def test_r75_a_moment_that_is_a_bound_says_about(browserless: FlaskClient, kiosk: Kiosk) -> None:
    sign_in(browserless)
    listed(kiosk, uncertain=True)
    assert "about 09:40" in browserless.get(ADDRESS).text
    assert "checked before it is called" in browserless.get(f"/desk/{HALL}").text


@pytest.mark.parametrize("width", [1280, 390])
def test_r75_the_look_is_done_by_keyboard_and_counts_what_the_button_does(
    served: Served, kiosk: Kiosk, people: Floor, width: int
) -> None:
    first, second, third = listed(kiosk)
    served.page.set_viewport_size({"width": width, "height": 844})
    page = served.open(ADDRESS)
    expect(page.locator(f"[name=served][value='{first}']")).to_be_focused()
    counted = page.locator("[data-counted]")
    for key in ("Space", "ArrowDown", "Space", "ArrowRight", "Space"):
        page.keyboard.press(key)
    expect(counted).to_have_text("Served by list: 1 · had left: 1 · called from now on: 1")
    expect(page.locator(f"[name=served][value='{second}']")).not_to_be_checked()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Enter")  # goes to the button: nobody is released by a slip
    expect(page.get_by_role("button", name="Release the others")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("No number is to be checked.")).to_be_visible()
    states = [people.ticket(i).state for i in (first, second, third)]
    assert states == [TicketState.FINISHED, TicketState.LEFT, TicketState.WAITING]
