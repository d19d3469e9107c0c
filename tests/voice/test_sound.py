"""Sound tested as sound: length, loudness, pitch; and what the voice says is there as words."""

import threading
from pathlib import Path

import numpy as np
import pytest

from voice.engine import Engine, of_pieces
from voice.model import Model, is_installed
from voice.sound import RATE, at_volume, chime, from_wav, joined, levelled, seconds, silence, to_wav
from voice.store import Store
from voice.wording import Part, Place, call, pieces

PLACE = Place(12)


def rms(clip: "np.ndarray[tuple[int, ...], np.dtype[np.int16]]") -> float:
    return float(np.sqrt(np.mean((clip.astype(np.float64) / 32768) ** 2)))


def a_tone(hertz: float, long: float, loud: float = 0.5) -> "np.ndarray[tuple[int, ...], np.dtype[np.int16]]":
    t = np.arange(round(long * RATE)) / RATE
    return (np.sin(2 * np.pi * hertz * t) * loud * 32767).astype(np.int16)


def test_the_chime_is_heard_and_not_shrill() -> None:
    bell = chime()
    spectrum = np.abs(np.fft.rfft(bell))
    loudest = np.fft.rfftfreq(len(bell), 1 / RATE)[int(np.argmax(spectrum))]
    assert seconds(bell) == 0.5 and 600 <= loudest <= 800
    assert rms(bell) > 0.02 and np.abs(bell).max() < 32000 and abs(int(bell[-1])) < 200


def test_parts_are_of_one_loudness_and_never_clipped() -> None:
    loud, soft = levelled(a_tone(300, 1, 0.9)), levelled(joined(silence(0.5), a_tone(300, 1, 0.05)))
    assert abs(rms(loud) - rms(soft)) < 0.02 and np.abs(loud).max() < 32767
    assert seconds(soft) < 1.1  # the silence before it is cut away
    assert rms(at_volume(loud, 50)) == pytest.approx(rms(loud) / 2, rel=0.02)


def test_a_recorded_phrase_of_another_rate_is_brought_to_ours(tmp_path: Path) -> None:
    import wave

    with wave.open(str(tmp_path / "x.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(np.repeat(a_tone(440, 1), 4).tobytes())
    assert abs(seconds(from_wav(tmp_path / "x.wav")) - 1.0) < 0.01


def test_a_recorded_phrase_wins_and_a_broken_one_is_passed_over(tmp_path: Path) -> None:
    part = Part("zh-CN", "请诶零一二")
    store = Store(tmp_path / "made", tmp_path / "pack")
    store.keep(part, 1.0, a_tone(200, 1))
    recorded = tmp_path / "pack" / "zh-CN" / "请诶零一二.wav"
    recorded.parent.mkdir(parents=True)
    recorded.write_bytes(to_wav(a_tone(700, 0.5)))
    found = store.clip(part, 1.0)
    assert found is not None and 0.4 < seconds(found) < 0.6
    recorded.write_bytes(b"no sound")
    found = store.clip(part, 1.0)
    assert found is not None and seconds(found) == 1.0


def test_a_number_that_is_not_made_is_put_together_of_letters(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    letters = pieces("A012", "zh-CN")
    assert of_pieces(engine, letters, 1.0) is None
    for letter in letters:
        engine._store.keep(letter, 1.0, a_tone(300, 0.3))
    whole = of_pieces(engine, letters, 1.0)
    assert whole is not None and 1.2 <= seconds(whole) <= 1.6


needs_model = pytest.mark.skipif(not is_installed(), reason="the speaking model is not installed here")


@pytest.fixture(scope="module")
def model() -> Model:
    return Model()


@needs_model
@pytest.mark.parametrize(("language", "low", "high"), [("zh-CN", 1.8, 4.5), ("en", 2.0, 5.5)])
def test_a_call_is_said_in_a_length_of_its_own(model: Model, language: str, low: float, high: float) -> None:
    parts = call("A012", PLACE, "call")[language]
    whole = joined(*(model.say(part.text, language, 1.0) for part in parts))
    assert low < seconds(whole) < high
    assert rms(whole) > 0.05 and np.abs(whole).max() < 32767


@needs_model
def test_what_is_missing_is_made_beside_and_stays(tmp_path: Path) -> None:
    engine, part = Engine(tmp_path), Part("en", "counter three.")
    engine.start()
    made = engine.wait(part, 1.0, 60)
    engine.stop()
    assert made is not None and 0.4 < seconds(made) < 3
    again = Engine(tmp_path).clip(part, 1.0)
    assert again is not None and len(again) == len(made)
    assert threading.active_count() < 50
