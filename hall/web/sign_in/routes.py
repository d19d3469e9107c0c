"""`/sign-in` and `/sign-out`."""

from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from hall.kernel.errors import TooMany
from hall.kernel.ids import fingerprint
from hall.staff import actions
from hall.staff.errors import SignedOut, WrongPassword
from hall.staff.rules import TOKEN_HOURS
from hall.web import errors, signing_in
from hall.web.forms import from_our_page, safe_next, see
from hall.web.guards import SESSION_COOKIE, caller, cookie_name, public
from hall.web.house import house
from hall.web.live.handlers import end_session

blueprint = Blueprint("sign_in", __name__, template_folder="templates")
LONGEST = 60


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
        token = signing_in.sign_in(login, password).token
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
    return see("/sign-in?" + urlencode({"next": wanted}) if wanted != "/" else "/sign-in")


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
        next=safe_next(wanted, "/"),
        signed_in=caller().kind == "member",
    )
