"""Tickets for tests, and how their bytes become a picture again."""

from datetime import UTC, datetime
from typing import Any

from PIL import Image

from kiosk.printing.ticket import Heading
from kiosk.slip import Slip

HEADING = Heading({"zh-CN": "青桐市民服务大厅", "en": "Qingtong Public Service Hall"}, "Asia/Shanghai", floors=3)
ADDRESS = "https://hall.example.org/t/abcdefghijklmnopqrstuv"


def a_slip(**changed: Any) -> Slip:
    values: dict[str, Any] = {
        "number": "B013",
        "package": None,
        "step": 1,
        "steps": 0,
        "service": {"zh-CN": "居民身份证换领、补领", "en": "Identity card, renewal or replacement"},
        "zone": "B",
        "zone_names": {"zh-CN": "公安区", "en": "Police"},
        "floor": 2,
        "counters": (5, 6, 7),
        "issued_at": datetime(2026, 11, 23, 1, 40, tzinfo=UTC),
        "waiting": True,
        "ahead": 12,
        "counters_open": 3,
        "visual_alert": False,
        "low_minutes": 10,
        "high_minutes": 20,
        "soon": False,
        "short_code": "YT7A N9FF",
        "copies": ({"zh-CN": "户口簿", "en": "household register"},),
        "copier": {"zh-CN": "一楼东侧", "en": "ground floor, east side"},
        "rejoin_after": "3",
        "rejoin_times": 1,
        "rejoins_left": 1,
        "rejoin_minutes": 60,
        "qr_svg": None,
        "address": ADDRESS,
    }
    return Slip(**values | changed)


def pictured(sent: bytes) -> Image.Image:
    """What the `GS v 0` blocks in these bytes put on paper, one below the other."""
    parts, at = [], 0
    while (at := sent.find(b"\x1dv0", at)) >= 0:
        wide, high = (int.from_bytes(sent[at + n : at + n + 2], "little") for n in (4, 6))
        dots = sent[at + 8 : at + 8 + wide * high]
        parts.append(Image.frombytes("1", (wide * 8, high), bytes(~b & 0xFF for b in dots)))
        at += 8 + wide * high
    paper = Image.new("1", (parts[0].width, sum(p.height for p in parts)), 1)
    y = 0
    for part in parts:
        paper.paste(part, (0, y))
        y += part.height
    return paper
