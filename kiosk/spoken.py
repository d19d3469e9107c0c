"""Reads the pages of a kiosk aloud, for whoever cannot see them; everything goes by keys alone.

The page says what stands under the finger; this makes sound of it, on the machine itself, with the hall's voice.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from device.looks import LANGUAGES

if TYPE_CHECKING:
    from voice.engine import Engine

LONGEST = 240  # letters
PATIENCE_SECONDS = 12.0
KEPT_SECONDS = 24 * 3600


class SpokenHelp:
    """`/say.wav?text=…&language=…`, for the browser of this machine alone."""

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine

    def mount(self, app: Flask) -> None:
        app.add_url_rule("/say.wav", "say", self.say)

    def start(self) -> None:
        self._engine.start()

    def stop(self) -> None:
        self._engine.stop()

    @property
    def works(self) -> bool:
        return not self._engine.failed

    def say(self) -> Response:
        """The sound of a text; 404 when this machine cannot speak."""
        from voice.sound import to_wav
        from voice.wording import Part

        text, language = request.args.get("text", "")[:LONGEST].strip(), request.args.get("language", "zh-CN")
        if not text or language not in LANGUAGES:
            return Response(status=404)
        clip = self._engine.wait(Part(language, text), 1.0, PATIENCE_SECONDS)  # type: ignore[arg-type]
        if clip is None:
            return Response(status=404)
        answer = Response(to_wav(clip), mimetype="audio/wav")
        answer.headers["Cache-Control"] = f"max-age={KEPT_SECONDS}"  # what stands on pages, and nobody's number
        return answer


def spoken_help(home: Path) -> SpokenHelp | None:
    """The spoken help, or None where what it needs is not installed."""
    try:
        from voice.engine import Engine
    except ImportError:
        return None
    found = SpokenHelp(Engine(home / "voice"))
    return found if found.works else None
