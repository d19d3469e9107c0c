"""Devices as they themselves and their managers see them."""

from datetime import date, timedelta

from hall.kernel.sealing import keyed_hash
from hall.site.models import Device, DeviceReportRow
from hall.site.plan import Plan
from hall.site.queries import devices
from hall.site.rules import business_day
from hall.web.house import speed_of
from hall.web.presence import presence_code
from hall.web.shapes import View, device
from hall.wire.devices import DeviceReport, DeviceStatus, DeviceTold, VoiceView

ONLINE = timedelta(seconds=30)


def told(view: View, entity: Device) -> DeviceTold:
    """What the hall tells a device."""
    is_kiosk, shows = entity.kind == "kiosk", entity.kind == "hall_display"
    return DeviceTold(
        device=device(entity),
        now=view.now,
        real_now=view.house.clock.real_now(),
        clock_speed=speed_of(view.house.clock),
        voice=voice(view.plan, entity) if entity.kind == "hall_display" else None,
        kiosk_number=entity.kiosk_number,
        staff_code=entity.staff_code,
        card_key=card_key(view.plan.id, business_day(view.plan, view.now)) if is_kiosk else None,
        presence=presence_code(view.plan.id, view.house.clock.real_now()) if shows else None,
    )


def voice(plan: Plan, entity: Device) -> VoiceView:
    settings = plan.settings
    return VoiceView(
        speaks=entity.voice_of is not None,
        volume=entity.volume,
        quiet_from=entity.quiet_from,
        quiet_until=entity.quiet_until,
        english=settings.voice_languages == "both",
        one=settings.voice_one,
        rate=settings.voice_rate,
    )


def card_key(hall_id: str, day: date) -> str:
    """The day's key for the numbers of identity cards: nobody is followed from one day to the next (R-06)."""
    return keyed_hash(f"card {hall_id} {day}")


def statuses(view: View) -> list[DeviceStatus]:
    """Every device of a hall with its last contact and report."""
    real_now, found = view.house.clock.real_now(), []
    for entity in devices(view.session, view.plan.id):
        row = view.session.get(DeviceReportRow, entity.id)
        found.append(
            DeviceStatus(
                device=device(entity),
                seen_at=row.at if row else None,
                online=row is not None and entity.token_hash is not None and real_now - row.at < ONLINE,
                report=DeviceReport.model_validate(row.content) if row else None,
                voice=voice(view.plan, entity) if entity.kind == "hall_display" else None,
                kiosk_number=entity.kiosk_number,
                staff_code=entity.staff_code,
            )
        )
    return found
