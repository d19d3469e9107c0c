"""Kiosks that are cut off, as tests tell of them: what they hold, and the tickets they make by themselves."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from hall.kernel.idempotency import Key
from hall.kernel.ids import new_id, public_code, short_code
from hall.kernel.journal import facts_after
from hall.kernel.work import Actor, Work
from hall.queue import actions
from hall.queue.models import NumberBlock, Ticket
from hall.queue.ports import NothingBooked
from hall.queue.provisions import places_of, provision_days
from hall.site.actions import add_device
from hall.site.models import Device
from hall.site.queries import plan_of
from hall.wire.devices import OfflineTicket, Replay, ReplayDone, Replayed
from hall.wire.queue import TicketWish
from tests.world import HALL, Floor


def scope_of(device_id: str, key: str) -> str:
    """The memory of a kiosk's wish, as the address for new tickets keeps it."""
    address = f"/api/v1/halls/{HALL}/tickets"
    return Key.of(caller=f"device:{device_id}", address=address, key=key, body=b"").scope


@dataclass
class Kiosk:
    """A kiosk with a number; `make` is a ticket it makes while the hall is away."""

    floor: Floor
    number: int | None = 1
    id: str = ""
    _order: Any = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.id = self.floor.do(_added, self.number)

    def provide(self, *used: Any) -> list[NumberBlock]:
        """What a look for provisions writes; the blocks it holds then."""
        with self.floor.works.database.read() as session:
            now = self.floor.works.clock.hall_now()
            plan = plan_of(session, HALL)
            places = places_of(plan, provision_days(session, plan, now, NothingBooked()))
        self.floor.do(actions.provide_blocks, self.id, places, used)
        return self.blocks()

    def blocks(self) -> list[NumberBlock]:
        wanted = select(NumberBlock).where(NumberBlock.device_id == self.id)
        order = (NumberBlock.day, NumberBlock.series, NumberBlock.first.desc())
        with self.floor.works.database.read() as session:
            return list(session.scalars(wanted.order_by(*order)))

    def make(self, number: int, service: str = "A1", **more: Any) -> OfflineTicket:
        at = more.pop("issued_at", self.floor.works.clock.hall_now())
        values = {"id": new_id(), "code": public_code(), "short_code": short_code(), "key": new_id()}
        values |= {"order": next(self._order), "day": at.date(), "series": "A", "number": number}
        values |= {"wish": TicketWish(service=service), "issued_at": at, "earliest": at, "latest": at}
        return OfflineTicket(**{**values, **more})

    def replay(self, *items: OfflineTicket, cut_off_at: datetime | None = None, **more: Any) -> list[Replayed]:
        now = self.floor.works.clock.hall_now()
        sent = Replay(items=list(items), cut_off_at=cut_off_at or now - timedelta(minutes=1), **more)
        return self.send(sent).items

    def send(self, sent: Replay) -> ReplayDone:
        me, scope = Actor("device", self.id), lambda key: scope_of(self.id, key)
        done: ReplayDone = self.floor.do(actions.replay, self.id, sent, scope_of=scope, actor=me)
        return done


def _added(work: Work, number: int | None) -> str:
    device, _ = add_device(work, "kiosk", "Kiosk")
    device.kiosk_number = number
    work.session.flush()
    return device.id


def number_of(floor: Floor, kiosk: Kiosk) -> int | None:
    with floor.works.database.read() as session:
        return session.get_one(Device, kiosk.id).kiosk_number


def tickets(floor: Floor) -> Sequence[Ticket]:
    """Every ticket of the hall in the order of its key."""
    with floor.works.database.read() as session:
        return session.scalars(select(Ticket).order_by(Ticket.ref, Ticket.issue_seq)).all()


def facts(floor: Floor, name: str) -> list[dict[str, Any]]:
    """What facts of a name say, oldest first."""
    with floor.works.database.read() as session:
        return [row.data for row in facts_after(session, HALL, 0, limit=100_000) if row.name == name]
