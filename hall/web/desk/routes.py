"""`/desk/{hall}`: tickets of today; one ticket with what may be done; a new number; the slip on screen; what an
outage needs: numbers given on paper, and a calling list to print."""

import base64
import io
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import qrcode
from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _
from qrcode.image.svg import SvgPathImage
from werkzeug.wrappers import Response as AnyResponse

from hall.guides.queries import search
from hall.kernel.errors import Invalid
from hall.queue import queries
from hall.queue.errors import UnknownTicket
from hall.queue.issuing import Range, bounds
from hall.queue.lookups import find_ticket
from hall.queue.models import Ticket
from hall.queue.states import AT_COUNTER, OPEN, TicketState
from hall.site.queries import hall as hall_of
from hall.site.rules import business_day
from hall.staff.actions import count_attempt, forget_attempts
from hall.staff.rules import Role
from hall.web import shapes, site_shapes
from hall.web.forms import see
from hall.web.guards import caller, staff
from hall.web.house import house
from hall.web.pages import fragment, look
from hall.web.pages import page as any_page
from hall.web.warnings import EVERYBODY, minutes_since, parked_long
from hall.wire.site import ServiceView

blueprint = Blueprint(
    "desk", __name__, template_folder="templates", static_folder="static", static_url_path="/static/desk"
)
AT_DESK = staff(Role.DESK)
SHOWN = 100
SHORT_CODE = 8  # characters
ACTIONS: dict[str, frozenset[TicketState]] = {
    "priority": OPEN,
    "rejoin": frozenset({TicketState.MISSED}),
    "arrival": frozenset({TicketState.WAITING}),
    "return": frozenset({TicketState.PARKED}),
    "cancellation": frozenset({TicketState.WAITING, TicketState.CALLED, TicketState.PARKED, TicketState.MISSED}),
    "leaving": frozenset({TicketState.WAITING, TicketState.CALLED, TicketState.PARKED, TicketState.MISSED}),
    "reprint": OPEN,
    "second-pass": frozenset({TicketState.WAITING, TicketState.PARKED}),
}
FOR_VISITOR = {
    "help_requested": _("needs help"),
    "visual_alert": _("does not hear the call"),
    "large_type": _("large type"),
    "for_someone_else": _("for someone else"),
}
SECOND_PASS_REASONS = {
    "hall_failed": _("the hall could not serve"),
    "system_failed": _("the system failed"),
    "other": _("other"),
}


@blueprint.get("/desk/<hall>")
@AT_DESK
def tickets(hall: str) -> str:
    """Today's tickets that are open, or those a number finds."""
    with look(hall) as view:
        waits = queries.to_review(view.session, view.plan, view.now)
        return page("desk/tickets.html", view, to_review=waits, **_found(view))


@blueprint.get("/desk/<hall>/rows")
@AT_DESK
def rows(hall: str) -> Response:
    """The list alone, as it stands now; 304 while nothing has happened."""
    with look(hall) as view:
        asked = sorted(request.args.items())
        return fragment(view, asked, render=lambda: page("desk/rows.html", view, **_found(view)))


@blueprint.get("/desk/<hall>/band")
@AT_DESK
def band(hall: str) -> Response:
    """What every page of the desk says while the hall shows an emergency (R-76)."""
    with look(hall) as view:
        return fragment(view, render=lambda: page("desk/band.html", view))


@blueprint.post("/desk/<hall>/search")
@AT_DESK
def find(hall: str) -> AnyResponse:
    """To the ticket of a short code, or to the list a number finds. A post: codes never stand in an address."""
    wanted = _typed("q")
    if len(_plain(wanted)) == SHORT_CODE:
        with look(hall) as view:
            return see(f"/desk/{hall}/tickets/{_by_short_code(view, _plain(wanted)).id}")
    kept = {name: _typed(name) for name in ("q", "state", "queue")}
    return see(f"/desk/{hall}?" + urlencode({name: value for name, value in kept.items() if value}))


@blueprint.get("/desk/<hall>/tickets/<ticket>")
@AT_DESK
def ticket(hall: str, ticket: str) -> str:
    """One ticket, and what the desk may do with it in its state."""
    with look(hall) as view:
        found, values = _facts(view, ticket)
        return page(
            "desk/ticket.html",
            view,
            can={name for name, states in ACTIONS.items() if found.state in states},
            at_counter=found.state in AT_COUNTER,
            today=business_day(view.plan, view.now),
            second_pass_reasons=SECOND_PASS_REASONS,
            was=values["stands"],
            **values,
        )


@blueprint.get("/desk/<hall>/tickets/<ticket>/facts")
@AT_DESK
def ticket_facts(hall: str, ticket: str) -> Response:
    """What changes on a ticket's page; 304 while nothing has. `was`: how it stood when the forms were made."""
    was = request.args.get("was", "")
    with look(hall) as view:
        _, values = _facts(view, ticket)
        wait = values["ticket"].wait
        return fragment(view, ticket, wait, was, render=lambda: page("desk/facts.html", view, was=was, **values))


@blueprint.get("/desk/<hall>/tickets/<ticket>/slip")
@AT_DESK
def slip(hall: str, ticket: str) -> str:
    """The slip as it would be printed, marked as a reprint when asked for again."""
    with look(hall) as view:
        shape = shapes.ticket(view, _ticket(view, ticket), code=True, staff=True)
        again = "again" in request.args
        return page("desk/slip.html", view, ticket=shape, again=again, qr=_qr(shape.qr))


@blueprint.get("/desk/<hall>/new")
@AT_DESK
def new(hall: str) -> str:
    """Services by everyday words, ready to issue a number. What is ticked for the visitor outlives a search."""
    wanted = _text("q")
    with look(hall) as view:
        ticked = {name for name in FOR_VISITOR if f"for_{name}" in request.args}
        spoken = request.args.get("for_language", view.plan.default_locale)
        return page(
            "desk/new.html",
            view,
            services=_services(view, wanted),
            q=wanted,
            options=FOR_VISITOR,
            ticked=ticked,
            spoken=spoken,
        )


@blueprint.get("/desk/<hall>/paper")
@AT_DESK
def paper(hall: str) -> str:
    """The form for numbers that were given on paper during an outage (R-75)."""
    with look(hall) as view:
        here = view.now.astimezone(ZoneInfo(view.plan.timezone))
        return page(
            "desk/paper.html",
            view,
            entered=_text("entered"),
            chosen=_text("service"),
            numbers=bounds(Range.PAPER, view.plan.settings),
            moment=f"{here:%Y-%m-%d}T{{time}}:00{here.isoformat()[-6:]}",
            latest=f"{here:%H:%M}",
        )


@blueprint.get("/desk/<hall>/list")
@AT_DESK
def calling_list(hall: str) -> str:
    """Everybody who waits, by queue in the order of calling, and who has stepped out: numbers only, to print."""
    with look(hall) as view:
        day, states = business_day(view.plan, view.now), [TicketState.WAITING, TicketState.PARKED]
        found = queries.find_tickets(view.session, hall, day, states=states, limit=EVERYBODY)
        lines = queries.in_key_order(view.plan, [t for t in found if t.state == TicketState.WAITING])
        queues = [(q, [t for t in lines if t.queue_id == q.id]) for q in view.plan.queues]
        return page(
            "desk/list.html",
            view,
            queues=[(queue, tickets) for queue, tickets in queues if tickets],
            parked=[t for t in found if t.state == TicketState.PARKED],
            services={s.id: s for s in view.plan.services},
        )


def page(template: str, view: shapes.View, **values: Any) -> str:
    """A page of the desk; each says it while the hall shows an emergency (R-76)."""
    return any_page(template, view, emergency=hall_of(view.session, view.plan.id).emergency, **values)


def _found(view: shapes.View) -> dict[str, Any]:
    """The tickets that were asked for, and what was asked."""
    wanted, state, queue = _text("q"), request.args.get("state", "open"), request.args.get("queue", "")
    found = queries.find_tickets(
        view.session,
        view.plan.id,
        business_day(view.plan, view.now),
        states=_states(state) if not wanted else (),
        queue=queue or None,
        q=wanted or None,
        limit=SHOWN,
    )
    asked = {"q": wanted, "state": state, "queue": queue}
    listed = [shapes.ticket(view, t, staff=True) for t in found]
    return {"rows": listed, "away": _away(view, found), "full": len(found) == SHOWN, "asked": asked, **asked}


def _facts(view: shapes.View, ticket_id: str) -> tuple[Ticket, dict[str, Any]]:
    """A ticket, and what its page says of it; `stands` is what its forms depend on."""
    found = _ticket(view, ticket_id)
    shape = shapes.ticket(view, found, code=True, staff=True)
    return found, {
        "ticket": shape,
        "away": _away(view, [found]),
        "stands": f"{found.state}-{found.lane}{'-away' * found.to_arrive}",
    }


def _away(view: shapes.View, tickets: Sequence[Ticket]) -> dict[str, int]:
    """How many minutes visitors have been away who should be back by now (R-34), by ticket."""
    return {t.id: minutes_since(t.parked_at, view.now) for t in tickets if parked_long(view, t)}


def _services(view: shapes.View, wanted: str) -> list[ServiceView]:
    known = {s.id: s for s in site_shapes.services(view)}
    packages = {p.id: site_shapes.package(view, p, known[p.services[0]]) for p in view.plan.packages_on_offer()}
    elsewhere = {n.id: site_shapes.not_here(n) for n in view.plan.not_here}
    if not wanted:
        return sorted(known.values(), key=lambda s: -s.popular)[:12] + list(packages.values())
    everything: dict[str, Any] = {**known, **packages, **elsewhere}
    return [everything[hit.id] for hit in search(view.plan, wanted, limit=20) if hit.id in everything]


def _ticket(view: shapes.View, ticket_id: str) -> Ticket:
    found = find_ticket(view.session, ticket_id)
    if found is None or found.hall_id != view.plan.id:
        raise UnknownTicket()
    return found


def _by_short_code(view: shapes.View, code: str) -> Ticket:
    """The ticket of a spoken code; asked too often by one member it waits, so that nobody tries them all."""
    who = caller().name
    house().database.write(lambda session: count_attempt(session, f"short:{who}", view.real_now))
    found = queries.ticket_by_short_code(view.session, view.plan, code, view.now)
    if found is None:
        raise UnknownTicket()
    house().database.write(lambda session: forget_attempts(session, f"short:{who}"))
    return found


def _states(state: str) -> list[str]:
    if state == "open":
        return sorted(OPEN)
    if state == "all":
        return []
    if state not in list(TicketState):
        raise Invalid("state")
    return [state]


def _text(name: str) -> str:
    return _checked(name, request.args.get(name, ""))


def _typed(name: str) -> str:
    return _checked(name, request.form.get(name, ""))


def _checked(name: str, typed: str) -> str:
    text = typed.strip()
    if len(text) > 40 or "\x00" in text:
        raise Invalid(name)
    return text


def _plain(text: str) -> str:
    return text.replace(" ", "").replace("-", "").upper()


def _qr(address: str | None) -> str | None:
    """A picture of the ticket's address, as a data address, or None where there is no public address."""
    if address is None:
        return None
    out = io.BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, border=1).save(out)
    return "data:image/svg+xml;base64," + base64.b64encode(out.getvalue()).decode()
