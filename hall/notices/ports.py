"""What notices need of whoever carries them, in our own words; adapters speak each provider's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hall.notices.states import NoticeState


@dataclass(frozen=True)
class Letter:
    """One notice on its way: a claim that its `epoch` names. `valid_seconds`: how long the provider may try."""

    notice: str
    hall_id: str
    epoch: int
    attempt: int
    channel: str
    kind: str
    to: str
    text: str
    subject: str
    valid_seconds: int
    since: datetime  # device time of the attempt

    @property
    def name(self) -> str:
        """What a receipt calls this attempt."""
        return f"{self.notice}-{self.attempt}"


@dataclass(frozen=True)
class Found:
    """What a provider has of an attempt."""

    reference: str
    state: NoticeState  # sent, delivered or failed
    reason: str | None = None


class CarrierRefused(Exception):
    """It has surely not left. `permanent`: trying again would not help; `stop`: the number wants no texts;
    `away`: the carrier itself cannot be reached, or has enough for the moment."""

    def __init__(self, reason: str, *, permanent: bool, stop: bool = False, away: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.permanent, self.stop, self.away = reason, permanent, stop, away


class CarrierUnsure(Exception):
    """Nobody can say whether it has left: the line broke, or the provider failed, after the wish was made."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Carrier(Protocol):
    """One way to reach people. Both calls talk to the outside: never in a unit of work."""

    @property
    def is_real(self) -> bool:
        """False for the twin that keeps everything and sends nothing."""
        ...

    def send(self, letter: Letter) -> str:
        """Hands the letter over; the provider's id of it. Raises CarrierRefused or CarrierUnsure."""
        ...

    def find(self, letter: Letter) -> Found | None:
        """What became of an attempt; None when the provider surely has none. CarrierUnsure: it cannot say."""
        ...


@dataclass(frozen=True)
class Carriers:
    """How this installation reaches people."""

    sms: Carrier
    email: Carrier

    def by(self, channel: str) -> Carrier:
        return self.email if channel == "email" else self.sms
