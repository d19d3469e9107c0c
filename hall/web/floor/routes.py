"""`/floor/{hall}`: the live floor with its forms, and the fragment that it fetches again."""

from typing import Any

from flask import Blueprint, Response

from hall.staff.rules import Role
from hall.web import shapes, site_shapes
from hall.web.guards import staff
from hall.web.pages import fragment, look, page

blueprint = Blueprint(
    "floor", __name__, template_folder="templates", static_folder="static", static_url_path="/static/floor"
)
LEAD = staff(Role.LEAD)


@blueprint.get("/floor/<hall>")
@LEAD
def floor(hall: str) -> str:
    """The whole floor."""
    with look(hall) as view:
        return page("floor/floor.html", view, **_values(view))


@blueprint.get("/floor/<hall>/fragment")
@LEAD
def floor_fragment(hall: str) -> Response:
    """What changes on the floor; 304 while nothing has."""
    with look(hall) as view:
        values = _values(view)
        waits = [q.wait for q in values["floor"].queues]
        return fragment(view, waits, render=lambda: page("floor/fragment.html", view, **values))


def _values(view: shapes.View) -> dict[str, Any]:
    shape = site_shapes.floor(view)
    queues = {q.id: q for q in shape.queues}
    longest = max(shape.queues, key=lambda q: q.longest_minutes or 0, default=None)
    return {
        "floor": shape,
        "queues": queues,
        "longest": longest if longest and longest.longest_number else None,
        "waiting": sum(q.waiting for q in shape.queues),
        "open_count": sum(c.state != "closed" for c in shape.counters),
    }
