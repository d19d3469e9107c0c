"""Verbs of a site: found a hall, adopt a plan, pair and revoke devices, speak on all screens."""

import hashlib
import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from hall.kernel.ids import bearer_token, fingerprint, new_id, short_code
from hall.kernel.journal import HallLine
from hall.kernel.work import Work
from hall.site import queries
from hall.site.errors import (
    HallExists,
    MessageEnded,
    PairingFailed,
    UnknownDevice,
    UnknownMessage,
    UnknownZone,
)
from hall.site.events import (
    DeviceAdded,
    DevicePaired,
    DeviceRevoked,
    EmergencyCleared,
    EmergencyRaised,
    MessageShown,
    MessageWithdrawn,
    PlanAdopted,
)
from hall.site.models import Device, Hall, HallMessage, HallPlan
from hall.site.plan import Plan

PAIRING_MINUTES = 15


def found_hall(session: Session, plan: Plan, now: datetime) -> None:
    """A new hall with the first version of its plan. Raises HallExists. Its line of facts begins at 0."""
    if session.get(Hall, plan.id) is not None:
        raise HallExists()
    document = plan.model_dump(mode="json")
    digest = _digest(document)
    session.add(Hall(id=plan.id, digest=digest))
    session.flush()  # the plan's row refers to the hall's
    session.add(HallPlan(hall_id=plan.id, version=1, digest=digest, document=document, at=now))
    session.add(HallLine(hall_id=plan.id))


def adopt_plan(work: Work, plan: Plan) -> int:
    """Makes `plan` the hall's plan from now on; the number of the new version."""
    hall = queries.hall(work.session, work.hall_id)
    document = plan.model_dump(mode="json")
    hall.plan_version += 1
    hall.digest = _digest(document)
    queries.plan_changes(work.session, work.hall_id)
    work.session.add(
        HallPlan(
            hall_id=hall.id,
            version=hall.plan_version,
            digest=hall.digest,
            document=document,
            at=work.now,
            member_id=work.actor.id if work.actor.kind == "member" else None,
        )
    )
    work.record(PlanAdopted(version=hall.plan_version))
    return hall.plan_version


def add_device(
    work: Work, kind: str, name: str, *, zone: str | None = None, counter_id: str | None = None
) -> tuple[Device, str]:
    """A new device and its pairing code, good once and for fifteen minutes of device time."""
    if zone is not None and zone not in queries.plan_of(work.session, work.hall_id).zones():
        raise UnknownZone("zone")
    code = short_code()
    device = Device(
        hall_id=work.hall_id,
        kind=kind,
        name=name,
        zone=zone,
        counter_id=counter_id,
        pairing_hash=fingerprint(code),
        pairing_expires_at=work.real_now + timedelta(minutes=PAIRING_MINUTES),
    )
    work.session.add(device)
    work.record(DeviceAdded(device=device.id, kind=kind))
    return device, code


def pair_device(work: Work, code: str) -> tuple[Device, str]:
    """Trades a pairing code for the device's token, which is told this once and stored as a hash."""
    device = queries.device_by_pairing(work.session, fingerprint(code), work.real_now)
    if device is None or device.hall_id != work.hall_id:
        raise PairingFailed()
    token = bearer_token()
    device.token_hash, device.paired_at = fingerprint(token), work.real_now
    device.pairing_hash = device.pairing_expires_at = None
    if device.kind == "kiosk":
        device.staff_code = f"{secrets.randbelow(10**6):06d}"
    work.record(DevicePaired(device=device.id))
    return device, token


def revoke_device(work: Work, device_id: str) -> None:
    """The device's token stops working at once."""
    device = work.session.get(Device, device_id)
    if device is None or device.hall_id != work.hall_id or device.revoked_at is not None:
        raise UnknownDevice()
    device.revoked_at = work.real_now
    device.token_hash = device.pairing_hash = device.voice_of = device.kiosk_number = None
    work.record(DeviceRevoked(device=device.id))


def raise_emergency(work: Work, text: str) -> None:
    """One text over all screens; calling stops (R-76)."""
    hall = queries.hall(work.session, work.hall_id)
    hall.emergency, hall.emergency_at = text, work.now
    work.record(EmergencyRaised())


def clear_emergency(work: Work) -> None:
    """Ends an emergency message; ending none is no error."""
    hall = queries.hall(work.session, work.hall_id)
    if hall.emergency is not None:
        hall.emergency = hall.emergency_at = None
        work.record(EmergencyCleared())


def show_message(work: Work, text: str, *, until: datetime, zones: tuple[str, ...] = ()) -> HallMessage:
    """A line at the bottom of the screens of some zones, or of all."""
    if until <= work.now:
        raise MessageEnded("until")
    if set(zones) - set(queries.plan_of(work.session, work.hall_id).zones()):
        raise UnknownZone("zones")
    message = HallMessage(
        id=new_id(), hall_id=work.hall_id, text=text, zones=list(zones), shown_at=work.now, until=until
    )
    work.session.add(message)
    work.record(MessageShown(message=message.id, zones=zones))
    return message


def withdraw_message(work: Work, message_id: str) -> None:
    message = work.session.get(HallMessage, message_id)
    if message is None or message.hall_id != work.hall_id:
        raise UnknownMessage()
    if message.withdrawn_at is None:
        message.withdrawn_at = work.now
        work.record(MessageWithdrawn(message=message.id, zones=tuple(message.zones)))


def _digest(document: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
