"""Keeps a kiosk ready for an outage while the hall can be reached: what it offers, its numbers, who waits."""

import threading
from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from hall.wire.devices import Block, Provisions, ProvisionWish, Used
from hall.wire.site import ServiceList
from kiosk.link import HallLink, HallUnreachable, NotPaired, Unknown
from kiosk.offline.clock import HallClock
from kiosk.offline.journal import Journal, JournalFull

EVERY_SECONDS = 15.0
GUIDES_EVERY = 40  # rounds: ten minutes
ADDRESS = "/api/v1/devices/current/provisions"
Transport = Callable[[str, str, Any, dict[str, str]], tuple[int, Any]]


class Keeper:
    """`refresh` once in a while; `hall_id` is None while the kiosk is not paired."""

    def __init__(
        self,
        journal: Journal,
        clock: HallClock,
        link: HallLink,
        ask: Transport,
        hall_id: Callable[[], str | None],
        on_full: Callable[[bool], None],
    ) -> None:
        self._journal, self._clock, self._link, self._ask = journal, clock, link, ask
        self._hall_id, self._on_full = hall_id, on_full
        self._rounds = 0
        self._wake, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._wake.set()

    def wake(self) -> None:
        """The hall is back: everything is asked anew, guides too."""
        self._rounds = 0
        self._wake.set()

    def refresh(self) -> bool:
        """Asks for everything and keeps it; False when the hall did not answer."""
        hall_id = self._hall_id()
        if hall_id is None:
            return False
        try:
            hall, services = self._link.hall(hall_id), self._link.services(hall_id)
            self._clock.told(hall.now, hall.clock_speed)
            self._journal.know("hall", hall.model_dump(mode="json"))
            self._journal.know("services", services.model_dump(mode="json"))
            self._provide()
            if self._rounds % GUIDES_EVERY == 0:
                self._guides(hall_id, services)
            self._rounds += 1
        except (HallUnreachable, NotPaired, Unknown):
            return False
        except JournalFull:
            self._on_full(True)
            return False
        self._on_full(False)
        return True

    def _guides(self, hall_id: str, services: ServiceList) -> None:
        for service in services.items:
            if service.kind != "not_here" and not self._stop.is_set():
                guide = self._link.guide(hall_id, service.id)
                self._journal.know(f"guide {service.id}", guide.model_dump(mode="json"))

    def _provide(self) -> None:
        used = [Used(day=d, series=s, first=f, used=u) for (d, s, f), u in self._journal.used().items()]
        provisions = self._asked(used)
        if self._journal.was_lost:
            # Nobody knows which of these numbers were given: all of them count as given, and others come.
            spent = [_spent(block) for block in provisions.blocks]
            provisions = self._asked([*used, *spent])
            self._journal.was_lost = False
        self._journal.know("provisions", provisions.model_dump(mode="json"))

    def _asked(self, used: list[Used]) -> Provisions:
        try:
            body = ProvisionWish(used=used).model_dump(mode="json")
            status, answer = self._ask("POST", ADDRESS, body, {})
            if status == 200:
                return Provisions.model_validate(answer)
        except (OSError, ValidationError) as error:
            raise HallUnreachable() from error
        raise HallUnreachable()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            self.refresh()
            self._wake.wait(EVERY_SECONDS)


def _spent(block: Block) -> Used:
    return Used(day=block.day, series=block.series, first=block.first, used=block.last)
