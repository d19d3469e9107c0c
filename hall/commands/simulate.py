"""`hall simulate`: a day of visitors and staff against a running hall."""

import argparse
import json
import signal
import threading
from collections import Counter
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hall.commands.check import text_of
from hall.demo import setup
from hall.demo.setup import SIMULATED
from hall.settings import BadSetting, Settings
from hall.simulate.engine import Refusal
from hall.simulate.over_api import ApiHall, Login, live
from hall.site.hallfile import HallFileError, read
from hall.site.plan import Plan


def simulate(arguments: argparse.Namespace, demo: Settings | None) -> int:
    """Runs until the hall's day is over, `--until`, or Ctrl-C; then reports."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    plan, base, desk, clerks = _demo(demo) if demo else _given(arguments)
    try:
        hall = ApiHall(base, plan.id, desk, clerks)
        now, _ = hall.clock()
    except Refusal as refusal:
        raise BadSetting(f"The hall at {base} did not let the simulation in: {refusal.code}.") from None
    until = _until(arguments.until, plan, now)
    run = live(hall, plan, sorted(clerks), seed=arguments.seed, stopped=stop.is_set, until=until)
    if not demo:
        _print(run.report, as_json=arguments.json)
    return 0


def _demo(settings: Settings) -> tuple[Plan, str, Login, dict[int, Login]]:
    people = [p for p in setup.people(settings) if p.login.startswith(SIMULATED)]
    clerks = {p.counter: Login(p.login, p.password) for p in people if p.counter is not None}
    return setup.plan(), f"http://127.0.0.1:{settings.port}", next(iter(clerks.values())), clerks


def _given(arguments: argparse.Namespace) -> tuple[Plan, str, Login, dict[int, Login]]:
    if not (arguments.hall and arguments.file and arguments.logins):
        raise BadSetting("hall simulate needs --hall ADDRESS, --file HALL.yaml and --logins LOGINS.json.")
    try:
        plan = read(text_of(arguments.file))
        entries = json.loads(Path(arguments.logins).read_text())
        logins = [(e.get("counter"), Login(e["login"], e["password"])) for e in entries]
    except HallFileError as error:
        raise BadSetting(f"{arguments.file} has {len(error.problems)} mistakes; see hall check.") from None
    except (OSError, ValueError, KeyError, AttributeError):
        raise BadSetting("--logins must be a JSON list of {login, password, counter}.") from None
    if not logins:
        raise BadSetting("--logins names nobody.")
    clerks = {int(counter): login for counter, login in logins if counter is not None}
    desk = next((login for counter, login in logins if counter is None), logins[0][1])
    return plan, arguments.hall, desk, clerks


def _until(text: str | None, plan: Plan, now: datetime) -> datetime | None:
    if text is None:
        return None
    try:
        at = time.fromisoformat(text)
    except ValueError:
        raise BadSetting("--until is a time of day such as 17:30.") from None
    return datetime.combine(now.astimezone(ZoneInfo(plan.timezone)).date(), at, ZoneInfo(plan.timezone))


def _print(report: "Counter[str]", *, as_json: bool) -> None:
    counts: dict[str, Any] = dict(sorted(report.items()))
    if as_json:
        print(json.dumps(counts, indent=1))
        return
    for what, count in counts.items():
        print(f"{what:28} {count:6}")
