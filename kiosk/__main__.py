"""`python -m kiosk --hall ADDRESS`: the program of a ticket kiosk."""

import argparse
import sys

from device.errors import BadSetting
from device.program import Device, parser, run
from device.settings import from_arguments
from kiosk.printing.commands import print_test, printers
from kiosk.program import Terminal

PORT = 8090
ABOUT = "The program of a ticket kiosk: gives numbers, on paper and while the hall cannot be reached."


def main(words: list[str] | None = None) -> int:
    """Runs a kiosk; the exit status."""
    try:
        typed = command_line().parse_args(words)
        settings = from_arguments("kiosk", PORT, typed)
        if typed.act is not None:
            return ACTS[typed.act](settings.table("printer"), settings.home)
        device = Device(settings)
        return run(device, Terminal(device), "kiosk")
    except BadSetting as problem:
        print(problem, file=sys.stderr)
        return 2


def command_line() -> argparse.ArgumentParser:
    """What can be typed."""
    made = parser("kiosk", ABOUT)
    told = "print-test: print one page; printers: what is configured and plugged in"
    made.add_argument("act", nargs="?", choices=tuple(ACTS), help=told)
    return made


ACTS = {"print-test": print_test, "printers": printers}


if __name__ == "__main__":
    sys.exit(main())
