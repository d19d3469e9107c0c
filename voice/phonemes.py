"""From words to the sounds that the model knows: Mandarin through misaki, English through espeak-ng."""

import functools
import subprocess
from typing import Any

_RUNS = (
    (1, ";:,.!?"),
    (9, '—…"()“” ̃ʣʥʦʨᵝꭧAI'),
    (31, "O"),
    (33, "Q"),
    (35, "ST"),
    (39, "W"),
    (41, "Yᵊabcdef"),
    (50, "hijklmnopqrstuvwxyzɑɐɒæ"),
    (75, "βɔɕç"),
    (80, "ɖðʤə"),
    (85, "ɚɛɜ"),
    (90, "ɟ"),
    (92, "ɡ"),
    (99, "ɥ"),
    (101, "ɨɪʝ"),
    (110, "ɯɰŋɳɲɴø"),
    (118, "ɸθœ"),
    (123, "ɹ"),
    (125, "ɾɻ"),
    (128, "ʁɽʂʃʈʧ"),
    (135, "ʊʋ"),
    (138, "ʌɣɤ"),
    (142, "χʎ"),
    (147, "ʒʔ"),
    (156, "ˈˌː"),
    (162, "ʰ"),
    (164, "ʲ"),
    (169, "↓"),
    (171, "→↗↘"),
    (177, "ᵻ"),
)
VOCABULARY = {letter: first + n for first, letters in _RUNS for n, letter in enumerate(letters)}
"""The numbers by which Kokoro-82M knows its sounds; a sound without one is left out, as the model's makers do."""
LONGEST = 500
_ENGLISH = (
    *(("oʊ", "O"), ("əʊ", "Q"), ("aɪ", "I"), ("eɪ", "A"), ("aʊ", "W"), ("ɔɪ", "Y"), ("tʃ", "ʧ"), ("dʒ", "ʤ")),
    *(("ɜː", "ɜɹ"), ("ɚ", "əɹ"), ("r", "ɹ"), ("ɐ", "ə"), ("ɾ", "T"), ("ʔ", "t"), ("x", "k"), ("ː", "")),
)
"""What espeak writes in several signs is one for the model."""


def tokens(text: str, language: str) -> list[int]:
    """The sounds of a text, framed as the model wants them."""
    sounds = _mandarin(text) if language == "zh-CN" else _english(text)
    return [0, *[VOCABULARY[s] for s in sounds if s in VOCABULARY][:LONGEST], 0]


def _mandarin(text: str) -> str:
    said, _ = _mandarin_reader()(text)
    return str(said)


@functools.cache
def _mandarin_reader() -> Any:
    from misaki import zh

    return zh.ZHG2P()


def _english(text: str) -> str:
    words = ["espeak-ng", "--ipa", "-q", "-v", "en-us", text]
    said = subprocess.run(words, capture_output=True, text=True, check=True, timeout=10).stdout
    sounds = " ".join(said.split())
    for several, one in _ENGLISH:
        sounds = sounds.replace(several, one)
    return sounds + ("." if text.rstrip().endswith(".") else "")
