"""Two languages that nobody speaks, for tests only: one says everything longer, one from right to left.

Both stand in for English, so names that a hall file gives stay as they are.
"""

import re
from collections.abc import Callable

from babel.support import NullTranslations

VALUE = re.compile(r"(%\(\w+\)[sdgf]|%%|\{\w*\})")
LATIN = "abcdefghijklmnopqrstuvwxyz"
ACCENTS = str.maketrans("aeiouyncsAEIOUYNCS", "àéîöûýñçšÀÉÎÖÛÝÑÇŠ")
HEBREW = str.maketrans(LATIN, "אבגדהוזחטיכלמנסעפצקרשתאבגד")
LONGER = 0.4
FILLER = "öné twö thréé föûr fîvé šîx šévén éîght nîné tén "


def stretched(text: str) -> str:
    """The sentence with accents in brackets, and so much longer that German would fit."""
    more = round(len(VALUE.sub("", text)) * LONGER)
    filler = (FILLER * (more // len(FILLER) + 1))[:more].strip()
    return f"[{_outside_values(text, lambda part: part.translate(ACCENTS))} {filler}]"


def mirrored(text: str) -> str:
    """The sentence in letters that are read from right to left."""
    return _outside_values(text, lambda part: part.lower().translate(HEBREW))


class Pseudo(NullTranslations):
    """Translations that make every sentence by a rule."""

    def __init__(self, rule: Callable[[str], str]) -> None:
        super().__init__()
        self._rule = rule

    def gettext(self, message: str) -> str:
        return self._rule(message)

    def ngettext(self, singular: str, plural: str, num: int) -> str:
        return self._rule(singular if num == 1 else plural)

    ugettext, ungettext = gettext, ngettext


def _outside_values(text: str, change: Callable[[str], str]) -> str:
    return "".join(part if VALUE.fullmatch(part) else change(part) for part in VALUE.split(text))
