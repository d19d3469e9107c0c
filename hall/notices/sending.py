"""The sender: takes what is due, hands it to its carrier outside any transaction, writes down what came of it.

Woken after each commit that wrote a notice, and by the clock. One at a time in this process; a second process may
do the same beside it, for rows decide who sends what.
"""

import logging
import threading
from collections.abc import Callable
from typing import TypeVar

from hall.kernel.sealing import keyed_hash
from hall.kernel.work import SYSTEM, Work, Works
from hall.notices import actions
from hall.notices.actions.settling import record_found
from hall.notices.ports import CarrierRefused, Carriers, CarrierUnsure, Letter

log = logging.getLogger(__name__)
T = TypeVar("T")
AT_ONCE = 5  # taken together: a code that is wanted meanwhile waits for no more than these
MOST = 200  # in one go; the rest waits for the next tick


class _CarrierAway(Exception):
    """Each further attempt would wait as long in vain."""


class Sender:
    """Sends for all halls; `start` gives it a thread (a greenlet under gevent)."""

    def __init__(self, works: Works, carriers: Carriers) -> None:
        self._works, self._carriers = works, carriers
        self._wanted = threading.Event()
        self._busy = threading.Lock()
        self._stopped = False
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """Something may be due; sent within a moment, where the sender has been started."""
        self._wanted.set()

    def send_due(self) -> int:
        """Sends what is due now; how many left. Stops early when a carrier is away: later again."""
        sent, away = 0, False
        with self._busy:
            while sent < MOST and not away and (letters := self._claim(actions.claim_due)):
                left, away = self._send_all(letters)
                sent += left
        return sent

    def settle_sending(self) -> int:
        """Asks after every notice of which nobody knows whether it left; how many were asked after."""
        letters = self._claim(actions.claim_unsettled)
        for letter in letters:
            self._ask_after(letter)
        return len(letters)

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="sender", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends after the letter in hand."""
        self._stopped = True
        self._wanted.set()
        if self._thread:
            self._thread.join(timeout=15)

    def _run(self) -> None:
        while not self._stopped:
            self._wanted.wait()
            self._wanted.clear()
            if self._stopped:
                return
            try:
                self.send_due()
            except Exception:
                log.exception("notices could not be sent; they are tried again")

    def _claim(self, claim: Callable[..., list[Letter]]) -> list[Letter]:
        clock = self._works.clock
        hall_now, real_now = clock.hall_now(), clock.real_now()
        return self._works.database.write(lambda session: claim(session, hall_now, real_now, most=AT_ONCE))

    def _send_all(self, letters: list[Letter]) -> tuple[int, bool]:
        """How many left, and whether a carrier was away: the rest is put back then, untried."""
        sent = 0
        for place, letter in enumerate(letters):
            try:
                sent += self._send(letter)
            except _CarrierAway:
                for rest in letters[place + 1 :]:
                    self._put_back(rest)
                return sent, True
        return sent, False

    def _send(self, letter: Letter) -> int:
        """1 when it left, 0 when it was refused; _CarrierAway when nothing else should be tried now."""
        try:
            reference = self._carriers.by(letter.channel).send(letter)
        except CarrierRefused as refusal:
            self._refused(letter, refusal)
            if refusal.away:
                raise _CarrierAway from refusal
        except CarrierUnsure as doubt:
            log.warning("a notice may have left: %s", doubt.reason)
            reason = doubt.reason
            self._record(letter, lambda work: actions.record_unsure(work, letter.notice, letter.epoch, reason))
            raise _CarrierAway from doubt
        else:
            self._record(letter, lambda work: actions.record_sent(work, letter.notice, letter.epoch, reference))
            return 1
        return 0

    def _put_back(self, letter: Letter) -> None:
        self._record(letter, lambda work: actions.put_back(work, letter.notice, letter.epoch))

    def _refused(self, letter: Letter, refusal: CarrierRefused) -> None:
        log.warning("a notice was refused: %s", refusal.reason)

        def verb(work: Work) -> None:
            if refusal.stop:
                actions.stop(work, keyed_hash(letter.to))
            permanent = refusal.permanent
            actions.record_refused(work, letter.notice, letter.epoch, refusal.reason, permanent=permanent)

        self._record(letter, verb)

    def _ask_after(self, letter: Letter) -> None:
        name = letter.notice, letter.epoch
        try:
            found = self._carriers.by(letter.channel).find(letter)
        except (CarrierUnsure, CarrierRefused):
            self._record(letter, lambda work: actions.record_unanswered(work, *name))
            return
        if found is None:
            self._record(letter, lambda work: actions.record_absent(work, *name))
        else:
            self._record(letter, lambda work: record_found(work, *name, found))

    def _record(self, letter: Letter, verb: Callable[[Work], T]) -> T:
        return self._works.perform(letter.hall_id, SYSTEM, verb)
