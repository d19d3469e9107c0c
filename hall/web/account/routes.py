"""`/account`: the page of whoever is signed in, and its forms."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from device.looks import LANGUAGES, keep_language
from hall.kernel.errors import HallError, NotFound
from hall.site.queries import halls
from hall.staff import actions, queries
from hall.staff.models import Member
from hall.staff.rules import SHORTEST_PASSWORD
from hall.web.account.changes import change_password, end_live, rename
from hall.web.account.shown import Shown, sessions
from hall.web.errors import status_of
from hall.web.forms import Filled, safe_next, see
from hall.web.guards import Caller, caller, signed_in
from hall.web.house import house
from hall.web.pages import look, page

blueprint = Blueprint(
    "account", __name__, template_folder="templates", static_folder="static", static_url_path="/static/account"
)
Answer = Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@blueprint.get("/account")
@signed_in
def account() -> str:
    """Everything a member may change about themselves."""
    return _page(caller())


@blueprint.post("/account")
@signed_in
def change() -> Answer:
    """One of the page's forms; `what` says which."""
    what = request.form.get("what", "")
    if what not in _FORMS:
        raise NotFound()
    who = caller()
    try:
        form, headers = _FORMS[what](who), dict[str, str]()
    except HallError as refusal:
        form = Filled(id=what)
        form.refuse(refusal)
        return _page(who, form), status_of(refusal)
    if form.wrong:
        if "seconds" in form.typed:
            headers["Retry-After"] = str(form.typed["seconds"])
        return _page(who, form), 429 if headers else form.status, headers
    return see(f"/account?done={what}#{what}")


@blueprint.post("/account/language")
@signed_in
def switch_language() -> Response:
    """The switch in the head of every page: kept with the person, and in this browser at once."""
    tag = request.form.get("language", "")
    if tag not in LANGUAGES:
        raise NotFound()
    member_id = str(caller().id)
    house().database.write(lambda session: actions.prefer_language(session, member_id, tag))
    answer = see(safe_next(request.form.get("next"), "/account"))
    keep_language(answer, tag)
    return answer


def _end(who: Caller) -> Filled:
    """Ends the session that a button names, or every other one."""
    handle, real_now = request.form.get("session", ""), house().clock.real_now()
    member_id, mine = str(who.id), str(who.token_hash)

    def job(session: Session) -> list[str]:
        if handle == "others":
            return actions.end_sessions(session, member_id, real_now, but=mine)
        return actions.end_one(session, member_id, handle, real_now)

    end_live(house().database.write(job))
    return Filled()


_FORMS: dict[str, Callable[[Caller], Filled]] = {
    "name": rename,
    "password": change_password,
    "sessions": _end,
}


def _page(who: Caller, form: Filled | None = None) -> str:
    with look(_hall(who)) as view:
        member = view.session.get_one(Member, str(who.id))
        names = {"zh": member.names.get("zh-CN", ""), "en": member.names.get("en", "")}
        filled = {"name": Filled(names, id="name"), "password": Filled(id="password")}
        if form is not None:
            filled[form.id] = form
        return page(
            "account/account.html",
            view,
            who=member,
            member=True,
            roles=queries.roles_of(view.session, member.id),
            sessions=_shown(view.session, who),
            forms_of=filled,
            wrong=form if form is not None and form.wrong else None,
            done=request.args.get("done", "") if form is None else "",
            shortest=SHORTEST_PASSWORD,
        )


def _shown(session: Any, who: Caller) -> list[Shown]:
    found = queries.open_sessions(session, str(who.id), house().clock.real_now())
    return sessions(found, house().seen, str(who.token_hash))


def _hall(who: Caller) -> str:
    """A hall of the member, for the page's head; any hall for who has no role just now."""
    if who.roles:
        return min(who.roles)
    with house().database.read() as session:
        known = halls(session)
    if not known:
        raise NotFound()
    return known[0].id
