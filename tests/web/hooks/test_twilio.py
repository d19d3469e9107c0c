"""The provider's doors: signed or shut; receipts in any order; STOP, and answers that bookings hear."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from twilio.request_validator import RequestValidator

from hall.kernel.sealing import keyed_hash
from hall.notices import actions
from hall.notices.actions.queueing import Recipient
from hall.notices.answers import ANSWERS
from hall.notices.models import Consent, Notice
from hall.notices.states import Kind, NoticeState, Way
from tests.notices.outbox import PHONE
from tests.notices.twilio_fake import TOKEN, account
from tests.world import Floor

STATUS, INBOUND = "/hooks/twilio/messages/status", "/hooks/twilio/messages/inbound"
SID = "SM" + "0" * 32


@pytest.fixture
def signed_app(app: Flask) -> Flask:
    house = app.extensions["hall"]
    app.extensions["hall"] = replace(house, settings=replace(house.settings, twilio=account(None)))
    return app


@pytest.fixture
def heard() -> Iterator[list[tuple[str, str]]]:
    """What the room of bookings would have heard."""
    said: list[tuple[str, str]] = []
    for meaning in ("not_coming", "late", "yes"):
        ANSWERS[meaning] = lambda work, number, meaning=meaning: bool(said.append((meaning, number)) or True)  # type: ignore[misc]
    yield said
    ANSWERS.clear()


def tell(app: Flask) -> Notice:
    house = app.extensions["hall"]
    to = Recipient(Way.SMS, PHONE, "zh-CN")
    made: Notice = Floor(house.works).do(
        actions.queue_notice, Kind.NEAR_TURN, to, {"number": "A001"}, dedupe="one"
    )
    house.sender.send_due()
    return made


def post(app: Flask, path: str, token: str = TOKEN, **form: str) -> Any:
    signature = RequestValidator(token).compute_signature("http://hall.test" + path, form)
    return app.test_client().post(path, data=form, headers={"X-Twilio-Signature": signature})


def row(app: Flask, notice_id: str) -> Notice:
    with app.extensions["hall"].database.read() as session:
        found = session.get(Notice, notice_id)
        assert found is not None
        return found


def receipt(app: Flask, notice: Notice, status: str, **more: str) -> Any:
    return post(app, f"{STATUS}?notice={notice.id}-1", MessageSid=SID, MessageStatus=status, **more)


@pytest.mark.parametrize("path", [STATUS, INBOUND])
def test_without_its_signature_nobody_is_listened_to(signed_app: Flask, path: str) -> None:
    client = signed_app.test_client()
    form = {"MessageSid": SID, "MessageStatus": "delivered", "From": PHONE, "Body": "STOP"}
    assert client.post(path, data=form).status_code == 403
    assert client.post(path, data=form, headers={"X-Twilio-Signature": "x"}).status_code == 403
    assert post(signed_app, path, token="another token", **form).status_code == 403
    with signed_app.extensions["hall"].database.read() as session:
        assert session.get(Consent, keyed_hash(PHONE)) is None


def test_where_no_account_is_set_the_doors_are_shut(app: Flask) -> None:
    assert post(app, STATUS, MessageSid=SID, MessageStatus="sent").status_code == 403


def test_receipts_in_any_order_end_where_they_should(signed_app: Flask) -> None:
    notice = tell(signed_app)
    for status in ("delivered", "sent", "queued", "delivered"):
        assert receipt(signed_app, notice, status).status_code == 204
    assert row(signed_app, notice.id).state == NoticeState.DELIVERED


def test_a_receipt_says_why_a_text_did_not_arrive(signed_app: Flask) -> None:
    notice = tell(signed_app)
    receipt(signed_app, notice, "undelivered", ErrorCode="30005")
    found = row(signed_app, notice.id)
    assert (found.state, found.reason) == (NoticeState.FAILED, "number_unknown")


@pytest.mark.parametrize("name", ["", "nonsense", "0" * 26 + "-1", "'; DROP TABLE notice; --"])
def test_a_receipt_of_nothing_that_we_know_changes_nothing(signed_app: Flask, name: str) -> None:
    from urllib.parse import quote

    path = f"{STATUS}?notice={quote(name)}"
    assert post(signed_app, path, MessageSid=SID, MessageStatus="delivered", ErrorCode="x").status_code == 204


def test_stop_and_start_are_obeyed(signed_app: Flask) -> None:
    tell(signed_app)
    answer = post(signed_app, INBOUND, MessageSid=SID, From=PHONE, To="+4930123456", Body="退订")
    assert answer.status_code == 200 and "<Response/>" in answer.text
    with signed_app.extensions["hall"].database.read() as session:
        assert session.get_one(Consent, keyed_hash(PHONE)).stopped
    post(signed_app, INBOUND, MessageSid="SM" + "1" * 32, From=PHONE, Body="START")
    with signed_app.extensions["hall"].database.read() as session:
        assert not session.get_one(Consent, keyed_hash(PHONE)).stopped


def test_an_answer_reaches_bookings_once_however_often_it_is_delivered(
    signed_app: Flask, heard: list[tuple[str, str]]
) -> None:
    tell(signed_app)
    for _ in range(3):
        post(signed_app, INBOUND, MessageSid=SID, From=PHONE, Body="N")
    post(signed_app, INBOUND, MessageSid="SM" + "2" * 32, From=PHONE, Body="迟到")
    post(signed_app, INBOUND, MessageSid="SM" + "3" * 32, From=PHONE, Body="What is this?")
    post(signed_app, INBOUND, MessageSid="SM" + "4" * 32, From="anonymous", Body="N")
    assert heard == [("not_coming", keyed_hash(PHONE)), ("late", keyed_hash(PHONE))]
