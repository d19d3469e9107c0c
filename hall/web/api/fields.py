"""What is wrong with a field, as a sentence in the reader's language; the code stays pydantic's."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext

_ = lazy_gettext

SENTENCES: Mapping[str, Any] = {
    "missing": _("Something must stand here."),
    "extra_forbidden": _("This field is not known here."),
    "string_type": _("This must be text."),
    "string_too_short": _("This is too short."),
    "string_too_long": _("This is too long; %(max_length)s characters at most."),
    "string_pattern_mismatch": _("These characters cannot be used here."),
    "string_unicode": _("This text cannot be read."),
    "control_characters": _("Control characters cannot be used."),
    "bool_type": _("This must be true or false."),
    "int_type": _("This must be a whole number."),
    "int_from_float": _("This must be a whole number."),
    "int_parsing_size": _("This number is too large."),
    "float_type": _("This must be a number."),
    "finite_number": _("This must be a number."),
    "greater_than_equal": _("This must be at least %(ge)s."),
    "less_than_equal": _("This must be at most %(le)s."),
    "literal_error": _("This must be one of: %(expected)s."),
    "list_type": _("This must be a list."),
    "too_long": _("This list is too long."),
    "datetime_type": _("This must be a moment such as 2026-11-23T09:40:00+08:00."),
    "datetime_parsing": _("This must be a moment such as 2026-11-23T09:40:00+08:00."),
    "datetime_from_date_parsing": _("This must be a moment such as 2026-11-23T09:40:00+08:00."),
    "timezone_aware": _("This moment needs its offset, such as +08:00."),
    "out_of_range": _("This moment is too far away."),
    "model_type": _("This must be an object."),
    "model_attributes_type": _("This must be an object."),
}


def sentence(code: str, context: Mapping[str, Any]) -> str:
    """The sentence of a kind of mistake; a general one for kinds that nobody has met yet."""
    known = SENTENCES.get(code)
    if known is None:
        return str(gettext("This value cannot be used."))
    return str(known) % {name: _plain(value) for name, value in context.items()}


def _plain(value: Any) -> str:
    return str(value).replace("'", "")
