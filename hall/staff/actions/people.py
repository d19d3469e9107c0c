"""People of a hall: added, appointed, renamed, dismissed. Each judges who acts by the roles they hold now."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from hall.kernel.work import Work
from hall.staff import errors, queries, rules
from hall.staff.actions.sessions import end_sessions
from hall.staff.events import MemberAdded, MemberLeft, MemberRenamed, RolesChanged
from hall.staff.models import Member, Membership
from hall.staff.rules import ONE_TIME_HOURS, Role


def add_member(
    session: Session, *, login: str, names: dict[str, str], password_hash: str, active: bool = True
) -> Member:
    """A new member without any role yet. Raises LoginTaken."""
    if queries.login_taken(session, login):
        raise errors.LoginTaken()
    member = Member(login=login, names=names, password_hash=password_hash, active=active)
    session.add(member)
    session.flush()  # memberships refer to the member's row
    return member


def engage(
    work: Work,
    *,
    login: str,
    names: dict[str, str],
    roles: Sequence[Role],
    password_hash: str,
    counter_id: str | None = None,
) -> Member:
    """Somebody new in this hall, with a one-time password. Refuses a login that cannot be or exists already."""
    if not rules.LOGIN.fullmatch(login):
        raise errors.BadLogin("login")
    member = add_member(work.session, login=login, names=_names(names), password_hash=password_hash)
    member.password_until = work.real_now + timedelta(hours=ONE_TIME_HOURS)
    appoint(work, member.id, roles, counter_id=counter_id)
    return member


def take_on(
    work: Work,
    member_id: str,
    roles: Sequence[Role],
    *,
    counter_id: str | None = None,
    password_hash: str | None = None,
) -> bool:
    """Somebody of another hall, or who had left: roles here too. True if they had left and were given the
    one-time password; who works elsewhere keeps their own."""
    member = work.session.get(Member, member_id, with_for_update=True, populate_existing=True)
    if member is None:
        raise errors.UnknownMember()
    if work.session.get(Membership, (member_id, work.hall_id)) is not None:
        raise errors.WorksHere()
    had_left = not member.active
    appoint(work, member_id, roles, counter_id=counter_id)
    if had_left:
        member.active, member.password_hash = True, password_hash or "-"
        member.password_until = work.real_now + timedelta(hours=ONE_TIME_HOURS)
    return had_left


def appoint(work: Work, member_id: str, roles: Sequence[Role], *, counter_id: str | None = None) -> None:
    """Gives a member these roles in this hall, in place of any before; the same ones again change nothing."""
    membership = work.session.get(Membership, (member_id, work.hall_id), populate_existing=True)
    values = list(dict.fromkeys(r.value for r in roles))
    if not values:
        raise errors.NoRole("roles")
    if counter_id is not None and not rules.may(values, rules.SEATED):
        raise errors.SeatWithoutRole("counter")
    _judge(work, member_id, membership.roles if membership else (), values)
    if membership is None:
        made = Membership(member_id=member_id, hall_id=work.hall_id, roles=values, counter_id=counter_id)
        work.session.add(made)
        work.record(MemberAdded(member=member_id, roles=tuple(values)))
        return
    changed = (set(membership.roles), membership.counter_id) != (set(values), counter_id)
    membership.roles, membership.counter_id = values, counter_id
    if changed:
        work.record(RolesChanged(member=member_id, roles=tuple(values)))


def rename(work: Work, member_id: str, names: dict[str, str]) -> None:
    """Another spelling of a name; by the member, or by who has authority over them everywhere they work."""
    member, given = the_member(work, member_id), _names(names)
    if member.names == given:
        return
    if work.actor.id != member_id:
        refuse_beyond(work, member_id)
    member.names = given
    work.record(MemberRenamed(member=member_id))


def dismiss(work: Work, member_id: str) -> None:
    """A member leaves this hall: no role here any more. Who works nowhere else is retired: signed out
    everywhere at once, the login opens nothing, and the row stays, so that the journal has a name for its id."""
    membership = work.session.get(Membership, (member_id, work.hall_id), populate_existing=True)
    if membership is None:
        return
    _judge(work, member_id, membership.roles, ())
    # Locked: two halls that let the same person go at once must not each think that the other keeps them.
    member = work.session.get_one(Member, member_id, with_for_update=True, populate_existing=True)
    work.session.delete(membership)
    work.session.flush()  # what is left is asked for next
    if not queries.memberships(work.session, member_id):
        member.active = False
        end_sessions(work.session, member_id, work.real_now)
    work.record(MemberLeft(member=member_id))


def the_member(work: Work, member_id: str) -> Member:
    """Somebody who works in this hall, locked; or UnknownMember."""
    found = work.session.get(Member, member_id, with_for_update=True, populate_existing=True)
    if found is None or work.session.get(Membership, (member_id, work.hall_id)) is None:
        raise errors.UnknownMember()
    return found


def refuse_beyond(work: Work, member_id: str) -> None:
    """Refuses who acts without authority over this member in every hall that the member works in."""
    if work.actor.kind == "system":
        return
    mine = queries.roles_of(work.session, work.actor.id or "")
    there = rules.beyond(mine, queries.roles_of(work.session, member_id))
    if work.hall_id in there:
        raise errors.MemberNotYours()
    if there:
        raise errors.WorksElsewhere()


def _judge(work: Work, member_id: str, before: Sequence[str], after: Sequence[str]) -> None:
    """Who acts is judged by the roles they hold at this moment, under the hall's lock: of two administrators
    who demote each other, the second one is none any more."""
    if work.actor.kind != "system":
        held = queries.roles_of(work.session, work.actor.id or "").get(work.hall_id, ())
        if (role := rules.role_beyond(held, before, after)) is not None:
            raise errors.RoleNotYours(role=role.value)
        if work.actor.id == member_id and Role.ADMIN in before and Role.ADMIN not in after:
            raise errors.OwnAdministratorRole()
    if Role.ADMIN in before and Role.ADMIN not in after:
        others = queries.administrators(work.session, work.hall_id) - {member_id}
        if not others:
            raise errors.LastAdministrator()


def _names(names: dict[str, str]) -> dict[str, str]:
    """Names in both languages; one that is not given is the other one."""
    given = {tag: " ".join(name.split()) for tag, name in names.items() if name.strip()}
    if not given:
        raise errors.NoName("name")
    for name in given.values():
        if len(name) > rules.LONGEST_NAME or not name.isprintable():
            raise errors.BadName("name", longest=rules.LONGEST_NAME)
    one = next(iter(given.values()))
    return {"zh-CN": given.get("zh-CN", one), "en": given.get("en", one)}
