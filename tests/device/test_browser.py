"""The browser in front of a kiosk: it crashes and is there again; what was pressed before counts once."""

import os
import signal
from pathlib import Path

import pytest

from device import browser
from tests.device.programs import a_program, running, until
from tests.served_hall import ServedHall
from tests.world import HALL
from tools.surfaces.visit import CHROMIUM


def children(pid: int) -> list[int]:
    found = [Path(f"/proc/{pid}/task/{task}/children").read_text() for task in os.listdir(f"/proc/{pid}/task")]
    return [int(child) for text in found for child in text.split()]


def test_a_browser_that_crashes_is_there_again(served: ServedHall, tmp_path: Path) -> None:
    environment = {"HALL_BROWSER": CHROMIUM, "DISPLAY": ":none"}
    kiosk = a_program(served, tmp_path / "kiosk", "kiosk", environment=environment, words=())
    with running(kiosk):
        assert kiosk.process is not None
        pid = kiosk.process.pid
        until(lambda: children(pid))
        (first,) = children(pid)
        os.kill(first, signal.SIGKILL)
        until(lambda: children(pid) not in ([], [first]))
        assert kiosk.get("/").url.endswith(f"/kiosk/{HALL}")


def test_the_whole_screen_or_a_window(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HALL_BROWSER", "/usr/bin/chromium")
    monkeypatch.setenv("DISPLAY", ":0")
    whole = browser.command("http://127.0.0.1:8090", tmp_path, windowed=False)
    window = browser.command("http://127.0.0.1:8090", tmp_path, windowed=True)
    assert whole is not None and whole[-2:] == ["--kiosk", "http://127.0.0.1:8090"]
    assert window is not None and "--app=http://127.0.0.1:8090" in window and "--kiosk" not in window


def test_without_a_screen_there_is_no_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert browser.command("http://127.0.0.1:8090", tmp_path, windowed=False) is None
