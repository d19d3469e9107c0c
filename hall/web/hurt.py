"""Whose bookings a change would hurt, for the page that is looked at before it is made (R-64)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from hall.appointments.lookups import find_booking
from hall.kernel.work import Work
from hall.site.rules import local
from hall.web import booking_shapes
from hall.web.effects import Effect, effect_of, with_effect
from hall.web.guards import caller
from hall.web.house import house
from hall.web.public.sentences import day_name
from hall.web.shapes import View

T = TypeVar("T")


@dataclass
class Shown:
    """The people whom a change hurts, with the times they would be offered."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def unreachable(self) -> int:
        """How many no message reaches."""
        return sum(not row["reachable"] for row in self.rows)

    @property
    def nowhere(self) -> int:
        """How many no other time was found for."""
        return sum(row["offer"] is None for row in self.rows)

    def named(self, day: date) -> str:
        """A day in the reader's language; said when the page is written, as changes know no readers."""
        return str(day_name(day, short=True))

    def look(self, view: View, work: Work) -> None:
        """Notes them while the change is there to be seen."""

        def day(moment: datetime) -> date:
            return local(view.plan, moment).date()

        for hurt in effect_of(work.facts).hurt:
            booking = find_booking(work.session, hurt.booking)
            offer = find_booking(work.session, hurt.offer) if hurt.offer else None
            if booking is not None:
                self.rows.append(
                    {
                        "b": booking_shapes.booking(view, booking, staff=True),
                        "day": day(booking.start),
                        "offer": offer.start if offer else None,
                        "offer_day": day(offer.start) if offer else None,
                        "reachable": hurt.reachable,
                    }
                )


def attempt(hall: str, verb: Callable[[Work], T], *, rehearse: bool) -> tuple[T, Effect, Shown]:
    """Runs a verb, or rehearses it; whom it hurts is looked up while that can still be seen."""
    shown, the_house = Shown(), house()

    def job(work: Work) -> T:
        answer = verb(work)
        work.session.flush()
        shown.look(View.within(the_house, work), work)
        return answer

    answer, effect = with_effect(the_house, hall, caller().actor, job, rehearse=rehearse)
    return answer, effect, shown
