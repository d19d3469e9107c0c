"""One wish, one number: whatever a finger does to the screen (R-06)."""

from kiosk.store import KEPT, MOST, Wishes
from tests.kiosk.answers import hall
from tests.kiosk.conftest import START, FakeHall, Visitor, fields


def test_a_known_service_takes_two_touches(visitor: Visitor, fake_hall: FakeHall) -> None:
    _, form = visitor.chooses()
    answer = visitor.presses(form, papers_ready="yes")
    assert answer.status_code == 303
    assert "B001" in visitor.opens(answer.location)
    assert fake_hall.asked[0][1]["papers_ready"] is True


def test_a_double_tap_makes_one_number(visitor: Visitor, fake_hall: FakeHall) -> None:
    _, form = visitor.chooses()
    assert visitor.presses(form).location == visitor.presses(form).location
    assert len(fake_hall.numbers) == 1


def test_a_kiosk_that_was_restarted_sends_the_same_key(visitor: Visitor, fake_hall: FakeHall) -> None:
    """The screen's memory may be gone or late: what counts is the hall's, by the Idempotency-Key."""
    _, form = visitor.chooses()
    visitor.presses(form)
    assert fake_hall.asked[0][2]["Idempotency-Key"] == f"{form['wish']}.B01"


def test_going_back_and_pressing_again_shows_the_same_number(visitor: Visitor, fake_hall: FakeHall) -> None:
    address, form = visitor.chooses()
    visitor.presses(form)
    again = visitor.opens(address)  # back, and the browser asks afresh
    assert "B001" in again
    assert len(fake_hall.numbers) == 1


def test_reloading_the_number_asks_the_hall_for_nothing_new(visitor: Visitor, fake_hall: FakeHall) -> None:
    _, form = visitor.chooses()
    address = visitor.presses(form).location
    assert visitor.opens(address) and "B001" in visitor.opens(address)
    assert len(fake_hall.asked) == 1


def test_a_second_number_within_moments_asks_for_another_person(visitor: Visitor, fake_hall: FakeHall) -> None:
    """R-06: two numbers within 20 s on one screen."""
    visitor.presses(visitor.chooses()[1])
    page = visitor.presses(visitor.chooses("H01")[1]).get_data(as_text=True)
    assert "another person" in page
    assert len(fake_hall.numbers) == 1
    assert visitor.presses(fields(page)).status_code == 303
    assert len(fake_hall.numbers) == 2


def test_the_hall_says_how_soon_a_second_number_asks(visitor: Visitor, fake_hall: FakeHall) -> None:
    """R-06: `same_wish_seconds` is the hall's setting; 0 never asks."""
    fake_hall.hall = hall(same_wish_seconds=0)
    visitor.presses(visitor.chooses()[1])
    assert visitor.presses(visitor.chooses("H01")[1]).status_code == 303
    assert len(fake_hall.numbers) == 2


def test_what_was_ticked_is_kept_over_the_question(visitor: Visitor, fake_hall: FakeHall) -> None:
    visitor.presses(visitor.chooses()[1])
    page = visitor.presses(visitor.chooses("H01")[1], signal="on", someone="on").get_data(as_text=True)
    visitor.presses(fields(page))
    wish = fake_hall.asked[-1][1]
    assert (wish["visual_alert"], wish["for_someone_else"], wish["help_requested"]) == (True, True, False)


def test_whoever_comes_next_gets_a_wish_of_their_own(visitor: Visitor) -> None:
    assert visitor.chooses()[1]["wish"] != visitor.chooses()[1]["wish"]


def test_searching_keeps_the_wish(visitor: Visitor) -> None:
    _, form = visitor.chooses()
    assert f"wish={form['wish']}" in visitor.opens(f"{START}/search?q=card&wish={form['wish']}")


def test_a_form_from_elsewhere_takes_no_number(visitor: Visitor, fake_hall: FakeHall) -> None:
    _, form = visitor.chooses()
    assert visitor.presses(form | {"csrf_token": "x"}).location == START
    assert visitor.presses(form | {"wish": "\x00 not a wish"}).location == START
    assert visitor.presses(form | {"service": "B01\r\nX-Injected: 1"}).location == START
    assert fake_hall.asked == []


def test_a_screen_forgets_its_visitors() -> None:
    wishes = Wishes()
    for n in range(MOST + 1):
        wishes.keep("screen", f"wish-{n}", n, 0.0)  # type: ignore[arg-type]
    assert wishes.number("wish-0", 0.0) is None
    assert wishes.number(f"wish-{MOST}", 0.0) == MOST
    assert wishes.number(f"wish-{MOST}", KEPT * 2) is None
