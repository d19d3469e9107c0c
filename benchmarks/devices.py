"""`python -m benchmarks.devices`: what a kiosk and a screen take as programs, each beside the limit it is held to.

From a call to the screen's page and to the first sound, from a touch to the bytes at the printer, from a replay to
its tickets in the hall, and the memory of each program. Real processes on this machine.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from hall.kernel import sealing
from tests.databases import fresh_sqlite
from tests.device.programs import Program, a_program, until
from tests.device.visitors import Visitor
from tests.kiosk.printing.fake_printer import FakePrinter
from tests.served_hall import ServedHall, made
from tests.world import HALL

TIMES = 20
AIM_SOUND_MS, AIM_SCREEN_MS = 300.0, 1000.0


def main() -> int:
    """Prints one line per figure."""
    sealing.use(sealing.Keyring.parse(sealing.Keyring.fresh()))
    with tempfile.TemporaryDirectory() as name:
        folder, printer = Path(name), FakePrinter()
        served = made(folder, fresh_sqlite(folder))
        served.start()
        table = f'[printer]\nkind = "network"\nhost = "127.0.0.1"\nport = {printer.port}\n'
        kiosk = a_program(served, folder / "kiosk", "kiosk", settings=table)
        screen = a_program(served, folder / "screen", "display", zone="A", settings='[voice]\nplayer = "none"\n')
        for program in (kiosk, screen):
            program.start()
        try:
            _touch(kiosk, printer)
            _calls(served, screen)
            _alone(served, kiosk)
            _memory(served, kiosk, screen)
        finally:
            for program in (kiosk, screen):
                program.stop()
            served.stop()
    return 0


def _touch(kiosk: Program, printer: FakePrinter) -> None:
    """From the press of “take a number” to the whole ticket at the printer."""
    visitor, took, pages = Visitor(kiosk), [], []
    until(lambda: kiosk.get("/").ok and b"guide B1" in (kiosk.home / "journal.db").read_bytes())
    for _ in range(TIMES):
        form = visitor.form()
        printer.seen.clear()
        began = time.monotonic()
        visitor.sends(form)
        pages.append(time.monotonic() - began)
        printer.seen.wait(10)
        took.append(time.monotonic() - began)
    kilobytes = len(printer.papers[-1]) / 1024
    print(f"touch to the whole ticket at the printer ({kilobytes:.0f} KB): {_ms(took)}; to the page: {_ms(pages)}")


def _calls(served: ServedHall, screen: Program) -> None:
    """From the call to the screen's page, and to the bell: an announcement is written down just before it."""
    speaks = {"name": "screen", "zone": "A", "speaks": True, "volume": 50}
    served.ask("manager", "PUT", f"/devices/{screen.device}", speaks)
    until(lambda: "data-listen" in screen.get("/").text)
    served.ask("clerk", "PUT", f"/counters/{HALL}-1/opening", {})
    took = [_one(served, screen) for _ in range(TIMES // 4)]
    print(f"call to the screen's page: {_ms([page for page, _ in took])} (limit {AIM_SCREEN_MS:.0f})")
    print(f"call to the first sound: {_ms([sound for _, sound in took])} (aim {AIM_SOUND_MS:.0f})")


def _one(served: ServedHall, screen: Program) -> tuple[float, float]:
    """Seconds until one call was seen, and until it was heard; the one before it has been said whole."""
    said = screen.home / "said.txt"
    served.ask("kiosk", "POST", f"/halls/{HALL}/tickets", {"service": "A1"})
    after = served.ask("clerk", "GET", f"/counters/{HALL}-1").json()["after"]
    began = time.monotonic()
    called = served.ask("clerk", "POST", f"/counters/{HALL}-1/calls", {"after": after}).json()
    until(lambda: said.exists() and called["call"]["id"] in said.read_text())
    heard = time.monotonic() - began
    until(lambda: f">{called['ticket']['number']}<" in screen.get("/").text)
    seen = time.monotonic() - began
    served.ask("clerk", "POST", f"/calls/{called['call']['id']}/arrival", {})
    served.ask("clerk", "POST", f"/tickets/{called['ticket']['id']}/finish", {"outcome": "done"})
    until(lambda: (screen.get("/display/said/" + said.read_text().split()[-1] + ".wav")).ok, 30)
    return seen, heard


def _alone(served: ServedHall, kiosk: Program) -> None:
    """A number without the hall, on the disk before it is shown; and how fast the hall has them afterwards."""
    kiosk.cable.pull()
    visitor, took = Visitor(kiosk), []
    until(lambda: "kiosk-alone" in visitor.opens())
    for _ in range(TIMES):
        form = visitor.form()
        began = time.monotonic()
        visitor.sends(form)
        took.append(time.monotonic() - began)
    before = len(served.ask("manager", "GET", f"/halls/{HALL}/tickets?limit=200").json()["items"])
    began = time.monotonic()
    kiosk.cable.plug()
    wanted = before + TIMES
    until(lambda: len(served.ask("manager", "GET", f"/halls/{HALL}/tickets?limit=200").json()["items"]) >= wanted)
    print(f"a number without the hall, touch to page: {_ms(took)}")
    print(f"cable back to all {TIMES} numbers at the hall: {(time.monotonic() - began) * 1000:.0f} ms")


def _memory(served: ServedHall, *programs: Program) -> None:
    for program in programs:
        assert program.process is not None
        status = Path(f"/proc/{program.process.pid}/status").read_text()
        kilobytes = int(status.split("VmRSS:")[1].split()[0])
        print(f"memory of the {program.kind}: {kilobytes / 1024:.0f} MB")


def _ms(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    return f"p50 {statistics.median(ordered) * 1000:.0f} ms, worst {ordered[-1] * 1000:.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
