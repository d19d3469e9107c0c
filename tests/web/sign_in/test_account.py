"""The page about oneself, and the one-time password that must be replaced before anything else."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hall.kernel.ids import fingerprint
from hall.staff import actions, queries
from hall.staff.actions import hash_password
from hall.staff.models import Member
from hall.web.house import House
from hall.web.live.publisher import NAMESPACE
from tests.web.surfaces import PASSWORD, csrf, sign_in
from tests.world import CLERK, HALL, Api, Floor, FrozenClock

NEW = "a heron at the pond"


@pytest.fixture
def house(page_app: Flask) -> House:
    found: House = page_app.extensions["hall"]
    return found


@pytest.fixture
def another(page_app: Flask) -> FlaskClient:
    """Another browser."""
    client = page_app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"
    return client


def change(client: FlaskClient, what: str, **more: str) -> TestResponse:
    return client.post("/account", data={"csrf_token": csrf(client, "/account"), "what": what, **more})


def change_password(client: FlaskClient, old: str = PASSWORD, new: str = NEW, again: str = "") -> TestResponse:
    return change(client, "password", old=old, password=new, again=again or new)


def one_time(people: Floor) -> None:
    people.do(actions.reset_password, CLERK, hash_password("ONCE-ONLY-1234"))


def shown(house: House) -> Member:
    with house.database.read() as session:
        return session.get_one(Member, CLERK)


def test_a_one_time_password_opens_nothing_but_the_choice_of_another(
    browserless: FlaskClient, people: Floor
) -> None:
    one_time(people)
    assert sign_in(browserless, "clerk").status_code == 401
    answer = sign_in(browserless, "clerk", "once only1234", next="/desk/willow")  # told aloud, typed as heard
    assert answer.location == "/sign-in/new-password?next=%2Fdesk%2Fwillow"
    for page in ("/desk/willow", "/counter", "/account"):
        assert browserless.get(page).location.startswith("/sign-in/new-password")
    assert browserless.get("/api/v1/members/me").status_code == 401


def test_a_password_of_ones_own_opens_the_page_that_was_wanted(browserless: FlaskClient, people: Floor) -> None:
    one_time(people)
    sign_in(browserless, "clerk", "ONCE-ONLY-1234")
    address = "/sign-in/new-password?next=/desk/willow"
    form = {"csrf_token": csrf(browserless, address), "next": "/desk/willow"}
    answer = browserless.post(address, data=form | {"password": NEW, "again": NEW})
    assert answer.location == "/desk/willow" and browserless.get("/desk/willow").status_code == 200
    assert sign_in(browserless, "clerk", "ONCE-ONLY-1234").status_code == 401
    assert sign_in(browserless, "clerk", NEW).status_code == 303


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("short", "short", "at least 10 characters"),
        ("x" * 201, "x" * 201, "at most 200 characters"),
        ("aaaaaaaaaaaa", "aaaaaaaaaaaa", "must not be your login"),
        (NEW, NEW + "s", "The two new passwords differ."),
        ("ONCE-ONLY-1234", "ONCE-ONLY-1234", "another password than the one until now"),
    ],
)
def test_a_password_that_cannot_be_is_refused_at_its_field(
    browserless: FlaskClient, people: Floor, password: str, again: str, sentence: str
) -> None:
    one_time(people)
    sign_in(browserless, "clerk", "ONCE-ONLY-1234")
    form = {"csrf_token": csrf(browserless, "/sign-in/new-password"), "password": password, "again": again}
    answer = browserless.post("/sign-in/new-password", data=form)
    assert answer.status_code == 422 and answer.text.count(sentence) == 2  # in the summary and at the field
    assert 'aria-invalid="true"' in answer.text and password not in answer.text
    assert browserless.get("/desk/willow").status_code == 303


def test_a_one_time_password_that_is_too_old_says_so_to_who_knows_it(
    browserless: FlaskClient, people: Floor, clock: FrozenClock
) -> None:
    one_time(people)
    clock.pass_(hours=24)
    assert "no longer valid" in sign_in(browserless, "clerk", "ONCE-ONLY-1234").text
    assert "Login or password is wrong." in sign_in(browserless, "clerk", "guess").text


def test_a_program_is_told_to_use_a_browser_first(page_app: Flask, people: Floor) -> None:
    one_time(people)
    answer = Api(page_app).post("/tokens", {"login": "clerk", "password": "ONCE-ONLY-1234"})
    assert answer.status_code == 403 and answer.json["code"] == "password_to_replace"


def test_who_did_not_sign_in_replaces_nothing(browserless: FlaskClient) -> None:
    assert browserless.get("/sign-in/new-password").location == "/sign-in"
    form = {"csrf_token": csrf(browserless), "password": NEW, "again": NEW}
    assert browserless.post("/sign-in/new-password", data=form).status_code == 401


def test_changing_the_password_ends_every_other_session_and_its_live_line(
    browserless: FlaskClient, another: FlaskClient, house: House
) -> None:
    sign_in(browserless), sign_in(another)
    cookie = another.get_cookie("hall_session")
    assert cookie is not None
    line = house.socketio.test_client(browserless.application, namespace=NAMESPACE, auth={"token": cookie.value})
    assert change_password(browserless).status_code == 303
    assert browserless.get("/account").status_code == 200
    assert another.get("/account").location.startswith("/sign-in")
    assert not line.is_connected(NAMESPACE)


def test_the_old_password_is_asked_for_and_wrong_ones_have_to_wait(browserless: FlaskClient) -> None:
    sign_in(browserless)
    for _ in range(10):
        answer = change_password(browserless, old="guess")
        assert answer.status_code == 422 and "until now is wrong" in answer.text
    answer = change_password(browserless)
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) > 0
    assert "Too many attempts" in answer.text


def test_sessions_are_listed_and_ended_one_by_one_or_all_others(
    browserless: FlaskClient, another: FlaskClient
) -> None:
    sign_in(browserless), sign_in(another)
    page = browserless.get("/account").text
    handles = re.findall(r'name="session" value="(\w{16})"', page)
    assert "Firefox on Windows" in page and page.count("this one") == 1 and len(handles) == 1
    change(browserless, "sessions", session=handles[0])
    assert another.get("/account").status_code == 303
    sign_in(another)
    change(browserless, "sessions", session="others")
    assert another.get("/account").status_code == 303 and browserless.get("/account").status_code == 200


def test_a_look_is_noted_and_shown_as_last_seen(
    browserless: FlaskClient, house: House, clock: FrozenClock
) -> None:
    sign_in(browserless)
    clock.pass_(minutes=7)
    assert "last seen 2026-11-23 09:47" in browserless.get("/account").text
    cookie = browserless.get_cookie("hall_session")
    assert cookie is not None and house.seen.take() == {fingerprint(cookie.value): clock.real}


def test_ones_own_name_is_kept_and_nonsense_is_not(browserless: FlaskClient, house: House) -> None:
    sign_in(browserless)
    assert change(browserless, "name", zh="王丽", en="Wang Li").status_code == 303
    assert shown(house).names == {"zh-CN": "王丽", "en": "Wang Li"}
    answer = change(browserless, "name", zh="x" * 61, en="Wang Li")
    assert answer.status_code == 422 and answer.text.count("at most 60 characters") == 2
    assert "x" * 61 in answer.text and 'href="#name-zh"' in answer.text
    assert "Please give a name." in change(browserless, "name", zh=" ", en="").text


def test_the_language_goes_with_the_person(browserless: FlaskClient, another: FlaskClient) -> None:
    sign_in(browserless)
    form = {"csrf_token": csrf(browserless, "/account"), "language": "zh-CN", "next": "/desk/willow"}
    assert browserless.post("/account/language", data=form).location == "/desk/willow"
    assert '<html lang="zh-CN"' in browserless.get("/desk/willow").text
    assert '<html lang="en"' in another.get("/sign-in").text
    sign_in(another)
    assert '<html lang="zh-CN"' in another.get("/desk/willow").text


@pytest.mark.parametrize("what", ["", "nothing", "__class__"])
def test_an_unknown_form_is_refused(browserless: FlaskClient, what: str) -> None:
    sign_in(browserless)
    assert change(browserless, what).status_code == 404
    form = {"csrf_token": csrf(browserless, "/account"), "language": "tlh"}
    assert browserless.post("/account/language", data=form).status_code == 404
    assert browserless.post("/account", data={"what": "name", "zh": "X"}).status_code == 403  # of another site


def test_losing_a_role_ends_the_live_lines_at_once(browserless: FlaskClient, house: House, people: Floor) -> None:
    publisher = browserless.application.extensions["hall.publisher"]
    publisher.publish()
    with house.database.read() as session:
        lead = queries.member_by_login(session, "lead")
    assert lead is not None
    token = house.database.write(
        lambda s: actions.sign_in(s, s.get_one(Member, lead.id), house.clock.real_now())[0]
    )
    line = house.socketio.test_client(browserless.application, namespace=NAMESPACE, auth={"token": token})
    watch = {"room": f"floor:{HALL}"}
    assert line.emit("watch", watch, namespace=NAMESPACE, callback=True)["ok"]
    people.do(actions.appoint, lead.id, [queries.Role.DESK])
    publisher.publish()
    assert not line.is_connected(NAMESPACE)
