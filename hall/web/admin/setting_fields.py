"""Fields for the settings of the rulebook, of a hall and of one queue."""

from typing import Any

from flask_babel import lazy_gettext as _

from hall.site.plan_settings import Settings
from hall.web.admin.fields import Field, fixed
from hall.web.admin.settings_words import GROUPS, VALUES, said

CHOICES: dict[str, tuple[str, ...]] = {
    "preset": ("punctual", "balanced", "in_order"),
    "voice_languages": ("both", "chinese"),
    "voice_one": ("yi", "yao"),
}
MEANING = {name: (rule, meaning) for _, _, names in GROUPS for name, (rule, meaning) in names.items()}


def setting(name: str, key: str, *, of_hall: bool = True) -> Field:
    """A setting of the rulebook; blank is its default, or for a queue what the hall has."""
    rule, meaning = MEANING[name]
    hint = _("%(rule)s, default %(usual)s", rule=rule, usual=_usual(name)) if of_hall else rule
    options = CHOICES.get(name)
    choices = fixed([("", _("default")), *((o, VALUES[o]) for o in options)]) if options else None
    if isinstance(usual := getattr(Settings(), name), bool):
        return Field(key, meaning, "yes", hint, required=False, usual=usual)
    return Field(key, meaning, "one" if options else "number", hint, required=None, options=choices)


def _usual(name: str) -> Any:
    return said(getattr(Settings(), name))
