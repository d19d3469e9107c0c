"""A sample of every phrase of the voice, in both languages, as WAV files in build/voice."""

from pathlib import Path

from voice import wording
from voice.model import Model
from voice.sound import chime, joined, silence, to_wav
from voice.wording import Place, Sentence

OUT = Path(__file__).parents[1] / "build" / "voice"
UPPER = {"zh-CN": "二楼", "en": "second floor"}


def phrases() -> dict[str, dict[str, Sentence]]:
    """Every case of the announcements, by name."""
    return {
        "call": wording.call("A012", Place(3), "call"),
        "call-floor": wording.call("B108", Place(12, floor=UPPER), "call"),
        "booked": wording.call("Y001", Place(5), "call", booked=True),
        "recall": wording.call("M047", Place(20), "recall"),
        "last": wording.call("F395", Place(7), "last"),
        "missed": wording.missed("G260"),
        "soon": wording.soon("C016"),
        "paused": wording.paused(3, "两点", "two o'clock"),
        "opened": wording.opened(20),
        **{name: wording.notice(name) for name in wording.NOTICES},
    }


def main() -> None:
    """Writes them all; says where."""
    model = Model()
    OUT.mkdir(parents=True, exist_ok=True)
    for name, sentences in phrases().items():
        for language, parts in sentences.items():
            said = [model.say(part.text, language, 1.0) for part in parts]
            (OUT / f"{name}.{language}.wav").write_bytes(
                to_wav(joined(chime(), silence(0.2), *said, silence(0.3)))
            )
    print(f"{2 * len(phrases())} samples lie in {OUT}")


if __name__ == "__main__":
    main()
