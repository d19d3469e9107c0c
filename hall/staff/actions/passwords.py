"""Passwords: hashed, tried, chosen by their owner, or set for one time by an administrator."""

from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from hall.kernel.work import Work
from hall.staff import errors
from hall.staff.actions.people import refuse_beyond, the_member
from hall.staff.actions.sessions import end_sessions
from hall.staff.events import PasswordReset
from hall.staff.models import Member
from hall.staff.rules import LONGEST_PASSWORD, ONE_TIME_HOURS, SHORTEST_PASSWORD, is_obvious

# 19 MiB, two passes: OWASP's choice; 21 ms here, four to five times less than the library's default.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODY = _hasher.hash("nobody has this password")


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


def refuse_password(member: Member, password: str, again: str) -> None:
    """Refuses a new password that cannot be used, or was not typed the same twice. 20 ms of work."""
    if len(password) < SHORTEST_PASSWORD:
        raise errors.PasswordTooShort("password", shortest=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise errors.PasswordTooLong("password", longest=LONGEST_PASSWORD)
    if is_obvious(password, member.login, *member.names.values()):
        raise errors.PasswordObvious("password")
    if password != again:
        raise errors.PasswordsDiffer("again")
    if password_fits(member, password):
        raise errors.PasswordSame("password")


def set_password(session: Session, member: Member, password_hash: str, real_now: datetime) -> None:
    """A new password; who knew the old one is signed out."""
    member.password_hash, member.password_until = password_hash, None
    end_sessions(session, member.id, real_now)


def change_own_password(
    session: Session, member_id: str, password_hash: str, real_now: datetime, *, old_hash: str, keep: str
) -> list[str]:
    """The member's own choice; every session but the one with the token fingerprint `keep` ends.

    Returns the fingerprints of the ended ones. `old_hash` is what the old password was compared with: when
    somebody else has set another password since, nothing changes. Raises WrongOldPassword.
    """
    member = session.get_one(Member, member_id, with_for_update=True)
    if member.password_hash != old_hash:
        raise errors.WrongOldPassword("old")
    member.password_hash, member.password_until = password_hash, None
    return end_sessions(session, member_id, real_now, but=keep)


def replace_one_time(
    session: Session, member_id: str, password_hash: str, real_now: datetime, *, old_hash: str
) -> Member:
    """A password of their own in place of a one-time one; every session ends, a fresh one may begin."""
    member = session.get_one(Member, member_id, with_for_update=True)
    if member.password_until is None or member.password_hash != old_hash:
        raise errors.SignedOut()
    if member.password_until <= real_now:
        raise errors.OneTimeExpired()
    set_password(session, member, password_hash, real_now)
    return member


def reset_password(work: Work, member_id: str, password_hash: str) -> datetime:
    """A one-time password set for somebody who forgot theirs; until when it can be used.

    Refuses whoever may not take this person out of each hall they work in: a password opens all of them.
    """
    member = the_member(work, member_id)
    if member_id == work.actor.id:
        raise errors.OwnPassword()
    refuse_beyond(work, member_id)
    until = work.real_now + timedelta(hours=ONE_TIME_HOURS)
    set_password(work.session, member, password_hash, work.real_now)
    member.password_until = until
    work.record(PasswordReset(member=member_id))
    return until
