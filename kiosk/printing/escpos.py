"""Printers that speak ESC/POS, through python-escpos: over the network, USB, a serial line, or a device file."""

import contextlib
import os
from collections.abc import Callable, Iterator
from typing import Any

from escpos.escpos import Escpos
from escpos.exceptions import Error
from escpos.printer import File, Network, Serial, Usb
from PIL import Image

from hall.wire.devices import PrinterKind, PrinterReport, PrinterState
from kiosk.printing import status
from kiosk.printing.port import PrinterProblem

CONNECT_SECONDS, WRITE_SECONDS, ANSWER_SECONDS, DONE_SECONDS = 2.0, 5.0, 1.0, 4.0
FEED_LINES = 3


class EscposPrinter:
    """One printer; a connection for each ticket, so that one that was pulled out and in again just works."""

    def __init__(self, kind: PrinterKind, make: Callable[[], Escpos], *, answers: bool, cut: bool = True) -> None:
        """`answers`: whether this printer can be asked for its state over this line."""
        self.kind, self._make, self._answers, self._cut = kind, make, answers, cut

    def report(self) -> PrinterReport:
        try:
            with self._open() as printer:
                return self._report(self._state(printer))
        except PrinterProblem as problem:
            return self._report(problem.state)

    def print(self, image: Image.Image) -> None:
        with self._open() as printer:
            state = self._state(printer)
            if state not in status.PRINTS:
                raise PrinterProblem(state)
            _limit(printer, WRITE_SECONDS)
            # Without a width it says at each ticket that it cannot centre.
            printer.profile.profile_data["media"]["width"]["pixels"] = image.width
            printer.hw("INIT")
            printer.image(image, impl="bitImageRaster")
            printer.ln(FEED_LINES)
            if self._cut:
                printer.cut(mode="PART", feed=False)
            if self._answers:
                self._must_be_done(printer)

    def _must_be_done(self, printer: Escpos) -> None:
        """Raises unless the printer says that the paper came out whole: a ticket that ends half-way is none."""
        _limit(printer, DONE_SECONDS)
        answer = _answer(printer, status.ASK_WHEN_DONE)
        state = status.state_when_done(answer) if answer is not None else "not_answering"
        if state not in status.PRINTS:
            raise PrinterProblem(state)
        after = self._state(printer)  # a cover that was opened meanwhile is in no queue
        if after not in status.PRINTS and after != "paper_out":
            raise PrinterProblem(after)

    def _state(self, printer: Escpos) -> PrinterState:
        if not self._answers:
            return "ready"
        _limit(printer, ANSWER_SECONDS)
        questions = (status.ASK_PRINTER, status.ASK_OFFLINE, status.ASK_ERROR, status.ASK_PAPER)
        found: dict[bytes, int] = {}
        for question in questions:
            answer = _answer(printer, question)
            if answer is None:
                return "not_answering"
            found[question] = answer
        return status.state_of(found)

    def _report(self, state: PrinterState) -> PrinterReport:
        return PrinterReport(kind=self.kind, state=state)

    @contextlib.contextmanager
    def _open(self) -> Iterator[Escpos]:
        """The open printer; everything that can go wrong with a cable becomes a PrinterProblem."""
        printer = self._make()
        try:
            _limit(printer, CONNECT_SECONDS)
            printer.open()
            yield printer
        except TimeoutError:
            raise PrinterProblem("not_answering") from None
        except (OSError, Error, AssertionError, ValueError) as error:
            timed_out = isinstance(error.__context__, TimeoutError)
            raise PrinterProblem("not_answering" if timed_out else "unplugged") from None
        finally:
            with contextlib.suppress(OSError, Error, AttributeError):
                printer.close()


def network(host: str, port: int, **more: Any) -> EscposPrinter:
    """A printer at an address of the local network."""
    return EscposPrinter("network", lambda: Network(host, port, timeout=CONNECT_SECONDS), answers=True, **more)


def usb(vendor: int, product: int, **more: Any) -> EscposPrinter:
    """A printer on USB, by the numbers that `kiosk printers` shows."""
    limit = round(WRITE_SECONDS * 1000)
    return EscposPrinter("usb", lambda: Usb(vendor, product, timeout=limit), answers=True, **more)


def serial(device: str, baud: int, **more: Any) -> EscposPrinter:
    """A printer on a serial line."""
    return EscposPrinter("serial", lambda: Serial(device, baudrate=baud, timeout=1), answers=True, **more)


def file(device: str, **more: Any) -> EscposPrinter:
    """A printer behind a device file such as /dev/usb/lp0, which takes dots and says nothing."""

    def made() -> Escpos:
        if device.startswith("/dev/") and not os.path.exists(device):
            raise PrinterProblem("unplugged")
        return File(device, auto_flush=True)

    return EscposPrinter("file", made, answers=False, **more)


def _limit(printer: Escpos, seconds: float) -> None:
    """How long the next steps may take, where the line can be told."""
    if isinstance(printer, Network):
        printer.timeout = seconds
        if printer._device:
            printer._device.settimeout(seconds)
    elif isinstance(printer, Serial):
        printer.timeout = seconds
        if printer._device:
            printer._device.timeout = printer._device.write_timeout = seconds


def _answer(printer: Escpos, question: bytes) -> int | None:
    printer._raw(question)
    try:
        said = printer._read()
    except TimeoutError:
        return None
    return said[-1] if said else None
