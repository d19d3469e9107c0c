"""A plan as a hall file: what `hall export plan` writes, a person edits, and `hall adopt` reads."""

from datetime import date, datetime, time
from typing import Any

import yaml
from pydantic import BaseModel

from hall.site.hallfile_sections import words_of
from hall.site.hallfile_words import NAMES
from hall.site.plan import Counter, Material, Plan
from hall.site.plan_settings import Settings

SECTIONS = ("departments", "queues", "services", "packages", "counters", "guides", "not_here", "staff")
_TAGS = {ours: theirs for theirs, ours in NAMES.items()}


def write(plan: Plan) -> str:
    """The text of a hall file that `hallfile.read` makes the same plan of; defaults are left out."""
    text = yaml.safe_dump(values_of(plan), allow_unicode=True, sort_keys=False, width=110, default_flow_style=None)
    return str(text)


def values_of(plan: Plan) -> dict[str, Any]:
    """The same as plain values, which `hallfile.review_values` reads: what a form changes a part of."""
    weekly = [_part(s) for s in plan.sessions]
    meta = {"timezone": plan.timezone, "default_locale": plan.default_locale, "locales": list(plan.locales)}
    values: dict[str, Any] = {
        "meta": meta,
        "hall": _hall(plan),
        "calendar": {"weekly": weekly, "overrides": [_part(o) for o in plan.overrides]} | _one_off(plan),
        **{section: [_part(part) for part in getattr(plan, section)] for section in SECTIONS},
        "rules": _rules(plan.settings),
        "arrivals": _part(plan.arrivals),
    }
    return {key: value for key, value in values.items() if value}


def _one_off(plan: Plan) -> dict[str, Any]:
    return {"one_off": [_part(o) for o in plan.one_off]} if plan.one_off else {}


def _hall(plan: Plan) -> dict[str, Any]:
    found = {
        "id": plan.id,
        "name": _names(plan.names),
        "short_name": _names(plan.short_names),
        "address": _names(plan.address),
        "phones": {key: _part(phone) for key, phone in plan.phones.items()},
        "sms_signature": _names(plan.sms_signature or plan.names),  # as a file that is silent is read
        "floors": plan.floors,
        "seats": plan.seats,
        "amenities": [_part(a) for a in plan.amenities],
    }
    return {key: value for key, value in found.items() if value}


def _rules(settings: Settings) -> dict[str, Any]:
    """What differs from the preset, by our own names, and what later rooms read."""
    usual = Settings(preset=settings.preset)
    names = [n for n in Settings.model_fields if n != "later" and getattr(settings, n) != getattr(usual, n)]
    preset = {"preset": settings.preset} if settings.preset != Settings().preset else {}
    return preset | {name: getattr(settings, name) for name in names} | dict(settings.later)


def _part(part: BaseModel) -> dict[str, Any]:
    if isinstance(part, Material):
        return _names(part.names) | {"original": part.original, "copies": part.copies}
    kind, found = type(part), {}
    words = words_of(kind, "label" if kind is Counter else "name")
    for name, field in kind.model_fields.items():
        value = getattr(part, name)
        if field.is_required() or value != field.get_default(call_default_factory=True):
            found[words.get(name, name)] = _value(value)
    return found


def _value(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return _part(value)
    if isinstance(value, tuple | list):
        return [_value(v) for v in value]
    if isinstance(value, dict):
        return _names(value) if set(value) == set(_TAGS) else {k: _value(v) for k, v in value.items()}
    if isinstance(value, datetime | time):
        return value.isoformat(timespec="auto" if value.second else "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value  # words of an enumeration are plain text


def _names(names: dict[str, str]) -> dict[str, str]:
    return {_TAGS[tag]: text for tag, text in names.items() if tag in _TAGS}
