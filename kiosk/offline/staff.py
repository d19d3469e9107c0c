"""The staff page of a kiosk: how it is, and the calling list; opened with the code of the administration page."""

import hmac
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hall.wire.devices import Listed, PrinterReport
from hall.wire.site import HallView
from kiosk.offline.calling import calling_list, mark
from kiosk.offline.journal import JournalFull
from kiosk.offline.link import Alone
from kiosk.screen import Screen, from_our_page, name

OPEN_SECONDS = 180.0
TRIES = 5
LOCKED_SECONDS = 60.0


class Door:
    """A code of six digits: five tries, then a minute of nothing. Time is passed in."""

    def __init__(self, code: Callable[[], str | None]) -> None:
        self._code = code
        self._wrong, self._locked_until, self._open_until = 0, 0.0, 0.0

    def knock(self, typed: str, now: float) -> str:
        """`open`, `wrong` or `locked`."""
        if now < self._locked_until:
            return "locked"
        code = self._code()
        if code is not None and hmac.compare_digest(typed.encode(), code.encode()):
            self._wrong, self._open_until = 0, now + OPEN_SECONDS
            return "open"
        self._wrong += 1
        if self._wrong >= TRIES:
            self._wrong, self._locked_until = 0, now + LOCKED_SECONDS
            return "locked"
        return "wrong"

    def is_open(self, now: float) -> bool:
        """Each look keeps it open for a while."""
        if now >= self._open_until:
            return False
        self._open_until = now + OPEN_SECONDS
        return True

    def shut(self) -> None:
        self._open_until = 0.0


@dataclass(frozen=True)
class Tools:
    """What the page shows and does besides: printer, numbers to be told, since when the hall is away."""

    print_list: Callable[[Sequence[Listed], HallView, str], bool]
    printer: Callable[[], PrinterReport | None]
    to_replay: Callable[[], int]
    away_seconds: Callable[[], float | None]


class StaffPage:
    """`/kiosk/<hall>/staff`."""

    def __init__(self, screen: Screen, alone: Alone, tools: Tools) -> None:
        self._screen, self._alone, self._tools = screen, alone, tools
        self._door = Door(lambda: alone.journal.known("staff_code"))

    def mount(self, app: Flask) -> None:
        pages = Blueprint("kiosk_staff", __name__)
        for method, view in (("GET", self.look), ("POST", self.act)):
            pages.add_url_rule("/kiosk/<hall>/staff", view.__name__, self._screen.guarded(view), methods=[method])
        app.register_blueprint(pages)

    def look(self, hall: str) -> AnyResponse:
        """The question for the code, or the page."""
        if not self._door.is_open(time.monotonic()):
            return self._screen.page("kiosk/staff_code.html", hall, said="")
        return self._page(hall)

    def act(self, hall: str) -> AnyResponse:
        """The code that was typed, or a press of the page."""
        if not from_our_page():
            return redirect(f"/kiosk/{hall}/staff", 303)
        now = time.monotonic()
        if "code" in request.form:
            said = self._door.knock(request.form["code"].strip()[:12], now)
            if said != "open":
                return self._screen.page("kiosk/staff_code.html", hall, status=403, said=said)
            return redirect(f"/kiosk/{hall}/staff", 303)
        if not self._door.is_open(now):
            return redirect(f"/kiosk/{hall}/staff", 303)
        if "leave" in request.form:
            self._door.shut()
            return redirect(f"/kiosk/{hall}", 303)
        return self._listed(hall, on_paper="print" in request.form)

    def _listed(self, hall: str, *, on_paper: bool) -> AnyResponse:
        """The list, shown or printed: written down first, so that nobody on it is called twice."""
        rows = calling_list(self._alone)
        try:
            mark(self._alone.journal, rows)
        except JournalFull:
            return self._page(hall, said="full")
        if not on_paper:
            return self._page(hall, rows=rows)
        reading, shown = self._alone.clock.read(), self._screen.hall(hall)
        when = f"{reading.at.astimezone(ZoneInfo(shown.timezone)):%H:%M}" if reading else ""
        printed = self._tools.print_list(self._named(rows), shown, when)
        return self._page(hall, rows=rows, said="printed" if printed else "not_printed")

    def _named(self, rows: Sequence[Listed]) -> list[Listed]:
        """Services by their names instead of their ids."""
        names = {service.id: name(service.names) for service in self._alone.services()}
        return [row.model_copy(update={"service": names.get(row.service, row.service)}) for row in rows]

    def _page(self, hall: str, *, rows: Sequence[Listed] | None = None, said: str = "") -> AnyResponse:
        tools = self._tools
        return self._screen.page(
            "kiosk/staff.html",
            hall,
            rows=self._named(rows) if rows is not None else None,
            waiting=len(calling_list(self._alone)),
            said=said,
            printer=tools.printer(),
            to_replay=tools.to_replay(),
            away=tools.away_seconds(),
        )
