"""What a kiosk remembers for minutes: the number each wish got, and when this screen gave its last one.

Kept in memory on purpose: a screen forgets its visitors. The hall's own memory of a wish (its
Idempotency-Key) is what makes a second ticket impossible, also after a restart.
"""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

from hall.wire.queue import TicketView

KEPT = timedelta(minutes=10)
MOST = 500


class Wishes:
    """Numbers by wish, for showing the result again after a refresh."""

    def __init__(self) -> None:
        self._numbers: OrderedDict[str, tuple[datetime, TicketView]] = OrderedDict()
        self._last: dict[str, tuple[datetime, str]] = {}
        self._lock = threading.Lock()

    def keep(self, screen: str, wish: str, ticket: TicketView, real_now: datetime) -> None:
        with self._lock:
            self._numbers[wish] = (real_now, ticket)
            self._last[screen] = (real_now, wish)
            while len(self._numbers) > MOST:
                self._numbers.popitem(last=False)

    def number(self, wish: str, real_now: datetime) -> TicketView | None:
        """The ticket of a wish, while the screen still remembers it."""
        found = self._numbers.get(wish)
        return found[1] if found and real_now - found[0] <= KEPT else None

    def is_quick_second(self, screen: str, wish: str, real_now: datetime, within: timedelta) -> bool:
        """True when this screen gave another wish a number moments ago: is it another person? (R-06)"""
        last = self._last.get(screen)
        return last is not None and last[1] != wish and real_now - last[0] <= within
