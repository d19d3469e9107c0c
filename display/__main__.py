"""`python -m display --hall ADDRESS`: the program behind a TV."""

import sys

from device.errors import BadSetting
from device.program import Device, parser, run
from device.settings import from_arguments
from display.program import Screen

PORT = 8091
ABOUT = "The program behind a TV: shows what the hall calls, and speaks it. Paired with its hall once."


def main(words: list[str] | None = None) -> int:
    """Runs a screen; the exit status."""
    try:
        settings = from_arguments("display", PORT, parser("display", ABOUT).parse_args(words))
        device = Device(settings)
        return run(device, Screen(device), "display")
    except BadSetting as problem:
        print(problem, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
