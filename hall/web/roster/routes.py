"""`/roster/{hall}`: sessions and shifts. What hurts bookings is shown first, and done after that (R-64)."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, request
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from hall.appointments import actions as bookings
from hall.kernel.errors import HallError, Invalid
from hall.kernel.work import Work
from hall.roster import actions
from hall.roster.actions.sessions import REASONS
from hall.roster.errors import UnknownSession
from hall.roster.models import HallSession, Shift, ShiftSwap
from hall.roster.queries import session_by_id
from hall.roster.rules import SessionState, SwapState
from hall.site.queries import plan_of
from hall.site.rules import business_day, local
from hall.staff.rules import Role
from hall.web import booking_words, errors, roster_shapes, session_acts, words
from hall.web.forms import counted, see
from hall.web.guards import caller, staff
from hall.web.house import house
from hall.web.hurt import Shown, attempt
from hall.web.pages import look, named
from hall.web.pages import page as any_page
from hall.web.public.sentences import day_name
from hall.web.shapes import View

blueprint = Blueprint(
    "roster", __name__, template_folder="templates", static_folder="static", static_url_path="/static/roster"
)
Answer = str | tuple[str, int] | AnyResponse
WEEKS = 4
MANAGES = frozenset({"roster", "services", "publication", "closure", "movers"})


@blueprint.get("/roster/<hall>")
@staff()
def calendar(hall: str) -> str:
    """The coming four weeks, what is open to claim, and one's own shifts."""
    with look(hall) as view:
        first = business_day(view.plan, view.now)
        found = roster_shapes.sessions(view, first, first + timedelta(days=7 * WEEKS - 1))
        me = str(caller().id)
        mine = [(s, shift) for s in found for shift in s.shifts if shift.member == me]
        open_ = [(s, shift) for s in found for shift in s.shifts if shift.member is None and s.state != "closed"]
        return _page(
            "roster/calendar.html",
            view,
            days=_by_day([s for s in found if s.kind in ("off_hours", "elastic")], view),
            mine=mine,
            open=open_,
            swaps=_swaps(view, me),
            people=roster_shapes.people_of(view),
            manages=caller().may(hall, Role.MANAGER),
        )


@blueprint.get("/roster/<hall>/<session>")
@staff()
def session(hall: str, session: str) -> str:
    """One session: its people, what it does, how full it is."""
    with look(hall) as view:
        return _session(view, _row(view, session))


@blueprint.post("/roster/<hall>/once")
@staff(Role.MANAGER)
def once(hall: str) -> Answer:
    """A session of one day that no week has."""
    form = request.form
    try:
        day, span = date.fromisoformat(form["day"]), [time.fromisoformat(form[k]) for k in ("start", "end")]
    except (KeyError, ValueError):
        raise Invalid("day") from None
    name = (form.get("name") or "once").strip()[:40]

    def verb(work: Work) -> str:
        return session_acts.open_once(work, day, *span, name=f"{name}-{day:%m%d}", services=()).id

    made = house().works.perform(hall, caller().actor, verb)
    return see(f"/roster/{hall}/{made}")


@blueprint.post("/roster/<hall>/<session>/<act>")
@staff()
def change(hall: str, session: str, act: str) -> Answer:
    """Does what a form asks. What would hurt bookings is shown first, and done once it was agreed to."""
    caller().must(act not in MANAGES or caller().may(hall, Role.MANAGER))
    verb = _verbs(act, session)
    agreed = "agreed" in request.form
    try:
        _, effect, shown = attempt(hall, verb, rehearse=not agreed)
    except HallError as refusal:
        with look(hall) as view:
            return _session(view, _row(view, session), refusal=errors.sentence(refusal)), errors.status_of(refusal)
    if not agreed and (effect.hurt or act == "closure"):
        return _preview(hall, session, act, shown)
    if not agreed:
        attempt(hall, verb, rehearse=False)
    return see(f"/roster/{hall}/{session}")


def _preview(hall: str, session: str, act: str, shown: Shown) -> Answer:
    kept = [(n, v) for n, v in request.form.items(multi=True) if n not in ("csrf_token", "agreed")]
    with look(hall) as view:
        row = _row(view, session)
        return _page(
            "roster/preview.html",
            view,
            s=roster_shapes.session(view, row),
            hurt=shown,
            kept=kept,
            act=act,
        )


def _verbs(act: str, session_id: str) -> Callable[[Work], Any]:
    form, me = request.form, str(caller().id)
    people = {
        int(k[2:]): v or None
        for k, v in form.items()
        if k.startswith("c-") and counted(k[2:], 4) is not None and v != "-"
    }
    services, other = form.getlist("services"), form.get("other") or None
    reason, shift, swap, to = (form.get(name, "") for name in ("reason", "shift", "swap", "to"))
    known: dict[str, Callable[[Work], Any]] = {
        "roster": lambda work: actions.set_roster(work, session_id, people),
        "services": lambda work: actions.set_services(work, session_id, services),
        "publication": lambda work: actions.publish(work, session_id),
        "closure": lambda work: session_acts.close(work, session_id, reason),
        "movers": lambda work: bookings.ask_movers(work, session_id),
        "claim": lambda work: actions.claim(work, shift, me),
        "leave": lambda work: actions.give_up(work, shift, me),
        "swap": lambda work: actions.ask_swap(work, shift, me, to, other_id=other),
        "agreed-swap": lambda work: actions.answer_swap(work, swap, me, agreed=True),
        "declined-swap": lambda work: actions.answer_swap(work, swap, me, agreed=False),
        "withdrawn-swap": lambda work: actions.withdraw_swap(work, swap, me),
    }
    if act not in known:
        raise UnknownSession()
    return known[act]


def _session(view: View, row: HallSession, *, refusal: str = "") -> str:
    plan, hall = plan_of(view.session, view.plan.id), view.plan.id
    shape = roster_shapes.session(view, row)
    return _page(
        "roster/session.html",
        view,
        s=shape,
        people=roster_shapes.people_of(view),
        me=str(caller().id),
        manages=caller().may(hall, Role.MANAGER) and row.state != SessionState.CLOSED,
        counters=[c for c in plan.counters if not c.retired],
        bookable=list(plan.on_offer()),
        reasons=[(key, booking_words.CLOSING_REASONS[key]) for key in sorted(REASONS)],
        refusal=refusal,
    )


def _swaps(view: View, me: str) -> list[dict[str, Any]]:
    wanted = select(ShiftSwap).where(
        ShiftSwap.hall_id == view.plan.id,
        ShiftSwap.state == SwapState.ASKED,
        (ShiftSwap.to_member == me) | (ShiftSwap.from_member == me),
    )
    found = []
    for swap in view.session.scalars(wanted):
        shift = view.session.get_one(Shift, swap.shift_id)
        row = session_by_id(view.session, shift.session_id)
        found.append({"swap": swap, "shift": shift, "session": row, "for_me": swap.to_member == me})
    return found


def _by_day(found: list[Any], view: View) -> list[tuple[date, list[Any]]]:
    days: dict[date, list[Any]] = {}
    for each in found:
        days.setdefault(each.day, []).append(each)
    return list(days.items())


def _row(view: View, session_id: str) -> HallSession:
    row = session_by_id(view.session, session_id)
    if row is None or row.hall_id != view.plan.id:
        raise UnknownSession()
    return row


def _page(template: str, view: View, **values: Any) -> str:
    def day_of(moment: datetime) -> date:
        return local(view.plan, moment).date()

    return any_page(
        template,
        view,
        day_name=day_name,
        day_of=day_of,
        bw=booking_words,
        session_kinds=words.SESSION_KINDS,
        who=lambda member, people: named(people.get(member)) or member,
        **values,
    )
