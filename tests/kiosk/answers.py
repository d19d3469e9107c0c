"""What the hall's API answers, small and complete."""

from typing import Any

ID_CARD = "B01"
NOON = "2026-11-23T04:00:00Z"


def hall(**more: Any) -> dict[str, Any]:
    phones = {"consultation": {"number": "0000-8000100"}}
    return {
        "id": "willow",
        "names": {"zh-CN": "青柳政务服务中心", "en": "Willow Hall"},
        "address": {"en": "1 Willow Road"},
        "phones": phones,
        "timezone": "Asia/Shanghai",
        "floors": 2,
        "now": NOON,
        "open": True,
        "issuing": "open",
        "sessions": [],
    } | more


def service(**more: Any) -> dict[str, Any]:
    return {
        "id": ID_CARD,
        "names": {"zh-CN": "居民身份证换领补领", "en": "Resident ID card"},
        "kind": "service",
        "queue": "B",
        "zone": "B",
        "zone_names": {"zh-CN": "公安区", "en": "Household"},
        "floor": 2,
        "department": "d",
        "department_names": {"en": "Police"},
        "issuing": "open",
        "closes_at": "2026-11-23T09:30:00Z",
        "waiting": 7,
        "wait": {"low_minutes": 10, "high_minutes": 20, "soon": False},
        "counters": [5, 6],
        "counters_open": 2,
        "bookable": False,
    } | more


def paper(english: str, chinese: str, *, original: int = 1, copies: int = 1) -> dict[str, Any]:
    return {"names": {"zh-CN": chinese, "en": english}, "original": original, "copies": copies}


REGISTER = paper("Household register", "居民户口簿")


PAPERS = {"H01": [REGISTER, paper("Lease contract", "租赁合同", copies=2)]}
"""What to bring, by service; the household register where nothing else is said."""


def guide(of: dict[str, Any]) -> dict[str, Any]:
    return {
        "service": of,
        "title": of["names"],
        "papers": PAPERS.get(of["id"], [REGISTER]),
        "steps": [],
        "questions": [],
        "tips": [],
        "ask_papers": of["id"] == ID_CARD,
        "copier": {"zh-CN": "一楼东侧", "en": "1F east"},
    }


def ticket(number: int, wish: dict[str, Any]) -> dict[str, Any]:
    """A fresh ticket, as its issuing kiosk gets it; a package begins with the ID card."""
    packaged = wish["service"].startswith("P")
    return {
        "id": f"ticket-{number}",
        "code": "k" * 22,
        "short_code": "YT7AN9FF",
        "number": f"B{number:03d}",
        "state": "waiting",
        "lane": "ordinary",
        "service": ID_CARD if packaged else wish["service"],
        "package": wish["service"] if packaged else None,
        "service_names": {"zh-CN": "居民身份证换领补领", "en": "Resident ID card"},
        "queue": "B",
        "zone": "B",
        "zone_names": {"zh-CN": "公安区", "en": "Household"},
        "floor": 2,
        "ahead": 7,
        "counters": [5, 6],
        "issued_at": NOON,
        "steps": [wish["service"]],
        "step": 0,
        "language": wish["language"],
        "large_type": wish["large_type"],
        "visual_alert": wish["visual_alert"],
        "help_requested": wish["help_requested"],
        "can_rejoin": False,
        "rejoin_until": "2026-11-23T04:11:00Z",
        "rejoins_left": 1,
        "counters_open": 2,
        "delays_left": 2,
        "rules": {"rejoin_times": 1, "rejoin_after": 3, "rejoin_within_minutes": 60},
        "papers": [REGISTER],
        "qr": "https://hall.example.org/t/" + "k" * 22,
        "seq": number,
    }


def problem(code: str) -> dict[str, Any]:
    return {"type": "about:blank", "title": code, "status": 409, "code": code, "detail": f"The hall says {code}."}
