"""The menu of pages: staff see exactly the ones that open for them, visitors none, public pages carry none."""

import re

import pytest
from flask.testing import FlaskClient

from tests.web.surfaces import sign_in
from tests.world import Floor

PAGES = {"/counter", "/desk/willow", "/floor/willow", "/admin/willow"}


@pytest.mark.parametrize("login", ["clerk", "other", "lead", "boss"])
def test_the_menu_names_the_pages_that_open(browserless: FlaskClient, people: Floor, login: str) -> None:
    sign_in(browserless, login)
    ticket = people.issue("A1")
    shown = set(re.findall(r'<li><a href="(/[^"?]+)"', browserless.get(f"/t/{ticket.code}").text)) & PAGES
    opens = {page for page in PAGES - {"/counter"} if browserless.get(page).status_code == 200}
    # The list of counters opens for everybody who is signed in; the menu names it where one may sit.
    assert shown - {"/counter"} == opens
    assert ("/counter" in shown) == (login != "boss" or browserless.get("/counter/willow-1").status_code == 200)


def test_a_public_page_is_the_same_for_everybody(browserless: FlaskClient) -> None:
    stranger = browserless.get("/halls/willow")
    sign_in(browserless)
    mine = browserless.get("/halls/willow")
    assert mine.data == stranger.data and mine.headers["ETag"] == stranger.headers["ETag"]
    assert "csrf" not in mine.text and "Sign out" not in mine.text
