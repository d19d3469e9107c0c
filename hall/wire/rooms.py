"""The only place where the names of rooms are spelled. Rooms are places."""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["board", "counter", "ticket", "floor"]
_ROOM = re.compile(r"^(board|counter|ticket|floor):([A-Za-z0-9_\-]{1,64})(?::([A-Za-z0-9_\-]{1,40}))?$")


def board(hall: str, zone: str | None = None) -> str:
    """What the screens of a hall, or of one zone, show. Anyone may watch."""
    return f"board:{hall}:{zone}" if zone else f"board:{hall}"


def counter(counter_id: str) -> str:
    """One counter: its staff and its own screen."""
    return f"counter:{counter_id}"


def ticket(code: str) -> str:
    """One ticket, for whoever holds its code."""
    return f"ticket:{code}"


def floor(hall: str) -> str:
    """Everything on the floor, for leads and managers."""
    return f"floor:{hall}"


@dataclass(frozen=True)
class Room:
    kind: Kind
    subject: str
    zone: str | None = None


def parse(name: object) -> Room | None:
    """A room from what a client sent, or None if it is no room's name."""
    found = _ROOM.match(name) if isinstance(name, str) and len(name) <= 120 else None
    if found is None or (found[3] and found[1] != "board"):
        return None
    return Room(found[1], found[2], found[3])  # type: ignore[arg-type]
