"""Sessions: begun, seen, ended."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hall.kernel.ids import bearer_token, fingerprint
from hall.staff.models import Member, SignIn
from hall.staff.rules import TOKEN_HOURS


def sign_in(session: Session, member: Member, real_now: datetime, *, client: str = "") -> tuple[str, datetime]:
    """A fresh token for a member, told this once, and when it ends.

    With a one-time password it opens nothing but the choice of another, and ends with that password.
    """
    token, expires_at = bearer_token(), real_now + timedelta(hours=TOKEN_HOURS)
    if member.password_until is not None:
        expires_at = min(expires_at, member.password_until)
    row = SignIn(
        token_hash=fingerprint(token), member_id=member.id, at=real_now, expires_at=expires_at, client=client
    )
    session.add(row)
    return token, expires_at


def sign_out(session: Session, token_hash: str, real_now: datetime) -> None:
    found = session.get(SignIn, token_hash)
    if found is not None and found.ended_at is None:
        found.ended_at = real_now


def end_sessions(session: Session, member_id: str, real_now: datetime, *, but: str | None = None) -> list[str]:
    """Ends every session of a member, or every other one; the fingerprints of their tokens."""
    open_ = (SignIn.member_id == member_id, SignIn.ended_at.is_(None), SignIn.token_hash != (but or ""))
    ended = list(session.scalars(select(SignIn.token_hash).where(*open_)))
    session.execute(update(SignIn).where(*open_).values(ended_at=real_now))
    return ended


def end_one(session: Session, member_id: str, handle: str, real_now: datetime) -> list[str]:
    """Ends the member's own session with this handle; ending it twice is the same."""
    wanted = select(SignIn).where(SignIn.member_id == member_id, SignIn.ended_at.is_(None))
    found = [s for s in session.scalars(wanted) if s.handle == handle]
    for one in found:
        one.ended_at = real_now
    return [one.token_hash for one in found]


def keep_seen(session: Session, moments: Mapping[str, datetime]) -> None:
    """Writes down when tokens, by their fingerprints, were last seen."""
    for token_hash, moment in sorted(moments.items()):
        session.execute(update(SignIn).where(SignIn.token_hash == token_hash).values(seen_at=moment))


def prefer_language(session: Session, member_id: str, language: str) -> None:
    """The language a member reads in, on whatever browser they sign in."""
    session.execute(update(Member).where(Member.id == member_id).values(language=language))
