"""A kiosk as a program: its pages, its line to the hall, and what it tells and hears."""

from collections.abc import Sequence
from typing import Any

from flask import Flask, Response, redirect, send_file
from werkzeug.wrappers import Response as AnyResponse

import kiosk.app
from device.program import Device, Part
from hall import VERSION
from hall.wire import rooms
from hall.wire.devices import DeviceReport, DeviceTold
from kiosk.link import HallLink
from kiosk.outbox import Outbox
from kiosk.paper import Paper
from kiosk.printing.choose import logo_of, printer_of, width_of


class Terminal:
    """What makes a device a kiosk."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self.link = HallLink(device.ask)
        table, home = device.settings.table("printer"), device.settings.home
        self.outbox = Outbox(device.ask)
        self.paper = Paper(
            printer_of(table, home),
            self.outbox,
            lambda report: device.changed(),
            width=width_of(table),
            logo=logo_of(table),
        )

    def mount(self, app: Flask) -> None:
        kiosk.app.mount(app, self.link, paired=lambda: self._device.paired, paper=self.paper)
        app.add_url_rule("/paper", "paper", self._newest_paper)
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
        return DeviceReport(version=VERSION, printer=self.paper.report)

    @property
    def parts(self) -> Sequence[Part]:
        return [self.outbox, self.paper]

    def _newest_paper(self) -> AnyResponse:
        """The newest ticket of a printer that draws pictures: what would have come out."""
        newest = self.paper.newest
        return send_file(newest, mimetype="image/png") if newest else Response(status=404)

    def _start(self) -> AnyResponse:
        own = self._device.identity.device
        return redirect(f"/kiosk/{own.hall}" if own else "/pair", 303)
