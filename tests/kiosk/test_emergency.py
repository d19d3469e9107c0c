"""R-76: while the hall shows an emergency, the kiosk shows nothing else."""

import pytest

from tests.kiosk.answers import hall
from tests.kiosk.conftest import START, FakeHall, Visitor

TEXT = "Please leave the building."
PAGES = ("", "?q=card", "/search?q=card", "/service/B01", "/papers/B01", "/number/any-wish", "/mine", "/mine/any")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_replaced_by_its_text(visitor: Visitor, fake_hall: FakeHall, page: str) -> None:
    fake_hall.hall = hall(emergency=TEXT)
    shown = visitor.opens(START + page)
    assert TEXT in shown
    for offered in ("<form", "Resident ID card", f"{START}/mine", "enquiry desk"):
        assert offered not in shown, offered


def test_no_number_is_made_for_a_page_that_was_open(visitor: Visitor, fake_hall: FakeHall) -> None:
    _, form = visitor.chooses()
    fake_hall.hall = hall(emergency=TEXT)
    answer = visitor.presses(form)
    assert answer.status_code == 409
    assert TEXT in answer.get_data(as_text=True)
    assert fake_hall.asked == []


def test_an_open_page_learns_of_it_by_its_pulse(visitor: Visitor, fake_hall: FakeHall) -> None:
    calm = visitor.screen.get(f"{START}/pulse").json
    assert calm == {"pulse": "", "time": "12:00"}
    fake_hall.hall = hall(emergency=TEXT)
    raised = visitor.screen.get(f"{START}/pulse").json
    assert raised and raised["pulse"]
    assert f'data-pulse="{raised["pulse"]}"' in visitor.opens()
