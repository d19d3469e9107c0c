"""R-30 on the page behind the QR code: a text when one's turn is near, offered only where one can be sent."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hall.web.house import House
from tests.web.surfaces import csrf
from tests.world import Floor

OFFER = "A text when your turn is near"


@pytest.fixture
def texting(page_app: Flask) -> None:
    """A house whose texts arrive: in the demo's outbox."""
    house: House = page_app.extensions["hall"]
    page_app.extensions["hall"] = replace(house, settings=replace(house.settings, demo=True))


def test_r30_without_a_provider_no_text_is_offered(browserless: FlaskClient, people: Floor) -> None:
    mine = people.issue("A1", language="en")
    assert OFFER not in browserless.get(f"/t/{mine.code}").text


@pytest.mark.usefixtures("texting")
def test_r30_a_text_is_wanted_and_not_wanted_any_more(browserless: FlaskClient, people: Floor) -> None:
    mine = people.issue("A1", language="en")
    address = f"/t/{mine.code}"
    assert OFFER in browserless.get(address).text
    _send(browserless, f"{address}/phone", phone="13800138000")
    assert "We text you when your turn is near" in browserless.get(address).text
    _send(browserless, f"{address}/phone/end")
    assert "Your mobile number" in browserless.get(address).text


def _send(browser: FlaskClient, address: str, **fields: str) -> None:
    token = csrf(browser, address.partition("/phone")[0])
    assert browser.post(address, data={"csrf_token": token, **fields}).status_code == 303
