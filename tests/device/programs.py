"""Kiosks and screens as real processes before a real hall, with a cable between that can be pulled."""

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from hall.demo.cable import Cable
from tests.house.test_rooms import ROOT
from tests.served_hall import ServedHall, free_port
from tests.world import HALL

PATIENCE = 20.0  # seconds: what takes longer has failed


def until(true: Callable[[], Any], seconds: float = PATIENCE, *, every: float = 0.05) -> float:
    """Waits for a condition; how long it took. Fails when it never comes true."""
    began = time.monotonic()
    while True:
        with contextlib.suppress(OSError):  # of requests too
            if true():
                return time.monotonic() - began
        assert time.monotonic() - began < seconds, "this never came true"
        threading.Event().wait(every)


@dataclass
class Program:
    """One kiosk or screen; `start` and `kill` as often as a test likes."""

    served: ServedHall
    kind: str  # "kiosk" or "display"
    home: Path
    code: str
    device: str
    settings: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ("--no-browser",)
    process: "subprocess.Popen[bytes] | None" = None

    def __post_init__(self) -> None:
        self.port = free_port()
        self.cable = Cable(free_port(), self.served.port)
        self.cable.plug()
        self.home.mkdir(parents=True, exist_ok=True)
        if self.settings:
            (self.home / f"{self.kind}.toml").write_text(self.settings)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *, pair: bool = True) -> None:
        words = [sys.executable, "-m", self.kind, "--hall", self.cable.address, "--home", str(self.home)]
        words += ["--port", str(self.port), *self.words, *(["--pair", self.code] if pair else [])]
        self.process = subprocess.Popen(words, cwd=ROOT, env={**os.environ, **self.environment})
        until(lambda: requests.get(f"{self.address}/healthz", timeout=1).ok)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            assert self.process.wait(15) == 0
        self.cable.pull()

    def get(self, path: str) -> requests.Response:
        return requests.get(self.address + path, timeout=8)


def ready(kiosk: Program) -> bool:
    """True once a kiosk has everything that it needs alone, so that a slow hall costs no test its visitor."""
    journal = kiosk.home / "journal.db"
    return journal.exists() and b"guide B1" in journal.read_bytes()


def at_the_hall(served: ServedHall) -> list[dict[str, Any]]:
    """Every ticket that the hall knows."""
    found, cursor = [], ""
    while True:
        page = served.ask("manager", "GET", f"/halls/{HALL}/tickets?limit=200{cursor}").json()
        found += page["items"]
        if page["next"] is None:
            return found
        cursor = f"&cursor={page['next']}"


def a_program(served: ServedHall, folder: Path, kind: str, **more: Any) -> Program:
    """A device that the manager has added, not started yet."""
    wish = {"kind": "kiosk" if kind == "kiosk" else "hall_display", "name": folder.name}
    wish |= {name: more.pop(name) for name in ("zone",) if name in more}
    made = served.ask("manager", "POST", f"/halls/{HALL}/devices", wish).json()
    return Program(served, kind, folder, made["pairing_code"], made["device"]["id"], **more)


@contextlib.contextmanager
def running(*programs: Program) -> Iterator[None]:
    for program in programs:
        program.start()
    try:
        yield
    finally:
        for program in programs:
            program.stop()
