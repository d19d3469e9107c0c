"""Bases of all shapes: frozen, and unknown fields are an error."""

import unicodedata
from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

Names = dict[str, str]


EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2199, 12, 31, tzinfo=UTC)


def _plain(text: str) -> str:
    if any((ord(c) < 32 and c not in "\n\t") or 0xD800 <= ord(c) <= 0xDFFF or ord(c) == 127 for c in text):
        raise PydanticCustomError("control_characters", "Control characters cannot be used.")
    return text


def _said(text: str) -> str:
    if all(unicodedata.category(c)[0] in "CZ" for c in text):  # nothing that anybody could see
        raise PydanticCustomError("missing", "Something must stand here.")
    return text.strip()


def _in_our_time(moment: datetime) -> datetime:
    if not EARLIEST <= moment <= LATEST:
        raise PydanticCustomError("out_of_range", "This moment is too far away.")
    return moment


def _whole(value: object) -> object:
    """JSON knows one kind of number: 5.0 is 5."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Text = Annotated[str, Field(max_length=500), AfterValidator(_plain)]
Said = Annotated[Text, Field(min_length=1), AfterValidator(_said)]
Short = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(_plain), AfterValidator(_said)]
Telephone = Annotated[str, Field(min_length=3, max_length=32), AfterValidator(_plain)]
Id = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.\-]+$")]
Language = Literal["zh-CN", "en"]
Moment = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
Day = date
Whole = Annotated[int, BeforeValidator(_whole)]


class Shape(BaseModel):
    """What goes in or comes out of the API."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Message(BaseModel):
    """A live message: a fact with its number in the hall's line, and the room's number before it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seq: int
    prev: int
    at: Moment
    name: str
