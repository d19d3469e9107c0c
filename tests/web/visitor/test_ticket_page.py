"""The page behind the QR code, used without any script."""

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hall.queue import actions
from hall.queue.models import Ticket
from hall.queue.states import TicketState
from hall.web.shapes import View
from hall.web.wait_shapes import of_ticket
from tests.web.surfaces import csrf
from tests.world import HALL, Floor, FrozenClock


def test_it_shows_number_people_ahead_and_zone(browserless: FlaskClient, people: Floor) -> None:
    people.issue("A1")
    mine = people.issue("A1", language="en")
    text = browserless.get(f"/t/{mine.code}").text
    assert "A002" in text and 'ticket-ahead">1<' in text and "person ahead of you" in text


def test_it_speaks_the_tickets_language_until_the_reader_chooses(browserless: FlaskClient, people: Floor) -> None:
    mine = people.issue("A1", language="zh-CN")
    assert '<html lang="zh-CN"' in browserless.get(f"/t/{mine.code}").text
    assert '<html lang="en"' in browserless.get(f"/t/{mine.code}?language=en").text
    assert '<html lang="en"' in browserless.get(f"/t/{mine.code}").text


def test_an_unknown_code_and_an_id_get_the_same_kind_page(browserless: FlaskClient, people: Floor) -> None:
    mine = people.issue("A1")
    for address in (f"/t/{mine.id}", "/t/nonsense", f"/t/{mine.short_code}"):
        answer = browserless.get(address)
        assert answer.status_code == 404 and mine.label not in answer.text


def test_yesterdays_ticket_is_not_here_any_more(
    browserless: FlaskClient, people: Floor, clock: FrozenClock
) -> None:
    mine = people.issue("A1")
    clock.pass_(days=1)
    assert browserless.get(f"/t/{mine.code}").status_code == 404


def test_the_number_can_be_given_back_with_a_plain_form(browserless: FlaskClient, people: Floor) -> None:
    """R-31"""
    mine = people.issue("A1")
    answer = _press(browserless, mine.code, "cancellation")
    assert answer.status_code == 303
    assert people.ticket(mine.id).state == "cancelled"


def test_a_form_of_another_site_changes_nothing(browserless: FlaskClient, people: Floor) -> None:
    mine = people.issue("A1")
    assert browserless.post(f"/t/{mine.code}/cancellation").status_code == 403
    assert people.ticket(mine.id).state == "waiting"


def test_a_missed_turn_rejoins_once_and_then_says_why_not(
    browserless: FlaskClient, people: Floor, clock: FrozenClock
) -> None:
    """R-25, R-27"""
    mine = people.issue("A1", language="en")
    counter = people.open(1)
    call = people.next(counter)
    people.do(actions.miss, call.id, "declined")
    assert _press(browserless, mine.code, "rejoin").status_code == 303
    again = people.next(counter, call.id)
    people.do(actions.miss, again.id, "declined")
    answer = _press(browserless, mine.code, "rejoin")
    assert answer.status_code == 409 and "can no longer rejoin" in answer.text


def test_who_fetched_a_copy_says_i_am_back(browserless: FlaskClient, people: Floor) -> None:
    """R-34"""
    mine = people.issue("A1", language="en")
    call = people.next(people.open(1))
    people.do(actions.park, mine.id, "copy", call_id=call.id)
    assert "I am back" in browserless.get(f"/t/{mine.code}").text
    _press(browserless, mine.code, "return")
    assert people.ticket(mine.id).state == "waiting"


def test_letting_others_go_first_takes_minutes_from_the_list_only(browserless: FlaskClient, people: Floor) -> None:
    mine = people.issue("A1")
    assert _press(browserless, mine.code, "delay", minutes="600").status_code == 422
    assert _press(browserless, mine.code, "delay", minutes="10").status_code == 303
    assert people.ticket(mine.id).delays == 1


def test_the_address_is_told_to_nobody_and_nothing_is_kept(browserless: FlaskClient, people: Floor) -> None:
    answer = browserless.get(f"/t/{people.issue('A1').code}")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.text and 'http-equiv="refresh"' in answer.text


def test_the_fragment_is_not_sent_again_while_nothing_happened(browserless: FlaskClient, people: Floor) -> None:
    mine = people.issue("A1")
    first = browserless.get(f"/t/{mine.code}/fragment")
    headers = {"If-None-Match": first.headers["ETag"]}
    assert browserless.get(f"/t/{mine.code}/fragment", headers=headers).status_code == 304
    people.next(people.open(1))
    assert browserless.get(f"/t/{mine.code}/fragment", headers=headers).status_code == 200


def test_a_kept_place_names_its_day_as_people_do(browserless: FlaskClient, people: Floor) -> None:
    """R-36"""
    mine = people.issue("A1", language="en")
    people.do(actions.keep_for_next_day, mine.id, "system_failed")
    text = browserless.get(f"/t/{mine.code}").text
    assert "Tuesday" in text and "2026-11-24" not in text


def test_a_missed_page_names_the_moment_until_which_one_may_rejoin(
    browserless: FlaskClient, people: Floor, clock: FrozenClock
) -> None:
    """R-26: 60 minutes after the miss at 09:40; and after the only rejoin nothing more is promised."""
    mine = people.issue("A1", language="en")
    counter = people.open(1)
    assert "you can rejoin the queue once" in browserless.get(f"/t/{mine.code}").text
    call = people.next(counter)
    people.do(actions.miss, call.id, "declined")
    assert "until 10:40" in browserless.get(f"/t/{mine.code}").text
    _press(browserless, mine.code, "rejoin")
    text = browserless.get(f"/t/{mine.code}").text
    assert "rejoin" not in text and "If you miss your turn again, please take a new number." in text


def test_nobody_is_next_while_no_counter_is_open(browserless: FlaskClient, people: Floor) -> None:
    mine = people.issue("A1", language="en")
    text = browserless.get(f"/t/{mine.code}").text
    assert "No counter is open for this yet" in text and "You are next" not in text
    people.open(1)
    assert "You are next" in browserless.get(f"/t/{mine.code}").text


def test_what_is_over_offers_no_sound_but_says_where_to_go_on(browserless: FlaskClient, people: Floor) -> None:
    mine = people.issue("A1", language="en")
    assert "data-sound" in browserless.get(f"/t/{mine.code}").text
    _press(browserless, mine.code, "cancellation")
    text = browserless.get(f"/t/{mine.code}").text
    assert "data-sound" not in text and "take a new number at a kiosk or the enquiry desk" in text


def _press(client: FlaskClient, code: str, verb: str, **form: str) -> TestResponse:
    token = csrf(client)
    return client.post(f"/t/{code}/{verb}", data={"csrf_token": token, **form})


def test_r31_whoever_lets_others_go_first_reads_until_when_and_not_that_they_are_next(
    browserless: FlaskClient, people: Floor
) -> None:
    mine = people.issue("A1", language="en")
    people.open(1)
    people.do(actions.delay, mine.id, 20)
    text = browserless.get(f"/t/{mine.code}").text
    assert "You let others go first until 10:00" in text and "You are next" not in text


def test_the_wait_of_a_new_number_is_not_told_to_one_that_stands_further_in_front(
    page_app: Flask, people: Floor
) -> None:
    """R-28: until its own range is worked out there is none; what the service shows is the end of the queue."""
    first = people.issue("A1")
    for _ in range(6):
        people.issue("A1")
    house = page_app.extensions["hall"]
    called = people.next(people.open(1))
    people.do(actions.arrive, called.id)
    house.waits.compute(HALL)
    with house.database.read() as session:
        view = View.of(house, session, HALL)
        entity = session.get_one(Ticket, first.id)
        entity.state, entity.rejoins = TicketState.WAITING, 1
        assert of_ticket(view.house.waits, session, view.plan, entity)["wait"] is None
        entity.rejoins = 0
        assert of_ticket(view.house.waits, session, view.plan, entity)["wait"] is not None
