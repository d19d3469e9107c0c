"""The way from a number to its paper: in order, each once, and never longer than a visitor waits."""

import queue
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from PIL import Image

from hall.wire.devices import PrinterReport, PrinterState
from kiosk.printing.port import Printer, PrinterProblem
from kiosk.printing.status import PRINTS

Outcome = Literal["printed", "failed", "printing"]
JOB_SECONDS = 10.0
LOOK_SECONDS = 5.0
REMEMBERED = 500


@dataclass
class Job:
    """One paper on its way. Its outcome is told once, whatever the printer does afterwards."""

    ticket: str
    draw: Callable[[], Image.Image]
    tell: Callable[[str, bool], None]
    outcome: Outcome = "printing"
    _done: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, seconds: float) -> Outcome:
        """The outcome, as soon as there is one or when the time is over."""
        self._done.wait(seconds)
        return self.outcome

    def settle(self, *, printed: bool) -> None:
        with self._lock:
            if self.outcome != "printing":
                return
            self.outcome = "printed" if printed else "failed"
        self._done.set()
        self.tell(self.ticket, printed)


class Spool:
    """One thread per printer. `on_state` hears each change, `on_outcome(ticket, printed)` each end."""

    def __init__(
        self,
        printer: Printer,
        on_outcome: Callable[[str, bool], None] = lambda ticket, printed: None,
        on_state: Callable[[PrinterReport], None] = lambda report: None,
        *,
        job_seconds: float = JOB_SECONDS,
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        self._printer, self._on_outcome, self._on_state = printer, on_outcome, on_state
        self._job_seconds, self._look_seconds = job_seconds, look_seconds
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._seen: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._current: Job | None = None
        self._stuck = False
        self._stopped = False
        self.report: PrinterReport | None = None
        self._thread = threading.Thread(target=self._run, name="spool", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped = True
        self._jobs.put(None)
        self._thread.join(2)

    def submit(self, ticket: str, draw: Callable[[], Image.Image], *, again: bool = False) -> Job:
        """Puts a ticket on paper, each once; `again` is a reprint somebody asked for."""
        with self._lock:
            known = self._seen.get(ticket)
            if known is not None and not again:
                return known
            job = self._seen[ticket] = Job(ticket, draw, self._on_outcome)
            while len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
        if self._stuck:  # whoever stands there is told at once and not after ten seconds
            job.settle(printed=False)
        else:
            self._jobs.put(job)
            guard = threading.Timer(self._job_seconds, self._too_long, (job,))
            guard.daemon = True
            guard.start()
        return job

    def job(self, ticket: str) -> Job | None:
        """The newest paper of a ticket."""
        return self._seen.get(ticket)

    def _too_long(self, job: Job) -> None:
        """A printer that hangs: the visitor is told, and nobody waits behind it."""
        if job.outcome != "printing":
            return
        self._stuck = self._current is job
        if self._stuck:
            self._note("not_answering")
        job.settle(printed=False)

    def _run(self) -> None:
        self._look()
        while not self._stopped:
            try:
                job = self._jobs.get(timeout=self._look_seconds)
            except queue.Empty:
                self._look()
                continue
            if job is None:
                return
            if job.outcome == "printing":  # else its time was over before its turn came
                self._print(job)

    def _print(self, job: Job) -> None:
        self._current = job
        try:
            self._printer.print(job.draw())
        except PrinterProblem as problem:
            self._note(problem.state)
            job.settle(printed=False)
        except Exception:  # a typeface that is gone, a picture that is none: the number counts, not its paper
            self._note("failed")
            job.settle(printed=False)
        else:
            job.settle(printed=True)
            self._look()
        finally:
            self._current, self._stuck = None, False

    def _look(self) -> None:
        self._keep(self._printer.report())

    def _note(self, state: PrinterState) -> None:
        self._keep(PrinterReport(kind=self._printer.kind, state=state))

    def _keep(self, report: PrinterReport) -> None:
        if report != self.report:
            self.report = report
            self._on_state(report)

    @property
    def works(self) -> bool:
        """Whether paper is likely to come out now."""
        return not self._stuck and (self.report is None or self.report.state in PRINTS)
