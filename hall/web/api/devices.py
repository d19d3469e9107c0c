"""Devices: a manager adds one, it pairs with a code, and it can be shut out at once."""

from datetime import timedelta

from flask import request

from hall.kernel.errors import Invalid
from hall.kernel.idempotency import Key, recall
from hall.kernel.ids import fingerprint
from hall.kernel.work import Work
from hall.queue.models import Counter
from hall.site import actions, device_actions
from hall.site.errors import PairingFailed, UnknownDevice, UnknownZone, ZoneHasAVoice
from hall.site.models import Device
from hall.site.queries import device_by_pairing
from hall.staff.actions import count_attempt, forget_attempts
from hall.staff.rules import Role
from hall.web import device_shapes, shapes
from hall.web.api.endpoint import Ask, endpoint
from hall.web.guards import public, signed_in, staff
from hall.web.shapes import View
from hall.wire.devices import DeviceChange, DeviceStatusList
from hall.wire.site import DeviceAdded, DevicePaired, DeviceView, DeviceWish, PairingWish

PAIRING = timedelta(minutes=15)  # as long as a code is good: a token is not kept for a day


@endpoint(
    "POST",
    "/halls/<hall>/devices",
    guard=staff(Role.MANAGER, Role.ADMIN),
    takes=DeviceWish,
    gives=DeviceAdded,
    status=201,
    refusals=(UnknownZone,),
)
def add(ask: Ask) -> DeviceAdded:
    """Adds a device; its pairing code is good once and for fifteen minutes."""
    body: DeviceWish = ask.body

    def verb(work: Work) -> DeviceAdded:
        _counter_fits(work, body)
        device, code = actions.add_device(work, body.kind, body.name, zone=body.zone, counter_id=body.counter)
        assert device.pairing_expires_at is not None, "a new device waits for its code"
        return DeviceAdded(device=shapes.device(device), pairing_code=code, expires_at=device.pairing_expires_at)

    return ask.change(ask["hall"], verb)  # type: ignore[no-any-return]


def _counter_fits(work: Work, body: DeviceWish) -> None:
    """A counter's screen names a counter of this hall; no other device has one."""
    found = work.session.get(Counter, body.counter) if body.counter else None
    is_screen = body.kind == "counter_display"
    if is_screen != (body.counter is not None) or (is_screen and (found is None or found.hall_id != work.hall_id)):
        raise Invalid("counter")


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
    house, real_now, where = ask.house, ask.house.clock.real_now(), f"pair:{request.remote_addr}"
    house.database.write(lambda session: count_attempt(session, where, real_now))
    if ask.key is not None and (known := _paired_before(ask, ask.key)) is not None:
        return known
    with house.database.read() as session:
        waiting = device_by_pairing(session, fingerprint(code), real_now)
    if waiting is None:
        raise PairingFailed()

    def verb(work: Work) -> DevicePaired:
        device, token = actions.pair_device(work, code)
        forget_attempts(work.session, where)
        return DevicePaired(token=token, device=shapes.device(device))

    return ask.change(waiting.hall_id, verb, remembered=PAIRING)  # type: ignore[no-any-return]


def _paired_before(ask: Ask, key: Key) -> DevicePaired | None:
    """The answer that was lost on its way to this device; the code itself is used up by now."""
    with ask.house.database.read() as session:
        known = recall(session, key, ask.house.clock.real_now())
    ask.replayed = known is not None
    return DevicePaired.model_validate_json(known) if known else None


@endpoint("DELETE", "/devices/<device>", guard=signed_in, gives=DeviceView, refusals=(UnknownDevice,))
def revoke(ask: Ask) -> DeviceView:
    """The token stops working at once, live connections included."""
    device_id = ask["device"]

    def verb(work: Work) -> DeviceView:
        actions.revoke_device(work, device_id)
        return shapes.device(work.session.get_one(Device, device_id))

    return ask.change(_hall_of(ask), verb)  # type: ignore[no-any-return]


@endpoint("GET", "/halls/<hall>/devices", guard=staff(Role.LEAD, Role.MANAGER, Role.ADMIN), gives=DeviceStatusList)
def all_devices(ask: Ask) -> DeviceStatusList:
    """Every device with its last contact and what it said of itself."""
    with ask.house.database.read() as session:
        found = device_shapes.statuses(View.of(ask.house, session, ask["hall"]))
    if not ask.caller.may(ask["hall"], Role.MANAGER, Role.ADMIN):
        found = [status.model_copy(update={"staff_code": None}) for status in found]
    return DeviceStatusList(items=found)


@endpoint(
    "PUT",
    "/devices/<device>",
    guard=signed_in,
    takes=DeviceChange,
    gives=DeviceView,
    refusals=(UnknownDevice, UnknownZone, ZoneHasAVoice),
)
def change(ask: Ask) -> DeviceView:
    """Name, zone, voice, volume and quiet hours; the device obeys within seconds and without a restart."""
    body: DeviceChange = ask.body
    hall_id = _hall_of(ask)

    def verb(work: Work) -> DeviceView:
        changed = device_actions.change_device(
            work,
            ask["device"],
            name=body.name,
            zone=body.zone,
            speaks=body.speaks,
            volume=body.volume,
            quiet=(body.quiet_from, body.quiet_until),
        )
        work.session.flush()
        return shapes.device(changed)

    return ask.change(hall_id, verb)  # type: ignore[no-any-return]


@endpoint(
    "POST", "/devices/<device>/pairing", guard=signed_in, gives=DeviceAdded, status=201, refusals=(UnknownDevice,)
)
def pair_anew(ask: Ask) -> DeviceAdded:
    """A fresh code for a device that was set up anew; its old token ends when the code is used."""

    def verb(work: Work) -> DeviceAdded:
        device, code = device_actions.pair_anew(work, ask["device"])
        assert device.pairing_expires_at is not None, "it waits for its code"
        return DeviceAdded(device=shapes.device(device), pairing_code=code, expires_at=device.pairing_expires_at)

    return ask.change(_hall_of(ask), verb)  # type: ignore[no-any-return]


def _hall_of(ask: Ask) -> str:
    """The hall of the device in the address, for those who may change it."""
    with ask.house.database.read() as session:
        found = session.get(Device, ask["device"])
    if found is None:
        raise UnknownDevice()
    ask.caller.must(ask.caller.may(found.hall_id, Role.MANAGER, Role.ADMIN))
    return found.hall_id
