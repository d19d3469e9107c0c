"""Verbs of staff. Signing in is no change of a hall, so these take a session and device time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from hall.kernel.errors import TooMany
from hall.kernel.ids import bearer_token, fingerprint
from hall.kernel.work import Work
from hall.staff import queries
from hall.staff.errors import LoginTaken
from hall.staff.events import MemberAdded, RolesChanged
from hall.staff.models import Member, Membership, SignIn, Throttle
from hall.staff.rules import ATTEMPTS, TOKEN_HOURS, WINDOW, Role, wait_seconds

# 19 MiB, two passes: OWASP's choice; 21 ms here, four to five times less than the library's default.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODY = _hasher.hash("nobody has this password")


def add_member(
    session: Session, *, login: str, names: dict[str, str], password_hash: str, active: bool = True
) -> Member:
    """A new member without any role yet. Raises LoginTaken."""
    if queries.member_by_login(session, login) is not None:
        raise LoginTaken()
    member = Member(login=login, names=names, password_hash=password_hash, active=active)
    session.add(member)
    session.flush()  # memberships refer to the member's row
    return member


def appoint(work: Work, member_id: str, roles: Sequence[Role], *, counter_id: str | None = None) -> None:
    """Gives a member these roles in this hall, in place of any before."""
    membership = work.session.get(Membership, (member_id, work.hall_id))
    if membership is None:
        work.session.add(
            Membership(
                member_id=member_id,
                hall_id=work.hall_id,
                roles=[r.value for r in roles],
                counter_id=counter_id,
            )
        )
        work.record(MemberAdded(member=member_id, roles=tuple(r.value for r in roles)))
    else:
        membership.roles, membership.counter_id = [r.value for r in roles], counter_id
        work.record(RolesChanged(member=member_id, roles=tuple(r.value for r in roles)))


def dismiss(work: Work, member_id: str) -> None:
    """A member leaves the house: no role here any more, and whoever is signed in is signed out at once."""
    work.session.execute(
        delete(Membership).where(Membership.member_id == member_id, Membership.hall_id == work.hall_id)
    )
    elsewhere = queries.memberships(work.session, member_id)
    if not elsewhere:
        work.session.get_one(Member, member_id).active = False
        end_sessions(work.session, member_id, work.real_now)
    work.record(RolesChanged(member=member_id, roles=()))


def set_password(session: Session, member: Member, password_hash: str, real_now: datetime) -> None:
    """A new password; who knew the old one is signed out."""
    member.password_hash = password_hash
    end_sessions(session, member.id, real_now)


def end_sessions(session: Session, member_id: str, real_now: datetime) -> None:
    open_ = update(SignIn).where(SignIn.member_id == member_id, SignIn.ended_at.is_(None))
    session.execute(open_.values(ended_at=real_now))


def hash_password(password: str) -> str:
    """An Argon2id hash; 20 ms of work, so never inside a unit of work."""
    return _hasher.hash(password)


def password_fits(member: Member | None, password: str) -> bool:
    """True for the right password; takes as long for a login that nobody has. 20 ms of work."""
    try:
        fits = _hasher.verify(member.password_hash if member else _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return fits and member is not None


def sign_in(session: Session, member: Member, real_now: datetime) -> tuple[str, datetime]:
    """A fresh token for a member, told this once, and when it ends."""
    token, expires_at = bearer_token(), real_now + timedelta(hours=TOKEN_HOURS)
    session.add(SignIn(token_hash=fingerprint(token), member_id=member.id, at=real_now, expires_at=expires_at))
    return token, expires_at


def sign_out(session: Session, token_hash: str, real_now: datetime) -> None:
    found = session.get(SignIn, token_hash)
    if found is not None and found.ended_at is None:
        found.ended_at = real_now


def count_attempt(session: Session, key: str, real_now: datetime, *, allowed: int = ATTEMPTS) -> None:
    """Counts one attempt under `key`, or raises TooMany when `allowed` were made within the window.

    Called before the attempt is looked at. The row is made if absent and then locked: a hundred attempts at
    one moment are a hundred attempts, on both databases.
    """
    digest, dialect = fingerprint(key), session.get_bind().dialect.name
    made = (sqlite_insert if dialect == "sqlite" else postgres_insert)(Throttle)
    session.execute(made.values(key=digest, since=real_now, count=0).on_conflict_do_nothing())
    throttle = session.get_one(Throttle, digest, with_for_update=True, populate_existing=True)
    if real_now >= throttle.since + WINDOW:
        throttle.since, throttle.count = real_now, 0
    seconds = wait_seconds(throttle.count, throttle.since, real_now, allowed=allowed)
    if seconds:
        raise TooMany(seconds=seconds)
    throttle.count += 1


def refuse_after(session: Session, key: str, real_now: datetime, *, allowed: int) -> None:
    """Raises TooMany when `allowed` attempts were counted under `key` within the window; counts nothing."""
    throttle = session.get(Throttle, fingerprint(key))
    if throttle is None:
        return
    seconds = wait_seconds(throttle.count, throttle.since, real_now, allowed=allowed)
    if seconds:
        raise TooMany(seconds=seconds)


def forget_attempts(session: Session, key: str) -> None:
    """After a success the count begins anew."""
    session.execute(delete(Throttle).where(Throttle.key == fingerprint(key)))
