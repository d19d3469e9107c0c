"""What the forms of `/account` change. Each returns its form, with mistakes or without."""

from collections.abc import Iterable
from datetime import datetime

from flask import request

from hall.kernel.errors import Invalid, NotAllowed, TooMany
from hall.staff import actions
from hall.staff.errors import WrongOldPassword
from hall.staff.models import Member
from hall.web.forms import Filled
from hall.web.guards import Caller
from hall.web.house import house
from hall.web.live.handlers import end_session


def rename(who: Caller) -> Filled:
    """The member's own name; a fact of the hall they work in."""
    form = Filled.sent("zh", "en", id="name")
    if not who.roles:
        raise NotAllowed()
    names, member_id = {"zh-CN": form.typed["zh"], "en": form.typed["en"]}, str(who.id)
    try:
        house().works.perform(min(who.roles), who.actor, lambda work: actions.rename(work, member_id, names))
    except Invalid as refusal:
        form.refuse(refusal, at="zh")
    return form


def change_password(who: Caller) -> Filled:
    """Another password: the old one is asked for, and tries are counted as at signing in."""
    old, password = request.form.get("old", ""), request.form.get("password", "")
    again, form, real_now = request.form.get("again", ""), Filled(id="password"), house().clock.real_now()
    key = f"password:{who.id}"
    with house().database.read() as session:
        member = session.get_one(Member, str(who.id))
    try:
        house().database.write(lambda session: actions.count_attempt(session, key, real_now))
        if not house().run_slowly(actions.password_fits, member, old[:1000]):
            raise WrongOldPassword("old")
        house().database.write(lambda session: actions.forget_attempts(session, key))
        house().run_slowly(actions.refuse_password, member, password, again)
        end_live(_changed(who, member, password, real_now))
    except Invalid as refusal:
        form.refuse(refusal, at=refusal.field)
    except TooMany as refusal:
        form.refuse(refusal, at="old")
        form.typed["seconds"] = refusal.seconds
    return form


def end_live(token_hashes: Iterable[str]) -> None:
    """Ends the live lines of sessions that have ended."""
    for token_hash in token_hashes:
        end_session(house(), token_hash)


def _changed(who: Caller, member: Member, password: str, real_now: datetime) -> list[str]:
    hashed = house().run_slowly(actions.hash_password, password)
    keep = str(who.token_hash)
    return house().database.write(
        lambda session: actions.change_own_password(
            session, member.id, hashed, real_now, old_hash=member.password_hash, keep=keep
        )
    )
