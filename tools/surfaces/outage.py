"""A hall that was cut off from its kiosk for a while: what the kiosk made has come in and waits for a look."""

from datetime import timedelta
from typing import Any

from hall.kernel.ids import new_id, public_code, short_code
from hall.kernel.work import Actor, Work
from hall.queue import actions
from hall.site.actions import add_device
from hall.site.plan import Plan
from hall.site.rules import business_day
from hall.wire.devices import OfflineTicket, Replay
from hall.wire.queue import TicketWish

WISHES = ("A01", "B01", "C01", "B02", "A02", "C02", "B03", "D01", "A03")
NEVER_HELD = 4321


def after_an_outage(work: Work, plan: Plan) -> None:
    """Nine numbers of one kiosk, one of them with a bound for a time, and one that could not be kept."""
    device, _ = add_device(work, "kiosk", "二楼东门")
    device.kiosk_number = 1
    work.session.flush()
    day, prefix = business_day(plan, work.now), {s.id: s.queue for s in plan.services}
    wishes = [service for service in WISHES if service in prefix]
    places = [(day, series) for series in sorted({prefix[service] for service in wishes})]
    actions.provide_blocks(work, device.id, places, ())
    items = [_item(work, n, prefix[s], 1101 + n, s, uncertain=n == 4) for n, s in enumerate(wishes)]
    items.append(_item(work, len(items), prefix[wishes[0]], NEVER_HELD, wishes[0]))
    sent = Replay(items=items, cut_off_at=work.now - timedelta(minutes=20))
    work.actor = Actor("device", device.id)
    actions.replay(work, device.id, sent, scope_of=lambda key: key)


def _item(work: Work, n: int, series: str, number: int, service: str, **more: Any) -> OfflineTicket:
    at = work.now - timedelta(minutes=18 - n)
    return OfflineTicket(
        id=new_id(),
        code=public_code(),
        short_code=short_code(),
        key=new_id(),
        order=n + 1,
        day=at.date(),
        series=series,
        number=number,
        wish=TicketWish(service=service),
        issued_at=at,
        earliest=at,
        latest=at,
        **more,
    )
