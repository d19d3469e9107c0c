"""Bases of all shapes: frozen, and unknown fields are an error."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Names = dict[str, str]


def _plain(text: str) -> str:
    if any((ord(c) < 32 and c not in "\n\t") or 0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise ValueError("control characters cannot be used")
    return text


Text = Annotated[str, AfterValidator(_plain), Field(max_length=500)]
Short = Annotated[str, AfterValidator(_plain), Field(min_length=1, max_length=80)]
Id = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.\-]+$")]
Language = Literal["zh-CN", "en"]
Moment = datetime
Day = date


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
