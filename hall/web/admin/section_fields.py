"""What the forms of each part of a plan ask, under the words of a hall file."""

from typing import Any

from flask_babel import lazy_gettext as _

from hall.site.plan import Plan
from hall.site.plan_settings import PER_QUEUE
from hall.web import words
from hall.web.admin.fields import Field, fixed
from hall.web.admin.setting_fields import MEANING, setting
from hall.web.pages import named

DAYS = (
    ("1", _("Monday")),
    ("2", _("Tuesday")),
    ("3", _("Wednesday")),
    ("4", _("Thursday")),
    ("5", _("Friday")),
    ("6", _("Saturday")),
    ("7", _("Sunday")),
)
SERVICE_KINDS = (
    ("instant", _("done at once")),
    ("promised", _("accepted now, result later")),
    ("pickup", _("collection")),
    ("advice", _("advice")),
)
ID_HINT = _("Letters, digits, - . and _; it stays the same for good.")


def queues(plan: Plan) -> list[tuple[str, Any]]:
    return [(q.id, f"{q.prefix} {named(q.names)}") for q in plan.queues if not q.number_series_only]


def services(plan: Plan) -> list[tuple[str, Any]]:
    return [(s.id, f"{s.id} {named(s.names)}") for s in plan.services]


def departments(plan: Plan) -> list[tuple[str, Any]]:
    return [(d.id, named(d.names)) for d in plan.departments]


def guides(plan: Plan) -> list[tuple[str, Any]]:
    return [("", _("none")), *((g.id, f"{g.id} {named(g.title)}") for g in plan.guides)]


def days(*, required: bool = True) -> Field:
    return Field("days", _("Days"), "many", options=fixed(DAYS), required=required)


TIME = _("Such as 08:30.")
LIMIT = _("After these there are no more (R-10); who has one is served.")
SCARCE = _("Minutes of head start where few counters can serve it; blank: by R-23.")
ID = Field("id", _("Id"), hint=ID_HINT)
NAME = Field("name", _("Name"), "names")
WORDS = Field("words", _("Everyday words"), "lines", _("What people call it, one a line; search finds it."), False)
RETIRED = Field("retired", _("Retired: gives no more numbers; the past keeps its name"), "yes", required=False)
ZONE = Field("zone", _("Zone"), hint=_("Screens of a zone show its calls."))

DEPARTMENT = (ID, NAME, ZONE)
QUEUE = (
    ID,
    Field("prefix", _("Ticket letter"), hint=_("One letter that is not mistaken over loudspeakers (R-02).")),
    NAME,
    ZONE,
    Field("floor", _("Floor number"), "number", usual=1, required=False),
    Field("color", _("Colour"), hint=_("Such as #37474f."), usual="#37474f", required=False),
    Field("number_series_only", _("Only a series of numbers, nobody waits in it"), "yes", required=False),
    RETIRED,
    Field(
        "settings",
        _("What differs here from the hall's settings"),
        "group",
        _("Leave blank what the hall's settings say."),
        parts=tuple(setting(name, f"settings.{name}", of_hall=False) for name in MEANING if name in PER_QUEUE),
    ),
)
SERVICE = (
    ID,
    NAME,
    Field("queue", _("Queue"), "one", options=queues),
    Field("dept", _("Department"), "one", options=departments),
    Field("kind", _("Kind"), "one", options=fixed(SERVICE_KINDS)),
    Field("mean", _("Minutes at the counter, mean"), "number"),
    Field("sd", _("Minutes at the counter, spread"), "number", _("Standard deviation.")),
    Field("weight", _("Visits on a usual weekday"), "number", usual=0, required=False),
    Field("slot", _("Minutes of a booked slot"), "number", usual=10, required=False),
    Field("copy_p", _("Share of visits that lack a copy"), "number", _("0 to 1."), usual=0, required=False),
    Field("incomplete_p", _("Share sent home for papers"), "number", _("0 to 1."), usual=0, required=False),
    Field("guide", _("Guide"), "one", options=guides, required=False),
    Field("quota_per_day", _("Numbers a day at most"), "number", LIMIT, required=False),
    Field(
        "quotas",
        _("Numbers at most in a part of the day"),
        "rows",
        LIMIT,
        required=False,
        parts=(
            Field("from", _("From"), hint=TIME),
            Field("to", _("To"), hint=TIME),
            Field("numbers", _("Numbers"), "number"),
        ),
    ),
    Field("scarce_credit", _("Credit of a scarce service, minutes"), "number", SCARCE, required=False),
    WORDS,
    Field("online", _("Where it can be done without coming"), "names", required=False),
    Field("bookable", _("Can be booked"), "yes", required=False),
    Field("sat", _("Offered in extended hours, such as Saturday"), "yes", required=False),
    Field("early_late", _("Offered early and late, by booking"), "yes", required=False),
    RETIRED,
)
PACKAGE = (
    ID,
    NAME,
    Field(
        "services",
        _("Services, in the order of going"),
        "rows",
        parts=(Field("", _("Service"), "one", options=lambda plan: [("", "-"), *services(plan)]),),
    ),
    Field("same_day", _("All on one day"), "yes", usual=True, required=False),
    RETIRED,
)
COUNTER = (
    Field("number", _("Number"), "number"),
    Field("label", _("Name"), "names", required=False),
    Field("type", _("Kind"), "one", options=fixed(words.COUNTER_TYPES.items())),
    Field("floor", _("Floor number"), "number", usual=1, required=False),
    Field("queues", _("Queues"), "many", options=queues),
    Field("only", _("Only these services"), "many", _("None ticked: all of its queues."), False, options=services),
    Field(
        "skill_credits",
        _("Services it is best at"),
        "rows",
        _("Minutes of credit (R-23)."),
        required=False,
        keyed="service",
        parts=(
            Field("service", _("Service"), "one", options=lambda plan: [("", "-"), *services(plan)]),
            Field("value", _("Minutes"), "number"),
        ),
    ),
    Field("noon", _("On duty at noon"), "yes", required=False),
    Field("sat", _("On duty in extended hours"), "yes", required=False),
    Field("elastic", _("On duty early and late"), "yes", required=False),
    Field("low", _("Low desk for wheelchairs"), "yes", required=False),
    Field("loop", _("Hearing loop"), "yes", required=False),
    Field(
        "flex",
        _("Times in which it serves other queues"),
        "rows",
        _("R-73: days with times such as 13:30, or no days and two moments such as 2026-11-23T13:30."),
        required=False,
        parts=(
            days(required=False),
            Field("from", _("From")),
            Field("to", _("To")),
            Field("queues", _("Queues"), "many", options=queues),
            Field("only", _("Only these services"), "many", options=services, required=False),
        ),
    ),
    RETIRED,
)
GUIDE = (
    ID,
    Field("service", _("Service"), "one", options=services),
    Field("title", _("Title"), "names"),
    Field("who", _("Who can apply"), "names"),
    Field("agent_allowed", _("Somebody else may come instead"), "yes"),
    Field("fee", _("Fee"), "names"),
    Field("limit", _("How long it takes"), "names"),
    Field("when", _("When"), "names"),
    Field(
        "materials",
        _("Papers"),
        "rows",
        required=False,
        parts=(
            Field("zh", _("In Chinese")),
            Field("en", _("In English")),
            Field("original", _("Originals"), "number", usual=1, required=False),
            Field("copies", _("Copies"), "number", usual=0, required=False),
        ),
    ),
    *(
        Field(
            key, label, "rows", required=False, parts=(Field("zh", _("In Chinese")), Field("en", _("In English")))
        )
        for key, label in (("steps", _("Steps")), ("tips", _("Good to know")))
    ),
    Field(
        "questions",
        _("Questions and answers"),
        "rows",
        required=False,
        parts=(
            Field("q", _("Question"), "names", required=False),
            Field("a", _("Answer"), "names", required=False),
        ),
    ),
    Field("checked_on", _("Last checked on"), "date", required=False),
)
NOT_HERE = (ID, NAME, Field("where", _("Where instead"), "names"), WORDS)
