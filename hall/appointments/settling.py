"""What becomes of the bookings of a session when its people, hours or services change. Pure.

A booking is promised a time, not a counter: where its own counter is gone, another one that can do the service at
the same time will do, and nobody need be told. Only where there is none is it displaced (R-64). The order is that
of the slots, so the same change always has the same effect.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from hall.appointments.supply import Berth, Supply, mask_of
from hall.roster.rules import offers
from hall.site.plan import Service


class Promised(Protocol):
    """A booking as it is settled."""

    id: str
    start: datetime


@dataclass(frozen=True)
class Kept:
    """It stays, at these places; `changed`: at least one is another counter than before."""

    booking: str
    berths: tuple[Berth, ...]
    changed: bool


@dataclass(frozen=True)
class Lost:
    """There is no place for it in this session any more."""

    booking: str


def settle(supply: Supply, promised: Iterable[tuple[Promised, Sequence[Berth]]]) -> list[Kept | Lost]:
    """What becomes of each booking of a session whose supply is now this one.

    `supply.taken` must hold nothing but what is nobody's booking: every booking is placed here anew.
    """
    in_order = sorted(promised, key=lambda each: (each[0].start, each[0].id))
    taken, found = dict(supply.taken), dict[str, Kept | Lost]()
    homeless = []
    for booking, berths in in_order:  # first whoever can stay where they are: others make room, not they
        here = replace(supply, taken=taken)
        if all(_stands(here, berth) for berth in berths):
            _occupy(here, taken, berths)
            found[booking.id] = Kept(booking.id, tuple(berths), changed=False)
        else:
            homeless.append((booking, berths))
    for booking, berths in homeless:
        moved = _elsewhere(supply, taken, berths)
        if moved is None:
            found[booking.id] = Lost(booking.id)
        else:
            _occupy(supply, taken, moved)
            found[booking.id] = Kept(booking.id, moved, changed=True)
    return [found[booking.id] for booking, _ in in_order]


def _elsewhere(supply: Supply, taken: dict[int, int], berths: Sequence[Berth]) -> tuple[Berth, ...] | None:
    """The same times at counters that are there."""
    trial, found = dict(taken), list[Berth]()
    for berth in berths:
        able = [post.counter.number for post in supply.posts]
        tries = (replace(berth, counter=number) for number in (berth.counter, *able))
        place = next((b for b in tries if _stands(replace(supply, taken=trial), b)), None)
        if place is None:
            return None
        _occupy(supply, trial, [place])
        found.append(place)
    return tuple(found)


def _stands(supply: Supply, berth: Berth) -> bool:
    """True if somebody is there who can do it, the session lasts so long, and the place is free."""
    service = _service(supply, berth)
    if service is None or not offers(supply.plan, supply.session, service):
        return False
    if berth.start < supply.session.start or berth.end > supply.session.end:
        return False
    if not any(p.counter.number == berth.counter and p.counter.can_serve(service) for p in supply.posts):
        return False
    return not supply.taken.get(berth.counter, 0) & mask_of(supply, berth)


def _service(supply: Supply, berth: Berth) -> Service | None:
    return supply.plan.service(berth.service_id)


def _occupy(supply: Supply, taken: dict[int, int], berths: Sequence[Berth]) -> None:
    for berth in berths:
        taken[berth.counter] = taken.get(berth.counter, 0) | mask_of(supply, berth)
