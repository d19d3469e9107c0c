"""Printers without paper: a picture in a folder, a PDF, and none at all."""

import os
from pathlib import Path

from PIL import Image

from hall.wire.devices import PrinterKind, PrinterReport
from kiosk.printing.port import PrinterProblem

KEPT = 50
DOTS_PER_INCH = 203


class Folder:
    """Each ticket as a file, the newest fifty; the page shows the newest one (demo, trying out)."""

    def __init__(self, folder: Path, kind: PrinterKind) -> None:
        self._folder, self.kind = folder, kind
        self._suffix = {"png": ".png", "pdf": ".pdf"}[kind]

    def print(self, image: Image.Image) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            names = self.papers()
            number = int(names[-1].stem) + 1 if names else 1
            fresh = self._folder / f"{number:06d}.new"
            image.save(fresh, format=self.kind.upper(), resolution=DOTS_PER_INCH)
            os.replace(fresh, fresh.with_suffix(self._suffix))
            for old in names[: -KEPT + 1]:
                old.unlink(missing_ok=True)
        except OSError:
            raise PrinterProblem("failed") from None

    def report(self) -> PrinterReport:
        return PrinterReport(kind=self.kind, state="ready")

    def papers(self) -> list[Path]:
        """What has been printed, oldest first."""
        return sorted(self._folder.glob(f"*{self._suffix}"))


class Nothing:
    """No printer: the number stands on the screen and on the visitor's phone."""

    kind: PrinterKind = "none"

    def print(self, image: Image.Image) -> None:
        pass

    def report(self) -> PrinterReport:
        return PrinterReport(kind="none", state="ready")
