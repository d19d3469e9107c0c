"""The sections of a hall file as the values of a plan, with the file's paths for every mistake."""

import re
from typing import Any

from pydantic import BaseModel

from hall.site import plan as shapes
from hall.site.hallfile_repair import repaired
from hall.site.hallfile_settings import hall_settings, settings_of_queue
from hall.site.hallfile_words import NAMES, RENAMED, SPAN, at, no_bool, unknown, validated
from hall.site.yaml_lines import Path, Problem, Source, dotted

PARTS: dict[str, type[BaseModel]] = {"quotas": shapes.QuotaBand, "flex": shapes.Flex}
"""Lists of smaller parts within a part."""
_ABOUT = {
    "unserved": {"counters", "queues"},
    "unknown_queue": {"queues"},
    "unknown_counter": {"counters"},
    "unknown_service": {"services"},
    "unknown_department": {"departments"},
    "unknown_guide": {"guides"},
}


class Sections:
    """Builds the values of a plan; a part with a mistake is kept as far as it can be read."""

    def __init__(self, source: Source) -> None:
        self.source, self.values = source, source.values
        self.broken: dict[str, set[str]] = {}  # parts with a mistake and the keys that have one; none: all
        self.nameless: set[str] = set()  # sections with a part whose id cannot be read

    def plan(self) -> dict[str, Any]:
        hall = self._section("hall", required=True)
        meta, calendar = self._section("meta"), self._section("calendar")
        known = {"id", "name", "short_name", "address", "phones", "sms_signature", "floors", "seats", "amenities"}
        unknown(self.source, ("hall",), hall, known)
        unknown(self.source, ("calendar",), calendar, {"weekly", "kiosk_opens_before", "overrides", "one_off"})
        words, online = self._words(), self._online()
        values = {
            "id": hall.get("id"),
            "names": self._names(("hall", "name")),
            "short_names": self._names(("hall", "short_name"), default=("hall", "name")),
            "address": self._names(("hall", "address")),
            "timezone": meta.get("timezone", "Asia/Shanghai"),
            "default_locale": meta.get("default_locale", "zh-CN"),
            "locales": meta.get("locales", ["zh-CN", "en"]),
            "phones": self._phones(hall.get("phones")),
            "sms_signature": self._names(("hall", "sms_signature"), default=("hall", "name")),
            "floors": hall.get("floors", 1),
            "seats": hall.get("seats"),
            "amenities": self._list(shapes.Amenity, "hall", "amenities"),
            "sessions": self._list(shapes.WeeklySession, "calendar", "weekly"),
            "overrides": self._list(shapes.Override, "calendar", "overrides"),
            "one_off": self._list(shapes.OneOff, "calendar", "one_off"),
            "departments": self._list(shapes.Department, "departments"),
            "queues": self._list(shapes.Queue, "queues", fill=lambda q: {"zone": str(q.get("id"))}),
            "services": self._list(
                shapes.Service,
                "services",
                fill=lambda s: {"words": words.get(str(s.get("id")), []), "online": online.get(str(s.get("id")))},
            ),
            "packages": self._list(shapes.Package, "packages"),
            "counters": self._list(shapes.Counter, "counters", names="label"),
            "guides": self._list(shapes.Guide, "guides"),
            "not_here": self._list(shapes.NotHere, "not_here"),
            "staff": self._list(shapes.StaffEntry, "staff_demo") + self._list(shapes.StaffEntry, "staff"),
            "arrivals": self._arrivals(),
            "settings": hall_settings(self.source, self._section("rules"), calendar),
        }
        return {key: value for key, value in values.items() if value is not None}

    def incomplete(self, values: dict[str, Any]) -> bool:
        """True if a part could not be read at all: what refers to it cannot be judged."""
        return any(isinstance(value, list) and None in value for value in values.values())

    def is_in_doubt(self, problem: Problem) -> bool:
        """True if a mistake may only follow from another one: in a part that has one, or about such a part."""
        part = re.match(r"\w+(\[\d+\])?", problem.path)
        broken = {section.partition("[")[0] for section in self.broken if section.startswith("counters")}
        if _ABOUT.get(problem.code, set()) & (self.nameless | broken):
            return True
        if not part or part[0] not in self.broken:
            return False
        key = problem.path.removeprefix(part[0]).lstrip(".").partition(".")[0].partition("[")[0]
        wrong = self.broken[part[0]]
        return not key or not wrong or problem.code == "unserved" or key in wrong

    def _section(self, name: str, *, required: bool = False) -> dict[str, Any]:
        value = self.values.get(name)
        if isinstance(value, dict):
            return value
        if value is not None or required:
            self.source.add(
                (name,), "missing_section", "The section “{name}:” with its keys is needed here.", name=name
            )
        return {}

    def _list(self, kind: type[BaseModel], *path: str | int, fill: Any = None, names: str = "name") -> list[Any]:
        value = at(self.values, path)
        if value is None:
            return []
        if not isinstance(value, list):
            self.source.add(path, "not_a_list", "This must be a list.")
            return []
        return [self._part(kind, (*path, n), fill=fill, names=names) for n in range(len(value))]

    def _part(self, kind: type[BaseModel], path: Path, *, fill: Any = None, names: str = "name") -> Any:
        """One part, with file names turned into ours, validated, its mistakes at their lines."""
        value = at(self.values, path)
        if not isinstance(value, dict):
            self.source.add(path, "not_a_mapping", "This must be a list of keys with values.")
            return self._stand_in(kind, path, {})
        back = words_of(kind, names)
        theirs_to_ours = {theirs: ours for ours, theirs in back.items()}
        if kind in (shapes.Material,):
            return self._material(path, value)
        known = {back.get(f, f) for f in kind.model_fields}
        unknown(self.source, path, value, known)
        made = dict(fill(value) if fill else {})
        for key, inner in value.items():
            ours = theirs_to_ours.get(key, key)
            if ours in kind.model_fields:
                no_bool(self.source, kind, ours, (*path, key), inner)
                made[ours] = self._inner(kind, ours, (*path, key), inner)
        found = validated(self.source, kind, made, path, back)
        if found is None:
            found = self._stand_in(kind, path, made)
        return found

    def _stand_in(self, kind: type[BaseModel], path: Path, made: dict[str, Any]) -> BaseModel | None:
        """What can be read of a part with a mistake, so that the other parts are judged in the same run."""
        here = f"{dotted(path)}."
        mine = (p.path.removeprefix(here) for p in self.source.problems if p.path.startswith(here))
        self.broken[here[:-1]] = {key.partition(".")[0].partition("[")[0] for key in mine}
        found = repaired(kind, made)
        key = "number" if kind is shapes.Counter else "id"
        if found is None or getattr(found, key, None) != made.get(key, ()):
            self.nameless.add(str(path[0]))
        return found

    def _inner(self, kind: type[BaseModel], ours: str, path: Path, value: Any) -> Any:
        annotation = str(kind.model_fields[ours].annotation)
        if ours == "materials" and isinstance(value, list):
            return [self._material((*path, n), v) for n, v in enumerate(value)]
        if ours == "questions" and isinstance(value, list):
            return [self._question((*path, n), v) for n, v in enumerate(value)]
        if ours in PARTS:
            return self._list(PARTS[ours], *path)
        if ours == "settings":
            return settings_of_queue(self.source, path, value)
        if ours in ("tips", "steps") and isinstance(value, list):
            return [self._names((*path, n)) for n in range(len(value))]
        if "dict[str, str]" in annotation:
            return self._names(path)
        return value

    def _material(self, path: Path, value: Any) -> Any:
        if not isinstance(value, dict):
            self.source.add(path, "not_a_mapping", "A paper needs zh, en, original and copies.")
            return None
        unknown(self.source, path, value, {"zh", "en", "original", "copies"})
        made = {"names": self._names(path), "original": value.get("original", 1), "copies": value.get("copies", 0)}
        return validated(self.source, shapes.Material, made, path)

    def _question(self, path: Path, value: Any) -> Any:
        if not isinstance(value, dict):
            self.source.add(path, "not_a_mapping", "This must be a list of keys with values.")
            return None
        return {key: self._names((*path, key)) for key in value}

    def _phones(self, phones: Any) -> dict[str, Any]:
        if phones is not None and not isinstance(phones, dict):
            self.source.add(("hall", "phones"), "not_a_mapping", "This must be a list of keys with values.")
        names = phones if isinstance(phones, dict) else {}
        return {key: self._part(shapes.Phone, ("hall", "phones", key)) for key in names}

    def _names(self, path: Path, *, default: Path | None = None) -> dict[str, str] | None:
        value = at(self.values, path)
        if value is None and default is not None:
            value, path = at(self.values, default), default
        if not isinstance(value, dict):
            self.source.add(path, "no_names", "This needs a text in each language: {{zh: …, en: …}}.")
            return None
        if set(value) <= {"zh", "en"} or "original" not in value:
            unknown(self.source, path, value, set(NAMES))
        if not _is_text(value.get("zh")):
            self.source.add((*path, "zh"), "language_missing", "The Chinese text is missing.")
        if not _is_text(value.get("en")):
            self.source.add((*path, "en"), "language_missing", "The English text is missing.")
        if not all(_is_text(value.get(tag)) for tag in NAMES):
            return None
        return {NAMES[tag]: value[tag] for tag in NAMES}

    def _service_ids(self) -> list[Any]:
        services = self.values.get("services")
        return [s.get("id") for s in services if isinstance(s, dict)] if isinstance(services, list) else []

    def _words(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        known = self._service_ids()
        for service, words in self._section("aliases").items():
            if service not in known:
                self.source.add(("aliases", service), "unknown_service", "There is no service “{id}”.", id=service)
            if not isinstance(words, list) or not all(isinstance(w, str) for w in words):
                self.source.add(("aliases", service), "not_a_list", "This must be a list of words.")
                continue
            found[service] = words
        return found

    def _online(self) -> dict[str, Any]:
        found = {}
        entries = self.values.get("online") or []
        if not isinstance(entries, list):
            self.source.add(("online",), "not_a_list", "This must be a list.")
            return {}
        known = self._service_ids()
        for n, item in enumerate(entries):
            if not isinstance(item, dict) or "service" not in item:
                self.source.add(("online", n), "not_a_mapping", "This needs service: and where:.")
                continue
            unknown(self.source, ("online", n), item, {"service", "where"})
            if item["service"] not in known:
                self.source.add(
                    ("online", n), "unknown_service", "There is no service “{id}”.", id=item["service"]
                )
            found[str(item["service"])] = self._names(("online", n, "where"))
        return found

    def _arrivals(self) -> Any:
        value = self._section("arrivals")
        known = set(shapes.Arrivals.model_fields)
        spare = {"booked_share", "saturday_booked_share", "calendar_factor", "weather_factor", "no_show_p"}
        unknown(self.source, ("arrivals",), value, known | spare)
        made = {k: v for k, v in value.items() if k in known}
        return validated(self.source, shapes.Arrivals, made, ("arrivals",))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def words_of(kind: type[BaseModel], names: str) -> dict[str, str]:
    """The file's own words for the fields of a part."""
    renamed = RENAMED | {"names": names} | (SPAN if kind in PARTS.values() else {})
    if kind is shapes.Counter:
        renamed["elastic"] = "elastic"
    return {ours: theirs for ours, theirs in renamed.items() if ours in kind.model_fields}
