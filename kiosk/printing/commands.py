"""`kiosk printers` and `kiosk print-test`: what is there, and whether it works."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hall.wire.devices import PrinterState
from kiosk.printing.choose import found, printer_of, width_of
from kiosk.printing.port import PrinterProblem
from kiosk.printing.ticket import trial_page

WHAT_TO_DO: dict[PrinterState, str] = {
    "ready": "It is ready.",
    "paper_low": "It is ready; its paper ends soon.",
    "paper_out": "It is out of paper. Put in a new roll and close the cover.",
    "cover_open": "Its cover is open. Close it.",
    "unplugged": "It cannot be reached. Look at its cable, its power, and the address in the settings file.",
    "not_answering": "It was reached and does not answer. Switch it off and on again.",
    "failed": "It reports an error, often of its cutter. Take out jammed paper, switch it off and on again.",
}


def printers(table: Mapping[str, Any], home: Path) -> int:
    """Shows the configured printer with its state, and what else is plugged in; 1 when it does not work."""
    report = printer_of(table, home).report()
    if report.kind == "none":
        print("No printer is configured: numbers are on the screen and on phones only.")
    else:
        print(f"Configured: {report.kind}. {WHAT_TO_DO[report.state]}")
    others = found()
    print("Plugged in here:" if others else "Nothing that looks like a printer is plugged in here.")
    for line in others:
        print(f"  {line}")
    return 0 if report.state in ("ready", "paper_low") else 1


def print_test(table: Mapping[str, Any], home: Path) -> int:
    """Prints one page; 1 when it did not come out, with what to do."""
    printer = printer_of(table, home)
    if printer.kind == "none":
        print("No printer is configured: give the settings file a [printer] table.")
        return 1
    try:
        printer.print(trial_page(printer.kind, width=width_of(table)))
    except PrinterProblem as problem:
        print(f"The test page was not printed. {WHAT_TO_DO[problem.state]}")
        return 1
    print("The test page was printed.")
    return 0
