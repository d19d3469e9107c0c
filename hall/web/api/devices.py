"""Devices: a manager adds one, it pairs with a code, and it can be shut out at once."""

from flask import request

from hall.kernel.ids import fingerprint
from hall.kernel.work import Work
from hall.queue.errors import UnknownCounter
from hall.queue.models import Counter
from hall.site import actions
from hall.site.errors import PairingFailed, UnknownDevice, UnknownZone
from hall.site.models import Device
from hall.site.queries import device_by_pairing
from hall.staff.actions import count_attempt
from hall.staff.rules import Role
from hall.web import shapes
from hall.web.api.endpoint import Ask, endpoint
from hall.web.guards import public, signed_in, staff
from hall.wire.site import DeviceAdded, DevicePaired, DeviceView, DeviceWish, PairingWish


@endpoint(
    "POST",
    "/halls/<hall>/devices",
    guard=staff(Role.MANAGER, Role.ADMIN),
    takes=DeviceWish,
    gives=DeviceAdded,
    status=201,
    refusals=(UnknownZone, UnknownCounter),
)
def add(ask: Ask) -> DeviceAdded:
    """Adds a device; its pairing code is good once and for fifteen minutes."""
    body: DeviceWish = ask.body

    def verb(work: Work) -> DeviceAdded:
        if body.counter is not None and work.session.get(Counter, body.counter) is None:
            raise UnknownCounter()
        device, code = actions.add_device(work, body.kind, body.name, zone=body.zone, counter_id=body.counter)
        assert device.pairing_expires_at is not None, "a new device waits for its code"
        return DeviceAdded(device=shapes.device(device), pairing_code=code, expires_at=device.pairing_expires_at)

    return ask.change(ask["hall"], verb)  # type: ignore[no-any-return]


@endpoint(
    "POST",
    "/devices/pairings",
    guard=public,
    takes=PairingWish,
    gives=DevicePaired,
    status=201,
    refusals=(PairingFailed,),
)
def pair(ask: Ask) -> DevicePaired:
    """Trades a pairing code for the device's token, which is told this once."""
    return pair_device(ask, ask.body.pairing_code)


def pair_device(ask: Ask, typed: str) -> DevicePaired:
    """Pairs by a typed code; spaces, dashes and case do not matter. Throttled by address."""
    code = typed.replace(" ", "").replace("-", "").upper()
    house, real_now, where = ask.house, ask.house.clock.real_now(), request.remote_addr
    house.database.write(lambda session: count_attempt(session, f"pair:{where}", real_now))
    with house.database.read() as session:
        waiting = device_by_pairing(session, fingerprint(code), real_now)
    if waiting is None:
        raise PairingFailed()

    def verb(work: Work) -> DevicePaired:
        device, token = actions.pair_device(work, code)
        return DevicePaired(token=token, device=shapes.device(device))

    return ask.change(waiting.hall_id, verb)  # type: ignore[no-any-return]


@endpoint("DELETE", "/devices/<device>", guard=signed_in, gives=DeviceView, refusals=(UnknownDevice,))
def revoke(ask: Ask) -> DeviceView:
    """The token stops working at once, live connections included."""
    with ask.house.database.read() as session:
        found = session.get(Device, ask["device"])
    if found is None:
        raise UnknownDevice()
    ask.caller.must(ask.caller.may(found.hall_id, Role.MANAGER, Role.ADMIN))

    def verb(work: Work) -> DeviceView:
        actions.revoke_device(work, found.id)
        return shapes.device(work.session.get_one(Device, found.id))

    return ask.change(found.hall_id, verb)  # type: ignore[no-any-return]
