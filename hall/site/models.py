"""The nouns of a site: halls with the versions of their plan, devices, and what all screens say."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hall.kernel.database import Entity, Instant
from hall.kernel.ids import new_id
from hall.kernel.sealing import Sealed


class Hall(Entity):
    """A hall. Its plan is a version of `HallPlan`; `digest` names that version's content."""

    __tablename__ = "hall"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    plan_version: Mapped[int] = mapped_column(default=1)
    emergency: Mapped[str | None] = mapped_column(Text, default=None)
    emergency_at: Mapped[datetime | None] = mapped_column(Instant, default=None)


class HallPlan(Entity):
    """One version of a hall's plan, whole. Versions are added, never edited."""

    __tablename__ = "hall_plan"

    hall_id: Mapped[str] = mapped_column(ForeignKey("hall.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Instant)
    member_id: Mapped[str | None] = mapped_column(String(26), default=None)


class Device(Entity):
    """A kiosk, screen or rating pad. It pairs once with a short code and then holds a token."""

    __tablename__ = "device"
    __table_args__ = (
        Index("device_of_hall", "hall_id"),
        Index("device_kiosk_number", "hall_id", "kiosk_number", unique=True),
        Index("device_one_voice_per_zone", "hall_id", "voice_of", unique=True),
    )

    hall_id: Mapped[str] = mapped_column(ForeignKey("hall.id"))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(80))
    id: Mapped[str] = mapped_column(String(26), primary_key=True, default_factory=new_id)
    zone: Mapped[str | None] = mapped_column(String(40), default=None)
    counter_id: Mapped[str | None] = mapped_column(String(48), default=None)
    pairing_hash: Mapped[str | None] = mapped_column(String(64), unique=True, default=None)
    pairing_expires_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True, default=None)
    paired_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    kiosk_number: Mapped[int | None] = mapped_column(default=None)  # its blocks of numbers begin with it
    staff_code: Mapped[str | None] = mapped_column(Sealed, default=None)  # opens a kiosk's staff page
    voice_of: Mapped[str | None] = mapped_column(String(40), default=None)  # zone it speaks for; "*": the hall
    volume: Mapped[int] = mapped_column(default=80)
    quiet_from: Mapped[str | None] = mapped_column(String(5), default=None)
    quiet_until: Mapped[str | None] = mapped_column(String(5), default=None)


class DeviceReportRow(Entity):
    """What a device last said of itself, and when (device time of the hall). One row per device, overwritten."""

    __tablename__ = "device_report"

    device_id: Mapped[str] = mapped_column(ForeignKey("device.id"), primary_key=True)
    hall_id: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Instant)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class HallMessage(Entity):
    """A line at the bottom of the screens, until a moment or until it is withdrawn."""

    __tablename__ = "hall_message"
    __table_args__ = (Index("hall_message_of", "hall_id", "until"),)

    hall_id: Mapped[str] = mapped_column(ForeignKey("hall.id"))
    text: Mapped[str] = mapped_column(Text)
    shown_at: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[datetime] = mapped_column(Instant)
    zones: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    id: Mapped[str] = mapped_column(String(26), primary_key=True, default_factory=new_id)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
