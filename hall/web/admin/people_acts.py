"""What follows a question: a one-time password, and taking somebody out of a hall. Asked first, done then."""

from datetime import datetime

from werkzeug.wrappers import Response

from hall.kernel.ids import spoken_secret
from hall.staff import actions, queries
from hall.staff.rules import Role
from hall.web.admin.people_forms import person_in
from hall.web.admin.people_shown import reasons, stations
from hall.web.admin.routes import blueprint
from hall.web.forms import see
from hall.web.guards import caller, staff
from hall.web.house import house
from hall.web.pages import look, page


@blueprint.get("/admin/<hall>/people/<member>/password")
@staff(Role.MANAGER, Role.ADMIN)
def ask_password(hall: str, member: str) -> str:
    """What a one-time password means for them now."""
    return _ask(hall, member, "password")


@blueprint.post("/admin/<hall>/people/<member>/password")
@staff(Role.MANAGER, Role.ADMIN)
def set_one_time(hall: str, member: str) -> str:
    """Sets it and shows it, this once."""
    secret, hashed = fresh_secret()
    until = house().works.perform(hall, caller().actor, lambda work: actions.reset_password(work, member, hashed))
    return show_secret(hall, member, secret, until)


@blueprint.get("/admin/<hall>/people/<member>/leave")
@staff(Role.MANAGER, Role.ADMIN)
def ask_leave(hall: str, member: str) -> str:
    """What it means if they leave now."""
    return _ask(hall, member, "leave")


@blueprint.post("/admin/<hall>/people/<member>/leave")
@staff(Role.MANAGER, Role.ADMIN)
def leave(hall: str, member: str) -> Response:
    """Takes them out of this hall."""
    house().works.perform(hall, caller().actor, lambda work: actions.dismiss(work, member))
    return see(f"/admin/{hall}/people?left={member}")


def fresh_secret() -> tuple[str, str]:
    """A one-time password and its hash."""
    secret = spoken_secret()
    return secret, house().run_slowly(actions.hash_password, secret)


def show_secret(hall: str, member_id: str, secret: str, until: datetime) -> str:
    """The page that says a one-time password, this once; nothing keeps it."""
    with look(hall) as view:
        member, _ = person_in(view, member_id)
        return page("admin/person_secret.html", view, whose=member, secret=secret, until=until)


def _ask(hall: str, member_id: str, act: str) -> str:
    with look(hall) as view:
        member, held = person_in(view, member_id)
        elsewhere = [h for h in queries.roles_of(view.session, member_id) if h != hall]
        return page(
            f"admin/person_{act}.html",
            view,
            whose=member,
            stations=stations(view, member),
            elsewhere=elsewhere,
            refusal=reasons(view, caller(), member, held).get(act),
        )
