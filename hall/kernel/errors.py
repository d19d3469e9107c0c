"""Refusals. Each situation is a class of its own; a door knows only the four families.

A refusal carries a stable `code`, and a sentence a person can act on: an English message id with
parameters, translated by the door into the reader's language.
"""

from typing import Any, ClassVar


class HallError(Exception):
    """Base of all refusals. `sentence` may use {named} parameters; `extra` goes into the answer as it is."""

    code: ClassVar[str] = "refused"
    sentence: ClassVar[str] = "This is not possible."

    def __init__(self, *, extra: dict[str, Any] | None = None, **params: object) -> None:
        super().__init__(self.code)
        self.params = params
        self.extra = extra or {}


class NotFound(HallError):
    code = "not_found"
    sentence = "This does not exist, or no longer."


class Refused(HallError):
    """The trade says no, and says why; 409."""


class NotAllowed(HallError):
    code = "not_allowed"
    sentence = "You are not allowed to do this."


class Invalid(HallError):
    """Something in what was sent is wrong; 422. `field` names it."""

    code = "invalid"
    sentence = "This value cannot be used."

    def __init__(self, field: str, **params: Any) -> None:
        super().__init__(**params)
        self.field = field


class TooMany(HallError):
    """Asked too often; 429 with the seconds after which to come back."""

    code = "too_many"
    sentence = "Too many attempts. Please wait {seconds} seconds."

    def __init__(self, *, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.seconds = seconds
