"""What devices could not do for visitors: paper that did not come out, calls that were not said."""

from flask import Response

from hall.web.desk.routes import AT_DESK, blueprint, page
from hall.web.device_warnings import not_said, without_paper
from hall.web.pages import fragment, look
from hall.web.shapes import View


@blueprint.get("/desk/<hall>/unprinted")
@AT_DESK
def unprinted(hall: str) -> Response:
    """The lines of the desk's first page about them, or nothing."""
    with look(hall) as view:
        return fragment(view, render=lambda: page("desk/unprinted.html", view, **unprinted_values(view)))


def unprinted_values(view: View) -> dict[str, object]:
    return {"without_paper": without_paper(view), "not_said": not_said(view)}
