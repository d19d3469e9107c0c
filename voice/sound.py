"""Sound as numbers: mono, 24,000 a second, 16 bits. Pure, apart from reading and writing files."""

import io
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 24_000  # samples a second
Clip = NDArray[np.int16]
LOUDNESS = 0.12  # of full scale, root mean square of speech
PEAK = 0.95
QUIET = 0.012  # of full scale: below it nothing is said


def silence(seconds: float) -> Clip:
    return np.zeros(round(seconds * RATE), np.int16)


def seconds(clip: Clip) -> float:
    return len(clip) / RATE


def chime() -> Clip:
    """Two soft tones of half a second together, 784 and 622 Hz: heard, and not shrill (600 to 800 Hz)."""
    t = np.arange(round(0.5 * RATE)) / RATE
    sound = np.zeros_like(t)
    for hertz, begins in ((784.0, 0.0), (622.3, 0.18)):
        since = np.clip(t - begins, 0, None)
        envelope = np.minimum(1, since / 0.015) * np.exp(-since * 7)
        sound += np.sin(2 * np.pi * hertz * since) * envelope
    fade = np.minimum(1, (0.5 - t) / 0.04)
    return as_clip(0.35 * sound * fade)


def as_clip(samples: NDArray[np.float64]) -> Clip:
    """From -1…1; what is louder is turned down as a whole, never clipped."""
    peak = float(np.max(np.abs(samples), initial=0.0))
    scaled = samples * (PEAK / peak if peak > PEAK else 1.0)
    return np.round(scaled * 32767).astype(np.int16)


def levelled(clip: Clip) -> Clip:
    """Brought to one loudness, so that parts of different makers sound as one; edges of silence cut away."""
    samples = clip.astype(np.float64) / 32768
    loud = np.flatnonzero(np.abs(samples) > QUIET)
    if not len(loud):
        return clip[:0]
    margin = round(0.03 * RATE)
    samples = samples[max(0, loud[0] - margin) : loud[-1] + margin]
    rms = float(np.sqrt(np.mean(samples**2)))
    return as_clip(samples * (LOUDNESS / rms))


def at_volume(clip: Clip, volume: int) -> Clip:
    """`volume` in per cent."""
    return (clip.astype(np.int32) * max(0, min(100, volume)) // 100).astype(np.int16)


def joined(*clips: Clip) -> Clip:
    return np.concatenate([silence(0), *clips])


def to_wav(clip: Clip) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(clip.tobytes())
    return out.getvalue()


def from_wav(source: Path | bytes) -> Clip:
    """Any WAV of 16 bits, brought to one channel and our rate. Raises ValueError for what is none."""
    try:
        with wave.open(io.BytesIO(source) if isinstance(source, bytes) else str(source), "rb") as file:
            if file.getsampwidth() != 2:
                raise ValueError("a phrase must be a WAV file of 16 bits")
            samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
            channels, rate = file.getnchannels(), file.getframerate()
    except (wave.Error, EOFError) as error:
        raise ValueError(f"no WAV file: {error}") from None
    mono = samples.reshape(-1, channels).mean(axis=1)
    wanted = np.arange(0, len(mono) * RATE // rate) * (rate / RATE)
    even = np.interp(wanted, np.arange(len(mono)), mono) if rate != RATE else mono
    clip: Clip = np.asarray(even, np.int16)
    return clip
