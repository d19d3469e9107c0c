"""`/t/{code}`: the ticket, its fragment, and what its holder may do with it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from device.looks import prefer_language
from hall.kernel.errors import HallError, Invalid, NotFound
from hall.kernel.phones import LONGEST
from hall.kernel.work import Actor, Work
from hall.notices.actions import end_texts, want_texts
from hall.notices.queries import is_texted
from hall.queue import actions
from hall.queue.errors import UnknownTicket
from hall.queue.lookups import find_ticket, the_plan
from hall.queue.models import Ticket
from hall.queue.states import OPEN
from hall.site.queries import hall as hall_of
from hall.site.rules import business_day, closure_of
from hall.web import errors, remote, shapes
from hall.web.forms import from_our_page, see
from hall.web.guards import holder
from hall.web.house import house
from hall.web.pages import fragment, page
from hall.web.public.sentences import day_name
from hall.wire.queue import TicketView

blueprint = Blueprint(
    "visitor", __name__, template_folder="templates", static_folder="static", static_url_path="/static/visitor"
)
DELAYS = (5, 10, 20)
Verb = Callable[[Work, str], Ticket]


@blueprint.get("/t/<code>")
@holder
def ticket(code: str) -> str | tuple[str, int]:
    """The ticket as it stands; a kind page for a code that is wrong or over."""
    return _page(code)


@blueprint.get("/t/<code>/fragment")
@holder
def ticket_fragment(code: str) -> Response:
    """What changes on the page; 304 while nothing has."""
    with _look(code) as (view, found):
        shape = shapes.ticket(view, found, code=True)
        waits = (shape.wait, shape.wait_unknown_reason)
        values = _values(view, code, shape)
        return fragment(view, found.id, waits, render=lambda: page("visitor/fragment.html", view, **values))


@blueprint.post("/t/<code>/cancellation")
@holder
def cancel(code: str) -> AnyResponse | tuple[str, int]:
    """Gives the ticket back (R-31)."""
    return _do(code, actions.cancel)


@blueprint.post("/t/<code>/rejoin")
@holder
def rejoin(code: str) -> AnyResponse | tuple[str, int]:
    """Back into the queue after a missed turn (R-25 to R-28)."""
    return _do(code, actions.rejoin)


@blueprint.post("/t/<code>/return")
@holder
def come_back(code: str) -> AnyResponse | tuple[str, int]:
    """Back from fetching something (R-34)."""
    return _do(code, actions.come_back)


@blueprint.post("/t/<code>/delay")
@holder
def delay(code: str) -> AnyResponse | tuple[str, int]:
    """Lets others go first for some minutes."""
    text = request.form.get("minutes", "")
    if text not in {str(m) for m in DELAYS}:
        raise Invalid("minutes")
    return _do(code, lambda work, ticket_id: actions.delay(work, ticket_id, int(text)))


@blueprint.post("/t/<code>/arrival")
@holder
def arrival(code: str) -> AnyResponse | tuple[str, int]:
    """Whoever took the number from outside is in the hall now (R-12)."""
    return _do(code, actions.say_here)


@blueprint.post("/t/<code>/phone")
@holder
def want_phone(code: str) -> AnyResponse | tuple[str, int]:
    """Texts to a telephone when the turn is near (R-30)."""
    typed = request.form.get("phone", "")[:LONGEST]
    return _do(code, lambda work, ticket_id: want_texts(work, ticket_id, remote.usable(the_plan(work), typed)))


@blueprint.post("/t/<code>/phone/end")
@holder
def end_phone(code: str) -> AnyResponse | tuple[str, int]:
    """No texts any more."""
    return _do(code, end_texts)


@contextmanager
def _look(code: str) -> Iterator[tuple[shapes.View, Ticket]]:
    """The ticket behind a code of today, with a look at its hall; UnknownTicket for any other."""
    with house().database.read() as session:
        # An id is no key to this page: only the code in the QR is.
        found = find_ticket(session, code) if len(code) != 26 else None
        if found is None:
            raise UnknownTicket()
        view = shapes.View.of(house(), session, found.hall_id)
        if found.day < business_day(view.plan, view.now) and found.kept_at is None:
            raise UnknownTicket()
        prefer_language(found.language)
        yield view, found


def _page(code: str, *, refusal: str | None = None, status: int = 200) -> str | tuple[str, int]:
    try:
        with _look(code) as (view, found):
            values = _values(view, code, shapes.ticket(view, found, code=True))
            return page("visitor/ticket.html", view, refusal=refusal, **values), status
    except NotFound:
        return render_template("visitor/unknown.html"), 404


def _values(view: shapes.View, code: str, shape: TicketView) -> dict[str, Any]:
    return {
        "ticket": shape,
        "code": code,
        "delays": DELAYS,
        "day_name": day_name,
        "closure": closure_of(view.plan, business_day(view.plan, view.now)),
        "emergency": hall_of(view.session, view.plan.id).emergency,
        "can_text": shape.state in OPEN and house().texts,
        "texted": is_texted(view.session, shape.id),
        "ask_parked": shape.parked_at is not None and view.now - shape.parked_at > _park_time(view, shape),
    }


def _park_time(view: shapes.View, shape: TicketView) -> timedelta:
    return timedelta(minutes=view.plan.settings_for(shape.queue).park_return_minutes)


def _do(code: str, verb: Verb) -> AnyResponse | tuple[str, int]:
    """Does what the form asks and shows the page again; a refusal stands on it as a sentence."""
    from_our_page()
    try:
        with _look(code) as (_, found):
            hall_id, ticket_id = found.hall_id, found.id
        house().works.perform(hall_id, Actor("holder", ticket_id), lambda work: verb(work, ticket_id))
    except NotFound:
        return render_template("visitor/unknown.html"), 404
    except HallError as refusal:
        answer = _page(code, refusal=errors.sentence(refusal), status=errors.status_of(refusal))
        return answer if isinstance(answer, tuple) else (answer, 409)
    return see(f"/t/{code}")
