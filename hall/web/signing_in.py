"""Signing in, the same for the page and the API: throttled by login, and by address for what failed."""

from dataclasses import dataclass
from datetime import datetime

from flask import request
from sqlalchemy.orm import Session

from hall.kernel.errors import TooMany
from hall.kernel.ids import as_spoken
from hall.staff import actions, queries
from hall.staff.errors import OneTimeExpired, PasswordToReplace, WrongPassword
from hall.staff.models import Member
from hall.staff.rules import FAILURES_PER_ADDRESS, LONGEST_PASSWORD
from hall.web.house import house


@dataclass(frozen=True)
class SignedIn:
    token: str
    expires_at: datetime
    member_id: str
    language: str | None
    one_time: bool  # the token opens nothing but the choice of another password


def sign_in(login: str, password: str, *, client: str, one_time_too: bool = False) -> SignedIn:
    """A fresh token, or WrongPassword alike for an unknown login and a wrong password, or TooMany.

    `client` is the kind of browser. A one-time password is for those who ask for its replacement, in time.

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
    told = member is not None and member.password_until is not None
    typed = as_spoken(password[:LONGEST_PASSWORD]) if told else password[:LONGEST_PASSWORD]
    fits = the_house.run_slowly(actions.password_fits, member, typed)
    if member is None or not fits or not member.active or len(password) > LONGEST_PASSWORD:
        the_house.database.write(lambda session: _count_failure(session, by_address, now))
        raise WrongPassword()
    if member.password_until is not None:
        _refuse_one_time(member.password_until, now, one_time_too)

    def begin(session: Session) -> SignedIn:
        found = session.get_one(Member, member.id, with_for_update=True)
        if not found.active or found.password_hash != member.password_hash:
            raise WrongPassword()  # it changed while it was being compared
        actions.forget_attempts(session, by_login)
        token, expires_at = actions.sign_in(session, found, now, client=client)
        return SignedIn(token, expires_at, found.id, found.language, found.password_until is not None)

    return the_house.database.write(begin)


def _count_failure(session: Session, key: str, now: datetime) -> None:
    try:
        actions.count_attempt(session, key, now, allowed=FAILURES_PER_ADDRESS)
    except TooMany:
        return  # told at the next attempt; this one is wrong, not early


def _refuse_one_time(until: datetime, now: datetime, wanted: bool) -> None:
    if until <= now:
        raise OneTimeExpired()
    if not wanted:
        raise PasswordToReplace()
