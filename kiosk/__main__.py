"""`python -m kiosk --hall ADDRESS`: the program of a ticket kiosk."""

import sys

from device.errors import BadSetting
from device.program import Device, parser, run
from device.settings import from_arguments
from kiosk.program import Terminal

PORT = 8090
ABOUT = "The program of a ticket kiosk: gives numbers, on paper and while the hall cannot be reached."


def main(words: list[str] | None = None) -> int:
    """Runs a kiosk; the exit status."""
    try:
        settings = from_arguments("kiosk", PORT, parser("kiosk", ABOUT).parse_args(words))
        device = Device(settings)
        return run(device, Terminal(device), "kiosk")
    except BadSetting as problem:
        print(problem, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
