"""`hall member`: who works in a hall, what they may do, and a fresh password; also while the hall is served."""

import argparse
import secrets
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from hall.commands.halls import chosen, opened
from hall.commands.init import typed_password
from hall.kernel.clock import SystemClock
from hall.kernel.work import SYSTEM, Works
from hall.settings import BadSetting, Settings
from hall.site.queries import plan_of
from hall.staff.actions import add_member, appoint, dismiss, hash_password, set_password
from hall.staff.errors import LastAdministrator, LoginTaken, SeatWithoutRole
from hall.staff.queries import member_by_login, members_of
from hall.staff.rules import LOGIN, Role


def member(settings: Settings, asked: argparse.Namespace) -> int:
    """Lists the members, or makes or changes one; the exit status."""
    try:
        return _member(settings, asked)
    except LastAdministrator:
        raise BadSetting(f"{asked.login} is the last administrator of this hall; appoint another first.") from None
    except LoginTaken:
        raise BadSetting(f"There is a login like “{asked.login}” already, with other capitals.") from None
    except SeatWithoutRole:
        raise BadSetting("A usual counter needs the role counter, desk or lead.") from None


def _member(settings: Settings, asked: argparse.Namespace) -> int:
    with opened(settings) as database:
        with database.read() as session:
            hall_id = chosen(session, asked.hall)
            if asked.login is None:
                return _list(session, hall_id)
            known = member_by_login(session, asked.login)
            counter = _counter(session, hall_id, asked.counter)
        roles = _roles(asked.roles)
        if known is None and (not roles or asked.gone):
            raise BadSetting(
                f"Nobody signs in as “{asked.login}” yet; name roles to add them: --roles counter,desk"
            )
        if not LOGIN.fullmatch(asked.login):
            raise BadSetting("A login has at most 60 letters, digits, - . _ and @.")
        works = Works(database, SystemClock())
        if asked.gone and known is not None:
            works.perform(hall_id, SYSTEM, lambda work: dismiss(work, known.id))
            print(f"{asked.login} can no longer sign in.")
            return 0
        password = _password(asked) if known is None or asked.new_password or asked.type_password else None
        hashed = hash_password(password) if password else None
        member_id = database.write(lambda session: _kept(session, asked, hashed))
        if roles:
            works.perform(hall_id, SYSTEM, lambda work: appoint(work, member_id, roles, counter_id=counter))
    print(f"{asked.login} may now: {', '.join(roles)}" if roles else f"{asked.login} has a new password.")
    if password and not asked.type_password:
        print(f"Password: {password}   (shown this once)")
    return 0


def _list(session: Session, hall_id: str) -> int:
    for found, place in members_of(session, hall_id):
        counter = f"counter {place.counter_id.rpartition('-')[2]}" if place.counter_id else ""
        print(f"{found.login:24} {', '.join(place.roles):30} {counter}".rstrip())
    return 0


def _kept(session: Session, asked: argparse.Namespace, hashed: str | None) -> str:
    found = member_by_login(session, asked.login)
    name = asked.name or asked.login
    if found is None:
        names = {"zh-CN": name, "en": name}
        return add_member(session, login=asked.login, names=names, password_hash=str(hashed)).id
    if hashed is not None:
        set_password(session, found, hashed, datetime.now(UTC))
    if asked.name:
        found.names = {"zh-CN": name, "en": name}
    found.active = True
    return found.id


def _roles(text: str | None) -> list[Role]:
    words = [w.strip() for w in (text or "").split(",") if w.strip()]
    unknown = [w for w in words if w not in list(Role)]
    if unknown:
        raise BadSetting(f"There is no role “{unknown[0]}”; there is {', '.join(Role)}.")
    return [Role(w) for w in words]


def _counter(session: Session, hall_id: str, number: int | None) -> str | None:
    if number is None:
        return None
    if plan_of(session, hall_id).counter(number) is None:
        raise BadSetting(f"This hall has no counter {number}.")
    return f"{hall_id}-{number}"


def _password(asked: argparse.Namespace) -> str:
    return typed_password() if asked.type_password else secrets.token_urlsafe(12)
