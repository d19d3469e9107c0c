"""`/admin/{hall}/file`: the whole plan as one hall file, to keep, to edit and to bring back."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from hall.queue.errors import PlanChanged, PlanInTheWay
from hall.site.hallfile import review
from hall.site.hallfile_writer import write
from hall.web import errors
from hall.web.admin.change_words import ChangeWords
from hall.web.admin.drafts import Outlook, consequences, outlook, problem, version_of, version_seen
from hall.web.admin.edit import AT_PLAN
from hall.web.admin.routes import blueprint
from hall.web.forms import see
from hall.web.pages import look, page
from hall.web.shapes import View

Answer = str | AnyResponse | tuple[str, int]
SHOWN = 100


@blueprint.get("/admin/<hall>/file.yaml")
@AT_PLAN
def plan_file(hall: str) -> Response:
    """The hall file of the plan as it stands; reading it back changes nothing."""
    with look(hall) as view:
        name = f"{hall}-{version_of(view)}.yaml"
        answer = Response(write(view.plan), mimetype="application/yaml")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


@blueprint.get("/admin/<hall>/file")
@AT_PLAN
def plan_file_form(hall: str) -> str:
    """Where a hall file is taken and brought back."""
    with look(hall) as view:
        return _page(view, "", saved=request.args.get("saved", "").isdigit())


@blueprint.post("/admin/<hall>/file")
@AT_PLAN
def plan_file_read(hall: str) -> Answer:
    """Every mistake with its line; or what the file would change and do; and once agreed to, the change."""
    text = _text()
    with look(hall) as view:
        found = review(text)
        if found.plan is None or "back" in request.form:
            mistakes = [] if "back" in request.form else [(p.line, p.path, problem(p)) for p in found.mistakes]
            return _page(view, text, mistakes=mistakes), 422 if mistakes else 200
        if found.plan.id != hall:
            return _page(view, text, other=found.plan.id), 422
        expected, warnings = outlook(view, found.plan), [(p.line, p.path, problem(p)) for p in found.warnings]
        seen = version_seen()
        if "agreed" not in request.form or seen != version_of(view):
            return _page(view, text, expected=expected, warnings=warnings, stale=seen not in (0, version_of(view)))
        try:
            made = expected.adopt(hall, after=seen)
        except PlanInTheWay as refusal:
            return _page(view, text, expected=expected.met(refusal)), 409
        except PlanChanged as refusal:
            return _page(view, text, expected=expected, refusal=errors.sentence(refusal)), 409
        return see(f"/admin/{hall}/file?saved={made}")


def _page(view: View, text: str, *, expected: Outlook | None = None, **more: object) -> str:
    return page(
        "admin/file.html",
        view,
        text=text,
        outlook=expected,
        said=ChangeWords(view.plan, expected.plan) if expected else None,
        consequence=consequences(view.plan),
        version=version_of(view),
        shown=SHOWN,
        **{"mistakes": [], "warnings": [], "other": "", "refusal": "", "stale": False, "saved": False, **more},
    )


def _text() -> str:
    """The file that was chosen, or what was typed; UTF-8, and where it is not, a file with a mistake in line 1."""
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        return str(sent.read().decode("utf-8-sig", errors="replace"))
    return request.form.get("text", "").replace("\r\n", "\n")
