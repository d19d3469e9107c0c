"""Looks at staff."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from hall.kernel.database import Database
from hall.kernel.rows import Question
from hall.staff.models import Member, Membership, SignIn

_BY_TOKEN = Question(
    select(Member.id, Membership.hall_id, Membership.roles)
    .join(SignIn, SignIn.member_id == Member.id)
    .outerjoin(Membership, Membership.member_id == Member.id)
    .where(
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > bindparam("now"),
        Member.active.is_(True),
    )
)


def roles_by_token(
    database: Database, token_hash: str, real_now: datetime
) -> tuple[str, dict[str, frozenset[str]]] | None:
    """Who is signed in with a token of this fingerprint, if it still works: the id, and the roles by hall.

    Plain columns, one statement, built once: every request of every console asks this first.
    """
    rows = database.ask(_BY_TOKEN, token_hash=token_hash, now=real_now)
    if not rows:
        return None
    return rows[0].id, {row.hall_id: frozenset(row.roles) for row in rows if row.hall_id is not None}


def member_by_login(session: Session, login: str) -> Member | None:
    return session.scalar(select(Member).where(Member.login == login))


def memberships(session: Session, member_id: str) -> Sequence[Membership]:
    """What a member may do, hall by hall."""
    wanted = select(Membership).where(Membership.member_id == member_id).order_by(Membership.hall_id)
    return session.scalars(wanted).all()


def members_of(session: Session, hall_id: str) -> Sequence[tuple[Member, Membership]]:
    """Everybody who works in a hall, by login."""
    wanted = (
        select(Member, Membership)
        .join(Membership, Membership.member_id == Member.id)
        .where(Membership.hall_id == hall_id, Member.active.is_(True))
        .order_by(Member.login)
    )
    return [(member, membership) for member, membership in session.execute(wanted)]
