"""What a change does to people who have booked: said before it is made, by making it and taking it back (R-64)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from hall.appointments.events import BookingDisplaced
from hall.kernel.events import Event
from hall.kernel.work import Actor, Work
from hall.web.house import House
from hall.wire.roster import EffectView

T = TypeVar("T")


@dataclass(frozen=True)
class Hurt:
    """One booking that would lose its time. `offer`: the time it would be offered instead."""

    booking: str
    start: str
    offer: str | None
    reachable: bool


@dataclass(frozen=True)
class Effect:
    """What happens to bookings, one by one."""

    hurt: tuple[Hurt, ...] = ()

    @property
    def unreachable(self) -> int:
        """How many of these people no message reaches: somebody must ring them."""
        return sum(not h.reachable for h in self.hurt)

    @property
    def nowhere(self) -> int:
        """How many of them there is no other place for."""
        return sum(h.offer is None for h in self.hurt)

    @property
    def shape(self) -> EffectView:
        return EffectView(
            hurt=len(self.hurt),
            offered=len(self.hurt) - self.nowhere,
            nowhere=self.nowhere,
            unreachable=self.unreachable,
            bookings=[h.booking for h in self.hurt],
        )


def effect_of(facts: Iterable[Event]) -> Effect:
    """What some facts say of bookings."""
    lost = [f for f in facts if isinstance(f, BookingDisplaced)]
    return Effect(tuple(Hurt(f.booking, f.start, f.offer, f.reachable) for f in lost))


def with_effect(
    house: House, hall_id: str, actor: Actor, verb: Callable[[Work], T], *, rehearse: bool
) -> tuple[T, Effect]:
    """What a verb says and what it does to bookings; with `rehearse` it is taken back."""

    def job(work: Work) -> tuple[T, Effect]:
        answer = verb(work)
        return answer, effect_of(work.facts)

    if rehearse:
        return house.works.rehearse(hall_id, actor, job)
    return house.works.perform(hall_id, actor, job)
