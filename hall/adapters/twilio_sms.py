"""Texts through Twilio's own client. What its codes mean stands in `twilio_codes.py`.

Nothing is repeated here. What surely has not left (429, no connection) is refused for the moment and tried again
by the outbox; what may have left is asked after. Their list of messages has no key of ours, so an attempt is found
by its number, its words and its moment.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from hall.adapters.accounts import TwilioAccount
from hall.adapters.twilio_codes import AWAY, REFUSALS, found
from hall.notices.ports import CarrierRefused, CarrierUnsure, Found, Letter

ANSWER = 10.0  # seconds to connect, and again to answer
SLACK = timedelta(minutes=2)  # their clock against ours
NEWEST = 50  # messages to one number that are looked through


class TwilioSms:
    """One account, one sender."""

    def __init__(self, account: TwilioAccount, public_url: str | None) -> None:
        self._account, self._public_url = account, public_url
        line = _Line(account.api)
        self._client = Client(account.account, account.token, http_client=line)

    @property
    def is_real(self) -> bool:
        return True

    def send(self, letter: Letter) -> str:
        wish: dict[str, Any] = {"to": letter.to, "body": letter.text, "validity_period": letter.valid_seconds}
        service = self._account.sender.startswith("MG")
        wish["messaging_service_sid" if service else "from_"] = self._account.sender
        if self._public_url:
            wish["status_callback"] = f"{self._public_url}/hooks/twilio/messages/status?notice={letter.name}"
        try:
            made = self._client.messages.create(**wish)
        except Exception as error:
            raise _in_our_words(error) from error
        return str(made.sid)

    def find(self, letter: Letter) -> Found | None:
        """Looks through the newest messages to this number; None when one was asked for and is not there."""
        try:
            listed = self._client.messages.list(to=letter.to, limit=NEWEST, page_size=NEWEST)
        except Exception as error:
            raise CarrierUnsure("cannot_say") from error
        for message in listed:
            made = message.date_created
            if message.body == letter.text and made is not None and made >= letter.since - SLACK:
                return found(str(message.sid), str(message.status), message.error_code)[0]
        return None


def _in_our_words(error: Exception) -> Exception:
    """A refusal where it has surely not left, doubt everywhere else."""
    if isinstance(error, TwilioRestException):
        code = error.code if error.code is not None else error.status
        if code in REFUSALS:
            reason, permanent = REFUSALS[code]
            return CarrierRefused(reason, permanent=permanent, stop=reason == "stop", away=reason in AWAY)
        if error.status == 429:
            return CarrierRefused("busy", permanent=False, away=True)
        if 400 <= error.status < 500:
            return CarrierRefused("refused", permanent=True)
        return CarrierUnsure("provider_failed")
    if isinstance(error, requests.ConnectTimeout) or _never_connected(error):
        return CarrierRefused("no_connection", permanent=False, away=True)
    if isinstance(error, TwilioException | requests.RequestException):
        return CarrierUnsure("line_broke")
    return error


def _never_connected(error: Exception) -> bool:
    """True where no connection was made at all, so nothing can have been taken."""
    cause = error.args[0] if isinstance(error, requests.ConnectionError) and error.args else None
    reason = getattr(cause, "reason", cause)
    return type(reason).__name__ in ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError")


class _Line(TwilioHttpClient):  # type: ignore[misc]
    """Their HTTP client with limits of time, and with the API's address replaced where one is set."""

    def __init__(self, api: str | None) -> None:
        super().__init__(timeout=ANSWER, max_retries=0)
        self._api = urlsplit(api) if api else None

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        if self._api is not None:
            parts = urlsplit(url)
            base = self._api.path.rstrip("/")
            url = urlunsplit((self._api.scheme, self._api.netloc, base + parts.path, parts.query, ""))
        kwargs["timeout"] = ANSWER
        return super().request(method, url, *args, **kwargs)
