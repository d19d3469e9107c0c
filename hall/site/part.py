"""What every part of a plan is made of: a frozen base, texts by language, times of the hall's own clock."""

from datetime import date, datetime, time
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

Names = dict[str, str]
"""What people read, by language tag: {"zh-CN": "…", "en": "…"}."""


class Part(BaseModel):
    """Base of every part of a plan: frozen, and unknown keys are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _no_number(value: Any) -> Any:
    """Refuses 830, which would otherwise be taken for seconds after midnight."""
    if isinstance(value, int | float):
        raise PydanticCustomError("time_number", "A time is written with a colon in quotes, such as “08:30”")
    return value


def _no_zone(value: Any) -> Any:
    if value.tzinfo is not None:
        raise PydanticCustomError("time_zone", "Times are those of the hall's own clock; leave the zone out")
    return value


def _no_date_number(value: Any) -> Any:
    if isinstance(value, int | float):
        raise PydanticCustomError("date_number", "A date is written as “2026-11-23”")
    return value


ClockTime = Annotated[time, BeforeValidator(_no_number), AfterValidator(_no_zone)]
Day = Annotated[date, BeforeValidator(_no_date_number)]
LocalMoment = Annotated[datetime, BeforeValidator(_no_number), AfterValidator(_no_zone)]
