"""`/outbox/{hall}`: the newest notices, by state."""

import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request

from hall.kernel.errors import Invalid
from hall.notices.states import NoticeState
from hall.web import notice_shapes
from hall.web.api.notices import READERS, asked_state
from hall.web.guards import staff
from hall.web.outbox import words
from hall.web.pages import look, page

blueprint = Blueprint(
    "outbox", __name__, template_folder="templates", static_folder="static", static_url_path="/static/outbox"
)
SHOWN = 50
ABOUT: Mapping[str, str] = {"ticket": "/desk/{hall}/tickets/{id}", "booking": "/desk/{hall}/bookings/{id}"}
"""Where staff see what a notice is about."""
_CURSOR = re.compile(r"[0-9A-Z]{26}")


@blueprint.get("/outbox/<hall>")
@staff(*READERS)
def outbox(hall: str) -> str:
    """What was told lately; `?state=` for one state, `?before=` for what was told before."""
    state, before = asked_state(), request.args.get("before") or None
    if before is not None and not _CURSOR.fullmatch(before):
        raise Invalid("before")
    with look(hall) as view:
        found = notice_shapes.outbox(view, state=state, before=before, limit=SHOWN)
        return page(
            "outbox/outbox.html",
            view,
            box=found,
            asked=state,
            before=before,
            states=[(s.value, words.STATES[s]) for s in NoticeState],
            said=words,
            where=_where(hall),
        )


def _where(hall: str) -> Any:
    def where(kind: str | None, about: str | None) -> str | None:
        pattern = ABOUT.get(kind or "")
        return pattern.format(hall=hall, id=about) if pattern and about else None

    return where
