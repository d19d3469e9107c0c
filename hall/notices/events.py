"""The facts of notices: ids and kinds. Numbers and texts stand in rows that can be deleted."""

from dataclasses import dataclass
from typing import ClassVar

from hall.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class NoticeFact(Event):
    """One step of one notice; `about` is the id of its booking, ticket or place on the waiting list."""

    notice: str
    kind: str
    channel: str
    about: str | None = None


@dataclass(frozen=True, kw_only=True)
class NoticeQueued(NoticeFact):
    name: ClassVar[str] = "notice.queued"


@dataclass(frozen=True, kw_only=True)
class NoticeSent(NoticeFact):
    """The provider has taken it."""

    name: ClassVar[str] = "notice.sent"


@dataclass(frozen=True, kw_only=True)
class NoticeDelivered(NoticeFact):
    name: ClassVar[str] = "notice.delivered"


@dataclass(frozen=True, kw_only=True)
class NoticeNotSent(NoticeFact):
    """It will not reach anybody: failed, expired, stopped, or nobody can say (unknown)."""

    name: ClassVar[str] = "notice.not_sent"
    state: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class NumberStopped(Event):
    """Somebody answered STOP; which number it is stands in no fact."""

    name: ClassVar[str] = "notice.number_stopped"


@dataclass(frozen=True, kw_only=True)
class NumberStarted(Event):
    name: ClassVar[str] = "notice.number_started"


@dataclass(frozen=True, kw_only=True)
class AnswerHeard(Event):
    """Somebody answered a text: what it means, and whether anything followed."""

    name: ClassVar[str] = "notice.answered"
    meaning: str
    followed: bool


@dataclass(frozen=True, kw_only=True)
class TextsWanted(Event):
    """A ticket's visitor gave a number for texts (R-30), or took it back."""

    name: ClassVar[str] = "notice.texts_wanted"
    ticket: str
    wanted: bool
