"""A number at the kiosk and a text when its turn is near (R-30): for a telephone that scans no pictures."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from hall.notices import actions as notices
from hall.notices.models import Notice
from hall.notices.states import Kind
from hall.queue import actions as queue
from kiosk.link import HallLink
from kiosk.offline.link import SteadyLink
from tests.web.booking.desk import Desk, send
from tests.world import HALL, Floor

START = f"/kiosk/{HALL}"


def takes(kiosk: FlaskClient, service: str = "A1") -> str:
    """The address of the page that shows the number."""
    page = kiosk.get(f"{START}/service/{service}?language=en").get_data(as_text=True)
    wish = re.search(r'name="wish" value="([^"]+)"', page)
    assert wish
    sent = send(kiosk, page, f"{START}/tickets", wish=wish[1], service=service, papers_ready="", another="1")
    return str(sent.location)


def types(kiosk: FlaskClient, number: str, phone: str) -> Any:
    page = kiosk.get(f"{number}/phone").get_data(as_text=True)
    return send(kiosk, page, f"{number}/phone", phone=phone)


def test_r30_a_telephone_typed_at_the_kiosk_is_texted_when_it_is_near(desk: Desk, kiosk: FlaskClient) -> None:
    floor = Floor(desk.house.works)
    ahead = [floor.issue("A1") for _ in range(4)]
    number = takes(kiosk)
    assert f'href="{number}/phone"' in kiosk.get(number).get_data(as_text=True)
    again = types(kiosk, number, "138 0013 8000")
    shown = kiosk.get(again.location).get_data(as_text=True)
    assert "We text you when your turn is near." in shown and "138" not in shown
    desk.do(queue.cancel, ahead[0].id)
    desk.do(notices.tell_near_turns)
    with desk.house.database.read() as session:
        told = session.scalars(select(Notice).where(Notice.kind == Kind.NEAR_TURN)).one()
    assert (told.recipient, told.language) == ("+8613800138000", "en")


@pytest.mark.parametrize("typed", ["", "1", "12345", "010 1234", "x" * 40])
def test_a_number_that_cannot_be_texted_is_said_so_and_the_ticket_stands(kiosk: FlaskClient, typed: str) -> None:
    number = takes(kiosk)
    refused = types(kiosk, number, typed)
    assert refused.status_code == 422 and 'role="alert"' in refused.get_data(as_text=True)
    assert f'value="{typed[:32]}"' in refused.get_data(as_text=True), "nobody types it twice"
    assert "A001" in kiosk.get(number).get_data(as_text=True)


def test_whoever_comes_next_sees_nothing_of_it(kiosk: FlaskClient) -> None:
    number = takes(kiosk)
    page = kiosk.get(f"{number}/phone").get_data(as_text=True)
    kiosk.get(START)
    assert kiosk.get(f"{number}/phone").status_code == 303
    assert send(kiosk, page, f"{number}/phone", phone="13800138000").status_code == 303
    assert kiosk.get(f"{START}/number/guessed-guessed-guessed.A1/phone").status_code == 303


def test_a_kiosk_program_forwards_everything_that_a_line_can_be_asked() -> None:
    """What `SteadyLink` left to its parent would fail in a program: it has no transport of its own."""
    asked = {name for name in vars(HallLink) if not name.startswith("_")}
    assert asked <= vars(SteadyLink).keys()
