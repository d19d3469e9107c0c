"""Signing in, the same for the page and the API: throttled by login, and by address for what failed."""

from dataclasses import dataclass
from datetime import datetime

from flask import request
from sqlalchemy.orm import Session

from hall.kernel.errors import TooMany
from hall.staff import actions, queries
from hall.staff.errors import WrongPassword
from hall.staff.models import Member
from hall.staff.rules import FAILURES_PER_ADDRESS
from hall.web.house import house

LONGEST = 200


@dataclass(frozen=True)
class SignedIn:
    token: str
    expires_at: datetime
    member_id: str


def sign_in(login: str, password: str) -> SignedIn:
    """A fresh token, or WrongPassword alike for an unknown login and a wrong password, or TooMany.

    Attempts are counted by login before they are looked at. By address only failures count, and many are
    free: a whole office, or a whole hall behind one proxy, signs in from one address every morning.
    """
    the_house, now = house(), house().clock.real_now()
    by_login, by_address = f"login:{login.lower()}", f"failed:{request.remote_addr}"

    def count(session: Session) -> None:
        actions.refuse_after(session, by_address, now, allowed=FAILURES_PER_ADDRESS)
        actions.count_attempt(session, by_login, now)

    the_house.database.write(count)
    with the_house.database.read() as session:
        member = queries.member_by_login(session, login)
    fits = the_house.run_slowly(actions.password_fits, member, password[:LONGEST])
    if member is None or not fits or not member.active or len(password) > LONGEST:
        the_house.database.write(lambda session: _count_failure(session, by_address, now))
        raise WrongPassword()

    def begin(session: Session) -> SignedIn:
        actions.forget_attempts(session, by_login)
        token, expires_at = actions.sign_in(session, session.get_one(Member, member.id), now)
        return SignedIn(token, expires_at, member.id)

    return the_house.database.write(begin)


def _count_failure(session: Session, key: str, now: datetime) -> None:
    try:
        actions.count_attempt(session, key, now, allowed=FAILURES_PER_ADDRESS)
    except TooMany:
        return  # told at the next attempt; this one is wrong, not early
