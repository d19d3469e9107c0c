"""A hall from a YAML file: every mistake with its line, all at once, and nothing half read."""

from dataclasses import dataclass
from typing import Any

from hall.site.hallfile_checks import check_references
from hall.site.hallfile_repair import repaired
from hall.site.hallfile_sections import Sections
from hall.site.hallfile_words import SECTIONS, unknown, validated
from hall.site.plan import Plan
from hall.site.yaml_lines import Problem, Source
from hall.site.yaml_lines import read as read_yaml

PLACES = {
    **{key: ("hall", key) for key in ("id", "address", "floors", "seats", "phones", "amenities", "sms_signature")},
    "names": ("hall", "name"),
    "short_names": ("hall", "short_name"),
    **{key: ("meta", key) for key in ("timezone", "default_locale", "locales")},
    "sessions": ("calendar", "weekly"),
    "overrides": ("calendar", "overrides"),
    "one_off": ("calendar", "one_off"),
    "settings": ("rules",),
}
"""Where a file says what a plan has at its top; other fields are sections of the same name."""


class HallFileError(Exception):
    """The file has mistakes; `problems` lists them in the order of their lines."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} mistakes in the hall file")
        self.problems = problems


@dataclass(frozen=True)
class Review:
    """What is to be said about a file, in the order of its lines; `plan` is None if it has a mistake."""

    plan: Plan | None
    mistakes: list[Problem]
    warnings: list[Problem]


def read(text: str) -> Plan:
    """The plan in a hall file, or HallFileError with every mistake."""
    found = review(text)
    if found.plan is None:
        raise HallFileError(found.mistakes)
    return found.plan


def check(text: str) -> list[Problem]:
    """Every mistake of a hall file, in the order of the lines; an empty list for a good one."""
    return review(text).mistakes


def review(text: str) -> Review:
    """The plan in a hall file, or its mistakes; and what a careful person would look at again."""
    return _review(read_yaml(text))


def review_values(values: dict[str, Any]) -> Review:
    """The same of a file's values without its text: what a form made. Mistakes have paths, and line 1."""
    return _review(Source(values))


def _review(source: Source) -> Review:
    plan = None
    if source.values or not source.problems:
        unknown(source, (), source.values, SECTIONS)
        sections = Sections(source)
        plan = _plan(source, sections, sections.plan())
    return Review(None if source.problems else plan, _in_order(source.problems), _in_order(source.warnings))


def _plan(source: Source, sections: Sections, values: dict[str, Any]) -> Plan | None:
    """The plan, if there is no mistake at all; else what can be judged of the rest is judged all the same."""
    plan: Plan | None = None
    if not sections.incomplete(values):
        plan = validated(source, Plan, values, (), places=PLACES)
        whole = plan or repaired(Plan, values)
        if whole is not None:
            again = Source(source.values, source.lines)
            check_references(again, whole)
            source.problems += [p for p in again.problems if not sections.is_in_doubt(p)]
            source.warnings += again.warnings
    return plan


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda p: (p.line, p.path))
