"""Speech behind one port: clips that lie ready, others made in the background, letters for what is late."""

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from voice.model import is_installed
from voice.sound import Clip, joined, silence
from voice.store import Store
from voice.wording import Part

SOON, SOMETIME = 0, 1
BETWEEN = 0.06  # seconds between pieces


class Speech(Protocol):
    """What whoever speaks needs of an engine."""

    def clip(self, part: Part, rate: float) -> Clip | None:
        """The sound of a part if it lies ready."""
        ...

    def prepare(self, parts: Iterable[Part], rate: float, *, soon: bool = False) -> None:
        """Makes what does not lie ready, in the background."""
        ...


class Engine:
    """The store, and one maker process that is started when something is missing."""

    def __init__(self, folder: Path, pack: Path | None = None) -> None:
        self._store, self._folder = Store(folder, pack), folder
        self._wanted: queue.PriorityQueue[tuple[int, int, Part, float]] = queue.PriorityQueue()
        self._asked: set[tuple[Part, float]] = set()
        self._made = threading.Condition()
        self._number, self._stopped = 0, False
        self._maker: subprocess.Popen[str] | None = None
        self.failed = not is_installed()
        self._thread = threading.Thread(target=self._run, name="voice", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped = True
        self._wanted.put((-1, 0, Part("en", ""), 1.0))
        if self._maker is not None:
            self._maker.kill()
            self._maker.wait()

    def clip(self, part: Part, rate: float) -> Clip | None:
        return self._store.clip(part, rate)

    def wait(self, part: Part, rate: float, seconds: float) -> Clip | None:
        """The sound of a part, for which one waits so long at most."""
        self.prepare([part], rate, soon=True)
        with self._made:
            self._made.wait_for(lambda: self._store.path(part, rate).exists() or self.failed, seconds)
        return self.clip(part, rate)

    def prepare(self, parts: Iterable[Part], rate: float, *, soon: bool = False) -> None:
        for part in parts:
            if part.text and (soon or (part, rate) not in self._asked) and self.clip(part, rate) is None:
                self._asked.add((part, rate))
                self._number += 1
                self._wanted.put((SOON if soon else SOMETIME, self._number, part, rate))

    def _run(self) -> None:
        while not self._stopped:
            _, _, part, rate = self._wanted.get()
            if self._stopped or self.failed or not part.text:
                continue
            if self.clip(part, rate) is None:
                self._make(part, rate)
            self._asked.discard((part, rate))
            with self._made:
                self._made.notify_all()

    def _make(self, part: Part, rate: float) -> None:
        for _ in range(2):  # a maker that has ended is started once more
            maker = self._running()
            if maker is None or maker.stdin is None or maker.stdout is None:
                break
            try:
                maker.stdin.write(json.dumps({"language": part.language, "text": part.text, "rate": rate}) + "\n")
                maker.stdin.flush()
                if maker.stdout.readline() == "made\n":
                    return
            except OSError:
                pass
            maker.kill()
            maker.wait()
        self.failed = not self._stopped

    def _running(self) -> "subprocess.Popen[str] | None":
        if self._maker is None or self._maker.poll() is not None:
            self._maker = subprocess.Popen(
                [sys.executable, "-m", "voice.maker", str(self._folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                cwd=Path(__file__).parents[1],
            )
            assert self._maker.stdout is not None
            if self._maker.stdout.readline() != "ready\n":
                return None
        return self._maker


def of_pieces(speech: Speech, parts: Iterable[Part], rate: float) -> Clip | None:
    """Parts that are always there, one after the other, instead of one that is not made yet; None if one lacks."""
    found = [speech.clip(part, rate) for part in parts]
    ready = [clip for clip in found if clip is not None]
    if len(ready) < len(found) or not ready:
        return None
    return joined(*(piece for clip in ready for piece in (clip, silence(BETWEEN))))
