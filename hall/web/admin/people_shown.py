"""People as administrators read them: who is signed in where, and what follows from letting somebody go."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext, ngettext

from hall.kernel.errors import HallError
from hall.queue.queries import counters
from hall.staff import queries, rules
from hall.staff.errors import LastAdministrator, MemberNotYours, OwnAdministratorRole, OwnPassword, WorksElsewhere
from hall.staff.models import Member, Membership
from hall.staff.rules import Role
from hall.web.errors import sentence
from hall.web.guards import Caller
from hall.web.pages import named
from hall.web.shapes import View


@dataclass(frozen=True)
class Person:
    """A row of the list."""

    member: Member
    held: Membership
    last: datetime | None
    signed_in: bool
    one_time: str | None  # "waiting" to be replaced, or "expired"


def found_people(view: View, wanted: str) -> list[Person]:
    """Everybody with the words in a name or the login, by login."""
    last = queries.last_sign_ins(view.session, view.plan.id)
    now = queries.signed_in_now(view.session, view.plan.id, view.real_now)
    return [
        Person(member, held, last.get(member.id), member.id in now, _one_time(member, view.real_now))
        for member, held in queries.members_of(view.session, view.plan.id)
        if matches(wanted, member)
    ]


def matches(wanted: str, member: Member) -> bool:
    """True if each word of a search stands in the login or a name, in whatever case."""
    text = " ".join((member.login, *member.names.values())).casefold()
    return all(word in text for word in wanted.casefold().split())


def stations(view: View, member: Member) -> list[str]:
    """Where somebody is at this moment, in sentences."""
    name, said = named(member.names), []
    at = next((c.number for c in counters(view.session, view.plan.id) if c.member_id == member.id), None)
    if at is not None:
        said.append(gettext("%(name)s is at counter %(number)s.", name=name, number=at))
    places = len(queries.open_sessions(view.session, member.id, view.real_now))
    if places:
        said.append(
            ngettext(
                "%(name)s is signed in at %(num)d place.",
                "%(name)s is signed in at %(num)d places.",
                places,
                name=name,
            )
        )
    return said


def reasons(view: View, who: Caller, member: Member, held: Membership) -> dict[str, str]:
    """Why the reader may not rename somebody, reset their password or let them go; what may be is left out."""
    theirs = queries.roles_of(view.session, member.id)
    beyond = rules.beyond({hall: list(roles) for hall, roles in who.roles.items()}, theirs)
    found: dict[str, HallError] = {}
    if view.plan.id in beyond:
        found = {act: MemberNotYours() for act in ("name", "password", "leave")}
    elif beyond:
        found = {act: WorksElsewhere() for act in ("name", "password")}
    if member.id == who.id:
        found = {"password": OwnPassword()} | (
            {"leave": OwnAdministratorRole()} if Role.ADMIN in held.roles else {}
        )
    if queries.administrators(view.session, view.plan.id) == {member.id}:
        found["leave"] = LastAdministrator()
    return {act: sentence(refusal) for act, refusal in found.items()}


def _one_time(member: Member, real_now: datetime) -> str | None:
    if member.password_until is None:
        return None
    return "waiting" if member.password_until > real_now else "expired"
