"""Accounts outside: typed, read once; a wrong one stops the start with a sentence."""

from pathlib import Path

import pytest

from hall import adapters
from hall.adapters.null import NullCarrier
from hall.adapters.smtp_mail import SmtpMail
from hall.adapters.twilio_sms import TwilioSms
from hall.settings import BadSetting, Settings, from_env

TWILIO = {
    "HALL_TWILIO_ACCOUNT": "AC" + "0" * 32,
    "HALL_TWILIO_TOKEN": "0123456789abcdef0123456789abcdef",
    "HALL_TWILIO_FROM": "+4930123456",
}
MAIL = {"HALL_SMTP_URL": "smtp://li:p%40ss@mail.example.org", "HALL_MAIL_FROM": "Hall <hall@example.org>"}


def settings(folder: Path, **env: str) -> Settings:
    return from_env({"HALL_HOME": str(folder), **env})


def test_an_account_is_read_and_its_secrets_show_nowhere(tmp_path: Path) -> None:
    made = settings(tmp_path, **TWILIO, **MAIL)
    assert made.twilio is not None and made.twilio.sender == "+4930123456"
    assert made.mail is not None and (made.mail.host, made.mail.port, made.mail.password) == (
        "mail.example.org",
        587,
        "p@ss",
    )
    assert set(made.secrets) == {TWILIO["HALL_TWILIO_TOKEN"], "p@ss"}
    assert not any(secret in repr(made) for secret in made.secrets)


@pytest.mark.parametrize(
    ("env", "about"),
    [
        ({"HALL_TWILIO_TOKEN": ""}, "HALL_TWILIO_TOKEN"),
        ({"HALL_TWILIO_ACCOUNT": "AC1"}, "HALL_TWILIO_ACCOUNT"),
        ({"HALL_TWILIO_TOKEN": "short"}, "HALL_TWILIO_TOKEN"),
        ({"HALL_TWILIO_FROM": "0123"}, "HALL_TWILIO_FROM"),
        ({"HALL_TWILIO_API": "ftp://x"}, "HALL_TWILIO_API"),
        ({"HALL_TWILIO_API": "http://mirror.example.org"}, "HALL_TWILIO_API"),
        ({"HALL_SMTP_URL": "smtp://mail.example.org"}, "HALL_MAIL_FROM"),
        ({"HALL_SMTP_URL": "https://mail.example.org", "HALL_MAIL_FROM": "a@b.c"}, "HALL_SMTP_URL"),
        ({"HALL_SMTP_URL": "smtp://mail.example.org:x", "HALL_MAIL_FROM": "a@b.c"}, "HALL_SMTP_URL"),
        ({"HALL_SMTP_URL": "smtp+plain://mail.example.org", "HALL_MAIL_FROM": "a@b.c"}, "smtp+plain"),
        ({"HALL_SMTP_URL": "smtp://mail.example.org", "HALL_MAIL_FROM": "nobody"}, "HALL_MAIL_FROM"),
    ],
)
def test_a_wrong_one_stops_the_start_with_a_sentence(tmp_path: Path, env: dict[str, str], about: str) -> None:
    with pytest.raises(BadSetting, match=about.replace("+", r"\+")) as stop:
        settings(tmp_path, **{**TWILIO, **env})
    assert TWILIO["HALL_TWILIO_TOKEN"] not in str(stop.value)


def test_what_is_set_is_built_and_what_is_not_stays_in_the_outbox(tmp_path: Path) -> None:
    made = settings(tmp_path, **TWILIO, **MAIL)
    real = adapters.build(made.twilio, made.mail, None)
    assert isinstance(real.by("sms"), TwilioSms) and isinstance(real.by("email"), SmtpMail)
    null = adapters.build(None, None, None)
    assert isinstance(null.sms, NullCarrier) and not null.sms.is_real
