"""Wait estimates in a child process: a replay takes tens of milliseconds that no call may wait for.

The child (`python -m hall.adapters.estimator`) reads one hall state per line and answers one line of
estimates. The parent's ends of the pipes never block, so asking suits threads and greenlets alike.
"""

import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Protocol, TextIO

from hall.queue.rollout import wait_ranges
from hall.queue.rollout_codec import dump, estimates_from, state_from
from hall.queue.rollout_state import Estimates, HallState

ROOT = Path(__file__).parents[2]
NICENESS = 5  # people waiting for a call come before people waiting for an estimate
CHUNK = 1 << 16


class EstimatorDown(Exception):
    """The child died or did not answer in time; the next question starts another one."""


class WaitEstimator(Protocol):
    """What rooms ask for estimates."""

    def ask(self, state: HallState, *, seed: int = 0, timeout: float = 5.0) -> Estimates:
        """The estimates of a state, or EstimatorDown after `timeout` seconds."""

    def close(self) -> None:
        """Let go of whatever answers."""


class InlineEstimator:
    """The twin without a child, for tests and very small halls: it computes at once, in the caller."""

    def __init__(self, *, replications: int = 100) -> None:
        self._replications = replications

    def ask(self, state: HallState, *, seed: int = 0, timeout: float = 5.0) -> Estimates:
        """The estimates of a state; `timeout` is ignored."""
        return wait_ranges(state, seed=seed, replications=self._replications)

    def close(self) -> None:
        """Nothing to let go of."""


class Estimator:
    """Owner of one child: started by the first question, started again after it died."""

    def __init__(self, *, replications: int = 100) -> None:
        self._replications = replications
        self._lock = threading.Lock()
        self._child: _Child | None = None

    @property
    def pid(self) -> int | None:
        """The process id of the child; None while there is none."""
        return self._child.pid if self._child else None

    def ask(self, state: HallState, *, seed: int = 0, timeout: float = 5.0) -> Estimates:
        """The estimates of a state, or EstimatorDown after `timeout` seconds; one question at a time.

        A child found dead before it got the question is replaced once, silently.
        """
        line = dump([state, seed, self._replications]).encode() + b"\n"
        until = time.monotonic() + timeout
        with self._lock:
            if self._child and not self._child.alive():
                self._drop()
            self._child = self._child or _Child()
            try:
                answer = self._child.exchange(line, until)
            except (OSError, EstimatorDown) as error:
                self._drop()
                raise EstimatorDown(str(error)) from error
        return estimates_from(json.loads(answer))

    def close(self) -> None:
        """End the child; a later question would start another one."""
        with self._lock:
            self._drop()

    def _drop(self) -> None:
        if self._child:
            self._child.end()
        self._child = None


class _Child:
    """The process and the parent's two pipe ends, both non-blocking: `poll` does the waiting.

    Own pipes rather than Popen's, because monkey-patching replaces those by objects of its own, and
    `poll` rather than `select`, because a hall full of screens has descriptors above 1024.
    """

    def __init__(self) -> None:
        theirs_in, self._to = os.pipe()
        self._from, theirs_out = os.pipe()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "hall.adapters.estimator"],
            stdin=theirs_in,
            stdout=theirs_out,
            env={**os.environ, "PYTHONPATH": _python_path()},
        )
        os.close(theirs_in)
        os.close(theirs_out)
        os.set_blocking(self._to, False)
        os.set_blocking(self._from, False)

    @property
    def pid(self) -> int:
        return self._process.pid

    def alive(self) -> bool:
        return self._process.poll() is None

    def exchange(self, line: bytes, until: float) -> bytes:
        """Send one line, return the one that answers it."""
        while line:
            _wait(self._to, select.POLLOUT, until)
            line = line[os.write(self._to, line[:CHUNK]) :]
        answer = b""
        while not answer.endswith(b"\n"):
            _wait(self._from, select.POLLIN, until)
            part = os.read(self._from, CHUNK)
            if not part:
                raise EstimatorDown("the estimator ended without an answer")
            answer += part
        return answer

    def end(self) -> None:
        os.close(self._to)
        os.close(self._from)
        self._process.kill()
        self._process.wait()


def _wait(fd: int, event: int, until: float) -> None:
    poll = select.poll()
    poll.register(fd, event)
    if not poll.poll(max(0.0, until - time.monotonic()) * 1000):
        raise EstimatorDown("the estimator did not answer in time")


def _python_path() -> str:
    return os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))


def answer_lines(questions: TextIO, answers: TextIO) -> None:
    """Answer every line of `questions` with one of `answers`, until they end."""
    for line in questions:
        row, seed, replications = json.loads(line)
        answers.write(dump(wait_ranges(state_from(row), seed=seed, replications=replications)) + "\n")
        answers.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the parent; then the questions end
    os.nice(NICENESS)
    answer_lines(sys.stdin, sys.stdout)
