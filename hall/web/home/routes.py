"""`/`: the halls of this house; `/work`: on to where one works."""

from flask import Blueprint, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response

from hall.site.queries import halls
from hall.site.rules import business_day, openings_of
from hall.staff.rules import SEATED, Role
from hall.web import site_shapes, words
from hall.web.forms import see
from hall.web.guards import Caller, caller, public, signed_in
from hall.web.house import house
from hall.web.pages import at_in, first_door, named, speed
from hall.web.shapes import View

blueprint = Blueprint(
    "home", __name__, template_folder="templates", static_folder="static", static_url_path="/static/home"
)


CHIEFS = (Role.MANAGER, Role.ADMIN)


def _work(who: Caller, hall_id: str) -> list[tuple[str, str, str]]:
    """Pages of work with what they are for: those a member may open; all of them for whoever may yet sign in."""
    desk, floor, admin = f"/desk/{hall_id}", f"/floor/{hall_id}", f"/admin/{hall_id}"
    pages = (
        ("/counter", SEATED, gettext("Counter console"), gettext("call, serve, transfer")),
        (desk, (Role.DESK,), gettext("Enquiry desk"), gettext("a number for anyone, find and repair")),
        (floor, (Role.LEAD,), gettext("Floor"), gettext("counters, queues, messages, emergency")),
        (admin, CHIEFS, gettext("Administration"), gettext("what is configured, devices, people")),
        ("/pair", CHIEFS, gettext("Pair a device"), gettext("type the pairing code of a screen or kiosk")),
    )
    open_to = [page for page in pages if who.kind != "member" or who.may(hall_id, *page[1])]
    return [(address, name, text) for address, _, name, text in open_to]


@blueprint.get("/")
@public
def home() -> str:
    """What a visitor or a member of staff would want from here."""
    who = caller()
    with house().database.read() as session:
        rows = []
        for found in halls(session):
            view = View.of(house(), session, found.id)
            today = openings_of(view.plan, business_day(view.plan, view.now))
            rows.append((site_shapes.hall(view), view.plan, at_in(view.plan), _work(who, found.id), today))
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


@blueprint.get("/work")
@signed_in
def work() -> Response:
    """On to the page where whoever has just signed in works."""
    return see(first_door())
