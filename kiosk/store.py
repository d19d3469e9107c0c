"""What a kiosk remembers for minutes: each wish's number, when a screen gave its last one, and whose it shows.

Kept in memory on purpose: a screen forgets its visitors. The hall's own memory of a wish (its
Idempotency-Key) is what makes a second ticket impossible, also after a restart. `up` is in seconds of a clock that
nobody can set: a wall clock that is put right in between must not lose a visitor's number.
"""

import secrets
import threading
from collections import OrderedDict
from typing import Any

from hall.wire.queue import TicketView

KEPT = 600.0  # seconds
VISIT = 180.0
MOST = 500


class Wishes:
    """Numbers by wish, for showing the result again after a refresh."""

    def __init__(self) -> None:
        self._numbers: OrderedDict[str, tuple[float, TicketView]] = OrderedDict()
        self._last: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._over: set[str] = set()
        self._lock = threading.Lock()

    def keep(self, screen: str, wish: str, ticket: TicketView, up: float) -> None:
        with self._lock:
            self._numbers[wish] = (up, ticket)
            self._last[screen] = (up, wish)
            _trim(self._numbers, self._last)

    def number(self, wish: str, up: float) -> TicketView | None:
        """The ticket of a wish, while the screen still remembers it."""
        found = self._numbers.get(wish)
        return found[1] if found and up - found[0] <= KEPT else None

    def end(self, screen: str) -> None:
        """The start page is the next visitor's: what this screen showed is not shown again, only remembered."""
        with self._lock:
            _, wish = self._last.get(screen, (None, ""))
            if wish in self._numbers:
                self._over.add(wish)
            self._over &= self._numbers.keys()

    def may_show(self, wish: str) -> bool:
        return wish not in self._over

    def is_quick_second(self, screen: str, wish: str, up: float, within: float) -> bool:
        """True when this screen gave another wish a number moments ago: is it another person? (R-06)"""
        last = self._last.get(screen)
        return last is not None and last[1] != wish and up - last[0] < within


class Recent:
    """The newest few hundred ids of a kind."""

    def __init__(self) -> None:
        self._ids: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, one: str) -> None:
        with self._lock:
            self._ids[one] = None
            _trim(self._ids)

    def __contains__(self, one: str) -> bool:
        return one in self._ids


class Visits:
    """Whose number each screen shows just now: one at a time, known by a key that is no code.

    The start page ends it, so that neither the back button nor a kept address shows it to whoever comes next.
    """

    def __init__(self) -> None:
        self._now: OrderedDict[str, tuple[float, str, str]] = OrderedDict()
        self._persons: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, screen: str, code: str, up: float) -> str:
        """A fresh key for the ticket behind `code`."""
        key = secrets.token_urlsafe(16)
        with self._lock:
            self._now[screen] = (up, key, code)
            _trim(self._now)
        return key

    def holds(self, screen: str, person: str) -> None:
        """Whoever stands here has shown this card, told as a hash; forgotten with the visit."""
        with self._lock:
            self._persons[screen] = person
            _trim(self._persons)

    def person(self, screen: str) -> str | None:
        return self._persons.get(screen)

    def code(self, screen: str, key: str, up: float) -> str | None:
        """The code of the ticket that this screen shows under `key`; each look gives it the whole time again."""
        with self._lock:
            began, known, code = self._now.get(screen, (up, "", ""))
            if known != key or up - began > VISIT:
                return None
            self._now[screen] = (up, key, code)
        return code

    def end(self, screen: str) -> None:
        with self._lock:
            self._now.pop(screen, None)
            self._persons.pop(screen, None)


def _trim(*kept: "OrderedDict[str, Any]") -> None:
    for each in kept:
        while len(each) > MOST:
            each.popitem(last=False)
