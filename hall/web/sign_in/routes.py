"""`/sign-in` and `/sign-out`."""

from datetime import datetime

from flask import Blueprint, render_template, request
from flask import Response as FlaskResponse
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from hall.kernel.errors import TooMany
from hall.kernel.ids import fingerprint
from hall.staff import actions, queries
from hall.staff.errors import SignedOut, WrongPassword
from hall.staff.rules import TOKEN_HOURS
from hall.web import errors
from hall.web.forms import from_our_page, safe_next, see
from hall.web.guards import SESSION_COOKIE, caller, cookie_name, public
from hall.web.house import house

blueprint = Blueprint("sign_in", __name__, template_folder="templates")
LONGEST = 200


@blueprint.get("/sign-in")
@public
def form() -> str:
    """The form; somebody signed in already may sign in as somebody else."""
    return _page(login="", refusal=None)


@blueprint.post("/sign-in")
@public
def sign_in() -> Response | tuple[str, int, dict[str, str]]:
    """A cookie and the page that was wanted, or one sentence for whatever was wrong."""
    from_our_page()
    login, password = request.form.get("login", "").strip(), request.form.get("password", "")
    try:
        token = _token(login, password)
    except (WrongPassword, TooMany) as refusal:
        headers = {"Retry-After": str(refusal.seconds)} if isinstance(refusal, TooMany) else {}
        page = _page(login=login[:60], refusal=errors.sentence(refusal))
        return page, errors.status_of(refusal), headers
    answer = see(safe_next(request.form.get("next"), "/"))
    set_cookie(answer, SESSION_COOKIE, token, TOKEN_HOURS * 3600)
    return answer


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    """Ends this browser's session, on the server too."""
    from_our_page()
    token = request.cookies.get(cookie_name(SESSION_COOKIE))
    if token:
        now = house().clock.real_now()
        house().database.write(lambda session: actions.sign_out(session, fingerprint(token), now))
    answer = see("/")
    answer.delete_cookie(
        cookie_name(SESSION_COOKIE), path="/", secure=house().settings.secure_cookies, httponly=True
    )
    return answer


@blueprint.app_errorhandler(SignedOut)
def ask_to_sign_in(refusal: SignedOut) -> Response | FlaskResponse:
    """A person who needs to sign in is shown where; a program is told 401."""
    if errors.for_program() or request.method != "GET":
        return errors.refuse(refusal)
    return see(f"/sign-in?next={request.path}" if request.path != "/" else "/sign-in")


def set_cookie(answer: Response, name: str, token: str, seconds: int) -> None:
    """A cookie for a secret: no script reads it, no other site's form sends it."""
    answer.set_cookie(
        cookie_name(name),
        token,
        max_age=seconds,
        path="/",
        secure=house().settings.secure_cookies,
        httponly=True,
        samesite="Lax",
    )


def _token(login: str, password: str) -> str:
    """A fresh session token; WrongPassword alike for an unknown login and a wrong password."""
    the_house, now = house(), house().clock.real_now()
    keys = (f"login:{login.lower()}", f"address:{request.remote_addr}")
    refused = the_house.database.write(lambda session: _count(session, keys, now))
    if refused:
        raise TooMany(seconds=refused)
    with the_house.database.read() as session:
        member = queries.member_by_login(session, login)
    short = len(login) <= LONGEST and len(password) <= LONGEST
    fits = the_house.run_slowly(actions.password_fits, member, password[:LONGEST])
    if member is None or not (fits and short and member.active):
        raise WrongPassword()

    def begin(session: Session) -> str:
        actions.forget_attempts(session, keys[0])
        return actions.sign_in(session, member, now)[0]

    return the_house.database.write(begin)


def _count(session: Session, keys: tuple[str, ...], now: datetime) -> int:
    """Counts the attempt under each key; the seconds to wait if that is one too many, else 0."""
    wait = 0
    for key in keys:
        try:
            actions.count_attempt(session, key, now)
        except TooMany as refusal:
            wait = max(wait, refusal.seconds)
    return wait


def _page(*, login: str, refusal: str | None) -> str:
    wanted = request.values.get("next", "")
    return render_template(
        "sign_in/form.html",
        login=login,
        refusal=refusal,
        next=safe_next(wanted, "/"),
        signed_in=caller().kind == "member",
    )
