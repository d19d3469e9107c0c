"""A kiosk as a program: its pages, its line to the hall, and what it tells and hears."""

from collections.abc import Sequence
from typing import Any

from flask import Flask, redirect
from werkzeug.wrappers import Response as AnyResponse

import kiosk.app
from device.program import Device, Part
from hall import VERSION
from hall.wire import rooms
from hall.wire.devices import DeviceReport, DeviceTold
from kiosk.link import HallLink


class Terminal:
    """What makes a device a kiosk."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self.link = HallLink(device.ask)

    def mount(self, app: Flask) -> None:
        kiosk.app.mount(app, self.link, paired=lambda: self._device.paired)
        app.add_url_rule("/", "start", self._start)

    def rooms(self) -> Sequence[str]:
        own = self._device.identity.device
        return [rooms.board(own.hall), f"device:{own.id}"] if own else []

    def since(self) -> int | None:
        return None

    def heard(self, message: dict[str, Any]) -> None:
        if str(message.get("name", "")).startswith("device."):
            self._device.changed()

    def told(self, told: DeviceTold) -> None:
        pass

    def reached(self, reached: bool) -> None:
        pass

    def identified(self) -> None:
        pass

    def report(self) -> DeviceReport:
        return DeviceReport(version=VERSION)

    @property
    def parts(self) -> Sequence[Part]:
        return []

    def _start(self) -> AnyResponse:
        own = self._device.identity.device
        return redirect(f"/kiosk/{own.hall}" if own else "/pair", 303)
