"""What adapters need to know of an account outside; read by `hall/settings.py`. Secrets show in no repr."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class TwilioAccount:
    """`sender`: a number in E.164, or the id of a messaging service. `api`: where the API is, for mirrors."""

    account: str
    token: str = field(repr=False)
    sender: str
    api: str | None = None


@dataclass(frozen=True)
class MailAccount:
    """A server of outgoing mail. `tls`: from the first byte; otherwise STARTTLS, which must be offered."""

    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: bool = False
    plain: bool = False  # no encryption at all: only for a server on this machine
