"""Tells an open page at once that there is something new to show: server-sent events on the machine itself."""

import threading
from collections.abc import Iterator

SILENT_SECONDS = 5.0  # then a sign of life, so that a page whose browser went is noticed


class News:
    """A number that grows; whoever listens hears each growth, and what it is about."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._number, self._moved, self._said, self._ended = 0, 0, "", False

    def tell(self) -> None:
        """The page's part is another one."""
        with self._changed:
            self._number += 1
            self._changed.notify_all()

    def move(self) -> None:
        """The screen shows another place: pages are loaded anew."""
        with self._changed:
            self._moved += 1
            self._changed.notify_all()

    def say(self, announcement: str) -> None:
        """Something was said; whoever listens at the page can hear it."""
        with self._changed:
            self._said = announcement
            self._changed.notify_all()

    def end(self) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def events(self) -> Iterator[str]:
        """What an EventSource reads, until the program or the page ends."""
        seen = self._now()
        yield "retry: 500\ndata: part\n\n"
        while not self._ended:
            now = self._after(seen)
            said = [f"data: said {now[2]}\n\n"] if now[2] != seen[2] else []
            said += ["data: moved\n\n"] if now[1] != seen[1] else []
            said += ["data: part\n\n"] if now[0] != seen[0] else []
            yield "".join(said) or ": \n\n"
            seen = now

    def _now(self) -> tuple[int, int, str]:
        return self._number, self._moved, self._said

    def _after(self, seen: tuple[int, int, str]) -> tuple[int, int, str]:
        """What is so once something has changed, or after a while in which nothing did."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._now() != seen, SILENT_SECONDS)
            return self._now()
