"""Scanners and card readers: what they type leads to a ticket, or to a hash and nowhere else (R-06)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.scan import NoReader, is_card, person, read
from tests.kiosk.conftest import START, FakeHall, Visitor, fields
from tests.kiosk.test_mine import holding

CARD = "11010519491231002X"  # the example of the standard
CODE = "abcdefghijklmnopqrstuv"


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        (f"https://hall.example.org/t/{CODE}", "ticket"),
        (f"http://10.0.0.2:8000/t/{CODE}?x=1", "ticket"),
        ("YT7A N9FF", "short_code"),
        ("yt7an9ff", "short_code"),
        (CARD, "card"),
        ("110105194912310021", "nothing"),
        ("6901234567892", "nothing"),
        ("", "nothing"),
    ],
)
def test_what_was_scanned_is_known(typed: str, kind: str) -> None:
    assert read(typed).kind == kind


@given(st.integers(0, 10), st.integers(10**16, 10**17 - 1))
def test_a_slip_of_one_digit_is_no_card(shift: int, number: int) -> None:
    whole = next(f"{number}{end}" for end in "0123456789X" if is_card(f"{number}{end}") or end == "X")
    if not is_card(whole):  # begins with a zero: no card begins so
        return
    wrong = whole[0] + str((int(whole[1]) + 1 + shift % 9) % 10) + whole[2:]
    assert wrong == whole or not is_card(wrong)


def test_a_person_is_another_one_every_day() -> None:
    assert person(CARD, "monday") == person(CARD, "monday") != person(CARD, "tuesday")
    assert len(person(CARD, "monday")) == 64 and CARD[6:14] not in person(CARD, "monday")
    assert NoReader().read() is None


def test_a_scanned_ticket_leads_to_it(visitor: Visitor, fake_hall: FakeHall) -> None:
    holding(fake_hall, state="missed", can_rejoin=True, code=CODE)
    page = visitor.opens()
    sent = {"csrf_token": fields(page)["csrf_token"], "scanned": f"https://hall.test/t/{CODE}", "next": START}
    answer = visitor.screen.post(f"{START}/scan", data=sent, follow_redirects=True)
    assert "Rejoin the queue" in answer.text
    assert CODE not in answer.request.path


def test_the_number_of_a_card_reaches_no_hall_and_no_address(visitor: Visitor, fake_hall: FakeHall) -> None:
    page = visitor.opens()
    sent = {"csrf_token": fields(page)["csrf_token"], "scanned": CARD, "next": START}
    answer = visitor.screen.post(f"{START}/scan", data=sent)
    assert answer.status_code == 303 and CARD not in answer.headers["Location"]
    assert CARD not in str(fake_hall.asked) + str(fake_hall.heard)
