"""Tells the hall what was given without it: in order, as often as it takes, while new numbers are taken."""

import random
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from hall.wire.devices import OfflineTicket, Replay, ReplayDone
from kiosk.link import HallLink, HallUnreachable, NotPaired, Refusal, Unknown
from kiosk.offline.clock import HallClock
from kiosk.offline.journal import Journal, JournalFull, Kept

BATCH = 50
ADDRESS = "/api/v1/devices/current/replays"
Transport = Callable[[str, str, Any, dict[str, str]], tuple[int, Any]]


class Replayer:
    """`once` sends what waits; the thread does so whenever `wake` says that the hall is back."""

    def __init__(self, journal: Journal, clock: HallClock, ask: Transport, link: HallLink) -> None:
        self._journal, self._clock, self._ask, self._link = journal, clock, ask, link
        self._wake, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="replayer", daemon=True)

    @property
    def waiting(self) -> int:
        """How many numbers the hall does not know yet."""
        return self._journal.count("new")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._wake.set()

    def wake(self) -> None:
        self._wake.set()

    def once(self) -> bool:
        """Sends batch after batch; True when nothing is left to tell."""
        while waiting := self._journal.tickets("new", BATCH):
            done = self._send(waiting)
            if done is None:
                return False
            by_id = {kept.id: kept for kept in waiting}
            for answer in done.items:
                if answer.id in by_id:
                    self._settle(by_id[answer.id], answer.state, answer.reason)
        return True

    def _send(self, waiting: list[Kept]) -> ReplayDone | None:
        now = self._clock.read()
        if now is None or not now.certain:  # the hall has not said what time it is
            return None
        cut_off = min(datetime.fromisoformat(kept.made["cut_off_at"]) for kept in waiting)
        items = [told(kept, self._clock, now.at) for kept in waiting]
        body = Replay(items=items, cut_off_at=min(cut_off, now.at), listed=self._journal.listed())
        try:
            status, answer = self._ask("POST", ADDRESS, body.model_dump(mode="json"), {})
            done = ReplayDone.model_validate(answer) if status == 200 else None
        except (OSError, ValidationError):
            return None
        if done is not None and body.listed:
            self._journal.unlist()
        return done

    def _settle(self, kept: Kept, state: str, reason: str | None) -> None:
        if state == "refused":
            return self._journal.settle(kept.id, "refused", reason)
        if kept.given_back:
            try:
                self._link.tell(kept.code, "cancellation")
            except (Unknown, Refusal, NotPaired):
                pass  # called meanwhile, or over: there is nothing left to give back
            except HallUnreachable:
                return None  # told again with the next batch, known by then
        return self._journal.settle(kept.id, "replayed", None)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.wait()
            self._wake.clear()
            try:
                left = not self.once()
            except JournalFull:
                left = True
            if left and not self._stop.wait(random.uniform(1.0, 3.0)):  # kiosks do not come back in one second
                self._wake.set()


def told(kept: Kept, clock: HallClock, now: datetime) -> OfflineTicket:
    """A ticket as the hall hears of it. Its moment is exact if the hall was heard in the run that made it."""
    made = kept.made
    issued, word = datetime.fromisoformat(made["issued_at"]), clock.word
    uncertain = not made["certain"]
    if uncertain and word is not None and word.boot == kept.boot:
        issued, uncertain = max(issued, word.at(kept.up)), False
    issued = min(issued, now)
    return OfflineTicket(
        id=kept.id,
        code=kept.code,
        short_code=kept.short_code,
        key=made["key"],
        order=kept.n,
        day=made["day"],
        series=made["series"],
        number=made["number"],
        wish=made["wish"],
        issued_at=issued,
        earliest=issued,
        latest=max(now, issued) if uncertain else issued,
        uncertain=uncertain,
        listed=kept.listed,
    )
