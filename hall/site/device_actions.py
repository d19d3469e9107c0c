"""Verbs of devices that are there already: what they report, how they are set, how one is paired anew."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hall.kernel.ids import fingerprint, short_code
from hall.kernel.work import Work
from hall.site import queries
from hall.site.actions import PAIRING_MINUTES
from hall.site.errors import UnknownDevice, UnknownZone, ZoneHasAVoice
from hall.site.events import DeviceChanged, DeviceStateChanged
from hall.site.models import Device, DeviceReportRow

SILENT = timedelta(seconds=30)
WHOLE_HALL = "*"
_TOLD = ("printer", "trouble")
"""What of a report is news for the floor and the desk."""


def keep_report(work: Work, device_id: str, content: dict[str, Any]) -> None:
    """Overwrites a device's last report. A fact only when its state is another one, or it was silent."""
    row = work.session.get(DeviceReportRow, device_id)
    if row is None:
        row = DeviceReportRow(device_id=device_id, hall_id=work.hall_id, at=work.real_now, content={})
        work.session.add(row)
    changed = [name for name in _TOLD if row.content.get(name) != content.get(name)]
    if work.real_now - row.at > SILENT:
        changed.append("contact")
    row.at, row.content = work.real_now, content
    if changed:
        work.record(DeviceStateChanged(device=device_id, changed=tuple(changed)))


def report_is_news(session: Session, device_id: str, content: dict[str, Any], real_now: Any) -> bool:
    """True when `keep_report` would record a fact."""
    row = session.get(DeviceReportRow, device_id)
    if row is None or real_now - row.at > SILENT:
        return True
    return any(row.content.get(name) != content.get(name) for name in _TOLD)


def overwrite_report(session: Session, device_id: str, content: dict[str, Any], real_now: Any) -> None:
    """The same where nothing is news: one row and no fact."""
    row = session.get_one(DeviceReportRow, device_id)
    row.at, row.content = real_now, content


def change_device(
    work: Work,
    device_id: str,
    *,
    name: str,
    zone: str | None,
    speaks: bool,
    volume: int,
    quiet: tuple[str | None, str | None],
) -> Device:
    """How a manager wants a device. A zone has one voice: ZoneHasAVoice names the device that is it already."""
    device = _of(work, device_id)
    if zone is not None and zone not in queries.plan_of(work.session, work.hall_id).zones():
        raise UnknownZone("zone")
    voice_of = (zone or WHOLE_HALL) if speaks and device.kind == "hall_display" else None
    if voice_of is not None:
        other = select(Device).where(
            Device.hall_id == work.hall_id, Device.voice_of == voice_of, Device.id != device_id
        )
        if (found := work.session.scalar(other)) is not None:
            raise ZoneHasAVoice(name=found.name)
    device.name, device.voice_of, device.volume = name, voice_of, volume
    device.zone = zone if device.kind == "hall_display" else device.zone
    device.quiet_from, device.quiet_until = quiet if all(quiet) else (None, None)
    work.record(DeviceChanged(device=device.id))
    return device


def pair_anew(work: Work, device_id: str) -> tuple[Device, str]:
    """A fresh code for a device that was set up anew. Its old token ends when the code is used."""
    device, code = _of(work, device_id), short_code()
    device.pairing_hash = fingerprint(code)
    device.pairing_expires_at = work.real_now + timedelta(minutes=PAIRING_MINUTES)
    work.record(DeviceChanged(device=device.id))
    return device, code


def _of(work: Work, device_id: str) -> Device:
    device = work.session.get(Device, device_id)
    if device is None or device.hall_id != work.hall_id or device.revoked_at is not None:
        raise UnknownDevice()
    return device
