"""The paper of a kiosk: begun when a number is kept, shown how it went, told to the hall."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image

from device.outbox import Outbox
from hall.wire.devices import Listed, PaperOutcome, PrinterReport
from hall.wire.site import HallView
from kiosk.printing.port import Printer
from kiosk.printing.spool import Outcome, Spool
from kiosk.printing.ticket import Heading, calling_list, draw
from kiosk.printing.twins import Folder, Nothing
from kiosk.slip import Slip

AT_ONCE_SECONDS = 1.2  # a printer that works is done by then, and the page says so from the start


class Paper:
    """One printer behind the pages. `on_state` hears when it gets better or worse."""

    def __init__(
        self,
        printer: Printer,
        outbox: Outbox,
        on_state: Callable[[PrinterReport], None],
        *,
        width: int = 80,
        logo: Path | None = None,
    ) -> None:
        self._printer, self._outbox, self._width, self._logo = printer, outbox, width, logo
        self._spool = Spool(printer, self._told, on_state)

    @property
    def is_wanted(self) -> bool:
        """False where numbers are on the screen and on phones only."""
        return not isinstance(self._printer, Nothing)

    @property
    def report(self) -> PrinterReport | None:
        return self._spool.report

    @property
    def newest(self) -> Path | None:
        """The newest picture of a printer that draws into a folder."""
        if not isinstance(self._printer, Folder) or self._printer.kind != "png":
            return None
        papers = self._printer.papers()
        return papers[-1] if papers else None

    def start(self) -> None:
        self._spool.start()

    def stop(self) -> None:
        self._spool.stop()

    def begin(self, ticket: str, slip: Slip, hall: HallView, *, large: bool, again: bool = False) -> None:
        """Puts a kept ticket on paper, each once; `again` for a second paper that was asked for."""
        if not self.is_wanted:
            return
        heading, width = self._heading(hall), self._width
        self._spool.submit(
            ticket, lambda: draw(slip, heading, width=width, large=large, offline=slip.offline), again=again
        )

    def outcome(self, ticket: str, *, seconds: float = AT_ONCE_SECONDS) -> Outcome | None:
        """How it went, or None for a ticket that has no paper."""
        job = self._spool.job(ticket)
        return job.wait(seconds) if job else None

    def print_list(self, rows: Sequence[Listed], hall: HallView, when: str) -> bool:
        """Prints a calling list (R-75); False when it did not come out."""
        heading, width = self._heading(hall), self._width
        name = f"list {when} {len(rows)}"

        def drawn() -> Image.Image:
            return calling_list(list(rows), heading, when, width=width)

        return self.is_wanted and self._spool.submit(name, drawn, again=True).wait(15) == "printed"

    def _heading(self, hall: HallView) -> Heading:
        return Heading(hall.names, hall.timezone, hall.floors, self._logo)

    def _told(self, ticket: str, printed: bool) -> None:
        if not ticket.startswith("list "):
            self._outbox.put("/api/v1/devices/current/papers", PaperOutcome(ticket=ticket, printed=printed))
