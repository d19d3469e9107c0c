"""What people read before coming: search, papers, places; from the demo's hall, without any script."""

import re

import pytest
from flask.testing import FlaskClient

from hall.site.actions import raise_emergency
from hall.web.public.things import UnknownService
from tests.web.public.rooms import shanghai
from tests.world import Floor, FrozenClock

HALL = "/halls/qingtong"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("身份证", "B01"),
        ("社保卡丢了", "C01"),
        ("身 份 证", "B01"),
        ("shenfenzheng", "B01"),
        ("shen fen zheng", "B01"),
        ("sfz", "B01"),
        ("gongjijin", "G01"),
        ("Passport", "B06"),
        ("pass port", "B06"),
        ("lost my id card", "B01"),
        ("new baby", "P-birth"),
        ("marriage", "X01"),
    ],
)
def test_people_find_what_they_mean(reader: FlaskClient, typed: str, first: str) -> None:
    """R-04"""
    text = reader.get(HALL, query_string={"q": typed}).text
    hits = re.findall(r'hit-name" href="/halls/qingtong/services/([^"]+)"', text)
    assert hits and hits[0] == first


def test_a_hit_says_where_how_long_and_what_to_bring(reader: FlaskClient) -> None:
    text = reader.get(HALL, query_string={"q": "社保卡"}).text
    assert "first floor" in text and "counters 9" in text
    assert "Please bring: Resident ID card (original ×1)" in text


def test_what_is_done_elsewhere_says_where(reader: FlaskClient) -> None:
    for address in (f"{HALL}?q=marriage", f"{HALL}/services/X01"):
        text = reader.get(address).text
        assert "Not in this hall. Please go to:" in text and "east gate of Qingtong Park" in text


def test_nothing_found_helps_on(reader: FlaskClient) -> None:
    text = reader.get(HALL, query_string={"q": "<wedding cake>"}).text
    assert "Nothing found for “&lt;wedding cake&gt;”" in text
    assert "Enquiry desk" in text and "0000-8000100" in text and text.count('class="hit"') == 6


def test_the_language_can_be_switched_without_losing_the_search(reader: FlaskClient) -> None:
    text = reader.get(HALL, query_string={"q": "tax", "language": "en"}).text
    assert 'href="?q=tax&amp;language=zh-CN"' in text


def test_a_service_page_holds_all_one_must_know(reader: FlaskClient) -> None:
    """R-05"""
    text = reader.get(f"{HALL}/services/C01").text
    for said in (
        "You or someone acting for you",
        "Resident ID card",
        "first floor, east side",
        "10 pages free",
        "allowed",
        "Card made while you wait",
        "replacement at the local cost price",
        "first floor · counters 9, 10, 11, 25",
        "Saturday: ",
        "You choose the bank",
        "0000-8000100",
    ):
        assert said in text
    row = re.search(r"ID card of the person acting for you.*?</tr>", text, re.S)
    assert row and re.findall(r'count">(.*?)<', row[0]) == ["1", "1"]


def test_who_must_come_in_person_and_what_is_online(reader: FlaskClient) -> None:
    assert "not allowed, please come yourself" in reader.get(f"{HALL}/services/B01").text
    assert "National medical insurance platform" in reader.get(f"{HALL}/services/D01").text
    assert "not in extended hours" in reader.get(f"{HALL}/services/B03").text


def test_a_service_without_a_list_says_so_and_whom_to_ask(reader: FlaskClient) -> None:
    text = reader.get(f"{HALL}/services/B06").text
    assert "There is no list for this service here yet" in text and "0000-8000100" in text


def test_a_package_has_its_steps_and_each_paper_once(reader: FlaskClient) -> None:
    """R-13"""
    text = reader.get(f"{HALL}/services/P-birth").text
    assert "Childbirth registration" in text and "Birth registration (hukou)" in text
    papers = re.findall(r'<tr><th scope="row">(.*?)</th>', text)
    assert papers and len(papers) == len(set(papers)) and "Marriage certificate (if any)" in papers
    assert "There is no list here yet for the steps below" in text


def test_a_service_that_is_closed_on_saturday_says_so_then(reader: FlaskClient, clock: FrozenClock) -> None:
    clock.hall = clock.real = shanghai("2026-11-28T10:00")
    text = reader.get(f"{HALL}/services/B03").text
    assert "Not every service is offered now." in text and "<dd>closed now</dd>" in text


@pytest.mark.parametrize(("language", "said"), [("en", UnknownService.sentence), ("zh-CN", "本厅没有此事项。")])
def test_an_unknown_service_is_a_helpful_page(reader: FlaskClient, language: str, said: str) -> None:
    answer = reader.get(f"{HALL}/services/nonsense", headers={"Accept-Language": language})
    assert answer.status_code == 404 and said in answer.text and 'role="search"' in answer.text
    assert reader.get(f"{HALL}/services/nonsense/fragment").status_code == 404


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_an_unknown_hall_is_a_page_in_the_readers_language(reader: FlaskClient, language: str) -> None:
    answer = reader.get("/halls/nowhere", headers={"Accept-Language": language})
    assert answer.status_code == 404 and f'<html lang="{language}"' in answer.text


@pytest.mark.parametrize("path", [HALL, f"{HALL}/services/B01", f"{HALL}?q=tax"])
def test_it_sets_no_cookie_and_is_sent_once(reader: FlaskClient, path: str) -> None:
    first = reader.get(path)
    assert "Set-Cookie" not in first.headers and "csrf" not in first.text
    again = reader.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and again.data == b""


def test_a_search_a_language_and_a_minute_have_their_own_etag(reader: FlaskClient, clock: FrozenClock) -> None:
    tags = [reader.get(f"{HALL}{more}").headers["ETag"] for more in ("", "?q=tax", "?q=id", "?language=zh-CN")]
    reader.delete_cookie("language")
    clock.pass_(minutes=1)
    tags.append(reader.get(HALL).headers["ETag"])
    assert len(set(tags)) == 5


def test_an_unknown_wait_gives_its_reason_and_no_figure(reader: FlaskClient) -> None:
    text = reader.get(f"{HALL}/fragment").text
    assert "wait is being worked out" in text and not re.search(r'line-wait">[^<]*\d', text)


def test_without_scripts_the_page_reloads(reader: FlaskClient) -> None:
    text = reader.get(HALL).text
    assert '<noscript><meta http-equiv="refresh"' in text and "line-services" in text


def test_front_page_leads_to_it(reader: FlaskClient) -> None:
    assert 'href="/halls/qingtong"' in reader.get("/").text


def test_r76_an_emergency_says_that_calling_has_stopped_and_not_until_when_the_hall_is_open(
    browserless: FlaskClient, people: Floor
) -> None:
    assert "Open until 17:30" in browserless.get("/halls/willow").text
    people.do(raise_emergency, "Please leave by the north door.")
    text = browserless.get("/halls/willow").text
    assert "north door" in text and "Calling has stopped" in text
    assert "Open until" not in text


def test_r76_an_emergency_comes_before_what_a_search_found_and_on_an_unknown_service(
    browserless: FlaskClient, people: Floor
) -> None:
    people.do(raise_emergency, "Please leave by the north door.")
    found = browserless.get("/halls/willow?q=A1").text
    assert found.index("north door") < found.index('class="hits"')
    assert "north door" in browserless.get("/halls/willow/services/NOPE").text
