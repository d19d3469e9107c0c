"""Settings: read once from the environment, typed, and a start that stops with a sentence when one is wrong."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from hall.adapters.accounts import MailAccount, TwilioAccount
from hall.kernel.phones import usable_phone
from hall.kernel.sealing import Keyring

_TWILIO = ("HALL_TWILIO_ACCOUNT", "HALL_TWILIO_TOKEN", "HALL_TWILIO_FROM")
_MAIL_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
_NO_MAIL_ADDRESS = "HALL_SMTP_URL must be an address such as smtp://user:password@mail.example.org"
_HERE = ("localhost", "127.0.0.1", "::1")


class BadSetting(Exception):
    """A setting that cannot be used; its text is a sentence for the person who starts the program."""


@dataclass(frozen=True)
class Settings:
    """How one installation runs. What belongs to a hall itself stands in its plan."""

    home: Path
    database_url: str
    keyring: Keyring
    public_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    demo: bool = False
    speed: float = 1.0
    max_watchers: int = 9000
    trusted_proxies: int = 0  # how many reverse proxies stand in front and may say where a request came from
    twilio: TwilioAccount | None = None  # without one, texts stay in the outbox
    mail: MailAccount | None = None

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must stand in no log."""
        known = (self.twilio.token if self.twilio else None, self.mail.password if self.mail else None)
        return tuple(secret for secret in known if secret)

    @property
    def secure_cookies(self) -> bool:
        """Over plain http on a local network a browser drops a Secure cookie."""
        return (self.public_url or "").startswith("https://")


def from_env(env: Mapping[str, str] | None = None, **overrides: object) -> Settings:
    """The settings of this process, or BadSetting. `overrides` win over the environment."""
    env = os.environ if env is None else env
    home = Path(str(overrides.pop("home", env.get("HALL_HOME") or ".hall"))).absolute()
    values: dict[str, object] = {
        "home": home,
        "database_url": _database_url(env.get("HALL_DATABASE_URL"), home),
        "public_url": _public_url(env.get("HALL_PUBLIC_URL")),
        "host": env.get("HALL_HOST") or "127.0.0.1",
        "port": _whole(env, "PORT", 8000, 1, 65535),
        "speed": _number(env, "SPEED", 1.0, 0.1, 600.0),
        "trusted_proxies": _whole(env, "HALL_TRUSTED_PROXIES", 0, 0, 5),
        "max_watchers": _whole(env, "HALL_MAX_WATCHERS", 9000, 1, 100_000),
        "twilio": _twilio(env),
        "mail": _mail(env),
    }
    values["keyring"] = _keyring(env.get("HALL_KEYS"), home)
    values |= overrides
    return Settings(**values)  # type: ignore[arg-type]


def _database_url(text: str | None, home: Path) -> str:
    if not text:
        return f"sqlite+pysqlite:///{home / 'hall.db'}"
    try:
        url = make_url(text)
    except ArgumentError:
        raise BadSetting(f"HALL_DATABASE_URL is not a database address: {text!r}") from None
    kinds = {
        "sqlite": "sqlite+pysqlite",
        "postgresql": "postgresql+psycopg",
        "postgres": "postgresql+psycopg",
    }
    kind = kinds.get(url.drivername.partition("+")[0])
    if kind is None:
        raise BadSetting("HALL_DATABASE_URL must begin with sqlite:// or postgresql://")
    return url.set(drivername=kind).render_as_string(hide_password=False)


def _public_url(text: str | None) -> str | None:
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise BadSetting("HALL_PUBLIC_URL must be an address such as https://hall.example.org")
    return text.rstrip("/")


def _twilio(env: Mapping[str, str]) -> TwilioAccount | None:
    """An account of the provider of texts: all of it, or none."""
    given = [env.get(name) or "" for name in _TWILIO]
    if not any(given):
        return None
    if missing := [name for name, value in zip(_TWILIO, given, strict=True) if not value]:
        raise BadSetting(f"{' and '.join(missing)} must be set too, or no HALL_TWILIO_… at all")
    account, token, sender = given
    if not re.fullmatch(r"AC[0-9a-f]{32}", account):
        raise BadSetting("HALL_TWILIO_ACCOUNT must be the account's id: AC and 32 letters of 0-9 and a-f")
    if len(token) < 16 or not token.isascii() or not token.isprintable():
        raise BadSetting("HALL_TWILIO_TOKEN is not a token of the account")
    return TwilioAccount(account, token, _sender(sender), _base_address(env, "HALL_TWILIO_API"))


def _sender(text: str) -> str:
    if re.fullmatch(r"MG[0-9a-f]{32}", text):
        return text
    try:
        return usable_phone(text, "ZZ")
    except ValueError:
        raise BadSetting(
            "HALL_TWILIO_FROM must be a number such as +4930123456, or the id of a messaging service"
        ) from None


def _base_address(env: Mapping[str, str], name: str) -> str | None:
    text = env.get(name)
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise BadSetting(f"{name} must be an address such as https://api.example.org")
    if parts.scheme == "http" and parts.hostname not in _HERE:
        raise BadSetting(f"{name} carries a secret: over http only to this machine itself")
    return text.rstrip("/")


def _mail(env: Mapping[str, str]) -> MailAccount | None:
    """A server of outgoing mail, with the address that mails come from."""
    text, sender = env.get("HALL_SMTP_URL"), env.get("HALL_MAIL_FROM")
    if not text and not sender:
        return None
    if not text or not sender or not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+|[^<>]+ <[^@\s<>]+@[^@\s<>]+>", sender):
        raise BadSetting("HALL_SMTP_URL and HALL_MAIL_FROM (an address of mail) must be set together")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise BadSetting(
            "HALL_SMTP_URL must be an address such as smtp://user:password@mail.example.org"
        ) from None
    if parts.scheme not in _MAIL_PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
        raise BadSetting(_NO_MAIL_ADDRESS)
    plain = parts.scheme == "smtp+plain"
    if plain and parts.hostname not in _HERE:
        raise BadSetting("HALL_SMTP_URL: smtp+plain is for a server on this machine only")
    return MailAccount(
        host=parts.hostname,
        port=port or _MAIL_PORTS[parts.scheme],
        sender=sender,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        tls=parts.scheme == "smtps",
        plain=plain,
    )


def _keyring(text: str | None, home: Path) -> Keyring:
    """The site's keys: from HALL_KEYS, else from a file in HALL_HOME that only its owner reads."""
    path = home / "keys"
    try:
        if text:
            return Keyring.parse(text)
        if not path.exists():
            home.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(Keyring.fresh() + "\n")
        return Keyring.parse(path.read_text())
    except ValueError as error:
        raise BadSetting(f"The keys of this site cannot be used: {error}") from None
    except OSError as error:
        raise BadSetting(f"HALL_HOME cannot be used: {error.strerror} ({error.filename})") from None


def _whole(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    value = _number(env, name, default, low, high)
    if value != int(value):
        raise BadSetting(f"{name} must be a whole number")
    return int(value)


def _number(env: Mapping[str, str], name: str, default: float, low: float, high: float) -> float:
    text = env.get(name)
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        raise BadSetting(f"{name} must be a number, not {text!r}") from None
    if not low <= value <= high:
        raise BadSetting(f"{name} must be between {low:g} and {high:g}")
    return value
