"""`/sign-in/new-password`: a one-time password opens this page and nothing else."""

from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response

from hall.kernel.errors import Invalid
from hall.staff import actions
from hall.staff.errors import SignedOut
from hall.staff.models import Member
from hall.staff.rules import SHORTEST_PASSWORD, TOKEN_HOURS
from hall.web.forms import Filled, from_our_page, safe_next, see
from hall.web.guards import SESSION_COOKIE, public
from hall.web.house import house
from hall.web.live.handlers import end_session
from hall.web.sign_in.routes import WORK, blueprint, set_cookie, this_client, who_replaces


@blueprint.get("/sign-in/new-password")
@public
def replace_form() -> str | Response:
    """The form, for who signed in with a one-time password; others may sign in."""
    found = who_replaces()
    return _page(found[0], Filled()) if found else see("/sign-in")


@blueprint.post("/sign-in/new-password")
@public
def replace() -> Response | tuple[str, int]:
    """The password of one's own, a session that opens everything, and on to the page that was wanted."""
    from_our_page()
    found = who_replaces()
    if found is None:
        raise SignedOut()
    member, digest = found
    password, again = request.form.get("password", ""), request.form.get("again", "")
    form = Filled()
    try:
        house().run_slowly(actions.refuse_password, member, password, again)
    except Invalid as refusal:
        form.refuse(refusal, at=refusal.field)
        return _page(member, form), form.status
    token = _replaced(member, house().run_slowly(actions.hash_password, password), this_client())
    end_session(house(), digest)
    answer = see(safe_next(request.form.get("next"), WORK))
    set_cookie(answer, SESSION_COOKIE, token, TOKEN_HOURS * 3600)
    return answer


def _replaced(member: Member, hashed: str, client: str) -> str:
    real_now = house().clock.real_now()

    def job(session: Any) -> str:
        kept = actions.replace_one_time(session, member.id, hashed, real_now, old_hash=member.password_hash)
        return actions.sign_in(session, kept, real_now, client=client)[0]

    return house().database.write(job)


def _page(member: Member, form: Filled) -> str:
    return render_template(
        "sign_in/new_password.html",
        whose=member,
        form=form,
        shortest=SHORTEST_PASSWORD,
        next=safe_next(request.values.get("next"), WORK),
    )
