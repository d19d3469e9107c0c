"""A hall from a YAML file: every mistake with its line, all at once, and nothing half read."""

import difflib
from typing import Any

from pydantic import BaseModel, ValidationError

from hall.site import plan as shapes
from hall.site.hallfile_checks import check_references
from hall.site.plan import Plan
from hall.site.yaml_lines import Path, Problem, Source
from hall.site.yaml_lines import read as read_yaml

NAMES = ("zh", "en")
RENAMED = {
    "names": "name",
    "department": "dept",
    "saturday": "sat",
    "elastic": "early_late",
    "first": "from",
    "last": "to",
}
SETTINGS = {
    "boost_booked": "credit_booked",
    "boost_priority": "credit_priority",
    "boost_package_next": "credit_package_step",
}
LATER = frozenset(  # settings of rooms that read them from `Settings.later`
    word
    for line in (
        "notify_ahead checkin_opens_minutes checkin_grace_minutes checkin_late_minutes booking_open_days",
        "booking_min_lead_minutes cancel_until_minutes booking_per_person_day booking_per_person_week",
        "booking_per_person_month slot_hold_minutes slot_release_delay_minutes no_show_limit no_show_window_days",
        "no_show_suspend_days booked_capacity_share reserve_walkin_share tidal_open tidal_close ring_seconds",
        "answer_rate_target callback_offer_wait_seconds callback_attempts callback_gaps voicemail_due",
        "callback_same_day_minutes rating_scale rating_reply_days bad_rating_start_working_days",
        "bad_rating_answer_working_days bad_rating_hard_working_days",
    )
    for word in line.split()
)
SECTIONS = frozenset(
    word
    for line in (
        "meta hall calendar departments queues services packages counters roster arrivals phone_line rules",
        "guides personas aliases not_here online staff_demo staff",
    )
    for word in line.split()
)


class HallFileError(Exception):
    """The file has mistakes; `problems` lists them in the order of their lines."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} mistakes in the hall file")
        self.problems = problems


def read(text: str) -> Plan:
    """The plan in a hall file, or HallFileError with every mistake."""
    plan, problems = _read(text)
    if problems or plan is None:
        raise HallFileError(problems)
    return plan


def check(text: str) -> list[Problem]:
    """Every mistake of a hall file, in the order of the lines; an empty list for a good one."""
    return _read(text)[1]


def _read(text: str) -> tuple[Plan | None, list[Problem]]:
    source = read_yaml(text)
    if source.problems and not source.values:
        return None, source.problems
    _unknown(source, (), source.values, SECTIONS)
    made = _Made(source)
    values = made.plan()
    plan = None
    if not source.problems:
        plan = _validated(source, Plan, values, ())
    if plan is not None:
        check_references(source, plan)
    return plan, sorted(source.problems, key=lambda p: (p.line, p.path))


class _Made:
    """Builds the values of a plan from the sections of a file, keeping the file's paths for mistakes."""

    def __init__(self, source: Source) -> None:
        self.source, self.values = source, source.values

    def plan(self) -> dict[str, Any]:
        hall = self._section("hall", required=True)
        meta, calendar = self._section("meta"), self._section("calendar")
        known = {"id", "name", "short_name", "address", "phones", "sms_signature", "floors", "seats", "amenities"}
        _unknown(self.source, ("hall",), hall, known)
        _unknown(self.source, ("calendar",), calendar, {"weekly", "kiosk_opens_before", "overrides"})
        words, online = self._words(), self._online()
        values = {
            "id": hall.get("id"),
            "names": self._names(("hall", "name")),
            "short_names": self._names(("hall", "short_name"), default=("hall", "name")),
            "address": self._names(("hall", "address")),
            "timezone": meta.get("timezone", "Asia/Shanghai"),
            "default_locale": meta.get("default_locale", "zh-CN"),
            "locales": meta.get("locales", ["zh-CN", "en"]),
            "phones": {k: self._part(shapes.Phone, ("hall", "phones", k)) for k in hall.get("phones") or {}},
            "sms_signature": self._names(("hall", "sms_signature"), default=("hall", "name")),
            "floors": hall.get("floors", 1),
            "seats": hall.get("seats"),
            "amenities": self._list(shapes.Amenity, "hall", "amenities"),
            "sessions": self._list(shapes.WeeklySession, "calendar", "weekly"),
            "overrides": self._list(shapes.Override, "calendar", "overrides"),
            "departments": self._list(shapes.Department, "departments"),
            "queues": self._list(shapes.Queue, "queues", fill=lambda q: {"zone": q.get("id")}),
            "services": self._list(
                shapes.Service,
                "services",
                fill=lambda s: {"words": words.get(s.get("id"), []), "online": online.get(s.get("id"))},
            ),
            "packages": self._list(shapes.Package, "packages"),
            "counters": self._list(shapes.Counter, "counters", names="label"),
            "guides": self._list(shapes.Guide, "guides"),
            "not_here": self._list(shapes.NotHere, "not_here"),
            "staff": self._list(shapes.StaffEntry, "staff_demo") + self._list(shapes.StaffEntry, "staff"),
            "arrivals": self._arrivals(),
            "settings": self._settings(calendar),
        }
        return {key: value for key, value in values.items() if value is not None}

    def _section(self, name: str, *, required: bool = False) -> dict[str, Any]:
        value = self.values.get(name)
        if isinstance(value, dict):
            return value
        if value is not None or required:
            self.source.add((name,), "missing_section", f"The section “{name}:” with its keys is needed here.")
        return {}

    def _list(self, kind: type[BaseModel], *path: str, fill: Any = None, names: str = "name") -> list[Any]:
        value: Any = self.values
        for part in path:
            value = value.get(part) if isinstance(value, dict) else None
        if value is None:
            return []
        if not isinstance(value, list):
            self.source.add(path, "not_a_list", "This must be a list.")
            return []
        return [self._part(kind, (*path, n), fill=fill, names=names) for n in range(len(value))]

    def _part(self, kind: type[BaseModel], path: Path, *, fill: Any = None, names: str = "name") -> Any:
        """One part, with file names turned into ours, validated, its mistakes at their lines."""
        value = _at(self.values, path)
        if not isinstance(value, dict):
            self.source.add(path, "not_a_mapping", "This must be a list of keys with values.")
            return None
        back = {ours: theirs for ours, theirs in (RENAMED | {"names": names}).items() if ours in kind.model_fields}
        if kind is shapes.Counter:
            back["elastic"] = "elastic"
        theirs_to_ours = {theirs: ours for ours, theirs in back.items()}
        if kind in (shapes.Material,):
            return self._material(path, value)
        known = {back.get(f, f) for f in kind.model_fields}
        _unknown(self.source, path, value, known)
        made = dict(fill(value) if fill else {})
        for key, inner in value.items():
            ours = theirs_to_ours.get(key, key)
            if ours in kind.model_fields:
                made[ours] = self._inner(kind, ours, (*path, key), inner)
        return _validated(self.source, kind, made, path, back)

    def _inner(self, kind: type[BaseModel], ours: str, path: Path, value: Any) -> Any:
        annotation = str(kind.model_fields[ours].annotation)
        if ours == "materials":
            return [self._material((*path, n), v) for n, v in enumerate(value or [])]
        if ours in ("tips", "steps") and isinstance(value, list):
            return [self._names((*path, n)) for n in range(len(value))]
        if "dict[str, str]" in annotation and ours not in ("questions",):
            return self._names(path)
        return value

    def _material(self, path: Path, value: Any) -> Any:
        if not isinstance(value, dict):
            self.source.add(path, "not_a_mapping", "A paper needs zh, en, original and copies.")
            return None
        _unknown(self.source, path, value, {"zh", "en", "original", "copies"})
        made = {"names": self._names(path), "original": value.get("original", 1), "copies": value.get("copies", 0)}
        return _validated(self.source, shapes.Material, made, path)

    def _names(self, path: Path, *, default: Path | None = None) -> dict[str, str] | None:
        value = _at(self.values, path)
        if value is None and default is not None:
            value, path = _at(self.values, default), default
        if not isinstance(value, dict):
            self.source.add(path, "no_names", "This needs a text in each language: {zh: …, en: …}.")
            return None
        if set(value) <= {"zh", "en"} or "original" not in value:
            _unknown(self.source, path, value, set(NAMES))
        for tag in NAMES:
            if not isinstance(value.get(tag), str) or not value[tag].strip():
                self.source.add((*path, tag), "language_missing", f"The text in “{tag}” is missing.")
                return None
        return {"zh-CN": value["zh"], "en": value["en"]}

    def _words(self) -> dict[str, list[str]]:
        known = {s.get("id") for s in self.values.get("services") or [] if isinstance(s, dict)}
        found = {}
        for service, words in self._section("aliases").items():
            if service not in known:
                self.source.add(("aliases", service), "unknown_service", f"There is no service “{service}”.")
            if not isinstance(words, list) or not all(isinstance(w, str) for w in words):
                self.source.add(("aliases", service), "not_a_list", "This must be a list of words.")
                continue
            found[service] = words
        return found

    def _online(self) -> dict[str, Any]:
        found = {}
        for n, item in enumerate(self.values.get("online") or []):
            if not isinstance(item, dict) or "service" not in item:
                self.source.add(("online", n), "not_a_mapping", "This needs service: and where:.")
                continue
            found[item["service"]] = self._names(("online", n, "where"))
        return found

    def _arrivals(self) -> Any:
        value = self._section("arrivals")
        known = set(shapes.Arrivals.model_fields)
        spare = {"booked_share", "saturday_booked_share", "calendar_factor", "weather_factor", "no_show_p"}
        _unknown(self.source, ("arrivals",), value, known | spare)
        made = {k: v for k, v in value.items() if k in known}
        return _validated(self.source, shapes.Arrivals, made, ("arrivals",))

    def _settings(self, calendar: dict[str, Any]) -> Any:
        value = self._section("rules")
        known = set(shapes.Settings.model_fields) | set(SETTINGS) | LATER
        _unknown(self.source, ("rules",), value, known)
        made: dict[str, Any] = {"later": {k: v for k, v in value.items() if k in LATER}}
        for key, setting in value.items():
            if key not in LATER and key in known:
                made[SETTINGS.get(key, key)] = setting
        if "kiosk_opens_before" in calendar:
            made["kiosk_opens_before"] = calendar["kiosk_opens_before"]
        return _validated(self.source, shapes.Settings, made, ("rules",), {v: k for k, v in SETTINGS.items()})


def _validated(
    source: Source, kind: type[BaseModel], values: Any, path: Path, back: dict[str, str] | None = None
) -> Any:
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        for mistake in error.errors(include_url=False, include_context=False):
            loc = tuple(back.get(str(p), p) if back and isinstance(p, str) else p for p in mistake["loc"])
            source.add((*path, *loc), mistake["type"], f"{mistake['msg']}.")
        return None


def _unknown(source: Source, path: Path, value: dict[str, Any], known: Any) -> None:
    for key in value:
        if key in known:
            continue
        near = difflib.get_close_matches(key, sorted(known), n=1)
        hint = f" Did you mean “{near[0]}”?" if near else ""
        source.add((*path, key), "unknown_key", f"“{key}” is not known here.{hint}")


def _at(values: Any, path: Path) -> Any:
    for part in path:
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            return None
    return values
