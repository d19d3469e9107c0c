"""Live messages: typed facts. Unknown fields are an error on both sides."""

from typing import Any

from pydantic import Field

from hall.wire.base import Message, Moment, Shape


class TicketMessage(Message):
    """One step of one ticket, with both ends of it: `ticket.issued`, `ticket.called`, `ticket.finished`, …

    `reason` and `outcome` are for staff: in the rooms of boards and of tickets they are never filled.
    """

    day: str
    number: str
    service: str
    queue: str
    zone: str
    lane: str
    state: str
    from_state: str | None = None
    from_queue: str | None = None
    from_zone: str | None = None
    counter: int | None = None
    counter_state: str | None = None
    counter_since: Moment | None = None
    call: str | None = None
    attempt: int | None = None
    by_hand: bool | None = None
    rule: str | None = None
    visual_alert: bool | None = None  # of a call: screens show a banner
    reason: str | None = None
    outcome: str | None = None


class CounterMessage(Message):
    """A counter opened, closed, paused, resumed, was taken over, or may be opened as a standby counter."""

    counter: int
    counter_state: str
    counter_since: Moment
    reason: str | None = None
    until: Moment | None = None


class ShownMessage(Message):
    """`message.shown` and `message.withdrawn`."""

    message: str
    text: str = ""
    until: Moment | None = None
    zones: list[str] = Field(default_factory=list)


class EmergencyMessage(Message):
    """`emergency.raised` with its text, `emergency.cleared` without."""

    text: str | None = None


class PlainMessage(Message):
    """Facts that say no more than that they happened: `hall.plan_adopted`, `queue.closed`, `device.revoked`."""

    data: dict[str, Any] = Field(default_factory=dict)


class WaitChanged(Shape):
    """Newer wait ranges can be asked for. No fact: it has no number, it may be lost."""

    name: str = "wait.changed"
    as_of_seq: int


LiveMessage = TicketMessage | CounterMessage | ShownMessage | EmergencyMessage | PlainMessage

_KINDS: dict[str, type[LiveMessage]] = {
    "ticket": TicketMessage,
    "counter": CounterMessage,
    "message": ShownMessage,
    "emergency": EmergencyMessage,
}


def kind_of(name: str) -> type[LiveMessage]:
    """The shape of the message of this name: its subject decides."""
    return _KINDS.get(name.partition(".")[0], PlainMessage)


def read(data: dict[str, Any]) -> LiveMessage:
    """A message as it came over the wire."""
    return kind_of(str(data.get("name"))).model_validate(data)
