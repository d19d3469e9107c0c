"""A change of the plan that somebody is making: judged as a whole hall file, and what it would do said first."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from flask import request
from flask_babel import gettext

from hall.kernel.errors import NotFound
from hall.queue.actions import replan
from hall.queue.errors import PlanChanged, PlanInTheWay
from hall.queue.replanning import Effect, History, effects, with_history
from hall.site.changes import Change, changes
from hall.site.hallfile import Review, review_values
from hall.site.hallfile_writer import values_of
from hall.site.plan import Plan
from hall.site.queries import hall as hall_row
from hall.site.yaml_lines import Problem
from hall.web.admin.fields import Entry, label_at, name_at, typed_of
from hall.web.admin.sections import BY_ID, SECTIONS, Section
from hall.web.forms import counted
from hall.web.guards import caller
from hall.web.house import house
from hall.web.hurt import Shown, attempt
from hall.web.pages import named
from hall.web.shapes import View


class UnknownEntry(NotFound):
    code = "entry_unknown"
    sentence = "This part of the plan does not exist, or no longer."


@dataclass
class Draft:
    """An entry as somebody would have it: what is wrong with it, and the plan it makes if nothing is."""

    section: Section
    entry: Entry
    key: str | None  # of the entry as it stands; None for a new one
    plan: Plan | None = None
    errors: dict[str, str] = field(default_factory=dict)  # by input
    labels: dict[str, str] = field(default_factory=dict)  # of those inputs
    elsewhere: list[tuple[str, str]] = field(default_factory=list)  # mistakes it makes in other parts: where, what


@dataclass(frozen=True)
class Outlook:
    """What adopting a plan would change and do; `plan` keeps what has a history."""

    plan: Plan
    changes: list[Change]
    effects: list[Effect]
    hurt: Shown

    @property
    def blocked(self) -> bool:
        return any(effect.blocks for effect in self.effects)

    def adopt(self, hall_id: str, *, after: int) -> int:
        """Makes it the hall's plan over version `after`; raises what `replan` raises."""
        plan = self.plan
        return house().works.perform(hall_id, caller().actor, lambda work: replan(work, plan, after=after))

    def met(self, refusal: PlanInTheWay) -> "Outlook":
        """The same with what was found under the lock: this look is older than whoever came in the way."""
        return replace(self, effects=list(refusal.effects))


def outlook(view: View, plan: Plan) -> Outlook:
    """What adopting `plan` now would change and do."""
    kept = with_history(view.session, view.plan, plan)
    found = changes(view.plan, kept)
    hurt = _hurt_by(view, kept) if found else Shown()
    return Outlook(kept, found, effects(view.session, view.plan, kept, view.now), hurt)


def _hurt_by(view: View, plan: Plan) -> Shown:
    """Whose bookings the plan would cost their time; nobody's where it cannot be adopted at all."""
    after = version_of(view)
    try:
        return attempt(view.plan.id, lambda work: replan(work, plan, after=after), rehearse=True)[2]
    except (PlanInTheWay, PlanChanged):
        return Shown()


def section_of(section_id: str) -> Section:
    if section_id not in BY_ID:
        raise UnknownEntry()
    return BY_ID[section_id]


def entries(plan: Plan, section: Section) -> list[Entry]:
    """The entries of a section as its hall file would have them."""
    return _list(values_of(plan), section)


def entry_as_it_stands(plan: Plan, section: Section, key: str) -> Entry:
    """One entry; the whole file for a section that is a single form. Raises UnknownEntry."""
    if section.single:
        return values_of(plan)
    found = next((e for e in entries(plan, section) if section.key(e) == key), None)
    if found is None:
        raise UnknownEntry()
    return found


def changed(plan: Plan, section: Section, key: str | None, entry: Entry) -> Draft:
    """The plan with one entry as given: put in the old one's place, or at the end."""
    draft = Draft(section, entry, key)
    if section.single:
        _judge(draft, entry, "")
        return draft
    values = values_of(plan)
    place, listed = _place(values, section, key)
    listed[place : place + 1] = [entry]
    _judge(draft, values, f"{section.file_path}[{place}]")
    return draft


def without(view: View, section: Section, key: str) -> Draft:
    """The plan without one entry, or with it retired if it has a history."""
    plan, history = view.plan, History(view.session, view.plan.id)
    used: dict[str, Callable[[], bool]] = {
        "services": lambda: history.service(key),
        "queues": lambda: history.queue(key),
        "packages": lambda: history.package(key),
        "counters": lambda: (number := counted(key, 4)) is not None and history.counter(number),
    }
    entry = entry_as_it_stands(plan, section, key)
    if section.id in used and used[section.id]():
        return changed(plan, section, key, entry | {"retired": True})
    values = values_of(plan)
    place, listed = _place(values, section, key)
    draft = Draft(section, listed.pop(place), key)
    _judge(draft, values, "-")
    return draft


def problem(found: Problem) -> str:
    """A mistake of a hall file in the reader's language."""
    return str(gettext(found.sentence)).format(**dict(found.values))


def consequences(plan: Plan) -> Callable[[Effect], str]:
    """Says an effect in the reader's language, services and packages by their names."""

    def said_of(effect: Effect) -> str:
        values = dict(effect.values)
        part = None
        if effect.code not in ("device_counter", "device_zone", "counter_busy"):
            part = plan.service(str(values.get("id"))) or plan.package(str(values.get("id")))
        if part is not None:
            values["id"] = f"{part.id} {named(part.names)}"
        return str(gettext(effect.sentence)).format(**values)

    return said_of


def where(path: str, values: dict[str, Any]) -> str:
    """A mistake's place in words: the section, and which of its entries."""
    for section in SECTIONS:
        begins = f"{section.file_path}["
        if section.path and path.startswith(begins):
            number = counted(path.removeprefix(begins).partition("]")[0], 4)
            listed = _list(values, section)
            if number is not None and number < len(listed):
                return f"{section.title}: {section.label(listed[number])}"
    return path


def version_of(view: View) -> int:
    """The number of the plan's version as it stands."""
    return hall_row(view.session, view.plan.id).plan_version


def version_seen() -> int:
    """The version that a sent form was made from; 0 where it does not say."""
    return counted(request.form.get("version", ""), 9) or 0


def _judge(draft: Draft, values: dict[str, Any], here: str) -> None:
    found: Review = review_values(values)
    draft.plan = found.plan
    for mistake in found.mistakes:
        inner = mistake.path.removeprefix(here).lstrip(".") if mistake.path.startswith(here) else None
        name = name_at(inner, draft.entry, draft.section.fields) if inner is not None else None
        if name is not None:
            draft.errors.setdefault(name, problem(mistake))
            draft.labels[name] = label_at(name, draft.section.fields)
        else:
            draft.elsewhere.append((where(mistake.path, values), problem(mistake)))
    order = list(typed_of(draft.entry, draft.section.fields))
    draft.errors = dict(sorted(draft.errors.items(), key=lambda e: order.index(e[0]) if e[0] in order else -1))


def _list(values: dict[str, Any], section: Section) -> list[Entry]:
    at: Any = values
    for word in section.path:
        at = at.get(word) or {}
    return at if isinstance(at, list) else []


def _place(values: dict[str, Any], section: Section, key: str | None) -> tuple[int, list[Entry]]:
    """The entry's list, which stands in `values` from now on, and its place there."""
    *above, last = section.path
    at: Any = values
    for word in above:
        at = at.setdefault(word, {})
    listed: list[Entry] = at.setdefault(last, [])
    if key is None:
        return len(listed), listed
    place = next((n for n, entry in enumerate(listed) if section.key(entry) == key), None)
    if place is None:
        raise UnknownEntry()
    return place, listed
