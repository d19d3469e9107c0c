"""What has been said, kept on disk before it is said: after a restart nothing is said twice."""

import os
from collections import OrderedDict
from pathlib import Path

KEPT = 2000


class Said:
    """Ids of announcements; the newest two thousand."""

    def __init__(self, file: Path) -> None:
        self._file = file
        try:
            lines = file.read_text(encoding="ascii", errors="replace").split()
        except OSError:
            lines = []
        self._ids: OrderedDict[str, None] = OrderedDict.fromkeys(lines[-KEPT:])
        if len(lines) > 2 * KEPT:
            self._rewrite()

    def __contains__(self, announcement: object) -> bool:
        return announcement in self._ids

    def add(self, announcement: str) -> None:
        """On the disk when this returns. A full disk costs this memory, not the announcement."""
        self._ids[announcement] = None
        while len(self._ids) > KEPT:
            self._ids.popitem(last=False)
        try:
            with self._file.open("a", encoding="ascii") as out:
                out.write(announcement + "\n")
                out.flush()
                os.fsync(out.fileno())
        except OSError:
            pass

    def _rewrite(self) -> None:
        fresh = self._file.with_suffix(".new")
        fresh.write_text("\n".join(self._ids) + "\n", encoding="ascii")
        os.replace(fresh, self._file)
