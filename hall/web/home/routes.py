"""`/`: the halls of this house."""

from flask import Blueprint, render_template

from hall.site.queries import halls
from hall.site.rules import business_day, openings_of
from hall.staff.rules import Role
from hall.web import site_shapes, words
from hall.web.guards import caller, public
from hall.web.house import house
from hall.web.pages import at_in, named, speed
from hall.web.shapes import View

blueprint = Blueprint(
    "home", __name__, template_folder="templates", static_folder="static", static_url_path="/static/home"
)


@blueprint.get("/")
@public
def home() -> str:
    """What a visitor or a member of staff would want from here."""
    who = caller()
    with house().database.read() as session:
        rows = []
        for found in halls(session):
            view = View.of(house(), session, found.id)
            may = {role.value for role in Role if who.may(found.id, role)}
            today = openings_of(view.plan, business_day(view.plan, view.now))
            rows.append((site_shapes.hall(view), view.plan, at_in(view.plan), may, today))
    first = rows[0][0] if rows else None
    return render_template(
        "home/home.html",
        halls=rows,
        hall_now=first.now if first else None,
        plan=rows[0][1] if rows else None,
        speed=speed(),
        member=who.kind == "member",
        at=rows[0][2] if rows else None,
        named=named,
        words=words,
    )
