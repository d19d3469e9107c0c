"""Sessions as their owner reads them: when they began, when last seen, in what kind of browser."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from hall.staff.models import SignIn
from hall.web.seen import Seen

BROWSERS = {"edg": "Edge", "firefox": "Firefox", "chrome": "Chrome", "safari": "Safari"}
MACHINES = {
    "android": "Android",
    "iphone": "iPhone",
    "ipad": "iPad",
    "windows": "Windows",
    "macos": "macOS",
    "linux": "Linux",
}


@dataclass(frozen=True)
class Shown:
    handle: str
    began: datetime
    seen: datetime
    client: str
    mine: bool


def sessions(rows: Iterable[SignIn], seen: Seen, own: str) -> list[Shown]:
    """Newest first, this one before all; `own` is the fingerprint of the token that asks."""
    found = [
        Shown(
            row.handle,
            row.at,
            seen.newer(row.token_hash, row.seen_at or row.at),
            client(row.client),
            row.token_hash == own,
        )
        for row in rows
    ]
    return sorted(found, key=lambda s: not s.mine)


def client(kind: str) -> str:
    """Words for a kind of browser as `hall.staff.rules.client_kind` gives it."""
    if kind == "program":
        return str(gettext("a program"))
    browser, _, machine = kind.partition("-")
    if browser not in BROWSERS and machine not in MACHINES:
        return str(gettext("unknown browser"))
    if machine not in MACHINES:
        return BROWSERS[browser]
    if browser not in BROWSERS:
        return str(gettext("a browser on %(machine)s", machine=MACHINES[machine]))
    return str(gettext("%(browser)s on %(machine)s", browser=BROWSERS[browser], machine=MACHINES[machine]))
