"""How a hall file calls things, where that differs from the plan, and the reading that every section shares."""

import difflib
import re
from collections.abc import Collection, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from hall.site.yaml_lines import Path, Source

NAMES = {"zh": "zh-CN", "en": "en"}
RENAMED = {
    "names": "name",
    "department": "dept",
    "saturday": "sat",
    "elastic": "early_late",
    "first": "from",
    "last": "to",
}
SPAN = {"start": "from", "end": "to"}
"""Quota bands and flex spans are said with from and to; sessions with start and end."""
SETTINGS = {
    "boost_booked": "credit_booked",
    "boost_priority": "credit_priority",
    "boost_package_next": "credit_package_step",
}
GROUPED = {
    "tidal_open": {"predicted_wait_minutes": "tidal_open_wait_minutes", "hold_minutes": "tidal_open_for_minutes"},
    "tidal_close": {
        "predicted_wait_minutes": "tidal_close_wait_minutes",
        "hold_minutes": "tidal_close_for_minutes",
        "min_open_minutes": "tidal_min_open_minutes",
    },
    "booked_capacity_share": {
        "weekday": "booked_share_weekday",
        "saturday": "booked_share_off_hours",
        "elastic": "booked_share_elastic",
    },
}
"""Settings that a file groups under one key."""
LATER = frozenset(  # settings of rooms that read them from `Settings.later`
    word
    for line in (
        "reserve_walkin_share wait_target_minutes ring_seconds",
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
SENTENCES = {
    "missing": "This is needed here.",
    "int_parsing": "This must be a whole number.",
    "int_type": "This must be a whole number.",
    "int_from_float": "This must be a whole number.",
    "float_parsing": "This must be a number.",
    "float_type": "This must be a number.",
    "bool_parsing": "This must be true or false.",
    "bool_type": "This must be true or false.",
    "string_type": "This must be a text; put it in quotes.",
    "list_type": "This must be a list, such as [1, 2].",
    "tuple_type": "This must be a list, such as [1, 2].",
    "dict_type": "This must be a list of keys with values.",
    "time_type": "This must be a time of day, such as “08:30”.",
    "time_parsing": "This must be a time of day, such as “08:30”.",
    "date_type": "This must be a date, such as “2026-11-23”.",
    "date_parsing": "This must be a date, such as “2026-11-23”.",
    "date_from_datetime_parsing": "This must be a date, such as “2026-11-23”.",
    "datetime_type": "This must be a date with a time, such as “2026-11-23T13:30”.",
    "datetime_from_date_parsing": "This must be a date with a time, such as “2026-11-23T13:30”.",
    "time_number": "A time is written with a colon in quotes, such as “08:30”.",
    "time_zone": "Times are those of the hall's own clock; leave the zone out.",
    "date_number": "A date is written as “2026-11-23”.",
    "span_kind": "A span has days with times, or two moments such as “2026-11-23T13:30”.",
    "queue_setting": "A queue cannot set {settings} for itself.",
    "greater_than_equal": "This cannot be less than {ge}.",
    "less_than_equal": "This cannot be more than {le}.",
    "string_too_short": "This cannot be empty.",
    "literal_error": "This must be {expected}.",
    "enum": "This must be {expected}.",
    "finite_number": "This must be a number.",
}
ELSEWHERE = {"timezone": "meta", "default_locale": "meta", "locales": "meta", "weekly": "calendar"}
"""Keys that people write under `hall:`, and the section where they stand."""
_BRANCH = re.compile(r"^(constrained-|function-|literal\[|time$|datetime$|int$|float$)")


def validated(
    source: Source,
    kind: type[BaseModel],
    values: Any,
    path: Path,
    back: Mapping[str, str] | None = None,
    *,
    places: Mapping[str, Path] | None = None,
) -> Any:
    """`values` as a part of the plan, or None with every mistake at its line.

    `back` has the file's own words for fields, `places` the paths of those that stand elsewhere in the file.
    """
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        told(source, error, path, back, places=places)
        return None


def told(
    source: Source,
    error: ValidationError,
    path: Path,
    back: Mapping[str, str] | None = None,
    *,
    places: Mapping[str, Path] | None = None,
) -> None:
    """Adds the mistakes that a validation found, each value's first one only, and none that was named before."""
    for mistake in error.errors(include_url=False):
        plain = [p for p in mistake["loc"] if not (isinstance(p, str) and _BRANCH.match(p))]
        inner = tuple((back or {}).get(str(p), p) if isinstance(p, str) else p for p in plain)
        if places and inner and inner[0] in places:
            inner = (*places[str(inner[0])], *inner[1:])
        if not source.has_named((*path, *inner)):
            sentence = SENTENCES.get(mistake["type"], "This value cannot be used here.")
            named = {k: v for k, v in mistake.get("ctx", {}).items() if f"{{{k}}}" in sentence}
            source.add((*path, *inner), mistake["type"], sentence, **named)


def no_bool(source: Source, kind: type[BaseModel], field: str, path: Path, value: Any) -> None:
    """Adds a mistake where true or false stands for a number: it would be read as 1 or 0."""
    if isinstance(value, bool) and kind.model_fields[field].annotation is not bool:
        source.add(path, "not_a_bool", "This cannot be true or false.")


def unknown(source: Source, path: Path, value: Mapping[str, Any], known: Collection[str]) -> None:
    """Adds a mistake per key that is not known, with the nearest one that is."""
    for key in value:
        if key in known:
            continue
        near = difflib.get_close_matches(key, sorted(known), n=1)
        section = ELSEWHERE.get(key) if path == ("hall",) else None
        if section:
            source.add(
                (*path, key), "unknown_key", "“{key}” stands under {section}:, not here.", key=key, section=section
            )
        elif near:
            source.add(
                (*path, key),
                "unknown_key",
                "“{key}” is not known here. Did you mean “{near}”?",
                key=key,
                near=near[0],
            )
        else:
            source.add((*path, key), "unknown_key", "“{key}” is not known here.", key=key)


def at(values: Any, path: Path) -> Any:
    """What stands at a path, or None."""
    for part in path:
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            return None
    return values
