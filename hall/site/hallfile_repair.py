"""Parts with a mistake, made whole enough that the mistakes of other parts can be found in the same run."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

M = TypeVar("M", bound=BaseModel)
_NAMES = {"zh-CN": "?", "en": "?"}
STAND_INS: Mapping[str, tuple[Any, ...]] = {
    "id": ("missing-id",),
    "queue": ("?",),
    "department": ("?",),
    "service": ("?",),
    "prefix": ("?",),
    "zone": ("?",),
    "login": ("?",),
    "timezone": ("UTC",),
    "kind": ("instant", "regular"),
    "type": ("regular",),
    "number": (-1, "?"),
    "mean": (1,),
    "sd": (1,),
    "agent_allowed": (False,),
    "queues": (("?",),),
    "services": ((),),
    "roles": ((),),
    **dict.fromkeys(
        ("names", "short_names", "address", "place", "where", "title", "who", "fee", "limit", "when"), (_NAMES,)
    ),
}
"""What stands where a required value is missing or wrong; a part that has one is judged no further."""


def repaired(kind: type[M], values: Mapping[str, Any]) -> M | None:
    """A part without its wrong values, or None when too little of it can be read."""
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        wrong = {str(mistake["loc"][0]) for mistake in error.errors() if mistake["loc"]}
    kept = {key: value for key, value in values.items() if key not in wrong}
    needed = [key for key, field in kind.model_fields.items() if field.is_required() and key not in kept]
    for choice in range(2):
        more = {key: STAND_INS[key][min(choice, len(STAND_INS[key]) - 1)] for key in needed if key in STAND_INS}
        try:
            return kind.model_validate(kept | more)
        except ValidationError:
            continue
    return None
