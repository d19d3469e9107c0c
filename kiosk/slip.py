"""What stands on a ticket, on paper or on the screen: values in the order they are read. Pure."""

import io
from dataclasses import dataclass
from datetime import datetime

import qrcode
from qrcode.image.svg import SvgPathImage

from hall.wire.base import Names
from hall.wire.queue import TicketView, WaitShape


@dataclass(frozen=True)
class Slip:
    """A ticket for people. No name, no reason for priority: what is not known cannot be read over a shoulder."""

    number: str
    package: Names | None
    step: int  # from 1
    steps: int
    service: Names
    zone: str
    zone_names: Names
    floor: int
    counters: tuple[int, ...]
    issued_at: datetime
    waiting: bool
    ahead: int
    counters_open: int | None
    visual_alert: bool
    low_minutes: int | None
    high_minutes: int | None
    soon: bool
    short_code: str
    copies: tuple[Names, ...]
    copier: Names | None
    rejoin_after: str  # how many go first, or "end"
    rejoin_times: int
    rejoins_left: int
    rejoin_minutes: int
    qr_svg: str | None
    address: str | None  # what the code holds
    reprint: bool = False
    offline: bool = False  # made while the hall could not be reached: its wait is unknown


def slip(
    ticket: TicketView, *, wait: WaitShape | None = None, copier: Names | None = None, reprint: bool = False
) -> Slip:
    """The slip of a ticket; `reprint` marks one that is shown again.

    `wait` is what the service showed whoever came next: it stands in while the ticket's own range is being
    worked out. `copier` is where copies are made, told when this service needs some (R-05).
    """
    wait = ticket.wait or (wait if ticket.counters_open != 0 else None)
    code = ticket.short_code or ""
    return Slip(
        number=ticket.number,
        package=ticket.package_names,
        step=ticket.step + 1,
        steps=len(ticket.steps),
        service=ticket.service_names,
        zone=ticket.zone,
        zone_names=ticket.zone_names,
        floor=ticket.floor,
        counters=tuple(ticket.counters),
        issued_at=ticket.issued_at,
        waiting=ticket.state == "waiting",
        ahead=ticket.ahead,
        counters_open=ticket.counters_open,
        visual_alert=ticket.visual_alert,
        low_minutes=wait.low_minutes if wait else None,
        high_minutes=wait.high_minutes if wait else None,
        soon=bool(wait and wait.soon),
        short_code=f"{code[:4]} {code[4:]}".strip(),
        copies=tuple(p.names for p in ticket.papers if p.copies),
        copier=copier,
        rejoin_after=str(ticket.rules.get("rejoin_after", "")),
        rejoin_times=int(ticket.rules.get("rejoin_times", 0)),
        rejoins_left=ticket.rejoins_left,
        rejoin_minutes=int(ticket.rules.get("rejoin_within_minutes", 0)),
        qr_svg=qr_svg(ticket.qr) if ticket.qr else None,
        address=ticket.qr,
        reprint=reprint,
        offline=ticket.wait_unknown_reason == "offline",
    )


def qr_svg(address: str) -> str:
    """A QR code as an SVG element, dark on whatever lies behind it."""
    code = qrcode.QRCode(border=2, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(address)
    out = io.BytesIO()
    code.make_image(image_factory=SvgPathImage).save(out)
    text = out.getvalue().decode()
    return text[text.index("<svg") :]
