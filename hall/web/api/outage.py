"""Kiosks before and after an outage (R-75): what they keep for it, and what they made in it."""

from hall.kernel.idempotency import Key
from hall.queue import actions
from hall.queue.actions.blocks import blocks_of
from hall.queue.blocks import Place, newly_used, running_low
from hall.queue.calling_line import calling_line
from hall.queue.models import NumberBlock
from hall.queue.provisions import places_of, provision_days
from hall.site.errors import UnknownHall
from hall.site.models import Device
from hall.staff.rules import Role
from hall.web.api.endpoint import Ask, api, endpoint
from hall.web.guards import guard, staff
from hall.web.shapes import View
from hall.wire.devices import (
    Block,
    Provisions,
    ProvisionWish,
    Replay,
    ReplayDone,
)

KIOSK = guard(lambda who, args: who.device_kind == "kiosk", "device:kiosk")
DESK = staff(Role.DESK)
LARGEST = 256 * 1024  # a whole hall's line stands in one request


@endpoint(
    "POST",
    "/devices/current/provisions",
    guard=KIOSK,
    takes=ProvisionWish,
    gives=Provisions,
    refusals=(UnknownHall,),
    idempotent=False,
)
def provisions(ask: Ask) -> Provisions:
    """Everything that a kiosk keeps for an outage: what is offered, its numbers, the calling line."""
    kept, places = _provisions(ask)
    if places is not None:
        device_id, used = str(ask.caller.id), ask.body.used
        ask.change(str(ask.caller.hall_id), lambda work: actions.provide_blocks(work, device_id, places, used))
        kept, _ = _provisions(ask)
    return kept


def _provisions(ask: Ask) -> tuple[Provisions, list[Place] | None]:
    """The answer as it stands, and where numbers are wanted if there is anything to write: as a rule not."""
    public_url = ask.house.settings.public_url
    with ask.house.database.read() as session:
        view = View.of(ask.house, session, str(ask.caller.hall_id))
        days = provision_days(session, view.plan, view.now, ask.house.expected)
        kiosk, places = session.get_one(Device, str(ask.caller.id)), places_of(view.plan, days)
        held = blocks_of(session, kiosk.id, [day.day for day in days])
        provided = kiosk.kiosk_number is not None and not running_low(held, places, view.plan.settings)
        kept = Provisions(
            seq=view.seq,
            now=view.now,
            days=days,
            blocks=[_block(block) for block in held],
            line=calling_line(session, view.plan),
            ticket_address=f"{public_url}/t/{{code}}" if public_url else None,
            ticket_digits=view.plan.settings.ticket_digits,
        )
    return kept, None if provided and not newly_used(held, ask.body.used) else places


def _block(block: NumberBlock) -> Block:
    return Block(day=block.day, series=block.series, first=block.first, last=block.last, used=block.used)


@endpoint(
    "POST",
    "/devices/current/replays",
    guard=KIOSK,
    takes=Replay,
    gives=ReplayDone,
    refusals=(UnknownHall,),
    largest=LARGEST,
)
def replays(ask: Ask) -> ReplayDone:
    """Tickets that a kiosk made while it was cut off; each is kept once, by its id."""
    body, caller, hall_id = ask.body, ask.caller.name, str(ask.caller.hall_id)
    address = f"{api.url_prefix}/halls/{hall_id}/tickets"

    def scope_of(key: str) -> str:
        return Key.of(caller=caller, address=address, key=key, body=b"").scope

    device_id = str(ask.caller.id)
    return ask.change(  # type: ignore[no-any-return]
        hall_id, lambda work: actions.replay(work, device_id, body, scope_of=scope_of)
    )
