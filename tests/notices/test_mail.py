"""Mail over a server of outgoing mail that a test plays."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from hall.adapters.accounts import MailAccount
from hall.adapters.smtp_mail import SmtpMail
from hall.notices.ports import CarrierRefused, CarrierUnsure
from tests.notices.test_twilio import a_letter


@contextmanager
def server(answers: dict[str, str], heard: list[str]) -> Iterator[int]:
    """Answers each command by its first word; "" breaks the line."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def talk() -> None:
            line, _ = listening.accept()
            with line, line.makefile("rwb") as wire:
                _say(wire, "220 here")
                in_data = False
                for raw in wire:
                    said = raw.decode().rstrip("\r\n")
                    heard.append(said)
                    if in_data and said != ".":
                        continue
                    word = "." if in_data else said.split(" ")[0].upper()
                    in_data = word == "DATA"
                    answer = answers.get(word, "354 go on" if in_data else "250 ok")
                    if not answer:
                        return
                    _say(wire, answer)

        thread = threading.Thread(target=talk, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(timeout=10)


def _say(wire: object, answer: str) -> None:
    wire.write(f"{answer}\r\n".encode())  # type: ignore[attr-defined]
    wire.flush()  # type: ignore[attr-defined]


def mail(port: int, *, plain: bool = True) -> SmtpMail:
    return SmtpMail(MailAccount("127.0.0.1", port, "Hall <hall@example.org>", plain=plain))


LETTER = {"channel": "email", "to": "li@example.org", "subject": "预约成功", "text": "已约11月28日09:30"}


def test_a_mail_has_subject_words_and_an_id_of_ours() -> None:
    heard: list[str] = []
    with server({}, heard) as port:
        reference = mail(port).send(a_letter(**LETTER))
    assert reference.startswith("<") and "example.org" in reference and len(reference) <= 64
    assert any(line.startswith("To: li@example.org") for line in heard)
    assert any(line.startswith("Auto-Submitted: auto-generated") for line in heard)


@pytest.mark.parametrize(
    ("answers", "reason", "permanent"),
    [
        ({"RCPT": "550 no such person"}, "address_refused", True),
        ({"RCPT": "451 come again"}, "address_refused", False),
        ({".": "554 no"}, "refused", True),
        ({"MAIL": "421 busy"}, "refused", False),
    ],
)
def test_a_refusal_says_whether_it_is_for_good(answers: dict[str, str], reason: str, permanent: bool) -> None:
    with server(answers, []) as port, pytest.raises(CarrierRefused) as refusal:
        mail(port).send(a_letter(**LETTER))
    assert (refusal.value.reason, refusal.value.permanent) == (reason, permanent)


def test_a_line_that_breaks_after_the_words_is_in_doubt_and_mail_cannot_be_asked_after() -> None:
    with server({".": ""}, []) as port, pytest.raises(CarrierUnsure):
        mail(port).send(a_letter(**LETTER))
    with pytest.raises(CarrierUnsure):
        mail(port).find(a_letter(**LETTER))


def test_nothing_is_said_to_a_server_that_offers_no_encryption_or_is_not_there() -> None:
    heard: list[str] = []
    with server({"EHLO": "250 plain only"}, heard) as port, pytest.raises(CarrierRefused):
        mail(port, plain=False).send(a_letter(**LETTER))
    assert not any(line.startswith(("MAIL", "AUTH")) for line in heard)
    with pytest.raises(CarrierRefused) as refusal:
        mail(port).send(a_letter(**LETTER))
    assert refusal.value.reason == "no_connection" and not refusal.value.permanent
