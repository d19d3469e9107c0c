"""What a scanner or a card reader types: the code on a ticket, or the number of an identity card. Pure.

Both are keyboards to the machine: they type and press Enter. A ticket's code leads to it (return, rejoin); the
number of a card never leaves the kiosk, a keyed hash of it does (R-06).
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Literal, Protocol

from hall.wire.ids import SPEAKABLE

_LINK = re.compile(r"/([tb])/([A-Za-z0-9_\-]{22})(?:[/?#]|$)")
_SHORT = re.compile(rf"[{SPEAKABLE}]{{8}}")
_CARD = re.compile(r"[1-9]\d{16}[\dX]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"  # GB 11643


@dataclass(frozen=True)
class Scanned:
    kind: Literal["ticket", "booking", "short_code", "card", "nothing"]
    value: str = ""


class CardReader(Protocol):
    """A reader that is no keyboard. `read` gives the number of the card that lies on it, or None."""

    def read(self) -> str | None: ...


class NoReader:
    """No reader: every visitor takes an anonymous number, which must always be possible."""

    def read(self) -> str | None:
        return None


def read(text: str) -> Scanned:
    """What was scanned."""
    text = text.strip()
    if found := _LINK.search(text):
        return Scanned("ticket" if found[1] == "t" else "booking", found[2])
    plain = re.sub(r"[\s\-]", "", text).upper()
    if _SHORT.fullmatch(plain):
        return Scanned("short_code", plain)
    return Scanned("card", plain) if is_card(plain) else Scanned("nothing")


def is_card(number: str) -> bool:
    """True for the number of an identity card whose check character is right."""
    if not _CARD.fullmatch(number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == number[-1]


def person(number: str, key: str) -> str:
    """Who holds a card, without saying who: 64 hexadecimal characters, another for each key.

    The hall gives its kiosks a new key every day, so that nobody can follow a person over days.
    """
    return hmac.new(key.encode(), number.encode(), hashlib.sha256).hexdigest()
