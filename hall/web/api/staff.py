"""Who is calling: tokens and members."""

from typing import Any

from hall.staff import actions, queries
from hall.staff.errors import OneTimeExpired, PasswordToReplace, SignedOut, WrongPassword
from hall.staff.models import Member
from hall.web import signing_in
from hall.web.api.endpoint import Ask, endpoint
from hall.web.guards import public, signed_in
from hall.web.live.handlers import end_session
from hall.wire.site import MemberView, TokenMade, TokenWish


@endpoint(
    "POST",
    "/tokens",
    guard=public,
    takes=TokenWish,
    gives=TokenMade,
    status=201,
    refusals=(WrongPassword, OneTimeExpired, PasswordToReplace),
    idempotent=False,  # a secret is told once and remembered nowhere; asking again makes another
)
def sign_in(ask: Ask) -> TokenMade:
    """A bearer token for a member; alike for an unknown login and a wrong password; throttled."""
    made = signing_in.sign_in(ask.body.login, ask.body.password, client="program")
    with ask.house.database.read() as session:
        member = _view(session, session.get_one(Member, made.member_id))
    return TokenMade(token=made.token, expires_at=made.expires_at, member=member)


@endpoint("DELETE", "/tokens/current", guard=signed_in, refusals=(SignedOut,))
def sign_out(ask: Ask) -> None:
    """Ends the token or session this request came with."""
    digest, real_now = str(ask.caller.token_hash), ask.house.clock.real_now()
    ask.house.database.write(lambda session: actions.sign_out(session, digest, real_now))
    end_session(ask.house, digest)


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
