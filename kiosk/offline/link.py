"""The line of a kiosk that is never silent: the hall's answer, or what is known while it cannot be reached."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask_babel import gettext

from hall.wire.appointments import BookingView
from hall.wire.devices import Provisions
from hall.wire.queue import TicketView, TicketWish
from hall.wire.site import GuideView, HallView, ServiceList, ServiceView
from kiosk.link import HallLink, HallUnreachable, Refusal, Unknown
from kiosk.offline.clock import HallClock
from kiosk.offline.giving import Giver
from kiosk.offline.journal import Journal, JournalFull, Kept
from kiosk.offline.offers import hall_as_known, matching, service_as_known

Answer = TypeVar("Answer")


class Alone:
    """What a kiosk knows without its hall; shared by all who ask."""

    def __init__(self, journal: Journal, clock: HallClock, reached: Callable[[], bool], look: Callable[[], None]):
        """`reached`: whether the hall can be asked; `look`: somebody had no answer, look at once."""
        self.journal, self.clock, self.reached, self.look = journal, clock, reached, look
        self.giver = Giver(journal, clock, self.guide)

    @property
    def provisions(self) -> Provisions | None:
        kept = self.journal.known("provisions")
        return Provisions.model_validate(kept) if kept else None

    def hall(self, hall_id: str) -> HallView:
        hall = HallView.model_validate(self._known("hall"))
        reading = self.clock.read()
        if hall.id != hall_id or reading is None:
            raise HallUnreachable()
        return hall_as_known(hall, self.services(), reading.at)

    def services(self) -> list[ServiceView]:
        return [self._service(s) for s in ServiceList.model_validate(self._known("services")).items]

    def guide(self, service: str) -> GuideView | None:
        kept = self.journal.known(f"guide {service}")
        if kept is None:
            return None
        guide = GuideView.model_validate(kept)
        return guide.model_copy(update={"service": self._service(guide.service)})

    def _service(self, service: ServiceView) -> ServiceView:
        provisions, reading = self.provisions, self.clock.read()
        if provisions is None or reading is None:
            raise HallUnreachable()
        return service_as_known(service, provisions.days, reading.at, self.giver.given(provisions))

    def _known(self, name: str) -> Any:
        kept = self.journal.known(name)
        if kept is None:
            raise HallUnreachable()
        return kept


class SteadyLink(HallLink):
    """Asks the hall; answers by itself when that cannot be asked, and for numbers it has not heard of yet."""

    def __init__(self, inner: HallLink, alone: Alone) -> None:
        self.inner, self.alone = inner, alone

    def asking_as(self, who: Callable[[], dict[str, str]]) -> "SteadyLink":
        return SteadyLink(self.inner.asking_as(who), self.alone)

    @property
    def is_away(self) -> bool:
        return not self.alone.reached()

    def hall(self, hall_id: str) -> HallView:
        return self._asked(lambda: self.inner.hall(hall_id), lambda: self.alone.hall(hall_id))

    def services(self, hall_id: str, q: str = "") -> ServiceList:
        def alone() -> ServiceList:
            known = self.alone.services()
            return ServiceList(items=matching(known, q) if q else known)

        return self._asked(lambda: self.inner.services(hall_id, q), alone)

    def guide(self, hall_id: str, service: str) -> GuideView:
        def alone() -> GuideView:
            if (found := self.alone.guide(service)) is None:
                raise Unknown()
            return found

        return self._asked(lambda: self.inner.guide(hall_id, service), alone)

    def take_number(self, hall_id: str, wish: dict[str, Any], *, key: str) -> TicketView:
        """One number for one wish, the same for the same key, on whichever side of a cut it was made."""
        if (known := self.alone.journal.ticket("wish_key", key)) is not None:
            return TicketView.model_validate(known.view)

        def alone() -> TicketView:
            provisions = self.alone.provisions
            if provisions is None:
                raise HallUnreachable()
            try:
                return self.alone.giver.give(provisions, TicketWish.model_validate(wish), key)
            except JournalFull:
                sentence = gettext("This kiosk cannot give a number just now. Please come to the enquiry desk.")
                raise Refusal("kiosk_full", str(sentence), {}) from None

        return self._asked(lambda: self.inner.take_number(hall_id, wish, key=key), alone)

    def ticket_behind(self, hall_id: str, short_code: str) -> TicketView:
        return self._or_own(lambda: self.inner.ticket_behind(hall_id, short_code), "short_code", short_code)

    def ticket(self, code: str) -> TicketView:
        return self._or_own(lambda: self.inner.ticket(code), "code", code)

    def tell(self, code: str, verb: str) -> TicketView:
        """While the hall is away a number of its own can be given back or shown again; the rest waits for it."""

        def alone() -> TicketView:
            own = self.alone.journal.ticket("code", code)
            if own is None or verb not in ("cancellation", "reprint"):
                sentence = gettext(
                    "This is possible again when the hall can be reached. The enquiry desk helps you."
                )
                raise Refusal("offline", str(sentence), {})
            if verb == "cancellation":
                self.alone.journal.give_back(own.id)
            return _shown(self.alone.journal.ticket("code", code) or own)

        try:
            return self._asked(lambda: self.inner.tell(code, verb), alone)
        except Unknown:  # the hall is back and has not heard of it yet
            return alone()

    def booking_of(self, hall_id: str, about: dict[str, Any]) -> BookingView:
        return self._by_hall(lambda: self.inner.booking_of(hall_id, about))

    def booking(self, code: str) -> BookingView:
        return self._by_hall(lambda: self.inner.booking(code))

    def check_in(self, code: str) -> TicketView:
        return self._by_hall(lambda: self.inner.check_in(code))

    def text_to(self, code: str, phone: str, language: str) -> TicketView:
        return self._by_hall(lambda: self.inner.text_to(code, phone, language))

    def _by_hall(self, ask: Callable[[], Answer]) -> Answer:
        """What nobody but the hall can answer; a refusal that says so while it is away."""

        def alone() -> Answer:
            sentence = gettext(
                "This needs the hall, which cannot be reached just now. The enquiry desk helps you."
            )
            raise Refusal("offline", str(sentence), {})

        return self._asked(ask, alone)

    def _or_own(self, ask: Callable[[], TicketView], column: str, value: str) -> TicketView:
        own = self.alone.journal.ticket(column, value)

        def alone() -> TicketView:
            if own is None:
                raise HallUnreachable()
            return _shown(own)

        try:
            return self._asked(ask, alone)
        except Unknown:
            if own is None or own.state != "new":
                raise
            return _shown(own)

    def _asked(self, ask: Callable[[], Answer], alone: Callable[[], Answer]) -> Answer:
        if self.is_away:
            return alone()
        try:
            return ask()
        except HallUnreachable:
            self.alone.look()
            return alone()


def _shown(own: Kept) -> TicketView:
    view = TicketView.model_validate(own.view)
    return view.model_copy(update={"state": "cancelled"}) if own.given_back else view
