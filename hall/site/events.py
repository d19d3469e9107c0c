"""The facts of a site."""

from dataclasses import dataclass
from typing import ClassVar

from hall.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PlanAdopted(Event):
    name: ClassVar[str] = "hall.plan_adopted"
    version: int


@dataclass(frozen=True, kw_only=True)
class DeviceAdded(Event):
    name: ClassVar[str] = "device.added"
    device: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class DevicePaired(Event):
    name: ClassVar[str] = "device.paired"
    device: str


@dataclass(frozen=True, kw_only=True)
class DeviceRevoked(Event):
    name: ClassVar[str] = "device.revoked"
    device: str


@dataclass(frozen=True, kw_only=True)
class DeviceChanged(Event):
    """Somebody set it otherwise; it asks what is wanted of it."""

    name: ClassVar[str] = "device.changed"
    device: str


@dataclass(frozen=True, kw_only=True)
class DeviceStateChanged(Event):
    """Its printer, its voice or its contact is another one than before."""

    name: ClassVar[str] = "device.state_changed"
    device: str
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EmergencyRaised(Event):
    """The text is public: it stands on every screen; it is looked up, not kept in the fact."""

    name: ClassVar[str] = "emergency.raised"


@dataclass(frozen=True, kw_only=True)
class EmergencyCleared(Event):
    name: ClassVar[str] = "emergency.cleared"


@dataclass(frozen=True, kw_only=True)
class MessageShown(Event):
    name: ClassVar[str] = "message.shown"
    message: str
    zones: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MessageWithdrawn(Event):
    name: ClassVar[str] = "message.withdrawn"
    message: str
    zones: tuple[str, ...] = ()
