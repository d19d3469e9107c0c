"""`/desk/{hall}/outage`: who was served by list in an outage and who had left; others are released (R-75)."""

from flask import Response, request
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response as AnyResponse

from hall.kernel.work import Work
from hall.queue import actions, queries
from hall.web import shapes
from hall.web.desk.routes import AT_DESK, blueprint, page
from hall.web.forms import see
from hall.web.guards import caller
from hall.web.house import house
from hall.web.pages import fragment, look
from hall.wire.devices import ReviewDone

REFUSALS = {
    "service_unknown": _("this hall does not know the service"),
    "number_not_yours": _("the number is not one of that kiosk's"),
    "number_taken": _("the number was given twice"),
    "day_not_begun": _("it is for another day"),
    "id_taken": _("it was told wrongly"),
}


@blueprint.get("/desk/<hall>/outage")
@AT_DESK
def outage(hall: str) -> str:
    """Everybody in doubt in the order of calling, with two ticks each; and numbers that could not be kept."""
    with look(hall) as view:
        return page(
            "desk/outage.html",
            view,
            doubtful=queries.in_key_order(view.plan, queries.in_doubt(view.session, hall)),
            refused=queries.turned_away(view.session, view.plan, view.now),
            refusals=REFUSALS,
            names={s.id: s.names for s in view.plan.services} | {p.id: p.names for p in view.plan.packages},
            done={name: _count(name) for name in ReviewDone.model_fields},
        )


@blueprint.post("/desk/<hall>/outage")
@AT_DESK
def review(hall: str) -> AnyResponse:
    """Takes the ticks; only what the page has shown is released."""
    served, gone, seen = (request.form.getlist(name) for name in ("served", "gone", "seen"))

    def verb(work: Work) -> ReviewDone:
        return actions.review(work, served=served, gone=gone, seen=seen)

    done = house().works.perform(hall, caller().actor, verb)
    return see(f"/desk/{hall}/outage?" + "&".join(f"{name}={n}" for name, n in done.model_dump().items()))


@blueprint.get("/desk/<hall>/outage/line")
@AT_DESK
def outage_line(hall: str) -> Response:
    """The line of the desk's first page that leads here, or nothing."""
    with look(hall) as view:
        return fragment(view, render=lambda: page("desk/outage_line.html", view, to_review=_to_review(view)))


def _to_review(view: shapes.View) -> int:
    return queries.to_review(view.session, view.plan, view.now)


def _count(name: str) -> int | None:
    """What a review has just done, as its redirect says it."""
    text = request.args.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 6 else None
