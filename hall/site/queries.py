"""Looks at a site."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from hall.kernel.database import Database
from hall.kernel.rows import Question
from hall.site.errors import UnknownHall
from hall.site.models import Device, Hall, HallMessage, HallPlan
from hall.site.plan import Plan

_BY_TOKEN = Question(
    select(Device.id, Device.hall_id, Device.kind, Device.counter_id).where(
        Device.token_hash == bindparam("token_hash"), Device.revoked_at.is_(None)
    )
)
_plans: dict[str, Plan] = {}  # by digest of the content: a version is frozen, so it may be kept for ever


def hall(session: Session, hall_id: str) -> Hall:
    """The hall, or UnknownHall."""
    found = session.get(Hall, hall_id)
    if found is None:
        raise UnknownHall()
    return found


def halls(session: Session) -> Sequence[Hall]:
    return session.scalars(select(Hall).order_by(Hall.id)).all()


def plan_of(session: Session, hall_id: str) -> Plan:
    """The plan of a hall as it stands now, or UnknownHall."""
    seen: dict[str, Plan] = session.info.setdefault("plans", {})  # one look sees one moment
    if hall_id not in seen:
        seen[hall_id] = _version(session, hall_id, hall(session, hall_id).digest)
    return seen[hall_id]


def plan_changes(session: Session, hall_id: str) -> None:
    """What this session saw of the hall's plan is no longer so."""
    session.info.get("plans", {}).pop(hall_id, None)


def _version(session: Session, hall_id: str, digest: str) -> Plan:
    if digest not in _plans:
        wanted = select(HallPlan.document).where(HallPlan.hall_id == hall_id, HallPlan.digest == digest)
        _plans[digest] = Plan.model_validate(session.scalars(wanted.limit(1)).one())
    return _plans[digest]


def messages_shown(session: Session, hall_id: str, now: datetime) -> Sequence[HallMessage]:
    """The messages that have neither ended nor been withdrawn, oldest first."""
    wanted = (
        select(HallMessage)
        .where(HallMessage.hall_id == hall_id, HallMessage.withdrawn_at.is_(None), HallMessage.until > now)
        .order_by(HallMessage.id)
    )
    return session.scalars(wanted).all()


def devices(session: Session, hall_id: str) -> Sequence[Device]:
    """Every device of a hall that is not revoked, oldest first."""
    wanted = select(Device).where(Device.hall_id == hall_id, Device.revoked_at.is_(None)).order_by(Device.id)
    return session.scalars(wanted).all()


def device_by_token(database: Database, token_hash: str) -> Any | None:
    """Id, hall, kind and counter of the device that holds a token with this fingerprint, unless it was revoked."""
    return next(iter(database.ask(_BY_TOKEN, token_hash=token_hash)), None)


def device_by_pairing(session: Session, pairing_hash: str, real_now: datetime) -> Device | None:
    """The device that waits for this pairing code, if the code has not expired."""
    wanted = select(Device).where(
        Device.pairing_hash == pairing_hash,
        Device.revoked_at.is_(None),
        or_(Device.pairing_expires_at.is_(None), Device.pairing_expires_at > real_now),
    )
    return session.scalar(wanted)
