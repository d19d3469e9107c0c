"""What differs between two plans of a hall, in the order a person would ask. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from hall.site.plan import Plan, Service

KINDS = {
    "services": ("service", "id"),
    "queues": ("queue", "id"),
    "counters": ("counter", "number"),
    "packages": ("package", "id"),
    "departments": ("department", "id"),
    "guides": ("guide", "id"),
    "not_here": ("thing not done here", "id"),
}
APART = frozenset({*KINDS, "settings", "id", "staff", "arrivals"})
"""What is compared part by part, cannot change, or stands in rows of its own once the hall exists."""


@dataclass(frozen=True)
class Detail:
    """A field that differs; how it was and is where that is short enough to be said."""

    field: str
    before: str | None = None
    after: str | None = None

    @property
    def said(self) -> str:
        return self.field if self.before is None else f"{self.field} {self.before} → {self.after}"


@dataclass(frozen=True)
class Change:
    """One difference: of what, and in which fields."""

    what: str  # "service", "counter", …, "setting", or "hall" for a field of the hall itself
    how: Literal["added", "removed", "changed"]
    id: str
    details: tuple[Detail, ...] = ()


def changes(old: Plan, new: Plan) -> list[Change]:
    """Everything that adopting `new` would change; empty when the plans say the same."""
    found: list[Change] = []
    for section, (what, key) in KINDS.items():
        found += _parts(what, key, getattr(old, section), getattr(new, section))
    found += [Change("setting", "changed", detail.field, (detail,)) for detail in _settings(old, new)]
    for name in Plan.model_fields:
        if name not in APART and getattr(old, name) != getattr(new, name):
            found.append(Change("hall", "changed", name))
    return found


def moved_services(old: Plan, new: Plan) -> list[Service]:
    """Services of `old` that `new` has not, or has in another queue: who waits for one would be lost."""
    return [s for s in old.services if (now := new.service(s.id)) is None or now.queue != s.queue]


def _parts(what: str, key: str, old: Sequence[Any], new: Sequence[Any]) -> list[Change]:
    before = {getattr(part, key): part for part in old}
    after = {getattr(part, key): part for part in new}
    found = [Change(what, "added", str(k)) for k in after if k not in before]
    found += [Change(what, "removed", str(k)) for k in before if k not in after]
    for k in after:
        if k in before and before[k] != after[k]:
            fields = [n for n in type(after[k]).model_fields if getattr(before[k], n) != getattr(after[k], n)]
            details = tuple(_said(n, getattr(before[k], n), getattr(after[k], n)) for n in fields)
            found.append(Change(what, "changed", str(k), details))
    return found


def _settings(old: Plan, new: Plan) -> list[Detail]:
    names = [n for n in type(old.settings).model_fields if n != "later"]
    found = [(n, getattr(old.settings, n), getattr(new.settings, n)) for n in names]
    later = sorted({*old.settings.later, *new.settings.later})
    found += [(n, old.settings.later.get(n), new.settings.later.get(n)) for n in later]
    return [_said(name, before, after) for name, before, after in found if before != after]


def _said(name: str, before: Any, after: Any) -> Detail:
    short = (str, int, float, bool, type(None))
    if isinstance(before, short) and isinstance(after, short):
        return Detail(name, _word(before), _word(after))
    if all(isinstance(v, tuple) and all(isinstance(w, str) for w in v) for v in (before, after)):
        return Detail(name, " ".join(before) or "-", " ".join(after) or "-")
    return Detail(name)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "-" if value is None else str(value)
