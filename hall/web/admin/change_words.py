"""What differs between two plans, in the reader's words: the labels of the forms, and the names of choices."""

from collections.abc import Iterable
from typing import get_args

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from hall.site.changes import KINDS, Change, Detail
from hall.site.hallfile import PLACES
from hall.site.hallfile_sections import words_of
from hall.site.plan import Counter, Plan
from hall.web.admin.fields import Field
from hall.web.admin.hall_fields import HALL
from hall.web.admin.sections import BY_ID
from hall.web.admin.setting_fields import MEANING
from hall.web.pages import named

WHAT = {
    "service": _("Service"),
    "queue": _("Queue"),
    "counter": _("Counter"),
    "package": _("Package"),
    "department": _("Department"),
    "guide": _("Guide"),
    "thing not done here": _("Not done here"),
    "opening hours": _("Opening hours"),
    "closure": _("Closure or make-up day"),
    "session of one day": _("Session of one day"),
    "setting": _("Setting"),
    "hall": _("The hall"),
}
HOW = {"added": _("new"), "removed": _("goes"), "changed": _("changed")}
FORMS = {"sessions": "hours", "overrides": "calendar", "one_off": "one_off"}
SECTION_OF = {what: section for section, (what, _key) in KINDS.items()}


def _key(section: str, name: str) -> str:
    """What a hall file calls a field of the parts in a list of the plan."""
    if not section:
        return name
    kind = get_args(Plan.model_fields[section].annotation)[0]
    return words_of(kind, "label" if kind is Counter else "name").get(name, name)


class ChangeWords:
    """Says the changes from one plan to another."""

    def __init__(self, old: Plan, new: Plan) -> None:
        self.old, self.new = old, new

    def title(self, change: Change) -> str:
        """What changes: "Service A1", or the meaning of a setting."""
        if change.what == "setting":
            return str(MEANING[change.id][1]) if change.id in MEANING else change.id
        if change.what == "hall":
            return self._label(HALL, ".".join(str(word) for word in PLACES.get(change.id, (change.id,))))
        return f"{WHAT[change.what]} {change.id} {self._name(change)}".rstrip()

    def _name(self, change: Change) -> str:
        """The name of what changes, as it will be or was."""
        for plan in (self.new, self.old):
            for part in getattr(plan, SECTION_OF[change.what]):
                if KINDS[SECTION_OF[change.what]][1](part) == change.id:
                    return named(getattr(part, "names", None) or getattr(part, "title", None))
        return ""

    def how(self, change: Change) -> str:
        return str(HOW[change.how])

    def details(self, change: Change) -> list[str]:
        """The fields that differ, with the values where these are short."""
        return [self._detail(change, detail) for detail in change.details]

    def _detail(self, change: Change, detail: Detail) -> str:
        section = SECTION_OF.get(change.what, "")
        fields = BY_ID[FORMS.get(section, section)].fields if section else ()
        if detail.field == "retired":
            return str(gettext("retired") if detail.after == "yes" else gettext("in use again"))
        key = _key(section, detail.field)
        label = "" if change.what == "setting" else self._label(fields, key)
        if detail.before is None or detail.after is None:
            return label
        if {detail.before, detail.after} == {"yes", "no"}:
            turned = gettext("no → yes") if detail.after == "yes" else gettext("yes → no")
            return f"{label}: {turned}"
        values = f"{self._value(fields, key, detail.before)} → {self._value(fields, key, detail.after)}"
        return f"{label}: {values}" if label else values

    def _label(self, fields: Iterable[Field], key: str) -> str:
        found = next((f for f in fields if f.key == key), None)
        return str(found.label) if found else key

    def _value(self, fields: Iterable[Field], key: str, value: str) -> str:
        found = next((f for f in fields if f.key == key and f.kind == "one" and f.options), None)
        choices = {} if found is None or found.options is None else dict(found.options(self.new))
        return str(choices.get(value, value))
