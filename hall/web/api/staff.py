"""Who is calling: tokens and members."""

from typing import Any

from flask import request

from hall.kernel.ids import fingerprint
from hall.staff import actions, queries
from hall.staff.errors import SignedOut, WrongPassword
from hall.staff.models import Member
from hall.web.api.endpoint import Ask, endpoint
from hall.web.guards import public, signed_in
from hall.web.house import House
from hall.wire.site import MemberView, TokenMade, TokenWish


@endpoint("POST", "/tokens", guard=public, takes=TokenWish, gives=TokenMade, status=201, refusals=(WrongPassword,))
def sign_in(ask: Ask) -> TokenMade:
    """A bearer token for a member; alike for an unknown login and a wrong password; throttled."""
    return make_token(ask.house, ask.body.login, ask.body.password, request.remote_addr or "")


def make_token(house: House, login: str, password: str, where: str) -> TokenMade:
    """Signs a member in, or WrongPassword, or TooMany. Counts by login and by address."""
    real_now = house.clock.real_now()

    def count(session: Any) -> None:
        actions.count_attempt(session, f"login:{login}", real_now)

    house.database.write(count)
    with house.database.read() as session:
        member = queries.member_by_login(session, login)
    fits = house.run_slowly(actions.password_fits, member, password)
    if not fits or member is None or not member.active:
        raise WrongPassword()

    def sign(session: Any) -> TokenMade:
        actions.forget_attempts(session, f"login:{login}")
        token, expires_at = actions.sign_in(session, session.get_one(Member, member.id), real_now)
        return TokenMade(token=token, expires_at=expires_at, member=_view(session, member))

    return house.database.write(sign)


@endpoint("DELETE", "/tokens/current", guard=signed_in, refusals=(SignedOut,))
def sign_out(ask: Ask) -> None:
    """Ends the token this request came with."""
    token = request.headers.get("Authorization", "").partition(" ")[2].strip()
    digest, real_now = fingerprint(token), ask.house.clock.real_now()
    ask.house.database.write(lambda session: actions.sign_out(session, digest, real_now))


@endpoint("GET", "/members/me", guard=signed_in, gives=MemberView, refusals=(SignedOut,))
def me(ask: Ask) -> MemberView:
    """Who is calling, with roles by hall."""
    with ask.house.database.read() as session:
        return _view(session, session.get_one(Member, str(ask.caller.id)))


def _view(session: Any, member: Member) -> MemberView:
    found = queries.memberships(session, member.id)
    return MemberView(
        id=member.id,
        login=member.login,
        names=member.names,
        roles={m.hall_id: list(m.roles) for m in found},
        counters={m.hall_id: m.counter_id for m in found if m.counter_id},
    )
