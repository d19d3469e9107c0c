"""Shapes of the outbox."""

from typing import Literal

from hall.wire.base import Moment, Shape


class NoticeView(Shape):
    """One notice as staff see it: the number masked, the text of a one-time code hidden."""

    id: str
    kind: str
    channel: Literal["sms", "email"]
    to: str
    language: str
    text: str
    parts: int
    state: str
    reason: str | None = None
    made_at: Moment
    due: Moment
    valid_until: Moment
    sent_at: Moment | None = None
    delivered_at: Moment | None = None
    attempts: int
    about_kind: str | None = None  # booking, ticket, waitlist
    about: str | None = None


class NoticePage(Shape):
    items: list[NoticeView]
    next: str | None = None
    sends: bool  # false: no provider is set, so everything is kept here and nothing leaves
