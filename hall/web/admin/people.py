"""`/admin/{hall}/people`: who works in a hall; changing somebody's name, roles and usual counter."""

from flask import request
from werkzeug.wrappers import Response

from hall.kernel.errors import HallError
from hall.kernel.work import Work
from hall.staff import actions, queries
from hall.staff.models import Member
from hall.staff.rules import Role
from hall.web.admin.people_forms import Wish, choices_of_roles, counters, field_of, person_in, read, values_of
from hall.web.admin.people_shown import found_people, reasons, stations
from hall.web.admin.routes import blueprint
from hall.web.forms import Filled, see
from hall.web.guards import caller, staff
from hall.web.house import house
from hall.web.pages import look, named, page


@blueprint.get("/admin/<hall>/people")
@staff(Role.MANAGER, Role.ADMIN)
def people(hall: str) -> str:
    """Everybody who works here, or those whose name or login has what was searched for."""
    wanted = request.args.get("q", "").strip()[:60]
    with look(hall) as view:
        gone = view.session.get(Member, request.args.get("left", "")[:26])
        return page(
            "admin/people.html",
            view,
            people=found_people(view, wanted),
            wanted=wanted,
            left=named(gone.names) if gone else "",
        )


@blueprint.get("/admin/<hall>/people/<member>")
@staff(Role.MANAGER, Role.ADMIN)
def person(hall: str, member: str) -> str:
    """One person: name, roles, usual counter; and what else may be done."""
    return _person_page(hall, member, None)


@blueprint.post("/admin/<hall>/people/<member>")
@staff(Role.MANAGER, Role.ADMIN)
def change_person(hall: str, member: str) -> Response | tuple[str, int]:
    """Keeps name, roles and usual counter; a name only where the form had one."""
    form, wish = read(hall, caller(), member)
    if not form.wrong:
        try:
            house().works.perform(hall, caller().actor, lambda work: _change(work, member, wish))
            return see(f"/admin/{hall}/people/{member}?done=1")
        except HallError as refusal:
            form.refuse(refusal, at=field_of(refusal))
    return _person_page(hall, member, form), form.status


def _change(work: Work, member_id: str, wish: Wish) -> None:
    if wish.names is not None:
        actions.rename(work, member_id, wish.names)
    actions.appoint(work, member_id, wish.roles, counter_id=wish.counter_id)


def _person_page(hall: str, member_id: str, form: Filled | None) -> str:
    with look(hall) as view:
        member, held = person_in(view, member_id)
        return page(
            "admin/person.html",
            view,
            whose=member,
            form=form or Filled(values_of(member, held)),
            roles=choices_of_roles(caller(), hall, held.roles, own=member.id == caller().id),
            counters=counters(view.plan),
            stations=stations(view, member),
            reasons=reasons(view, caller(), member, held),
            last=queries.last_sign_ins(view.session, hall).get(member.id),
            done="done" in request.args,
        )
