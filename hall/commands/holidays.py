"""`hall holidays FILE --year Y`: proposes public holidays that a hall file does not have yet. It decides nothing.

What is printed is copied into the file by somebody who has the official notice beside it: laws change after the
tables of the `holidays` package were made, and make-up working days are decided anew each year.
"""

import sys
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

import holidays as tables

from hall.commands.check import text_of
from hall.settings import BadSetting
from hall.site.hallfile import review
from hall.site.plan import Plan

DAY = timedelta(days=1)


def holidays(file: str, year: int, country: str) -> int:
    """Prints lines for `calendar.overrides`; 1 for a file with mistakes, else 0."""
    found = review(text_of(file))
    if found.plan is None:
        print(f"{file} has mistakes: “hall check {file}” names them.", file=sys.stderr)
        return 1
    try:
        zh, en = (_table(country, year, language) for language in ("zh_CN", "en_US"))
    except NotImplementedError:
        raise BadSetting(f"There is no table of holidays for “{country}”.") from None
    if not zh:
        raise BadSetting(f"The table for “{country}” has no holidays in {year}.")
    known = _known(found.plan)
    lines = [_line(days, zh, en) for days in _runs(day for day in zh if day not in known)]
    print("\n".join(lines) or f"{file} has every holiday of {year} that the table knows.")
    made_up = sorted(d for d in getattr(zh, "weekend_workdays", ()) if d.year == year and d not in known)
    for day in made_up:
        print(f"# perhaps a make-up working day: {day}")
    if not any(o.kind == "regular" and o.first.year == year for o in found.plan.overrides):
        print(f"{file} has no make-up working day in {year}.", file=sys.stderr)
    print("Proposed from a table, not decided: compare with the official notice of the year.", file=sys.stderr)
    return 0


def _table(country: str, year: int, language: str) -> tables.HolidayBase:
    try:
        return tables.country_holidays(country, years=year, language=language)
    except ValueError:  # a country whose table has no such language
        return tables.country_holidays(country, years=year)


def _known(plan: Plan) -> set[date]:
    return {o.first + DAY * n for o in plan.overrides for n in range((o.last - o.first).days + 1)}


def _runs(days: Iterable[date]) -> list[list[date]]:
    """Days that follow each other, together."""
    counted = enumerate(sorted(days))
    return [[day for _, day in run] for _, run in groupby(counted, lambda at: at[1] - DAY * at[0])]


def _line(days: list[date], zh: tables.HolidayBase, en: tables.HolidayBase) -> str:
    name = f'{{zh: "{zh[days[0]]}", en: "{en[days[0]]}"}}'
    return f'    - {{from: "{days[0]}", to: "{days[-1]}", kind: closed, name: {name}}}'
