"""`/sign-in` and `/sign-out`."""

from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from device.looks import keep_language
from hall.kernel.errors import TooMany
from hall.kernel.ids import fingerprint
from hall.staff import actions
from hall.staff.errors import OneTimeExpired, SignedOut, WrongPassword
from hall.staff.models import Member
from hall.staff.queries import member_replacing
from hall.staff.rules import TOKEN_HOURS, client_kind
from hall.web import errors, signing_in
from hall.web.forms import from_our_page, safe_next, see
from hall.web.guards import SESSION_COOKIE, caller, cookie_name, public
from hall.web.house import house
from hall.web.live.handlers import end_session

blueprint = Blueprint("sign_in", __name__, template_folder="templates")
LONGEST = 60
WORK = "/work"  # whatever page the person works at


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
    login, password = request.form.get("login", "").strip()[:LONGEST], request.form.get("password", "")
    try:
        made = signing_in.sign_in(login, password, client=this_client(), one_time_too=True)
    except (WrongPassword, OneTimeExpired, TooMany) as refusal:
        headers = {"Retry-After": str(refusal.seconds)} if isinstance(refusal, TooMany) else {}
        page = _page(login=login[:60], refusal=errors.sentence(refusal))
        return page, errors.status_of(refusal), headers
    wanted = safe_next(request.form.get("next"), WORK)
    answer = see(to_replacing(wanted) if made.one_time else wanted)
    set_cookie(answer, SESSION_COOKIE, made.token, TOKEN_HOURS * 3600)
    if made.language:
        keep_language(answer, made.language)
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
        end_session(house(), fingerprint(token))
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
    wanted = request.full_path.rstrip("?")
    if who_replaces() is not None:
        return see(to_replacing(wanted))
    return see("/sign-in?" + urlencode({"next": wanted}) if wanted != "/" else "/sign-in")


def who_replaces() -> tuple[Member, str] | None:
    """Who signed in here with a one-time password and has not replaced it yet, and the token's fingerprint."""
    token = request.cookies.get(cookie_name(SESSION_COOKIE))
    if not token:
        return None
    with house().database.read() as session:
        found = member_replacing(session, fingerprint(token), house().clock.real_now())
    return (found, fingerprint(token)) if found else None


def to_replacing(wanted: str) -> str:
    """Where a one-time password is replaced; `wanted` is where to go on to."""
    return "/sign-in/new-password" + ("?" + urlencode({"next": wanted}) if wanted != WORK else "")


def this_client() -> str:
    """The kind of browser that asks, no closer."""
    return client_kind(request.headers.get("User-Agent", ""))


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


def _page(*, login: str, refusal: str | None) -> str:
    wanted = request.values.get("next", "")
    return render_template(
        "sign_in/form.html",
        login=login,
        refusal=refusal,
        next=safe_next(wanted, WORK),
        signed_in=caller().kind == "member",
    )
