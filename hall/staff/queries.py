"""Looks at staff."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from hall.kernel.database import Database, Instant
from hall.kernel.rows import Question
from hall.staff.models import Member, Membership, SignIn
from hall.staff.rules import Role

_BY_TOKEN = Question(
    select(Member.id, Membership.hall_id, Membership.roles)
    .join(SignIn, SignIn.member_id == Member.id)
    .outerjoin(Membership, Membership.member_id == Member.id)
    .where(
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > bindparam("now"),
        Member.active.is_(True),
        Member.password_until.is_(None),  # with a one-time password nothing is open yet
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


def login_taken(session: Session, login: str) -> bool:
    """True if somebody has this login, now or before; capitals make no difference."""
    return member_with_login(session, login) is not None


def member_with_login(session: Session, login: str) -> Member | None:
    """Who has this login, now or before; capitals make no difference."""
    wanted = select(Member).where(func.lower(Member.login) == login.lower()).order_by(Member.login)
    return session.scalars(wanted.limit(1)).first()


def member_replacing(session: Session, token_hash: str, real_now: datetime) -> Member | None:
    """Who signed in with a one-time password that still waits to be replaced."""
    wanted = (
        select(Member)
        .join(SignIn, SignIn.member_id == Member.id)
        .where(
            SignIn.token_hash == token_hash,
            SignIn.ended_at.is_(None),
            SignIn.expires_at > real_now,
            Member.active.is_(True),
            Member.password_until > real_now,
        )
    )
    return session.scalar(wanted)


def roles_of(session: Session, member_id: str) -> dict[str, list[str]]:
    """The roles of somebody who may sign in, by hall; none for who has left."""
    wanted = (
        select(Membership.hall_id, Membership.roles)
        .join(Member, Member.id == Membership.member_id)
        .where(Member.id == member_id, Member.active.is_(True))
    )
    return {row.hall_id: row.roles for row in session.execute(wanted)}


def roles_in(session: Session, hall_id: str) -> dict[str, list[str]]:
    """The roles of everybody who works in a hall, by member id."""
    wanted = (
        select(Membership.member_id, Membership.roles)
        .join(Member, Member.id == Membership.member_id)
        .where(Membership.hall_id == hall_id, Member.active.is_(True))
    )
    return {row.member_id: row.roles for row in session.execute(wanted)}


def administrators(session: Session, hall_id: str) -> set[str]:
    """The ids of the administrators of a hall."""
    return {member_id for member_id, roles in roles_in(session, hall_id).items() if Role.ADMIN in roles}


def open_sessions(session: Session, member_id: str, real_now: datetime) -> Sequence[SignIn]:
    """The sessions of a member that still work, the newest first."""
    wanted = select(SignIn).where(
        SignIn.member_id == member_id, SignIn.ended_at.is_(None), SignIn.expires_at > real_now
    )
    return session.scalars(wanted.order_by(SignIn.at.desc(), SignIn.token_hash)).all()


def last_sign_ins(session: Session, hall_id: str) -> dict[str, datetime]:
    """When each member of a hall last signed in; who never did is not in it."""
    wanted = (
        select(SignIn.member_id, func.max(SignIn.at, type_=Instant()).label("at"))
        .join(Membership, Membership.member_id == SignIn.member_id)
        .where(Membership.hall_id == hall_id)
        .group_by(SignIn.member_id)
    )
    return {row.member_id: row.at for row in session.execute(wanted)}


def signed_in_now(session: Session, hall_id: str, real_now: datetime) -> set[str]:
    """Who of a hall has a session that still works."""
    wanted = (
        select(SignIn.member_id)
        .join(Membership, Membership.member_id == SignIn.member_id)
        .where(Membership.hall_id == hall_id, SignIn.ended_at.is_(None), SignIn.expires_at > real_now)
    )
    return set(session.scalars(wanted.distinct()))


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
