"""The plans of the catalogue's halls: the demo's hall, and branches of it that differ in one thing."""

from pathlib import Path
from typing import Any

from hall.site.hallfile import read
from hall.site.plan import Plan

BUSY = "qingtong"  # a Monday morning with people everywhere
QUIET = "lake"  # open, and nobody has come yet
ALARM = "south"  # everybody out
CLOSED = "west"  # it is Sunday evening there
FULL = "north"  # no number is left
TIDE = "central"  # too long a wait, and a counter that could help
TAKEN = "river"  # where numbers are taken
NAMES: dict[str, tuple[str, str]] = {
    QUIET: ("东湖分中心", "East Lake Branch"),
    ALARM: ("南山分中心", "South Hill Branch"),
    CLOSED: ("西港分中心", "West Port Branch"),
    FULL: ("北苑分中心", "North Garden Branch"),
    TIDE: ("中心站分中心", "Central Station Branch"),
    TAKEN: ("河滨分中心", "Riverside Branch"),
}
ZONE = {CLOSED: "America/New_York"}
ROOT = Path(__file__).parents[2]


def plans() -> dict[str, Plan]:
    """By id, the busy hall first."""
    demo = read((ROOT / "demo" / "demo-hall.yaml").read_text(encoding="utf-8"))
    return {BUSY: demo} | {hall: _branch(demo, hall) for hall in NAMES}


def _branch(demo: Plan, hall: str) -> Plan:
    chinese, english = NAMES[hall]
    more: dict[str, Any] = {"timezone": ZONE.get(hall, demo.timezone)}
    if hall == TAKEN:
        more["settings"] = demo.settings.model_copy(update={"remote_tickets": True})
    if hall == FULL:
        more["services"] = tuple(s.model_copy(update={"quota_per_day": 0}) for s in demo.services)
    return demo.model_copy(
        update={
            "id": hall,
            "names": {"zh-CN": f"青桐区政务服务中心{chinese}", "en": f"Qingtong Service Centre, {english}"},
            "short_names": {"zh-CN": chinese, "en": english},
            **more,
        }
    )
