"""A kiosk as a program: its pages, its line to the hall, and what it tells and hears."""

import contextlib
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from flask import Flask, Response, redirect, send_file
from werkzeug.wrappers import Response as AnyResponse

import kiosk.app
from device.outbox import Outbox
from device.program import Device, Part
from hall import VERSION
from hall.wire import rooms
from hall.wire.devices import DeviceReport, DeviceTold
from kiosk.link import HallLink
from kiosk.offline import clock
from kiosk.offline.journal import Journal, JournalFull
from kiosk.offline.keeper import Keeper
from kiosk.offline.link import Alone, SteadyLink
from kiosk.offline.replay import Replayer
from kiosk.offline.staff import StaffPage, Tools
from kiosk.paper import Paper
from kiosk.printing.choose import logo_of, printer_of, width_of
from kiosk.spoken import spoken_help


class Terminal:
    """What makes a device a kiosk."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._card_key: str | None = None
        self.alone = _alone(device)
        self.link = SteadyLink(HallLink(device.ask), self.alone)
        self.replayer = Replayer(self.alone.journal, self.alone.clock, device.ask, HallLink(device.ask))
        self.keeper = Keeper(
            self.alone.journal, self.alone.clock, HallLink(device.ask), device.ask, self._hall_id, self._full
        )
        self.spoken = spoken_help(device.settings.home)
        self._disk_full = False
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
        screen = kiosk.app.mount(
            app,
            self.link,
            paired=lambda: self._device.paired,
            paper=self.paper,
            card_key=lambda: self._card_key,
            speaks=self.spoken is not None,
        )
        if self.spoken is not None:
            self.spoken.mount(app)
        tools = Tools(self.paper.print_list, lambda: self.paper.report, lambda: self.replayer.waiting, self._away)
        StaffPage(screen, self.alone, tools).mount(app)
        app.add_url_rule("/paper", "paper", self._newest_paper)
        app.add_url_rule("/", "start", self._start)

    def rooms(self) -> Sequence[str]:
        own = self._device.identity.device
        return [rooms.board(own.hall)] if own else []

    def since(self) -> int | None:
        return None

    def heard(self, message: dict[str, Any]) -> None:
        if message.get("name") == "device.changed":  # perhaps this one: it asks what the hall wants of it
            self._device.changed()
        if str(message.get("name", "")).startswith("emergency."):
            self.keeper.wake()  # kept, so that it stays on the screen in an outage too

    def told(self, told: DeviceTold) -> None:
        self._card_key = told.card_key
        self.alone.clock.told(told.now, told.clock_speed)
        if told.staff_code is not None:
            self.alone.journal.know("staff_code", told.staff_code)

    def reached(self, reached: bool) -> None:
        if reached:
            self.keeper.wake()
            self.replayer.wake()

    def alive(self) -> None:
        pass

    def identified(self) -> None:
        self.keeper.wake()

    def report(self) -> DeviceReport:
        trouble: Literal["disk_full"] | None = "disk_full" if self._disk_full else None
        waiting = self.replayer.waiting
        return DeviceReport(version=VERSION, printer=self.paper.report, to_replay=waiting, trouble=trouble)

    def _hall_id(self) -> str | None:
        own = self._device.identity.device
        return own.hall if own else None

    def _away(self) -> float | None:
        """For how long the hall cannot be reached."""
        reach = self._device.reach
        return None if reach.is_reached else time.monotonic() - reach.since

    def _full(self, full: bool) -> None:
        if full != self._disk_full:
            self._disk_full = full
            self._device.changed()

    @property
    def parts(self) -> Sequence[Part]:
        return [self.outbox, self.paper, self.keeper, self.replayer, *([self.spoken] if self.spoken else [])]

    def _newest_paper(self) -> AnyResponse:
        """The newest ticket of a printer that draws pictures: what would have come out."""
        newest = self.paper.newest
        return send_file(newest, mimetype="image/png") if newest else Response(status=404)

    def _start(self) -> AnyResponse:
        own = self._device.identity.device
        return redirect(f"/kiosk/{own.hall}" if own else "/pair", 303)


def _alone(device: Device) -> Alone:
    """What this kiosk knows and gives without its hall."""
    journal = Journal(device.settings.home)
    made = journal.tickets()
    last = datetime.fromisoformat(made[-1].made["issued_at"]) if made else None

    def keep(word: dict[str, Any]) -> None:
        with contextlib.suppress(JournalFull):  # a word that is not kept costs exactness after a restart, no more
            journal.know("clock", word)

    told = clock.HallClock(journal.known("clock"), keep, last=last, boot=clock.boot(), up=clock.up)
    return Alone(journal, told, lambda: device.reach.is_reached, device.reach.look)
