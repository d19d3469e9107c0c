"""The real client against a stand-in of the provider; every request and answer is held to the schema by Prism."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hall.adapters import twilio_sms
from hall.adapters.twilio_sms import TwilioSms
from hall.kernel.database import Database
from hall.kernel.work import Works
from hall.notices.ports import CarrierRefused, Carriers, CarrierUnsure, Letter
from hall.notices.sending import Sender
from hall.notices.states import NoticeState
from tests.notices.outbox import PHONE, Told
from tests.notices.twilio_fake import Fake, account, behind_prism

PUBLIC = "https://hall.example.org"
TEXT = "【青桐政务】已约11月28日09:30社保卡，请提前签到"


@pytest.fixture(scope="module")
def provider() -> Iterator[tuple[Fake, str]]:
    """One Prism for all of these tests."""
    with behind_prism() as running:
        yield running


@pytest.fixture
def fake(provider: tuple[Fake, str]) -> Fake:
    provider[0].clear()
    return provider[0]


@pytest.fixture
def sms(provider: tuple[Fake, str], fake: Fake) -> TwilioSms:
    return TwilioSms(account(provider[1]), PUBLIC)


def a_letter(**more: Any) -> Letter:
    values: dict[str, Any] = {
        "notice": "01JDB0000000000000000000AA",
        "hall_id": "willow",
        "epoch": 1,
        "attempt": 1,
        "channel": "sms",
        "kind": "booked",
        "to": PHONE,
        "text": TEXT,
        "subject": "",
        "valid_seconds": 600,
        "since": datetime.now(UTC),
    }
    return Letter(**{**values, **more})


def test_a_text_is_created_with_its_words_its_time_and_where_receipts_go(sms: TwilioSms, fake: Fake) -> None:
    assert sms.send(a_letter()) == fake.messages[0]["sid"]
    assert fake.asked == [
        {
            "To": PHONE,
            "From": "+4930123456",
            "Body": TEXT,
            "ValidityPeriod": "600",
            "StatusCallback": f"{PUBLIC}/hooks/twilio/messages/status?notice=01JDB0000000000000000000AA-1",
        }
    ]


@pytest.mark.parametrize(
    ("wrong", "reason", "permanent"),
    [
        ((400, 21211), "number_unusable", True),
        ((400, 21610), "stop", True),
        ((400, 21999), "refused", True),
        ((401, 20003), "account", False),
        ((429, 20429), "busy", False),
    ],
)
def test_a_refusal_is_said_in_our_words(
    sms: TwilioSms, fake: Fake, wrong: tuple[int, int], reason: str, permanent: bool
) -> None:
    fake.next = wrong
    with pytest.raises(CarrierRefused) as refusal:
        sms.send(a_letter())
    assert (refusal.value.reason, refusal.value.permanent, refusal.value.stop) == (
        reason,
        permanent,
        reason == "stop",
    )
    assert len(fake.asked) == 1, "nothing is repeated here"


@pytest.mark.parametrize("wrong", [(500, 20500), (503, 20503), "cut", "hang up"])
def test_what_may_have_been_taken_is_in_doubt_and_not_repeated(sms: TwilioSms, fake: Fake, wrong: Any) -> None:
    fake.next = wrong
    with pytest.raises(CarrierUnsure):
        sms.send(a_letter())
    assert len(fake.asked) == 1


def test_a_message_is_found_again_by_number_words_and_moment(sms: TwilioSms, fake: Fake) -> None:
    fake.next = "cut"
    with pytest.raises(CarrierUnsure):
        sms.send(a_letter())
    found = sms.find(a_letter())
    assert found is not None and (found.reference, found.state) == (fake.messages[0]["sid"], NoticeState.SENT)
    fake.messages[0] |= {"status": "undelivered", "error_code": 30006}
    undelivered = sms.find(a_letter())
    assert undelivered is not None and undelivered.reason == "no_mobile"
    assert sms.find(a_letter(text="something else")) is None
    assert sms.find(a_letter(since=datetime.now(UTC) + timedelta(hours=1))) is None, "an older one"


def test_a_wish_that_breaks_the_schema_never_reaches_the_provider(sms: TwilioSms, fake: Fake) -> None:
    with pytest.raises(CarrierRefused):
        sms.send(a_letter(to="13800138000"))
    assert fake.asked == []


def test_without_a_connection_nothing_has_left_and_a_silent_one_is_in_doubt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        silent = TwilioSms(account(f"http://127.0.0.1:{server.getsockname()[1]}"), None)
        with pytest.raises(CarrierRefused) as refusal:
            silent.send(a_letter())
        assert (refusal.value.reason, refusal.value.permanent) == ("no_connection", False)
        server.listen()
        monkeypatch.setattr(twilio_sms, "ANSWER", 0.1)
        with pytest.raises(CarrierUnsure):
            silent.send(a_letter())
        with pytest.raises(CarrierUnsure):
            silent.find(a_letter())


def test_a_crash_between_sending_and_writing_it_down_is_settled_at_the_real_provider(
    sms: TwilioSms, fake: Fake, database: Database, told: Told
) -> None:
    told.clock.real = datetime.now(UTC)  # the provider dates its messages by the real clock
    works = Works(database, told.clock, told.works.reactions)
    sender = Sender(works, Carriers(sms=sms, email=sms))
    told.queue()
    fake.next = "cut"
    assert sender.send_due() == 0 and told.rows()[0].state == NoticeState.UNKNOWN
    told.clock.pass_(minutes=3)
    assert sender.settle_sending() == 1
    (row,) = told.rows()
    assert (row.state, row.reference, len(fake.messages)) == (NoticeState.SENT, fake.messages[0]["sid"], 1)


def test_no_secret_stands_in_what_the_account_says_of_itself() -> None:
    assert "a token" not in repr(account(None))
