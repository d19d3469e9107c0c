"""`/admin/{hall}/people/new`: somebody new, somebody who had left, or who works in another hall already."""

from datetime import datetime

from flask import request
from werkzeug.wrappers import Response

from hall.kernel.errors import HallError
from hall.kernel.work import Work
from hall.staff import actions, queries
from hall.staff.errors import LoginTaken, WorksHere
from hall.staff.models import Member
from hall.staff.rules import Role
from hall.web.admin.people_acts import fresh_secret, show_secret
from hall.web.admin.people_forms import Wish, choices_of_roles, counters, field_of, read
from hall.web.admin.routes import blueprint
from hall.web.errors import sentence
from hall.web.forms import Filled, see
from hall.web.guards import caller, staff
from hall.web.house import house
from hall.web.pages import look, page

Answer = Response | str | tuple[str, int]


@blueprint.get("/admin/<hall>/people/new")
@staff(Role.MANAGER, Role.ADMIN)
def new_person(hall: str) -> str:
    """The form for somebody new."""
    return _new_page(hall, Filled({"roles": [Role.COUNTER.value]}), None)


@blueprint.post("/admin/<hall>/people/new")
@staff(Role.MANAGER, Role.ADMIN)
def add_person(hall: str) -> Answer:
    """Adds them and shows their one-time password; a known login is asked about first."""
    form, wish = read(hall, caller())
    known = _known(hall, wish.login)
    if known is not None and request.form.get("known") != known.id:
        form.say("login", _taken(hall, known))
        return _new_page(hall, form, known), form.status
    if form.wrong and known is None:
        return _new_page(hall, form, None), form.status
    return _taken_on(hall, form, wish, known)


def _known(hall: str, login: str) -> Member | None:
    """Who has this login already, here or elsewhere, now or before."""
    with look(hall) as view:
        return queries.member_with_login(view.session, login) if login else None


def _taken(hall: str, known: Member) -> str:
    with look(hall) as view:
        here = hall in queries.roles_of(view.session, known.id)
    return sentence(WorksHere() if here else LoginTaken())


def _taken_on(hall: str, form: Filled, wish: Wish, known: Member | None) -> Answer:
    secret, hashed = fresh_secret()

    def verb(work: Work) -> tuple[str, datetime | None]:
        if known is not None:
            more = {"counter_id": wish.counter_id, "password_hash": hashed}
            fresh = actions.take_on(work, known.id, wish.roles, **more)
            return known.id, work.session.get_one(Member, known.id).password_until if fresh else None
        made = actions.engage(
            work,
            login=wish.login,
            names=wish.names or {},
            roles=wish.roles,
            password_hash=hashed,
            counter_id=wish.counter_id,
        )
        return made.id, made.password_until

    try:
        member_id, until = house().works.perform(hall, caller().actor, verb)
    except HallError as refusal:
        form.refuse(refusal, at=field_of(refusal))
        return _new_page(hall, form, None), form.status
    return (
        show_secret(hall, member_id, secret, until) if until else see(f"/admin/{hall}/people/{member_id}?done=1")
    )


def _new_page(hall: str, form: Filled, known: Member | None) -> str:
    with look(hall) as view:
        return page(
            "admin/person_new.html",
            view,
            form=form,
            known=known if known and hall not in queries.roles_of(view.session, known.id) else None,
            roles=choices_of_roles(caller(), hall, (), own=False),
            counters=counters(view.plan),
        )
