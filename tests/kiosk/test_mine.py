"""“I have a number”: what its holder sees and may do (R-25, R-31, R-34)."""

from typing import Any

import pytest

from hall.wire.ids import SPEAKABLE
from kiosk.store import MOST, VISIT, Visits
from tests.kiosk.answers import ticket
from tests.kiosk.conftest import START, FakeHall, Visitor, fields

WISH = {"service": "B01", "language": "en", "large_type": False, "help_requested": False, "visual_alert": False}
WAIT = {"low_minutes": 10, "high_minutes": 20, "soon": False}


def holding(fake_hall: FakeHall, **more: Any) -> None:
    fake_hall.held = ticket(12, WISH) | more


def test_the_start_page_leads_to_it(visitor: Visitor) -> None:
    assert f'href="{START}/mine"' in visitor.opens()


def test_the_keys_on_the_page_are_the_characters_of_codes(visitor: Visitor) -> None:
    page = visitor.opens(f"{START}/mine")
    assert [key for key in SPEAKABLE if f'data-key="{key}"' not in page] == []


@pytest.mark.parametrize("typed", ["YT7AN9FF", "yt7a n9ff", " YT7A-N9FF "])
def test_a_code_leads_to_its_number(visitor: Visitor, fake_hall: FakeHall, typed: str) -> None:
    holding(fake_hall, wait=WAIT)
    page = visitor.opens(visitor.types(typed).location)
    for told in ("B012", "7 people ahead of you", "10-20 minutes", "Household", "counters 5, 6"):
        assert told in page, told
    assert fake_hall.asked[0][1] == {"short_code": "YT7AN9FF"}


def test_no_code_stands_in_an_address_or_on_the_page(visitor: Visitor, fake_hall: FakeHall) -> None:
    holding(fake_hall)
    answer = visitor.types()
    page = visitor.screen.get(answer.location)
    for secret in ("YT7A", "k" * 22):
        assert secret not in answer.location + page.get_data(as_text=True)
    assert page.headers["Cache-Control"] == "no-store"


def test_a_wrong_code_gets_a_clear_sentence(visitor: Visitor, fake_hall: FakeHall) -> None:
    answer = visitor.types("AAAA AAAA")
    assert answer.status_code == 404
    assert "There is no number with this code today." in answer.get_data(as_text=True)


@pytest.mark.parametrize("typed", ["", "B012", "YT7AN9F0", "YT7AN9FFF", "<b>"])
def test_what_can_be_no_code_is_not_asked_for(visitor: Visitor, fake_hall: FakeHall, typed: str) -> None:
    answer = visitor.types(typed)
    assert answer.status_code == 422
    assert "A code has eight characters" in answer.get_data(as_text=True)
    assert fake_hall.asked == []


def test_too_many_codes_are_answered_in_the_hall_s_words(visitor: Visitor, fake_hall: FakeHall) -> None:
    fake_hall.refusal = "too_many"
    answer = visitor.types()
    assert answer.status_code == 429
    assert "The hall says too_many." in answer.get_data(as_text=True)


def test_a_missed_number_rejoins(visitor: Visitor, fake_hall: FakeHall) -> None:
    """R-25, and R-29: where it comes back stands beside the button."""
    holding(fake_hall, state="missed", can_rejoin=True, ahead=0)
    address = visitor.types().location
    assert "behind 3 people" in visitor.opens(address)
    assert "3 people ahead" in visitor.opens(visitor.does(address, "rejoin").location)
    assert fake_hall.told == ["rejoin"]


def test_a_number_that_missed_its_last_chance_is_sent_for_a_new_one(visitor: Visitor, fake_hall: FakeHall) -> None:
    holding(fake_hall, state="missed", can_rejoin=False, ahead=0)
    page = visitor.opens(visitor.types().location)
    assert "/rejoin" not in page
    assert "Take a new number" in page


def test_a_parked_visitor_is_back(visitor: Visitor, fake_hall: FakeHall) -> None:
    """R-34."""
    holding(fake_hall, state="parked", bound_counter=5, ahead=0)
    address = visitor.types().location
    assert "kept at counter" in visitor.opens(address)
    assert "You are next at counter 5" in visitor.opens(visitor.does(address, "return").location)


def test_a_number_is_given_back_after_one_more_touch(visitor: Visitor, fake_hall: FakeHall) -> None:
    """R-31."""
    holding(fake_hall)
    address = visitor.types().location
    assert "/cancellation" not in visitor.opens(address)
    assert "No, keep it" in visitor.opens(f"{address}?give=1")
    answer = visitor.does(f"{address}?give=1", "cancellation")
    assert "You have given this number back" in visitor.opens(answer.location)
    assert fake_hall.told == ["cancellation"]


@pytest.mark.parametrize("state", ["serving", "held", "wrap_up", "finished", "cancelled", "left", "expired"])
def test_what_is_being_served_or_over_cannot_be_given_back(
    visitor: Visitor, fake_hall: FakeHall, state: str
) -> None:
    holding(fake_hall, state=state, counter=5, ahead=0)
    page = visitor.opens(visitor.types().location + "?give=1")
    assert "cancellation" not in page and "Give the number back" not in page
    assert "person ahead" not in page and "You are next" not in page


def test_a_called_number_says_where_to_go(visitor: Visitor, fake_hall: FakeHall) -> None:
    holding(fake_hall, state="called", counter=6, ahead=0)
    page = visitor.opens(visitor.types().location)
    assert "It is your turn" in page and ">6<" in page


def test_a_kept_number_says_for_which_day(visitor: Visitor, fake_hall: FakeHall) -> None:
    """R-36: the hall failed, the right goes on."""
    holding(fake_hall, state="expired", kept_for="2026-11-24", ahead=0)
    page = visitor.opens(visitor.types().location)
    assert "Your place is kept for Tuesday, 24 November." in page
    assert "Take a new number" not in page


def test_the_number_is_shown_again_with_its_code(visitor: Visitor, fake_hall: FakeHall) -> None:
    holding(fake_hall)
    page = visitor.opens(visitor.does(visitor.types().location, "reprint").location)
    for told in ("B012", "<svg", "YT7A N9FF", "Shown again"):
        assert told in page, told
    assert fake_hall.told == ["reprint"]


def test_another_kiosk_may_show_it_too(visitor: Visitor, fake_hall: FakeHall) -> None:
    """A second paper comes from the kiosk that made the first; seeing is the right of whoever holds the code."""
    holding(fake_hall)
    address = visitor.types().location
    fake_hall.refusal = "not_allowed"
    assert "YT7A N9FF" in visitor.opens(visitor.does(address, "reprint").location)


def test_a_shown_number_that_was_missed_is_not_told_to_be_next(visitor: Visitor, fake_hall: FakeHall) -> None:
    holding(fake_hall, state="missed", can_rejoin=True, ahead=0)
    page = visitor.opens(visitor.does(visitor.types().location, "reprint").location)
    assert "You are next" not in page


def test_what_the_hall_refuses_stands_on_the_page(visitor: Visitor, fake_hall: FakeHall) -> None:
    holding(fake_hall, state="missed", can_rejoin=True)
    address = visitor.types().location
    fake_hall.refusal = "rejoin_too_late"
    answer = visitor.does(address, "rejoin")
    assert answer.status_code == 409
    assert "The hall says rejoin_too_late." in answer.get_data(as_text=True)


def test_the_start_page_forgets_whose_number_was_shown(visitor: Visitor, fake_hall: FakeHall) -> None:
    holding(fake_hall)
    address = visitor.types().location
    visitor.opens()
    assert visitor.screen.get(address).location == START
    assert visitor.screen.get(f"{address}/number").location == START


def test_it_goes_back_to_the_start_by_itself(visitor: Visitor, fake_hall: FakeHall) -> None:
    holding(fake_hall)
    for page in (visitor.opens(f"{START}/mine"), visitor.opens(visitor.types().location)):
        assert 'data-return="60"' in page


def test_a_form_from_elsewhere_changes_nothing(visitor: Visitor, fake_hall: FakeHall) -> None:
    holding(fake_hall)
    address = visitor.types().location
    form = fields(visitor.opens(f"{address}?give=1"))
    assert visitor.screen.post(f"{address}/cancellation", data={"csrf_token": "x"}).location == START
    assert visitor.screen.post(f"{address}/leaving", data=form).location == START
    assert visitor.screen.post(f"{START}/mine/another-visit/cancellation", data=form).location == START
    assert fake_hall.told == []


def test_a_kiosk_without_a_token_asks_for_no_code(visitor: Visitor) -> None:
    visitor.screen.delete_cookie("hall_device")
    assert visitor.screen.get(f"{START}/mine").location == START


def test_a_visit_belongs_to_one_screen_and_to_minutes() -> None:
    visits = Visits()
    key = visits.begin("this screen", "code", 0.0)
    assert visits.code("another screen", key, 0.0) is None
    assert visits.code("this screen", key, VISIT) == "code"
    assert visits.code("this screen", key, VISIT * 2) == "code"  # a look keeps it
    assert visits.code("this screen", key, VISIT * 4) is None


def test_screens_that_went_are_forgotten() -> None:
    visits = Visits()
    first = visits.begin("screen", "code", 0.0)
    for n in range(MOST):
        visits.begin(f"screen {n}", "code", 0.0)
    assert visits.code("screen", first, 0.0) is None
