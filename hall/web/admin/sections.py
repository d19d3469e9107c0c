"""The parts of a plan that have forms: where each stands in a hall file, and what names one of its entries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from device.looks import language
from hall.site.yaml_lines import Path
from hall.web.admin import hall_fields
from hall.web.admin import section_fields as asks
from hall.web.admin.fields import Entry, Field


@dataclass(frozen=True)
class Section:
    """A kind of parts; `path` is its list in a hall file, or () for a form over the whole file."""

    id: str
    title: Any
    one: Any  # "a service", for the heading of an empty form
    fields: tuple[Field, ...]
    path: Path = ()
    key: Callable[[Entry], str] = lambda entry: str(entry.get("id", ""))
    name: Callable[[Entry], str] = lambda entry: said(entry.get("name"))
    retires: bool = False  # has a history that a deletion would lose

    def label(self, entry: Entry) -> str:
        """An entry as a sentence names it: "B01 Passport", "Monday 08:30–12:00"."""
        named = self.name(entry)
        return f"{entry['id']} {named}" if entry.get("id") else named

    @property
    def single(self) -> bool:
        return not self.path

    @property
    def file_path(self) -> str:
        """Where its entries stand, as a mistake's path begins."""
        return ".".join(str(p) for p in self.path)


def said(names: Any) -> str:
    """A text of a hall file in the reader's language."""
    if not isinstance(names, Mapping):
        return ""
    return str(names.get("zh" if language() == "zh-CN" else "en") or next(iter(names.values()), ""))


def _session_key(entry: Entry) -> str:
    return "-".join([*(str(day) for day in entry.get("days") or ()), str(entry.get("start", "")).replace(":", "")])


def _session_name(entry: Entry) -> str:
    days = dict(asks.DAYS)
    named = [str(days.get(str(day), day)) for day in entry.get("days") or ()]
    span = f"{named[0]} – {named[-1]}" if _in_a_row(entry.get("days") or []) else gettext(", ").join(named)
    return f"{span} {entry.get('start', '')}–{entry.get('end', '')}"


def _in_a_row(days: list[Any]) -> bool:
    numbers = [int(day) if str(day).isdecimal() else None for day in days]
    return len(numbers) > 2 and numbers == [(numbers[0] or 0) + n for n in range(len(numbers))]


def _override_name(entry: Entry) -> str:
    first, last = entry.get("from", ""), entry.get("to", "")
    return f"{first if first == last else f'{first} – {last}'} {said(entry.get('name'))}"


def _counter_name(entry: Entry) -> str:
    return f"{gettext('Counter')} {entry.get('number', '')} {said(entry.get('label'))}".strip()


SECTIONS = (
    Section("hall", _("The hall"), _("The hall"), hall_fields.HALL, name=lambda entry: ""),
    Section(
        "hours",
        _("Opening hours"),
        _("New opening hours"),
        hall_fields.SESSION,
        ("calendar", "weekly"),
        _session_key,
        _session_name,
    ),
    Section(
        "calendar",
        _("Closures and make-up days"),
        _("New closure or make-up day"),
        hall_fields.OVERRIDE,
        ("calendar", "overrides"),
        lambda entry: str(entry.get("from", "")),
        _override_name,
    ),
    Section(
        "one_off",
        _("Sessions of one day"),
        _("New session of one day"),
        hall_fields.ONE_OFF,
        ("calendar", "one_off"),
        lambda entry: f"{entry.get('day', '')}-{entry.get('session', '')}",
        lambda entry: f"{entry.get('day', '')} {entry.get('start', '')}–{entry.get('end', '')}",
    ),
    Section("departments", _("Departments"), _("New department"), asks.DEPARTMENT, ("departments",)),
    Section("queues", _("Queues"), _("New queue"), asks.QUEUE, ("queues",), retires=True),
    Section("services", _("Services"), _("New service"), asks.SERVICE, ("services",), retires=True),
    Section("packages", _("Packages"), _("New package"), asks.PACKAGE, ("packages",), retires=True),
    Section(
        "counters",
        _("Counters and skills"),
        _("New counter"),
        asks.COUNTER,
        ("counters",),
        lambda entry: str(entry.get("number", "")),
        _counter_name,
        retires=True,
    ),
    Section(
        "guides", _("Guides"), _("New guide"), asks.GUIDE, ("guides",), name=lambda entry: said(entry.get("title"))
    ),
    Section("not_here", _("Not done here"), _("New thing not done here"), asks.NOT_HERE, ("not_here",)),
    Section("rules", _("Settings"), _("Settings"), hall_fields.RULES, name=lambda entry: ""),
)
BY_ID = {section.id: section for section in SECTIONS}
