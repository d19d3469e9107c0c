"""What differs between two plans of a hall, in the order a person would ask. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from hall.site.plan import Plan, Service


def _session(part: Any) -> str:
    return f"{' '.join(str(day) for day in part.days)}, {part.start:%H:%M}-{part.end:%H:%M}"


def _days(part: Any) -> str:
    return f"{part.first} - {part.last}" if part.first != part.last else f"{part.first}"


KINDS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "services": ("service", lambda part: str(part.id)),
    "queues": ("queue", lambda part: str(part.id)),
    "counters": ("counter", lambda part: str(part.number)),
    "packages": ("package", lambda part: str(part.id)),
    "departments": ("department", lambda part: str(part.id)),
    "guides": ("guide", lambda part: str(part.id)),
    "not_here": ("thing not done here", lambda part: str(part.id)),
    "sessions": ("opening hours", _session),
    "overrides": ("closure", _days),
    "one_off": ("session of one day", lambda part: f"{part.day}, {part.start:%H:%M}-{part.end:%H:%M}"),
}
"""The parts of a plan that are compared one by one: what each is called, and what it is known by."""
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


def _parts(what: str, key: Callable[[Any], str], old: Sequence[Any], new: Sequence[Any]) -> list[Change]:
    before = {key(part): part for part in old}
    after = {key(part): part for part in new}
    found = [Change(what, "added", k) for k in after if k not in before]
    found += [Change(what, "removed", k) for k in before if k not in after]
    for k in after:
        if k in before and before[k] != after[k]:
            fields = [n for n in type(after[k]).model_fields if getattr(before[k], n) != getattr(after[k], n)]
            details = tuple(_said(n, getattr(before[k], n), getattr(after[k], n)) for n in fields)
            found.append(Change(what, "changed", k, details))
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
