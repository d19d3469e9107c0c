"""People of a hall: list, search, add, change, one-time password, taking out; what an administrator may not."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import expect
from werkzeug.test import TestResponse

from hall.kernel.work import SYSTEM
from hall.site.actions import found_hall
from hall.staff import actions, queries
from hall.staff.models import Member
from hall.staff.rules import Role
from hall.web.house import House
from tests.long import IN_LONG_RUN
from tests.web.sign_in.test_account import one_time
from tests.web.surfaces import BOSS, LEAD, Served, csrf, sign_in, violations
from tests.world import CLERK, HALL, OTHER, Floor, FrozenClock, a_plan

PEOPLE = f"/admin/{HALL}/people"


@pytest.fixture
def boss(browserless: FlaskClient) -> FlaskClient:
    """A browser in which a manager and administrator is signed in."""
    sign_in(browserless, "boss")
    return browserless


@pytest.fixture
def house(browserless: FlaskClient) -> House:
    found: House = browserless.application.extensions["hall"]
    return found


def send(client: FlaskClient, address: str, **form: Any) -> TestResponse:
    return client.post(address, data={"csrf_token": csrf(client, "/account"), **form})


def add(client: FlaskClient, **form: Any) -> TestResponse:
    return send(client, f"{PEOPLE}/new", **{"login": "li.wei", "name": "李伟", "roles": ["desk"], **form})


def shown(html: str) -> str:
    return re.sub(r"(<[^>]+>|\s)+", " ", html)


def roles(house: House, member: str) -> list[str]:
    with house.database.read() as session:
        return queries.roles_of(session, member).get(HALL, [])


def in_another_hall(house: House, clock: FrozenClock, member: str) -> None:
    house.database.write(lambda s: found_hall(s, a_plan(id="south"), clock.hall_now()))
    house.works.perform("south", SYSTEM, lambda w: actions.appoint(w, member, [Role.LEAD]))


def test_the_list_says_who_may_what_and_when_they_signed_in(boss: FlaskClient) -> None:
    text = shown(boss.get(PEOPLE).text)
    assert "clerk clerk counter staff, floor guide never" in text
    assert "boss boss manager, administrator signed in Last sign-in 2026-11-23 09:40" in text


@pytest.mark.parametrize(("wanted", "found"), [("CLE", True), ("clerk x", False), ("<b>", False), ("", True)])
def test_the_search_looks_at_names_and_logins(boss: FlaskClient, wanted: str, found: bool) -> None:
    page = boss.get(PEOPLE, query_string={"q": wanted}).text
    assert (f"{PEOPLE}/{CLERK}" in page) == found and ("Nobody matches." in page) != found
    assert "<b>" not in page.split("<h1>")[1].split("people-list")[0].replace("<b>.badge", "")


def test_somebody_new_signs_in_with_the_password_that_was_shown_once(boss: FlaskClient, house: House) -> None:
    page = add(boss, counter="2").text
    secret = re.search(r'secret-code">([^<]+)<', page)
    assert secret is not None and re.fullmatch(r"\w{4}-\w{4}-\w{4}", secret[1])
    assert "Good until 2026-11-24 09:40" in page
    with house.database.read() as session:
        made = queries.member_with_login(session, "li.wei")
    assert made is not None and secret[1] not in boss.get(f"{PEOPLE}/{made.id}").text
    assert sign_in(boss, "li.wei", secret[1]).location == "/sign-in/new-password"


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"login": "li wei"}, "login", "A login has at most 60 letters"),
        ({"login": "CLERK"}, "login", "works in this hall already"),
        ({"name": "", "name_en": ""}, "name", "Please give a name."),
        ({"name": "x" * 61}, "name", "at most 60 characters"),
        ({"roles": []}, "roles", "Please choose at least one role."),
        ({"roles": ["king"]}, "roles", "Please choose at least one role."),
        ({"roles": ["admin"], "counter": "1"}, "counter", "needs a role that sits at counters"),
        ({"counter": "99"}, "counter", "This hall has no such counter."),
    ],
)
def test_nonsense_is_refused_at_its_field_and_what_was_typed_stays(
    boss: FlaskClient, house: House, wrong: dict[str, Any], field: str, sentence: str
) -> None:
    answer = add(boss, name_en="Li Wei", **wrong) if "name_en" not in wrong else add(boss, **wrong)
    assert answer.status_code == 422 and answer.text.count(sentence) == 2
    assert f'<a href="#field-{field}">' in answer.text and f'id="field-{field}-error"' in answer.text
    assert 'class="error-summary" role="alert" tabindex="-1" autofocus' in answer.text
    assert ('value="Li Wei"' in answer.text) == ("name_en" not in wrong)
    with house.database.read() as session:
        assert queries.member_by_login(session, "li.wei") is None


def test_several_mistakes_are_said_at_once(boss: FlaskClient) -> None:
    text = add(boss, login="", name="", roles=[]).text
    assert text.count('<li><a href="#field-') == 3


def test_a_name_roles_and_counter_are_changed(boss: FlaskClient, house: House) -> None:
    form = {"name": "王丽", "name_en": "Wang Li", "roles": ["counter", "lead"], "counter": "2"}
    assert send(boss, f"{PEOPLE}/{CLERK}", **form).location == f"{PEOPLE}/{CLERK}?done=1"
    page = boss.get(f"{PEOPLE}/{CLERK}?done=1").text
    assert "Saved." in page and "<h1>Wang Li</h1>" in page and '<option value="2" selected>' in page
    assert roles(house, CLERK) == ["lead", "counter"]


def test_a_manager_gives_the_roles_of_the_floor_and_no_others(
    boss: FlaskClient, house: House, people: Floor
) -> None:
    people.do(actions.appoint, OTHER, [Role.ADMIN])
    people.do(actions.appoint, BOSS, [Role.MANAGER])
    assert re.search(r'value="admin"[^>]* disabled', boss.get(f"{PEOPLE}/new").text)
    answer = add(boss, roles=["desk", "admin"])
    assert answer.status_code == 422 and "role “administrator” in this hall" in answer.text
    # What a manager may not take stays, though a box that cannot be ticked is not sent.
    send(boss, f"{PEOPLE}/{OTHER}", name="other", roles=["desk"])
    assert set(roles(house, OTHER)) == {"desk", "admin"}
    assert send(boss, f"{PEOPLE}/{OTHER}/password").status_code == 403
    assert send(boss, f"{PEOPLE}/{OTHER}/leave").status_code == 403


def test_nobody_lets_themselves_or_the_last_administrator_go(boss: FlaskClient, house: House) -> None:
    page = boss.get(f"{PEOPLE}/{BOSS}").text
    assert "last administrator of the hall" in page and f"{PEOPLE}/{BOSS}/leave" not in page
    assert send(boss, f"{PEOPLE}/{BOSS}/leave").status_code == 409
    send(boss, f"{PEOPLE}/{BOSS}", name="boss", roles=["counter"])
    assert set(roles(house, BOSS)) == {"counter", "admin"}


def test_what_follows_is_said_before_and_then_happens(boss: FlaskClient, house: House, people: Floor) -> None:
    clerk = boss.application.test_client()
    sign_in(clerk)
    people.open(2)
    page = shown(boss.get(f"{PEOPLE}/{CLERK}/leave").text)
    assert "clerk is at counter 2." in page and "clerk is signed in at 1 place." in page
    assert "signed out everywhere at once" in page
    assert send(boss, f"{PEOPLE}/{CLERK}/leave").location == f"{PEOPLE}?left={CLERK}"
    assert "clerk no longer works in this hall." in boss.get(f"{PEOPLE}?left={CLERK}").text
    assert clerk.get("/desk/willow").status_code == 303 and sign_in(clerk).status_code == 401
    assert boss.get(f"{PEOPLE}/{CLERK}").status_code == 404
    sign_in(boss, "lead")
    assert "may not work here any more" in boss.get("/floor/willow").text  # the counter stays as it was


def test_a_one_time_password_is_shown_once_and_signs_them_out(boss: FlaskClient, house: House) -> None:
    clerk = boss.application.test_client()
    sign_in(clerk)
    assert "stops working, and they are signed out everywhere" in boss.get(f"{PEOPLE}/{CLERK}/password").text
    secret = re.search(r'secret-code">([^<]+)<', send(boss, f"{PEOPLE}/{CLERK}/password").text)
    assert secret is not None and clerk.get("/desk/willow").status_code == 303
    assert sign_in(clerk, "clerk", secret[1]).location == "/sign-in/new-password"
    assert "one-time password" in boss.get(PEOPLE).text
    own = boss.get(f"{PEOPLE}/{BOSS}/password").text
    assert "Your own password is changed on the page" in own and "secret-code" not in own


def test_who_works_in_another_hall_keeps_name_and_password(
    boss: FlaskClient, house: House, clock: FrozenClock
) -> None:
    in_another_hall(house, clock, CLERK)
    page = boss.get(f"{PEOPLE}/{CLERK}").text
    assert page.count("also works in another hall, where you may not do this") == 2
    assert f"{PEOPLE}/{CLERK}/password" not in page and 'name="name"' not in page
    assert send(boss, f"{PEOPLE}/{CLERK}/password").status_code == 403
    assert send(boss, f"{PEOPLE}/{CLERK}", roles=["lead"]).status_code == 303
    refused = send(boss, f"{PEOPLE}/{CLERK}", roles=["lead"], name="Another")
    assert refused.status_code == 422 and "also works in another hall" in refused.text
    assert "keep their roles in other halls" in boss.get(f"{PEOPLE}/{CLERK}/leave").text


def test_a_login_that_somebody_has_is_asked_about_first(
    boss: FlaskClient, house: House, clock: FrozenClock
) -> None:
    send(boss, f"{PEOPLE}/{OTHER}/leave")
    asked = add(boss, login="other", name="Another")
    assert asked.status_code == 422 and "had this login and has left" in asked.text
    assert roles(house, OTHER) == []
    back = add(boss, login="other", name="Another", known=OTHER)
    assert "secret-code" in back.text and roles(house, OTHER) == ["desk"]
    with house.database.read() as session:
        assert session.get_one(Member, OTHER).names["en"] == "other"


def test_people_are_for_managers_and_administrators(browserless: FlaskClient) -> None:
    sign_in(browserless, "lead")
    for address in (PEOPLE, f"{PEOPLE}/new", f"{PEOPLE}/{CLERK}", f"{PEOPLE}/{CLERK}/leave"):
        assert browserless.get(address).status_code == 403
    assert send(browserless, f"{PEOPLE}/{LEAD}", name="lead", roles=["admin"]).status_code == 403
    assert f'href="{PEOPLE}"' not in browserless.get("/floor/willow").text


def test_the_administration_leads_to_the_people(boss: FlaskClient) -> None:
    assert f'href="{PEOPLE}"' in boss.get(f"/admin/{HALL}").text


@pytest.mark.parametrize(
    ("look", "width"),
    [
        ("language=zh-CN&theme=dark", 320),  # the catalogue of surfaces takes the others in every run
        pytest.param("language=en&theme=light", 320, marks=IN_LONG_RUN),
        pytest.param("language=en&theme=light", 1280, marks=IN_LONG_RUN),
    ],
)
def test_pages_fit_and_pass_the_accessibility_run(served: Served, people: Floor, look: str, width: int) -> None:
    people.open(2)
    one_time(people)
    client = served.app.test_client()
    sign_in(client, "boss")
    cookie = client.get_cookie("hall_session")
    assert cookie is not None
    served.page.context.add_cookies([{"name": "hall_session", "value": cookie.value, "url": served.address}])
    served.page.set_viewport_size({"width": width, "height": 720})
    for address in (PEOPLE, f"{PEOPLE}?q=zzz", f"{PEOPLE}/new", f"{PEOPLE}/{CLERK}", f"{PEOPLE}/{CLERK}/leave"):
        page = served.open(f"{address}{'&' if '?' in address else '?'}{look}")
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    page = served.open(f"/account?{look}")
    page.click("#password button[type=submit]")
    expect(page.locator(".error-summary")).to_be_focused()
    assert violations(page) == [] and page.evaluate("document.documentElement.scrollWidth") <= width
    page.click(".error-summary a")
    expect(page.locator("#password-old")).to_be_focused()
