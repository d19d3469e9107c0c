"""A clock that a test moves while another process goes by it, and the server that does.

`python -m tests.journeys.moved CLOCK` serves the halls of HALL_HOME, as `hall run` does, by the clock in a file.
"""

import mmap
import struct
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.world import MONDAY

MOMENTS = struct.Struct("<dd")  # hall time and device time, in seconds since 1970


class MovedClock:
    """Stands still until `pass_`; whoever opened the same file sees it move at once."""

    def __init__(self, file: Path) -> None:
        self.file = file
        if not file.exists():
            file.write_bytes(MOMENTS.pack(MONDAY.timestamp(), MONDAY.timestamp()))
        with file.open("r+b") as opened:
            self._shared = mmap.mmap(opened.fileno(), MOMENTS.size)

    def hall_now(self) -> datetime:
        return datetime.fromtimestamp(MOMENTS.unpack(self._shared[:])[0], UTC)

    def real_now(self) -> datetime:
        return datetime.fromtimestamp(MOMENTS.unpack(self._shared[:])[1], UTC)

    def pass_(self, **time: float) -> None:
        """Both clocks go on together."""
        seconds = timedelta(**time).total_seconds()
        self._set(*(moment + seconds for moment in MOMENTS.unpack(self._shared[:])))

    def begin_again(self) -> None:
        self._set(MONDAY.timestamp(), MONDAY.timestamp())

    def _set(self, hall: float, real: float) -> None:
        self._shared[:] = MOMENTS.pack(hall, real)


def main(file: str) -> None:
    from hall.serve import serve
    from hall.settings import from_env

    serve(from_env(), MovedClock(Path(file)))


if __name__ == "__main__":
    from gevent import monkey

    monkey.patch_all()
    main(sys.argv[1])
