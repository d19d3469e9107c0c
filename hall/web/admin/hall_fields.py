"""What the forms of the hall itself ask: its names, hours, calendar and settings."""

from flask_babel import lazy_gettext as _

from hall.site.plan import SessionKind
from hall.web import words
from hall.web.admin.fields import Field, fixed
from hall.web.admin.section_fields import ID, NAME, TIME, days, services
from hall.web.admin.setting_fields import setting
from hall.web.admin.settings_words import GROUPS

KINDS = tuple((k.value, words.SESSION_KINDS[k.value]) for k in SessionKind)
OVERRIDE_KINDS = (
    ("closed", _("public holiday")),
    ("closure", _("the hall is shut, whatever would be open")),
    ("regular", _("make-up working day")),
)
SESSION = (
    days(),
    Field("session", _("Name"), hint=_("A short word, such as morning.")),
    Field("start", _("From"), hint=TIME),
    Field("end", _("To"), hint=TIME),
    Field("kind", _("Kind"), "one", options=fixed(KINDS)),
)
OVERRIDE = (
    Field("from", _("First day"), "date"),
    Field("to", _("Last day"), "date"),
    Field(
        "kind",
        _("Kind"),
        "one",
        options=fixed(OVERRIDE_KINDS),
    ),
    Field("name", _("Occasion"), "names"),
    Field(
        "sessions",
        _("Only these sessions"),
        "lines",
        _("Of a closure: names of sessions, one a line; blank is the whole day."),
        False,
    ),
)
ONE_OFF = (
    Field("day", _("Day"), "date"),
    Field("session", _("Name"), hint=_("A short word, such as morning.")),
    Field("start", _("From"), hint=TIME),
    Field("end", _("To"), hint=TIME),
    Field("kind", _("Kind"), "one", options=fixed(KINDS), usual="off_hours", required=False),
    Field("services", _("Services"), "many", _("None ticked: the usual ones."), False, options=services),
    Field("name", _("Occasion"), "names", required=False),
)
HALL = (
    Field("hall.name", _("Name"), "names"),
    Field("hall.short_name", _("Short name"), "names"),
    Field("hall.address", _("Address"), "names"),
    Field("hall.sms_signature", _("Signature of messages"), "names", required=False),
    Field("meta.timezone", _("Time zone"), hint=_("Such as Asia/Shanghai.")),
    Field("meta.default_locale", _("First language"), "one", options=fixed(words.LANGUAGES.items())),
    Field("hall.floors", _("Floors"), "number", usual=1),
    Field("hall.seats", _("Seats"), "number", required=False),
    Field(
        "hall.phones",
        _("Telephone lines"),
        "rows",
        required=False,
        keyed="id",
        parts=(ID, Field("number", _("Telephone number")), NAME),
    ),
    Field(
        "hall.amenities",
        _("What the hall offers"),
        "rows",
        _("Copying, photographs, wheelchairs: with the place."),
        required=False,
        parts=(
            ID,
            NAME,
            Field("place", _("Where it is"), "names"),
            Field("free_pages", _("Free pages"), "number", required=False),
            Field("minutes_mean", _("Minutes it takes"), "number", required=False),
        ),
    ),
)
RULES = tuple(
    Field(key, title, "group", parts=tuple(setting(name, f"rules.{name}") for name in names))
    for key, title, names in GROUPS
)
