"""A ticket on paper, in the order in which it is read (the number, what and where first; rules after)."""

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image

from hall.wire.base import Names
from hall.wire.devices import Listed
from kiosk.printing import words
from kiosk.printing.sheet import Sheet
from kiosk.printing.words import Two
from kiosk.slip import Slip

DOTS = {80: 576, 58: 384}  # of the printer's head, by millimetres of paper
LARGER = 1.3


@dataclass(frozen=True)
class Heading:
    """What stands on every paper of a hall."""

    hall: Names
    timezone: str
    floors: int = 1
    logo: Path | None = None


def draw(
    slip: Slip, heading: Heading, *, width: int = 80, large: bool = False, offline: bool = False
) -> Image.Image:
    """The picture of a ticket on paper of `width` millimetres; `large`: for whoever does not see well (R-46)."""
    return sheet_of(slip, heading, width=width, large=large, offline=offline).finished()


def sheet_of(slip: Slip, heading: Heading, *, width: int, large: bool, offline: bool) -> Sheet:
    """The same, with what was written on it."""
    sheet = Sheet(DOTS[width])
    scale = (LARGER if large else 1.0) * (1.0 if width == 80 else 0.78)
    small, plain, lead = (round(n * scale) for n in (22, 27, 34))
    if heading.logo is not None and width == 80:
        sheet.picture(heading.logo)
    _both(sheet, words.two(heading.hall), plain, small)
    if slip.reprint:
        sheet.mark(" ".join(words.REPRINT), plain)
    if offline:
        sheet.mark(" ".join(words.OFFLINE), plain)
    sheet.line()
    if package := words.package(slip):
        _both(sheet, package, plain, small)
    _both(sheet, words.service(slip), lead, plain, bold=True)
    sheet.space(10)
    sheet.big(slip.number, round(27 * (8 if large else 6) * (1.0 if width == 80 else 0.7)))
    sheet.space(10)
    if wait := words.wait(slip, offline=offline):
        _both(sheet, wait, plain, small, bold=True)
    _both(sheet, words.place(slip, floors=heading.floors), plain, small)
    when = words.issued(slip.issued_at.astimezone(ZoneInfo(heading.timezone)))
    _both(sheet, when, small, small)
    if width == 80:
        _rules(sheet, slip, plain, small)
    _codes(sheet, slip, small, lead, module=6 if width == 80 else 4)
    if width == 80:
        _both(sheet, words.HELP, plain, small)
    return sheet


def _rules(sheet: Sheet, slip: Slip, plain: int, small: int) -> None:
    sheet.line()
    _both(sheet, words.WATCH if slip.visual_alert else words.LISTEN, plain, small, bold=True)
    _both(sheet, words.rules(slip), small, small)
    if copies := words.copies(slip):
        sheet.line()
        _both(sheet, copies, small, small)


def _codes(sheet: Sheet, slip: Slip, small: int, lead: int, *, module: int) -> None:
    sheet.line()
    if slip.address:
        sheet.qr(slip.address, module)
        _both(sheet, words.SCAN, small, small)
    if slip.short_code:
        sheet.text(slip.short_code, round(lead * 1.2), bold=True)
        _both(sheet, words.CODE, small, small)


def calling_list(rows: list[Listed], heading: Heading, printed: str, *, width: int = 80) -> Image.Image:
    """Whom staff call while the hall is away: number, service, counters, and a box to tick (R-75)."""
    sheet, zone = Sheet(DOTS[width]), ZoneInfo(heading.timezone)
    _both(sheet, Two("人工叫号单", "Calling list"), 34, 24, bold=True)
    sheet.text(f"{words.two(heading.hall).zh} · {printed}", 22)
    queue = None
    for row in rows:
        if row.queue != queue:
            queue = row.queue
            sheet.line()
            counters = words.join([str(n) for n in row.counters])
            sheet.text(f"{row.queue} · {row.zone} 区 · {counters} 号窗口", 24, bold=True, centred=False)
        sheet.box(30, sheet.width - 48)
        cells = [(row.number, 0), (f"{row.issued_at.astimezone(zone):%H:%M}", 190), (row.service, 290)]
        sheet.row(cells, 34, until=sheet.width - 64)
        sheet.space(6)
    sheet.line()
    sheet.text(f"{len(rows)} 个号 / {len(rows)} numbers", 22)
    return sheet.finished()


def trial_page(printer: str, *, width: int = 80) -> Image.Image:
    """What `kiosk print-test` prints: both languages, a code, the whole width, black and white."""
    sheet = Sheet(DOTS[width])
    sheet.mark("TEST 打印测试", 30)
    sheet.text(f"{printer} · {width} mm · {sheet.width} dots", 22)
    sheet.space(10)
    sheet.big("A012", 120)
    _both(sheet, Two("这一行应清楚可读：请到 12 号窗口", "This line should be easy to read: counter 12."), 27, 24)
    sheet.row([("|", 0), ("|", sheet.width - 24)], 24)
    sheet.text("↑ 左右两条竖线都应可见 / both bars should be visible", 20)
    sheet.qr("https://example.org/test", 5)
    return sheet.finished()


def _both(sheet: Sheet, said: Two, zh: int, en: int, *, bold: bool = False) -> None:
    """Chinese, then English a little smaller."""
    sheet.text(said.zh, zh, bold=bold)
    if said.en != said.zh:
        sheet.text(said.en, en, bold=bold, after=6)
