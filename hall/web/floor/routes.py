"""`/floor/{hall}`: the live floor with its forms, the fragment that it fetches again, what a closing would end."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, request

from hall.queue import queries
from hall.queue.models import Ticket
from hall.queue.states import TicketState
from hall.site.rules import business_day
from hall.staff.rules import Role
from hall.web import shapes, site_shapes
from hall.web.guards import staff
from hall.web.pages import fragment, look, named, page
from hall.web.warnings import EVERYBODY
from hall.wire.site import FloorView, QueueOnFloor

blueprint = Blueprint(
    "floor", __name__, template_folder="templates", static_folder="static", static_url_path="/static/floor"
)
LEAD = staff(Role.LEAD)
LEFT_OVER = (TicketState.WAITING, TicketState.PARKED, TicketState.MISSED)  # what a closing ends


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
        shape: FloorView = values["floor"]
        ranges = [q.wait for q in shape.queues]
        return fragment(
            view, ranges, shape.suggestions, render=lambda: page("floor/fragment.html", view, **values)
        )


@blueprint.get("/floor/<hall>/closing")
@LEAD
def closing(hall: str) -> str:
    """What closing each queue would end, before it ends anything (R-32); `ended` says what one just did."""
    ended = request.args.get("ended", "")
    with look(hall) as view:
        left = queries.find_tickets(
            view.session, hall, business_day(view.plan, view.now), states=LEFT_OVER, limit=EVERYBODY
        )
        rows = [(queue, _by_state(t for t in left if t.queue_id == queue.id)) for queue in view.plan.queues]
        return page(
            "floor/closing.html",
            view,
            rows=[(queue, states) for queue, states in rows if states],
            everything=_by_state(left),
            ended=int(ended) if ended.isdecimal() and len(ended) < 6 else None,
        )


def _by_state(tickets: Iterable[Ticket]) -> dict[str, int]:
    counts = Counter(t.state for t in tickets)
    return {str(state): counts[state] for state in LEFT_OVER if counts[state]}


def _values(view: shapes.View) -> dict[str, Any]:
    shape = site_shapes.floor(view)
    longest = max(shape.queues, key=lambda q: q.longest_minutes or 0, default=None)
    return {
        "floor": shape,
        "warned": _alike(shape.warnings),
        "queue_names": {q.id: f"{q.prefix} {named(q.names)}" for q in view.plan.queues},
        "services": {s.id: s for s in view.plan.services},
        "urgent_first": _urgent_first(shape),
        "severe": {w["queue"] for w in shape.warnings if w["severe"] and "queue" in w},
        "longest": longest if longest and longest.longest_number else None,
        "waiting": sum(q.waiting for q in shape.queues),
        "open_count": sum(c.state != "closed" for c in shape.counters),
    }


def _alike(warnings: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Warnings of one kind together, in the order of the first of each: the severe stay in front."""
    kinds: dict[str, list[dict[str, Any]]] = {}
    for warning in warnings:
        kinds.setdefault(warning["code"], []).append(warning)
    return list(kinds.items())


def _urgent_first(shape: FloorView) -> list[QueueOnFloor]:
    """Queues by what they ask of the lead: an alarm, a warning, then who waits longest."""
    rank = {w["queue"]: (w["severe"], True) for w in reversed(shape.warnings) if "queue" in w}

    def urgency(queue: QueueOnFloor) -> tuple[Any, ...]:
        high = queue.wait.high_minutes if queue.wait and queue.waiting else 0
        return *rank.get(queue.id, (False, False)), high, queue.longest_minutes or 0, queue.waiting

    return sorted(shape.queues, key=urgency, reverse=True)
