"""Where sound goes: a loudspeaker, a file where no sound card is, or nowhere."""

import shutil
import subprocess
import threading
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from voice.sound import RATE, Clip, seconds, silence


class Player(Protocol):
    """`play` returns when the clip has been heard: nothing else is said meanwhile."""

    def play(self, clip: Clip) -> None: ...


class Loudspeaker:
    """ALSA's own player; the clip goes through its input."""

    def __init__(self, device: str | None = None) -> None:
        self._words = ["aplay", "-q", "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", str(RATE)]
        self._words += ["-D", device] if device else []

    @staticmethod
    def is_there() -> bool:
        """True where there is a sound card and something to play with."""
        return shutil.which("aplay") is not None and any(Path("/proc/asound").glob("card*"))

    def play(self, clip: Clip) -> None:
        subprocess.run(self._words, input=clip.tobytes(), check=True, timeout=seconds(clip) + 10)


class Recording:
    """One WAV file of everything, each clip where it was said; `pause` waits until it would have been heard."""

    def __init__(self, file: Path, clock: Callable[[], float], pause: Callable[[float], object]) -> None:
        self._clock, self._pause, self._began = clock, pause, clock()
        self._file = wave.open(str(file), "wb")  # noqa: SIM115
        self._file.setnchannels(1)
        self._file.setsampwidth(2)
        self._file.setframerate(RATE)
        self._frames = 0
        self._lock = threading.Lock()

    def play(self, clip: Clip) -> None:
        with self._lock:
            begins = max(self._frames, round((self._clock() - self._began) * RATE))
            gap = silence((begins - self._frames) / RATE)
            self._file.writeframes(gap.tobytes() + clip.tobytes())
            self._frames += len(gap) + len(clip)
        self._pause(seconds(clip))

    def close(self) -> None:
        self._file.close()


class Nowhere:
    """Silence of the same length."""

    def __init__(self, pause: Callable[[float], object]) -> None:
        self._pause = pause

    def play(self, clip: Clip) -> None:
        self._pause(seconds(clip))
