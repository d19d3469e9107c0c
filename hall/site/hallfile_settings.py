"""The `rules:` of a hall file, and the `settings:` of one queue."""

from typing import Any

from pydantic import ValidationError

from hall.site.hallfile_words import GROUPED, LATER, SETTINGS, no_bool, told, unknown, validated
from hall.site.plan_settings import PER_QUEUE, Settings, queue_settings
from hall.site.yaml_lines import Path, Source

OURS = frozenset(Settings.model_fields) - {"later"}


def hall_settings(source: Source, rules: dict[str, Any], calendar: dict[str, Any]) -> Settings | None:
    """The settings of the hall, with the other names that a file may use for them."""
    unknown(source, ("rules",), rules, OURS | set(SETTINGS) | set(GROUPED) | LATER)
    made: dict[str, Any] = {"later": {k: v for k, v in rules.items() if k in LATER}}
    back: dict[str, str] = {}
    for key, value in rules.items():
        if key in GROUPED:
            made |= _tidal(source, key, value, back)
        elif key in OURS or key in SETTINGS:
            ours = SETTINGS.get(key, key)
            if ours in made:
                source.add(
                    ("rules", key),
                    "double_key",
                    "“{key}” and “{other}” are the same setting.",
                    key=key,
                    other=back[ours],
                )
            no_bool(source, Settings, ours, ("rules", key), value)
            made[ours], back[ours] = value, key
    if "kiosk_opens_before" in calendar:
        made["kiosk_opens_before"] = calendar["kiosk_opens_before"]
    found: Settings | None = validated(source, Settings, made, ("rules",), back)
    return found


def settings_of_queue(source: Source, path: Path, value: Any) -> dict[str, Any]:
    """What a queue sets for itself; what only the whole hall can set is refused with the reason."""
    if not isinstance(value, dict):
        source.add(path, "not_a_mapping", "This must be a list of keys with values.")
        return {}
    unknown(source, path, value, OURS | set(SETTINGS))
    kept = {}
    for key, setting in value.items():
        if key in PER_QUEUE:
            no_bool(source, Settings, key, (*path, key), setting)
            kept[key] = setting
        elif key in OURS or key in SETTINGS:
            source.add(
                (*path, key),
                "hall_setting",
                "“{key}” holds for the whole hall: it stands under rules:. A queue may set {allowed}.",
                key=key,
                allowed=", ".join(sorted(PER_QUEUE)),
            )
    try:
        return queue_settings(kept)
    except ValidationError as error:
        told(source, error, path)
        return {}


def _tidal(source: Source, key: str, value: Any, back: dict[str, str]) -> dict[str, Any]:
    """`tidal_open: {predicted_wait_minutes: 20, hold_minutes: 10}` in the plan's own names (R-72)."""
    if not isinstance(value, dict):
        source.add(
            ("rules", key), "not_a_mapping", "This must be a list of keys: {keys}.", keys=", ".join(GROUPED[key])
        )
        return {}
    unknown(source, ("rules", key), value, GROUPED[key])
    made = {GROUPED[key][word]: minutes for word, minutes in value.items() if word in GROUPED[key]}
    back |= dict.fromkeys(made, key)
    return made
