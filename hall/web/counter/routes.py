"""`/counter`: choose a counter; `/counter/{counter}`: its console, and the fragment that it fetches again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from hall.queue import queries
from hall.queue.errors import UnknownCounter
from hall.queue.models import Counter
from hall.site.plan import SessionKind
from hall.site.queries import hall as hall_of_plan
from hall.site.queries import halls, plan_of
from hall.site.rules import business_day, on_duty, opening_at, sessions_of
from hall.staff import queries as staff_queries
from hall.staff.models import Member
from hall.staff.rules import Role
from hall.web import shapes, words
from hall.web.counter.earlier import earlier
from hall.web.forms import see
from hall.web.guards import caller, hall_of, signed_in, staff
from hall.web.house import house
from hall.web.pages import fragment, look, named, page
from hall.web.warnings import only_one
from hall.wire.queue import CallMade, CounterView

blueprint = Blueprint(
    "counter", __name__, template_folder="templates", static_folder="static", static_url_path="/static/counter"
)
LUNCH_IS_NEAR = timedelta(minutes=30)
SEATED = (Role.COUNTER, Role.DESK, Role.LEAD)


@dataclass(frozen=True)
class Current:
    """The call at the counter, with what depends on this very moment: seconds of device time, what may be done."""

    made: CallMade
    state: str
    undo_left: int
    miss_left: int

    @classmethod
    def of(cls, made: CallMade, real_now: datetime) -> "Current":
        return cls(
            made,
            made.ticket.state,
            _seconds(made.call.undo_until, real_now) if made.ticket.state == "called" else 0,
            _seconds(made.call.miss_from, real_now) if made.ticket.state == "called" else 0,
        )

    @property
    def here(self) -> bool:
        return self.state in ("serving", "held")


@dataclass(frozen=True)
class Lunch:
    """The lunch duty that a counter is not part of, soon or now: its clerk pauses until its end (R-70)."""

    end: datetime
    minutes: int

    @classmethod
    def of(cls, view: shapes.View, entity: Counter) -> "Lunch | None":
        planned = view.plan.counter(entity.number)
        for session in sessions_of(view.plan, business_day(view.plan, view.now)):
            soon = session.start - LUNCH_IS_NEAR <= view.now < session.end
            if session.kind == SessionKind.NOON_DUTY and soon and planned and not on_duty(planned, session):
                left = session.end - view.now
                return cls(session.end, -(-int(left.total_seconds()) // 60))
        return None


@blueprint.get("/counter")
@signed_in
def choose() -> str | AnyResponse:
    """The counters a member may sit at; straight to the one where they are, or usually are."""
    here, usual = _own_counters()
    if (here or usual) and "all" not in request.args:
        return see(f"/counter/{here or usual}")
    with house().database.read() as session:
        ids = [h.id for h in halls(session) if caller().may(h.id, *SEATED)]
        rows = [(plan_of(session, i), [_choice(session, c) for c in queries.counters(session, i)]) for i in ids]
    return render_template("counter/choose.html", halls=rows, usual=usual, named=named, words=words, member=True)


@blueprint.get("/counter/<counter>")
@staff(*SEATED)
def console(counter: str) -> str:
    """The whole console."""
    with look(hall_of({"counter": counter})) as view:
        return page("counter/console.html", view, **_values(view, counter))


@blueprint.get("/counter/<counter>/fragment")
@staff(*SEATED)
def console_fragment(counter: str) -> Response:
    """What changes on the console; 304 while nothing has."""
    with look(hall_of({"counter": counter})) as view:
        values = _values(view, counter)
        current: Current | None = values["current"]
        due = (current.undo_left > 0, current.miss_left > 0) if current else ()
        return fragment(view, counter, due, render=lambda: page("counter/fragment.html", view, **values))


def _values(view: shapes.View, counter_id: str) -> dict[str, Any]:
    entity = view.session.get(Counter, counter_id)
    if entity is None or entity.hall_id != view.plan.id:
        raise UnknownCounter()
    shape = shapes.console(view, entity)
    mine = entity.member_id == caller().id
    return {
        "counter": shape,
        "current": Current.of(shape.current, view.real_now) if shape.current else None,
        "mine": mine,
        "clerk": view.session.get(Member, entity.member_id) if entity.member_id else None,
        "services": {s.id: s for s in view.plan.services},
        **_colleagues(view, shape),
        "on_offer": {s.id for s in view.plan.on_offer()},
        "earlier": earlier(view, shape),
        "parked_at": {t.id: t.parked_at for t in queries.parked_at(view.session, entity)},
        "emergency": _emergency(view),
        "alone": only_one(view, entity),
        "lunch": Lunch.of(view, entity),
        "opening_over": opening_at(view.plan, view.now) is None,
    }


def _colleagues(view: shapes.View, shape: CounterView) -> dict[str, Any]:
    """The other counters: those open now that serve a queue of this one, the far ones, and all for a transfer."""
    rows = queries.counters(view.session, view.plan.id)
    others = [shapes.counter(view, c) for c in rows if c.id != shape.id]
    there, mine = [c for c in others if c.state != "closed"], set(shape.queues)
    near = [c for c in there if mine & set(c.queues)]
    return {
        "others": {"near": near, "far": [c for c in there if c not in near]},
        "colleagues": [
            (gettext("open"), there),
            (gettext("closed"), [c for c in others if c.state == "closed"]),
        ],
    }


def _emergency(view: shapes.View) -> str | None:
    return hall_of_plan(view.session, view.plan.id).emergency


def _own_counters() -> tuple[str | None, str | None]:
    """Where the member sits now, and where they usually sit."""
    member = caller().id or ""
    with house().database.read() as session:
        memberships = staff_queries.memberships(session, member)
        seated = (c for m in memberships for c in queries.counters(session, m.hall_id))
        here = next((c.id for c in seated if c.member_id == member), None)
    return here, next((m.counter_id for m in memberships if m.counter_id), None)


def _choice(session: Any, counter: Counter) -> tuple[Counter, Member | None]:
    return counter, session.get(Member, counter.member_id) if counter.member_id else None


def _seconds(until: datetime, now: datetime) -> int:
    left = (until - now).total_seconds()
    return max(0, int(left) + (left > int(left)))
