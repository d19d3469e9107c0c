"""Runs the demo: makes it if need be, serves it, fills it with people, says where things are, cleans up."""

import signal
import subprocess
import sys
import threading
import time
import urllib.request
from datetime import datetime
from typing import Any

from hall.demo import devices, setup
from hall.demo.clock import DemoClock
from hall.demo.setup import FREE_COUNTERS, SIMULATED, Person
from hall.serve import free_port
from hall.settings import BadSetting, Settings

WAIT_SECONDS = 60
STOP_SECONDS = 8


def demo(settings: Settings) -> int:
    """Everything, until Ctrl-C; the exit status."""
    free_port(settings)
    hall_plan = setup.plan()
    if not setup.people_file(settings).exists():
        print("· making the demo hall and letting its morning happen (about a quarter of a minute)", flush=True)
    setup.make(settings, hall_plan)
    pairing_codes = devices.codes(settings, hall_plan.id)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    children = [_child("run", "--demo")]
    try:
        _wait_until_it_answers(settings, children[0], stop)
        if not stop.is_set():
            welcome = _welcome(settings, setup.people(settings), hall_plan.id, list(hall_plan.zones()))
            setup.write_privately(settings.home / "welcome.json", welcome)
            children += devices.Devices(settings, pairing_codes).start()
            children.append(_child("simulate", "--demo"))
            print(_greeting(welcome, settings), flush=True)
        while not stop.wait(0.5):
            if children[0].poll() is not None:
                print(f"The server has stopped by itself (exit status {children[0].poll()}).", file=sys.stderr)
                return 1
        print("\n· stopping; make demo goes on from here, make demo-reset starts anew", flush=True)
    finally:
        _stop_all(children)
    return 0


def clock_of(settings: Settings) -> DemoClock:
    """The clock of the demo's server."""
    start = datetime.fromisoformat(setup.START)
    return DemoClock(setup.plan(), settings.home / "clock.json", start=start, speed=settings.speed)


def _child(*command: str) -> "subprocess.Popen[bytes]":
    # A session of its own: Ctrl-C reaches this process alone, and it stops the others in order.
    return subprocess.Popen([sys.executable, "-m", "hall.cli", *command], start_new_session=True)


def _wait_until_it_answers(settings: Settings, server: "subprocess.Popen[bytes]", stop: threading.Event) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until and not stop.is_set():
        if server.poll() is not None:
            raise BadSetting(
                f"The server could not start. Is port {settings.port} in use? Try PORT=8001 make demo."
            )
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{settings.port}/readyz", timeout=1).close()
            return
        except OSError:
            stop.wait(0.1)


def _welcome(settings: Settings, people: list[Person], hall_id: str, zones: list[str]) -> dict[str, Any]:
    base = f"http://localhost:{settings.port}"
    surfaces = {
        "home": "/",
        "before you come": f"/halls/{hall_id}",
        "booking": f"/halls/{hall_id}/book",
        "kiosk": f"/kiosk/{hall_id}",
        "hall screen": f"/display/{hall_id}",
        **{f"hall screen, zone {zone}": f"/display/{hall_id}?zone={zone}" for zone in zones},
        "counter screen 5": f"/display/{hall_id}/counter/5",
        "sign-in": "/sign-in",
        "counter console": "/counter",
        "enquiry desk": f"/desk/{hall_id}",
        "bookings of a day": f"/desk/{hall_id}/bookings",
        "outbox": f"/outbox/{hall_id}",
        "roster": f"/roster/{hall_id}",
        "floor": f"/floor/{hall_id}",
        "administration": f"/admin/{hall_id}",
        "API contract": "/api/v1/openapi.json",
    }
    logins = [
        {"roles": p.roles, "login": p.login, "password": p.password, "counter": p.counter}
        for p in people
        if not p.login.startswith(SIMULATED)
    ]
    return {
        "base": base,
        "hall": hall_id,
        "logins": logins,
        "surfaces": {k: base + v for k, v in surfaces.items()},
    }


def _greeting(welcome: dict[str, Any], settings: Settings) -> str:
    lines = ["", f"The demo hall is open. Its clock goes {settings.speed:g} times as fast as yours.", ""]
    lines += [f"  {name:22} {address}" for name, address in welcome["surfaces"].items() if "zone" not in name]
    lines += ["", "  Sign in as                       password        may"]
    for p in welcome["logins"]:
        seat = f"counter {p['counter']}" if p["counter"] is not None else ""
        lines.append(f"  {p['login']:14} {seat:16}  {p['password']:14}  {', '.join(p['roles'])}")
    lines += ["", "  Programs of their own, as they run in a hall:"]
    for device in devices.DEVICES:
        lines.append(f"  {device.name:22} http://localhost:{settings.port + device.port}  ({device.says})")
    lines += ["  Pull a cable for a minute: .venv/bin/hall demo cut-kiosk 60 (or cut-display, cut-display-B)"]
    free = ", ".join(map(str, sorted(FREE_COUNTERS)))
    lines += [
        "",
        f"  Counters {free} are left for you; the others are simulated. A first round:",
        "  search for “policy” (政策咨询) at the kiosk and take a number, sign in as ma.jun, open counter 26",
        "  with O, press Space.",
        "  The same list stands in .demo/welcome.json. Ctrl-C stops everything.",
        "",
    ]
    return "\n".join(lines)


def _stop_all(children: list["subprocess.Popen[bytes]"]) -> None:
    for child in reversed(children):
        if child.poll() is None:
            child.terminate()
    for child in reversed(children):
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
