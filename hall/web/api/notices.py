"""The outbox of a hall, for staff."""

import re

from flask import request

from hall.kernel.errors import Invalid
from hall.notices.states import NoticeState
from hall.site.errors import UnknownHall
from hall.staff.rules import Role
from hall.web import notice_shapes
from hall.web.api.endpoint import Ask, endpoint, number
from hall.web.guards import staff
from hall.web.shapes import View
from hall.wire.notices import NoticePage

READERS = (Role.MANAGER, Role.LEAD, Role.DESK)
_CURSOR = re.compile(r"[0-9A-Z]{26}")


@endpoint(
    "GET",
    "/halls/<hall>/notices",
    guard=staff(*READERS),
    gives=NoticePage,
    refusals=(UnknownHall,),
    query={
        "state": {"type": "string", "enum": [s.value for s in NoticeState]},
        "limit": {"type": "integer", "minimum": 1, "maximum": 200, "default": 100},
        "cursor": {"type": "string", "pattern": "^[0-9A-Z]{26}$", "description": "`next` of the part before."},
    },
)
def notices(ask: Ask) -> NoticePage:
    """What the hall told people, newest first: numbers masked, one-time codes hidden."""
    state, before = asked_state(), request.args.get("cursor")
    if before is not None and not _CURSOR.fullmatch(before):
        raise Invalid("cursor")
    limit = number("limit", 100, low=1, high=200)
    with ask.house.database.read() as session:
        view = View.of(ask.house, session, ask["hall"])
        return notice_shapes.outbox(view, state=state, before=before, limit=limit)


def asked_state() -> str | None:
    """The state that a list is asked for, or 422."""
    state = request.args.get("state") or None
    if state is not None and state not in list(NoticeState):
        raise Invalid("state")
    return state
