"""What every door needs, in one value: made by `hall.app`, found again through the running application."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from flask import current_app
from flask_socketio import SocketIO

from hall.kernel.clock import Clock
from hall.kernel.database import Database
from hall.kernel.work import Works
from hall.notices.ports import Carriers
from hall.notices.sending import Sender
from hall.queue.ports import Expected
from hall.queue.suggestions import Suggestion
from hall.web.glances import Glances
from hall.web.seen import Seen


@dataclass(frozen=True)
class Wait:
    """A range as people are shown it (rulebook 3.0), or why there is none."""

    low_minutes: int | None = None
    high_minutes: int | None = None
    soon: bool = False
    unknown_reason: str | None = None  # "no_counter", "closed", "not_yet"

    @property
    def known(self) -> bool:
        return self.high_minutes is not None


class Waits(Protocol):
    """The newest wait ranges of a hall; never computed while a request waits."""

    def of_ticket(self, hall_id: str, ticket_id: str) -> Wait: ...

    def of_service(self, hall_id: str, service_id: str) -> Wait:
        """What a new ordinary ticket for this service would be told now."""
        ...

    def of_queue(self, hall_id: str, queue_id: str) -> Wait: ...

    def suggestions(self, hall_id: str) -> tuple[Suggestion, ...]:
        """What the lead may decide about standby counters (R-72)."""
        ...

    def wake(self, hall_id: str) -> None:
        """Something changed; recompute soon."""
        ...


class DemoClock(Clock, Protocol):
    """The demo's own hall clock."""

    @property
    def speed(self) -> float: ...

    def set_speed(self, speed: float) -> None: ...


@dataclass(frozen=True)
class House:
    settings: Any  # hall.settings.Settings; the web room may not look up to it
    database: Database
    clock: Clock
    works: Works
    waits: Waits
    expected: Expected
    socketio: SocketIO
    run_slowly: Callable[..., Any]  # 20 ms of CPU (a password) off the hub: run_slowly(function, *args)
    carriers: Carriers
    sender: Sender
    glances: Glances
    seen: Seen = field(default_factory=Seen)

    @property
    def texts(self) -> bool:
        """True where a text reaches a telephone, or the demo's outbox: only then is one offered."""
        return bool(self.settings.demo or self.carriers.sms.is_real)


def speed_of(clock: Clock) -> float:
    """How many times faster than device time a hall's clock runs; 1 outside a demo."""
    return float(getattr(clock, "speed", 1.0))


def house() -> House:
    """The house of the running application."""
    return cast(House, current_app.extensions["hall"])
