"""The demo's devices: a kiosk and two screens as programs of their own, each behind a cable that can be pulled."""

import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from hall.demo.cable import Cable
from hall.kernel import sealing
from hall.kernel.clock import SystemClock
from hall.kernel.database import Database
from hall.kernel.work import SYSTEM, Work, Works
from hall.settings import BadSetting, Settings
from hall.site.actions import add_device, revoke_device
from hall.site.models import Device

CONTROL = "cables.sock"
LONGEST = 3600


@dataclass(frozen=True)
class Wanted:
    """A device of the demo: `name` is also that of its folder and what one calls it on the command line."""

    name: str
    program: str  # "kiosk" or "display"
    kind: str
    port: int  # beyond the server's own
    zone: str | None = None
    says: str = ""
    settings: str = ""  # its settings file, if it has one


PAPER = '[printer]\nkind = "png"\n'
VOICE = '[voice]\nplayer = "file"\n'
DEVICES = (
    Wanted("kiosk", "kiosk", "kiosk", 90, says="its paper comes out at /paper", settings=PAPER),
    Wanted("display", "display", "hall_display", 91, says="the whole hall"),
    Wanted("display-B", "display", "hall_display", 92, zone="B", says="zone B; press Listen", settings=VOICE),
)


def codes(settings: Settings, hall_id: str) -> dict[str, str]:
    """Pairing codes of the devices that have no token yet, by name. The devices are made if need be."""
    missing = [d for d in DEVICES if not (settings.home / d.name / "token.json").exists()]
    if not missing:
        return {}
    sealing.use(settings.keyring)
    database = Database(settings.database_url)
    works = Works(database, SystemClock())
    made = {d.name: works.perform(hall_id, SYSTEM, _maker(d)) for d in missing}
    database.close()
    return made


def _maker(wanted: Wanted) -> Callable[[Work], str]:
    def verb(work: Work) -> str:
        named = select(Device).where(Device.hall_id == work.hall_id, Device.name == f"demo {wanted.name}")
        for old in work.session.scalars(named.where(Device.revoked_at.is_(None))):
            revoke_device(work, old.id)
        device, code = add_device(work, wanted.kind, f"demo {wanted.name}", zone=wanted.zone)
        device.voice_of = wanted.zone  # one screen of the demo is the voice of its zone
        return code

    return verb


class Devices:
    """The running programs, their cables, and the socket through which somebody pulls one."""

    def __init__(self, settings: Settings, codes: dict[str, str]) -> None:
        self._settings, self._codes = settings, codes
        self._cables = {d.name: Cable(settings.port + d.port + 10, settings.port) for d in DEVICES}
        self._control: socket.socket | None = None

    def start(self) -> list["subprocess.Popen[bytes]"]:
        """Starts every program; the caller stops them."""
        for cable in self._cables.values():
            cable.plug()
        self._listen()
        return [self._started(device) for device in DEVICES]

    def _started(self, device: Wanted) -> "subprocess.Popen[bytes]":
        home = self._settings.home / device.name
        home.mkdir(parents=True, exist_ok=True)
        words = [sys.executable, "-m", device.program, "--hall", self._cables[device.name].address]
        words += ["--home", str(home), "--port", str(self._settings.port + device.port), "--no-browser"]
        settings_file = home / f"{device.program}.toml"
        if device.settings and not settings_file.exists():
            settings_file.write_text(device.settings)
        if code := self._codes.get(device.name):
            words += ["--pair", code]
        log = (home / "log.txt").open("ab")
        return subprocess.Popen(words, start_new_session=True, stdout=log, stderr=log)

    def _listen(self) -> None:
        path = self._settings.home / CONTROL
        path.unlink(missing_ok=True)
        self._control = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._control.bind(str(path))
        threading.Thread(target=self._obey, args=(self._control,), daemon=True).start()

    def _obey(self, control: socket.socket) -> None:
        while True:
            name, _, seconds = control.recv(200).decode(errors="replace").partition(" ")
            cable = self._cables.get(name)
            if cable is not None and seconds.isdigit():
                print(f"· the cable of {name} is pulled for {seconds} seconds", flush=True)
                cable.pull()
                threading.Timer(int(seconds), self._plugged, (name, cable)).start()

    def _plugged(self, name: str, cable: Cable) -> None:
        cable.plug()
        print(f"· the cable of {name} is plugged in again", flush=True)


def cut(settings: Settings, name: str, seconds: int) -> int:
    """Pulls the cable of a device of the running demo for a while; the exit status."""
    if name not in {d.name for d in DEVICES}:
        raise BadSetting(f"The demo has no device “{name}”; it has: {', '.join(d.name for d in DEVICES)}.")
    if not 1 <= seconds <= LONGEST:
        raise BadSetting(f"Between 1 and {LONGEST} seconds, please.")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as control:
        try:
            control.sendto(f"{name} {seconds}".encode(), _path(settings.home))
        except OSError:
            raise BadSetting("No demo is running here; start it with: make demo") from None
    print(f"The cable of {name} is pulled for {seconds} seconds.")
    return 0


def _path(home: Path) -> str:
    return str(home / CONTROL)
