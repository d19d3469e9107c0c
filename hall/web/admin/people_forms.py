"""The form of a person: what it offers, what was typed, and what is wrong with it before any verb is asked."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext

from hall.kernel.errors import HallError
from hall.site.plan import Plan
from hall.staff.errors import BadLogin, NoName, NoRole, UnknownMember
from hall.staff.models import Member, Membership
from hall.staff.rules import LOGIN, Role, gives
from hall.web import words
from hall.web.forms import Filled
from hall.web.guards import Caller
from hall.web.pages import look, named
from hall.web.shapes import View

_FIELDS = {"login_taken": "login", "works_here": "login"}
_FIELDS |= dict.fromkeys(("role_not_yours", "own_administrator_role", "last_administrator"), "roles")


@dataclass(frozen=True)
class Wish:
    """What a form asks for; no names where it had no field for them."""

    login: str
    names: dict[str, str] | None
    roles: list[Role]
    counter_id: str | None


def read(hall: str, who: Caller, member_id: str | None = None) -> tuple[Filled, Wish]:
    """The form as it was sent, with the mistakes that can be seen in it. Roles that the sender may not take
    stay as they are: a box that cannot be ticked is not sent."""
    form = Filled.sent("login", "name", "name_en", "counter", many=("roles",))
    with look(hall) as view:
        kept = _kept(view, who, member_id)
        plan = view.plan
    if member_id is None and not LOGIN.fullmatch(form.typed["login"]):
        form.refuse(BadLogin("login"), at="login")
    named_here = "name" in request.form
    if named_here and not (form.typed["name"] or form.typed["name_en"]):
        form.refuse(NoName("name"), at="name")
    roles = [role for role in Role if role in form.typed["roles"] or role in kept]
    form.typed["roles"] = [role.value for role in roles]
    if not roles:
        form.refuse(NoRole("roles"), at="roles")
    names = {"zh-CN": form.typed["name"], "en": form.typed["name_en"]} if named_here else None
    return form, Wish(form.typed["login"], names, roles, _counter(plan, form))


def field_of(refusal: HallError) -> str:
    """The field at which a verb's refusal is said; "" for the whole form."""
    return str(getattr(refusal, "field", _FIELDS.get(refusal.code, "")))


def choices_of_roles(who: Caller, hall: str, held: Collection[str], *, own: bool) -> dict[str, Any]:
    """The boxes for roles, each with what it is for, and those that the reader may not change."""
    may = gives(who.roles.get(hall, ()))
    blocked = {r.value for r in Role if r not in may or (own and r is Role.ADMIN and r in held)}
    return {"options": [(r.value, words.ROLES[r], words.ROLE_NOTES[r]) for r in Role], "blocked": blocked}


def counters(plan: Plan) -> list[tuple[str, str]]:
    """The choice of a usual counter."""
    return [("", "-"), *((str(c.number), f"{c.number} {named(c.names)}".strip()) for c in plan.counters)]


def values_of(member: Member, held: Membership) -> dict[str, Any]:
    """A person's values as their form shows them."""
    return {
        "name": member.names.get("zh-CN", ""),
        "name_en": member.names.get("en", ""),
        "roles": list(held.roles),
        "counter": (held.counter_id or "").rpartition("-")[2],
    }


def person_in(view: View, member_id: str) -> tuple[Member, Membership]:
    """Somebody who works in this hall, or UnknownMember."""
    held = view.session.get(Membership, (member_id, view.plan.id))
    member = view.session.get(Member, member_id)
    if held is None or member is None:
        raise UnknownMember()
    return member, held


def _kept(view: View, who: Caller, member_id: str | None) -> set[str]:
    if member_id is None:
        return set()
    _, held = person_in(view, member_id)
    blocked: set[str] = choices_of_roles(who, view.plan.id, held.roles, own=member_id == who.id)["blocked"]
    return blocked & set(held.roles)


def _counter(plan: Plan, form: Filled) -> str | None:
    number = form.typed["counter"]
    if not number:
        return None
    if number not in {str(c.number) for c in plan.counters}:
        form.say("counter", gettext("This hall has no such counter."))
    return f"{plan.id}-{number}"
