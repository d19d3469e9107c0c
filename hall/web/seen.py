"""When each session was last seen, in the memory of this process.

Looking changes nothing in the database, so a request only notes it here; the clock writes it down each minute.
"""

import threading
from datetime import datetime


class Seen:
    """Moments of device time by the fingerprint of the token."""

    def __init__(self) -> None:
        self._moments: dict[str, datetime] = {}
        self._lock = threading.Lock()

    def note(self, token_hash: str, real_now: datetime) -> None:
        with self._lock:
            self._moments[token_hash] = real_now

    def newer(self, token_hash: str, known: datetime) -> datetime:
        """The later of what is known already and what was noted since."""
        return max(self._moments.get(token_hash, known), known)

    def take(self) -> dict[str, datetime]:
        """What was noted since the last time, to be written down."""
        with self._lock:
            taken, self._moments = self._moments, {}
        return taken
