"""What every printer can do, real or not."""

from typing import Protocol

from PIL import Image

from hall.wire.devices import PrinterKind, PrinterReport, PrinterState


class PrinterProblem(Exception):
    """The paper did not come out for certain; `state` says why."""

    def __init__(self, state: PrinterState) -> None:
        super().__init__(state)
        self.state: PrinterState = state


class Printer(Protocol):
    """Never longer than its time limits, and never twice by itself: an uncertain end is a problem."""

    kind: PrinterKind

    def print(self, image: Image.Image) -> None:
        """Puts one picture on paper and cuts. Raises PrinterProblem."""
        ...

    def report(self) -> PrinterReport:
        """How it is now."""
        ...
