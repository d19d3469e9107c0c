"""When a hall is open: weekly sessions, sessions of one day, and the days that differ from the week."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from hall.site.part import ClockTime, Day, Names, Part


class SessionKind(StrEnum):
    REGULAR = "regular"
    NOON_DUTY = "noon_duty"
    ELASTIC = "elastic"
    OFF_HOURS = "off_hours"


class WeeklySession(Part):
    days: tuple[int, ...]  # ISO: 1 = Monday
    session: str
    start: ClockTime
    end: ClockTime
    kind: SessionKind


class Override(Part):
    """A span of days that differs from the week.

    `closed`: a public holiday; what the hall opens once all the same is open. `closure`: the hall shuts, and that
    beats whatever would be open (R-64), or only the `sessions` named. `regular`: a make-up working day.
    """

    first: Day
    last: Day
    kind: Literal["closed", "closure", "regular"]
    names: Names
    sessions: tuple[str, ...] = ()


class OneOff(Part):
    """A session of one day alone; it is open on a public holiday too. `services`: what is done then (R-65)."""

    day: Day
    session: str
    start: ClockTime
    end: ClockTime
    kind: SessionKind = SessionKind.OFF_HOURS
    services: tuple[str, ...] = ()
    names: Names = Field(default_factory=dict)
