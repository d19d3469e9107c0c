"""Facts. A fact is frozen, named `subject.past_tense`, and holds ids, codes and reasons from lists only:
free text, names and telephone numbers stand in rows that can be deleted; a fact cannot."""

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of all facts. `ticket`, `call` and `counter` are indexed in the journal when a fact has them."""

    name: ClassVar[str] = ""

    def data(self) -> dict[str, Any]:
        """The fact as plain JSON values, without fields that are None."""
        return {key: value for key, value in vars(self).items() if value is not None}
