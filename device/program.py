"""A device as a program: pairs, listens, reports, serves its pages, keeps a browser in front, stops in order."""

import argparse
import signal
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from flask import Flask

from device import browser, pages, pairing
from device.errors import BadSetting
from device.identity import Identity
from device.line import Line
from device.reach import Reach
from device.reporter import Reporter
from device.settings import Settings
from device.transport import Transport
from hall.wire.devices import DeviceReport, DeviceTold


class Part(Protocol):
    """Something that runs beside the pages."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


class Room(Protocol):
    """What makes a device a kiosk or a screen."""

    def mount(self, app: Flask) -> None:
        """Adds its pages."""
        ...

    def rooms(self) -> Sequence[str]:
        """The live rooms it listens in."""
        ...

    def since(self) -> int | None:
        """The number of the newest fact it knows."""
        ...

    def heard(self, message: dict[str, Any]) -> None: ...

    def told(self, told: DeviceTold) -> None:
        """What the hall wants of this device, now and whenever it changes."""
        ...

    def reached(self, reached: bool) -> None:
        """The hall can be reached again, or no longer."""
        ...

    def identified(self) -> None:
        """It has been paired, or shut out."""
        ...

    def alive(self) -> None:
        """Every second in which the hall answers and the line holds: what is shown is true."""
        ...

    def report(self) -> DeviceReport: ...

    @property
    def parts(self) -> Sequence[Part]: ...


class Device:
    """One device and its line to the hall; a room fills it with what it shows."""

    def __init__(self, settings: Settings) -> None:
        settings.home.mkdir(parents=True, exist_ok=True)
        self.settings = settings
        self.identity = Identity(settings.home)
        self.ask = Transport(settings.hall, self.identity, self._refused)
        self.reach = Reach(self._answers, self._reached)
        self.stopped = threading.Event()
        self.room: Room | None = None

    @property
    def paired(self) -> bool:
        return self.identity.token is not None

    def fill(self, room: Room) -> None:
        """Makes it a kiosk or a screen."""
        self.room = room
        self.line = Line(
            self.settings.hall,
            self.identity,
            rooms=room.rooms,
            since=room.since,
            on_message=room.heard,
            on_found=self._found,
            on_lost=self.reach.look,
        )
        self.reporter = Reporter(self.ask, self._report, self._told)

    def run(self, app: Flask) -> int:
        """Serves until it is told to stop; the exit status."""
        assert self.room is not None, "a device is a kiosk or a screen"
        server = pages.server(app, self.settings.port)
        parts: list[Part] = [self.reach, self.line, self.reporter, *self.room.parts, *self._browser()]
        try:
            server.prepare()
        except OSError as error:
            raise BadSetting(f"Port {self.settings.port} cannot be used ({error.strerror}); say --port.") from None
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.stopped.set())
        thread = threading.Thread(target=server.serve, name="pages", daemon=True)
        thread.start()
        for part in parts:
            part.start()
        while not self.stopped.wait(0.5):  # a signal that another thread took does not end a wait without limit
            pass
        for part in reversed(parts):
            part.stop()
        server.stop()
        return 0

    def changed(self) -> None:
        """The hall should hear at once how this device is."""
        self.reporter.wake()

    def begun(self) -> None:
        """It has just been paired."""
        if self.room is not None:
            self.room.identified()
        self.reporter.wake()
        self.reach.look()

    def _browser(self) -> list[Part]:
        if not self.settings.browser:
            return []
        words = browser.command(self.settings.address, self.settings.home, windowed=self.settings.windowed)
        return [browser.Browser(words)] if words else []

    def _answers(self) -> bool:
        """Whether the hall answers at all. Paired or not: a revoked device is told so, not “away”."""
        try:
            status, _ = self.ask("GET", "/readyz", None, {})
        except OSError:
            return False
        if status == 200 and self.room is not None and self.line.is_up:
            self.room.alive()
        return status in (200, 401)

    def _reached(self, reached: bool) -> None:
        if reached:
            self.reporter.wake()
        if self.room is not None:
            self.room.reached(reached)

    def _found(self) -> None:
        self.reach.look()
        self.reporter.wake()

    def _refused(self, token: str) -> None:
        self.identity.forget(token)
        if self.room is not None:
            self.line.again()
            self.room.identified()

    def _report(self, offset: float | None) -> DeviceReport:
        assert self.room is not None
        return self.room.report().model_copy(update={"clock_offset_seconds": offset})

    def _told(self, told: DeviceTold) -> None:
        self.identity.changed(told.device)
        if self.room is not None:
            self.room.told(told)


def parser(kind: str, description: str) -> argparse.ArgumentParser:
    """The command line that both programs share."""
    made = argparse.ArgumentParser(prog=kind, description=description)
    made.add_argument("--hall", metavar="ADDRESS", help="where the hall is, such as https://hall.example.org")
    made.add_argument("--settings", type=Path, metavar="FILE", help=f"settings file (HOME/{kind}.toml)")
    made.add_argument("--home", metavar="DIR", help=f"where token and journal are kept (.{kind})")
    made.add_argument("--port", type=int, metavar="N", help="port of the pages on this machine")
    made.add_argument("--pair", metavar="CODE", help="pair with this code of the administration page, then run")
    made.add_argument("--windowed", action="store_true", help="a window instead of the whole screen")
    made.add_argument("--no-browser", action="store_true", help="start no browser; another unit does")
    return made


def run(device: Device, room: Room, name: str) -> int:
    """A device that is this room, until it is told to stop; the exit status."""
    app = pages.create_app(name, device.settings.home, ("device", name))
    device.fill(room)
    pairing.mount(app, device)
    room.mount(app)
    if device.settings.pairing_code and not device.paired:
        pairing.pair(device, app, device.settings.pairing_code)
    where = device.settings.address
    print(f"The {name} of {device.settings.hall} shows its pages at {where}", flush=True)
    if not device.paired:
        print(
            f"It is not paired yet: open {where} and follow what it says, or start it with --pair CODE.",
            flush=True,
        )
    return device.run(app)
