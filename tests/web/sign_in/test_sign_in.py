"""Signing in at a browser."""

import pytest
from flask.testing import FlaskClient

from tests.web.surfaces import csrf, sign_in


def test_the_right_password_gives_a_cookie_that_scripts_cannot_read(browserless: FlaskClient) -> None:
    answer = sign_in(browserless, next="/counter")
    cookie = answer.headers["Set-Cookie"]
    assert answer.status_code == 303 and answer.location == "/counter"
    assert "hall_session=" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert browserless.get("/counter?all=1").status_code == 200


def test_an_unknown_login_and_a_wrong_password_are_answered_alike(browserless: FlaskClient) -> None:
    wrong = sign_in(browserless, "clerk", "not this")
    unknown = sign_in(browserless, "nobody", "not this")
    assert wrong.status_code == unknown.status_code == 401
    assert _shown(wrong.text) == _shown(unknown.text) == "Login or password is wrong."


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_signing_in_leads_nowhere_else(browserless: FlaskClient, elsewhere: str) -> None:
    assert sign_in(browserless, next=elsewhere).location == "/work"


def test_a_form_of_another_site_signs_nobody_in(browserless: FlaskClient) -> None:
    answer = browserless.post("/sign-in", data={"login": "clerk", "password": "x"})
    assert answer.status_code == 403
    assert browserless.get_cookie("hall_session") is None


def test_the_eleventh_wrong_attempt_has_to_wait(browserless: FlaskClient) -> None:
    for _ in range(10):
        assert sign_in(browserless, "clerk", "guess").status_code == 401
    answer = sign_in(browserless, "clerk", "guess")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_a_whole_office_signs_in_from_one_address(browserless: FlaskClient) -> None:
    """By address only failures count: an eleventh colleague is not locked out by ten who were right."""
    for _ in range(12):
        assert sign_in(browserless).status_code == 303


def test_a_hundred_wrong_guesses_from_one_address_are_enough(browserless: FlaskClient) -> None:
    statuses = [sign_in(browserless, f"login-{n}", "guess").status_code for n in range(101)]
    assert statuses == [401] * 100 + [429]


def test_an_address_that_breaks_lines_leads_to_no_redirect(browserless: FlaskClient) -> None:
    assert browserless.get("/desk/%0d%0aX-Evil:1").status_code == 404


def test_signing_out_ends_the_session_on_the_server_too(browserless: FlaskClient) -> None:
    sign_in(browserless)
    kept = browserless.get_cookie("hall_session")
    assert kept is not None
    browserless.post("/sign-out", data={"csrf_token": csrf(browserless)})
    browserless.set_cookie("hall_session", kept.value)
    assert browserless.get("/counter?all=1").status_code == 303


def test_a_page_for_staff_shows_where_to_sign_in_and_a_program_is_told_401(browserless: FlaskClient) -> None:
    assert browserless.get("/desk/willow").location == "/sign-in?next=%2Fdesk%2Fwillow"
    assert browserless.get("/api/v1/halls/willow/tickets").status_code == 401


def _shown(html: str) -> str:
    return html.split('id="refusal">')[1].split("<")[0]


@pytest.mark.parametrize(
    ("login", "page"),
    [("clerk", "/counter"), ("other", "/counter"), ("lead", "/floor/willow"), ("boss", "/floor/willow")],
)
def test_after_signing_in_one_stands_where_one_works(browserless: FlaskClient, login: str, page: str) -> None:
    assert sign_in(browserless, login).location == "/work"
    assert browserless.get("/work").location == page


def test_home_shows_a_member_only_what_they_may_open(browserless: FlaskClient) -> None:
    assert "/admin/willow" in browserless.get("/").text  # whoever has not signed in yet may be anybody
    sign_in(browserless, "clerk")
    home = browserless.get("/").text
    assert "/desk/willow" in home and "/admin/willow" not in home and "/pair" not in home
