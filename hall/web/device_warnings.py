"""What a lead should see to about kiosks and screens, in codes; the pages make sentences of them."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from hall.queue.models import Call, Ticket
from hall.queue.states import OPEN
from hall.site.rules import business_day, opening_at
from hall.web.device_shapes import statuses
from hall.wire.devices import DeviceReport, DeviceStatus

if TYPE_CHECKING:
    from hall.web.shapes import View

Found = dict[str, Any]
SILENT = timedelta(seconds=60)
CLOCK_OFF_SECONDS = 120
PRINTER = {
    "paper_low": "paper_low",
    "paper_out": "paper_out",
    "cover_open": "printer_trouble",
    "unplugged": "printer_trouble",
    "not_answering": "printer_trouble",
    "failed": "printer_trouble",
}
DEVICE_SEVERE = frozenset({"device_silent", "paper_out", "printer_trouble", "disk_full", "voice_failed"})


def with_devices(view: "View", warnings: list[Found]) -> list[Found]:
    """The floor's warnings with those about devices, the severe first."""
    found = [*device_warnings(view, statuses(view)), *not_said(view)]
    for warning in found:
        warning["severe"] = warning["code"] in DEVICE_SEVERE
    return sorted([*warnings, *found], key=lambda w: not w["severe"])


def device_warnings(view: "View", statuses: list[DeviceStatus]) -> list[Found]:
    """A device that is silent while the hall is open, and everything that others say of themselves."""
    real_now, found = view.house.clock.real_now(), list[Found]()
    is_open = opening_at(view.plan, view.now) is not None
    for status in statuses:
        if status.seen_at is None or status.report is None or not status.device.paired:
            continue
        named = {"device": status.device.id, "name": status.device.name}
        if real_now - status.seen_at > SILENT:
            found += [{"code": "device_silent", **named}] if is_open else []
        else:
            found += [{"code": code, **named} for code in _said(status.report)]
            if status.report.to_replay:
                found.append({"code": "tickets_to_replay", "count": status.report.to_replay, **named})
    return found


def _said(report: DeviceReport) -> list[str]:
    said = [PRINTER[report.printer.state]] if report.printer and report.printer.state in PRINTER else []
    if report.clock_offset_seconds is not None and abs(report.clock_offset_seconds) > CLOCK_OFF_SECONDS:
        said.append("device_clock_off")
    return [*said, *([report.trouble] if report.trouble else [])]


def without_paper(view: "View") -> list[Ticket]:
    """Numbers of today that count and whose paper did not come out, oldest first."""
    wanted = select(Ticket).where(
        Ticket.hall_id == view.plan.id,
        Ticket.day == business_day(view.plan, view.now),
        Ticket.paper == "failed",
        Ticket.state.in_(OPEN),
    )
    return list(view.session.scalars(wanted.order_by(Ticket.issue_seq)))


def not_said(view: "View") -> list[Found]:
    """Calls that stand on the screens only: somebody may not know that it is their turn (R-18)."""
    wanted = (
        select(Ticket.label)
        .join(Call, Call.ticket_id == Ticket.id)
        .where(
            Call.hall_id == view.plan.id,
            Call.ended_at.is_(None),
            Call.arrived_at.is_(None),
            Call.not_said.is_(True),
        )
    )
    labels = list(view.session.scalars(wanted.order_by(Call.id)))
    return [{"code": "call_not_said", "number": label} for label in labels]
