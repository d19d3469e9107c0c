"""The keeper of wait ranges: recomputed after changes, in a child process, never while a request waits.

A range is no fact: the newest replaces the one before, none is stored, `wait.changed` may be lost. What it
suggests about standby counters (R-72) follows from the ranges and is kept the same way.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hall.adapters.estimator import EstimatorDown, WaitEstimator
from hall.kernel.clock import Clock
from hall.kernel.database import Database
from hall.kernel.journal import head
from hall.queue.present import Observed, hall_state, observed_durations
from hall.queue.rollout import shown
from hall.queue.rollout_state import Estimates, Forecast, HallState
from hall.queue.suggestions import (
    Limits,
    Spans,
    Suggestion,
    as_if,
    standbys,
    suggest,
    upper_ends,
    watch,
    with_effect,
)
from hall.site.plan import Plan
from hall.site.queries import halls, plan_of
from hall.site.rules import opening_at
from hall.web.house import Wait

log = logging.getLogger(__name__)
SPACING = 0.5  # seconds of device time between two computations: a range is at most a second old
AGEING = 5.0  # and after this long time itself has changed it
HISTORY = timedelta(days=30)
HISTORY_EVERY = 60  # computations
EFFECT_EVERY = 10  # computations: what a suggestion would change is asked less often than the ranges
_NOTHING = Estimates({}, {}, {})


@dataclass
class _Hall:
    estimates: Estimates = _NOTHING
    seq: int = 0
    observed: Observed = field(default_factory=dict)
    computed: int = 0
    spans: Spans = field(default_factory=Spans)
    suggestions: tuple[Suggestion, ...] = ()


class WaitKeeper:
    """Keeps the newest ranges of every hall; `start` gives it a thread (a greenlet under gevent)."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        estimator: WaitEstimator,
        tell: Callable[[str, int], None] = lambda hall_id, seq: None,
    ) -> None:
        self._database, self._clock, self._estimator, self.tell = database, clock, estimator, tell
        self._halls: dict[str, _Hall] = {}
        self._dirty = threading.Event()
        self._stopped = False
        self._thread: threading.Thread | None = None

    def of_ticket(self, hall_id: str, ticket_id: str) -> Wait:
        """The range of one waiting ticket; unknown for a moment after it was issued."""
        return _wait(self._kept(hall_id).estimates.tickets.get(ticket_id))

    def of_service(self, hall_id: str, service_id: str) -> Wait:
        return _wait(self._kept(hall_id).estimates.services.get(service_id))

    def of_queue(self, hall_id: str, queue_id: str) -> Wait:
        return _wait(self._kept(hall_id).estimates.queues.get(queue_id))

    def suggestions(self, hall_id: str) -> tuple[Suggestion, ...]:
        """What the lead may decide about standby counters, each with its effect (R-72)."""
        return self._kept(hall_id).suggestions

    def wake(self, hall_id: str) -> None:
        self._dirty.set()

    def compute(self, hall_id: str) -> None:
        """Makes the ranges of one hall anew, now, and tells those who watch."""
        kept = self._kept(hall_id)
        with self._database.read() as session:
            seq, now = head(session, hall_id), self._clock.hall_now()
            plan = plan_of(session, hall_id).at(now)
            if kept.computed % HISTORY_EVERY == 0:
                kept.observed = observed_durations(session, hall_id, now - HISTORY)
            state = hall_state(session, plan, now, kept.observed)
        kept.computed += 1
        kept.estimates = self._estimator.ask(state, seed=seq)
        kept.seq = seq
        self._suggest(kept, plan, state, now)
        self.tell(hall_id, seq)

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="wait-keeper", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped = True
        self._dirty.set()
        if self._thread:
            self._thread.join(timeout=5)
        self._estimator.close()

    def _suggest(self, kept: _Hall, plan: Plan, state: HallState, now: datetime) -> None:
        counters = standbys(plan, state)
        if not counters or opening_at(plan, now) is None:
            kept.spans, kept.suggestions = Spans(), ()
            return
        limits, waits = Limits.of(plan.settings), upper_ends(state, kept.estimates)
        kept.spans = watch(kept.spans, waits, counters, now, limits)
        known = {(s.kind, s.counter_id): s for s in kept.suggestions}
        kept.suggestions = tuple(
            self._with_effect(kept, s, known.get((s.kind, s.counter_id)), state)
            for s in suggest(counters, kept.spans, waits, now, limits)
        )

    def _with_effect(
        self, kept: _Hall, suggestion: Suggestion, known: Suggestion | None, state: HallState
    ) -> Suggestion:
        """The suggestion with its what-if; between two of them both figures stay, for they belong together."""
        if known and known.queue == suggestion.queue and kept.computed % EFFECT_EVERY:
            return replace(known, for_minutes=suggestion.for_minutes)
        try:
            return with_effect(suggestion, self._estimator.ask(as_if(state, suggestion), seed=kept.seq))
        except EstimatorDown:
            log.warning("a suggestion has no effect to show: the estimator did not answer")
            return suggestion

    def _run(self) -> None:
        while not self._stopped:
            self._dirty.wait(timeout=AGEING)
            self._dirty.clear()
            self._compute_all()
            time.sleep(SPACING)

    def _compute_all(self) -> None:
        try:
            with self._database.read() as session:
                hall_ids = [hall.id for hall in halls(session)]
            for hall_id in hall_ids:
                if not self._stopped:
                    self.compute(hall_id)
        except EstimatorDown:
            log.warning("wait ranges are late: the estimator did not answer")
        except Exception:
            # Ranges are a help, not the queue itself: calling goes on without them.
            log.exception("wait ranges could not be computed")

    def _kept(self, hall_id: str) -> _Hall:
        return self._halls.setdefault(hall_id, _Hall())


def _wait(forecast: Forecast | None) -> Wait:
    if forecast is None:
        return Wait(unknown_reason="computing")
    if forecast.range is None:
        return Wait(unknown_reason=forecast.reason or "no_counter")
    people = shown(forecast.range.p10, forecast.range.p80)
    return Wait(people.low_minutes, people.high_minutes, people.soon)
