"""A screen as a program: follows one board of its hall, serves its page, and is the voice of its zone."""

import threading
from collections.abc import Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import Flask, Response, redirect
from werkzeug.wrappers import Response as AnyResponse

import display.app
from device.outbox import Outbox
from device.program import Device, Part
from display.following import Following, Place
from display.link import HallLink, HallUnreachable
from display.news import News
from display.store import Kept
from hall import VERSION
from hall.wire.board import Board
from hall.wire.devices import AnnouncementSaid, AnnouncementsSaid, DeviceReport, DeviceTold
from hall.wire.live import TicketMessage
from hall.wire.site import DeviceView, HallView

if TYPE_CHECKING:
    from display.announcing.zone_voice import ZoneVoice

WRITE_SECONDS = 1.0


class Screen:
    """What makes a device a screen."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self.news = News()
        self.presence: str | None = None
        kept = Kept(device.settings.home / "board.json")
        self.following = Following(HallLink(device.ask), kept, monotonic, self._changed)
        self.outbox = Outbox(device.ask)
        self.voice = _voice(self, device)
        self._place_of(device.identity.device)

    def mount(self, app: Flask) -> None:
        display.app.mount(app, self.following, self)
        app.add_url_rule("/display/said/<announcement>.wav", "said", self._sound)
        app.add_url_rule("/", "start", self._start)

    # What the pages ask of their program.

    def unheard_seconds(self) -> float | None:
        return self.following.unheard_seconds()

    def events(self) -> Any:
        return self.news.events()

    # What the device tells its room.

    def rooms(self) -> Sequence[str]:
        place = self.following.place
        return [place.room] if place else []

    def since(self) -> int | None:
        return self.following.seq

    def heard(self, message: dict[str, Any]) -> None:
        if message.get("name") == "device.changed":  # perhaps this one: it asks what the hall wants of it
            self._device.changed()
        if message.get("name") == "ticket.issued" and self.voice is not None:
            self.voice.issued(TicketMessage.model_validate(message))
        self.following.heard(message)

    def told(self, told: DeviceTold) -> None:
        self._place_of(told.device)
        if told.presence != self.presence:
            self.presence = told.presence
            self.news.tell()
        if self.voice is not None and told.voice is not None:
            self.voice.wants(told.voice, self.following.board_now)

    def reached(self, reached: bool) -> None:
        if reached:
            self.following.snapshot()
        self.news.tell()

    def alive(self) -> None:
        self.following.alive()

    def identified(self) -> None:
        self._place_of(self._device.identity.device)
        self.news.move()

    def report(self) -> DeviceReport:
        failed = self.voice is not None and self.voice.failed
        return DeviceReport(version=VERSION, trouble="voice_failed" if failed else None)

    @property
    def speaks(self) -> bool:
        """Whether somebody can listen at the page."""
        return self.voice is not None and self.voice.speaks

    @property
    def parts(self) -> Sequence[Part]:
        return [_Writer(self), self.outbox, *([self.voice] if self.voice else [])]

    def _place_of(self, own: DeviceView | None) -> None:
        if own is not None and self.following.show(Place(own.hall, own.zone)) and self._device.room is not None:
            self._device.line.again()  # already running: it listens elsewhere, and its pages move
            self.following.snapshot()
            self.news.move()

    def _changed(self, before: Board | None, after: Board) -> None:
        self.news.tell()
        if self.voice is not None:
            self.voice.hears(before, after)

    def _sound(self, announcement: str) -> AnyResponse:
        sound = self.voice.sound(announcement) if self.voice is not None else None
        return Response(sound, mimetype="audio/wav") if sound else Response(status=404)

    def hall_now(self) -> HallView | None:
        place = self.following.place
        try:
            return self.following.hall(place.hall) if place else None
        except HallUnreachable:
            return None

    def _start(self) -> AnyResponse:
        own = self._device.identity.device
        if own is None:
            return redirect("/pair", 303)
        if own.counter is not None:
            return redirect(f"/display/{own.hall}/counter/{own.counter.rpartition('-')[2]}", 303)
        zone = "?" + urlencode({"zone": own.zone}) if own.zone else ""
        return redirect(f"/display/{own.hall}{zone}", 303)


def _voice(screen: Screen, device: Device) -> "ZoneVoice | None":
    """The voice of a screen, or None where what it needs is not installed: its calls are shown all the same."""
    try:
        from display.announcing.zone_voice import ZoneVoice
    except ImportError:
        return None

    def tell(said: AnnouncementSaid) -> None:
        screen.outbox.put("/api/v1/devices/current/announcements", AnnouncementsSaid(items=[said]))

    return ZoneVoice(device.settings.table("voice"), device.settings.home, screen.hall_now, tell, screen.news.say)


class _Writer:
    """Keeps the board on disk: a busy hall says more than a disk needs to know, so once a second."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._screen.news.end()
        self._stop.set()
        self._thread.join(2)
        self._screen.following.write()

    def _run(self) -> None:
        while not self._stop.wait(WRITE_SECONDS):
            self._screen.following.write()
