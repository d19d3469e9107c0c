"""`/admin/{hall}/plan/…`: forms for every part of the plan. Its effects are shown before a change is made."""

from flask import request
from werkzeug.wrappers import Response

from hall.queue.errors import PlanChanged, PlanInTheWay
from hall.site.plan import Plan
from hall.staff.rules import Role
from hall.web import errors
from hall.web.admin import drafts
from hall.web.admin.change_words import ChangeWords
from hall.web.admin.drafts import (
    Draft,
    entries,
    entry_as_it_stands,
    outlook,
    section_of,
    version_of,
    version_seen,
)
from hall.web.admin.fields import entry_of, typed_of
from hall.web.admin.routes import blueprint
from hall.web.forms import Filled, see
from hall.web.guards import staff
from hall.web.pages import look, page
from hall.web.shapes import View

Answer = str | Response | tuple[str, int]
AT_PLAN = staff(Role.MANAGER, Role.ADMIN)
MORE_ROWS = 3


@blueprint.get("/admin/<hall>/plan/<section>")
@AT_PLAN
def plan_section(hall: str, section: str) -> str:
    """The entries of a part of the plan, or its form where it is a single one."""
    with look(hall) as view:
        part = section_of(section)
        if part.single:
            return _form(view, Draft(part, entry_as_it_stands(view.plan, part, ""), ""))
        saved = request.args.get("saved", "").isdigit()
        return page("admin/section.html", view, section=part, rows=entries(view.plan, part), saved=saved)


@blueprint.get("/admin/<hall>/plan/<section>/new")
@AT_PLAN
def plan_new(hall: str, section: str) -> str:
    """The empty form."""
    with look(hall) as view:
        part = section_of(section)
        return _form(view, Draft(part, {}, None))


@blueprint.get("/admin/<hall>/plan/<section>/of/<key>")
@AT_PLAN
def plan_entry(hall: str, section: str, key: str) -> str:
    """The form of one entry."""
    with look(hall) as view:
        part = section_of(section)
        return _form(view, Draft(part, entry_as_it_stands(view.plan, part, key), key))


@blueprint.post("/admin/<hall>/plan/<section>")
@AT_PLAN
def plan_single(hall: str, section: str) -> Answer:
    """A change of a part that is a single form."""
    return _change(hall, section, "")


@blueprint.post("/admin/<hall>/plan/<section>/new")
@AT_PLAN
def plan_add(hall: str, section: str) -> Answer:
    """A new entry."""
    return _change(hall, section, None)


@blueprint.post("/admin/<hall>/plan/<section>/of/<key>")
@AT_PLAN
def plan_change(hall: str, section: str, key: str) -> Answer:
    """A change of one entry."""
    return _change(hall, section, key)


@blueprint.post("/admin/<hall>/plan/<section>/of/<key>/removal")
@AT_PLAN
def plan_remove(hall: str, section: str, key: str) -> Answer:
    """Takes an entry out of the plan; what has a history is retired."""
    with look(hall) as view:
        draft = drafts.without(view, section_of(section), key)
        if draft.plan is None:
            draft.errors, entry = {}, entry_as_it_stands(view.plan, draft.section, key)
            return _form(view, Draft(draft.section, entry, key, elsewhere=draft.elsewhere)), 422
        return _look_or_adopt(view, draft, draft.plan)


def _change(hall: str, section: str, key: str | None) -> Answer:
    with look(hall) as view:
        part = section_of(section)
        before = {} if key is None else entry_as_it_stands(view.plan, part, key)
        entry = entry_of(request.form, before, part.fields)
        if key and not part.single:
            entry |= {name: before[name] for name in ("id", "number") if name in before}  # it keeps its id
        more = request.form.get("more")
        if more or "back" in request.form:
            return _form(view, Draft(part, entry, key), more={more: MORE_ROWS} if more else {})
        draft = drafts.changed(view.plan, part, key, entry)
        if draft.plan is None:
            return _form(view, draft), 422
        return _look_or_adopt(view, draft, draft.plan)


def _look_or_adopt(view: View, draft: Draft, plan: Plan) -> Answer:
    """Shows what the plan would do; makes it the hall's plan once that was seen and agreed to."""
    seen, now = version_seen(), version_of(view)
    expected = outlook(view, plan)
    if "agreed" not in request.form or seen != now:
        return _preview(view, draft, expected, stale=seen not in (now, 0))
    try:
        made = expected.adopt(view.plan.id, after=seen)
    except PlanInTheWay as refusal:
        return _preview(view, draft, expected.met(refusal)), 409
    except PlanChanged as refusal:
        return _preview(view, draft, expected, refusal=errors.sentence(refusal)), 409
    return see(f"/admin/{view.plan.id}/plan/{draft.section.id}?saved={made}")


def _preview(view: View, draft: Draft, expected: drafts.Outlook, *, stale: bool = False, refusal: str = "") -> str:
    kept = [(n, v) for n, v in request.form.items(multi=True) if n not in ("csrf_token", "version", "agreed")]
    return page(
        "admin/preview.html",
        view,
        section=draft.section,
        outlook=expected,
        said=ChangeWords(view.plan, expected.plan),
        consequence=drafts.consequences(view.plan),
        kept=kept,
        version=version_of(view),
        action=request.path,
        refusal=refusal,
        stale=stale,
    )


def _form(view: View, draft: Draft, *, more: dict[str, int] | None = None) -> str:
    part = draft.section
    filled = Filled(typed_of(draft.entry, part.fields, more=more), draft.errors, labels=draft.labels)
    name = "" if draft.key is None or part.single else part.name(draft.entry)
    return page(
        "admin/entry.html",
        view,
        section=part,
        form=filled,
        draft=draft,
        name=name,
        version=version_of(view),
        saved=request.args.get("saved", "").isdigit(),
    )
