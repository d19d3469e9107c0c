"""The last truth a screen knew, kept on its machine: a restart while the hall is away shows it, with its age."""

import json
import os
from pathlib import Path

from pydantic import ValidationError

from hall.wire.board import Board
from hall.wire.site import HallView


class Kept:
    """A hall and its board as they stood when the hall was heard last; `hall.now` says when that was."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> tuple[HallView, Board] | None:
        try:
            written = json.loads(self._file.read_text(encoding="utf-8"))
            return HallView.model_validate(written["hall"]), Board.model_validate(written["board"])
        except (OSError, ValueError, KeyError, ValidationError):
            return None

    def keep(self, hall: HallView, board: Board) -> None:
        """Writes both, whole or not at all. A full disk costs the memory of a restart, not the screen."""
        content = {"hall": hall.model_dump(mode="json"), "board": board.model_dump(mode="json")}
        fresh = self._file.with_suffix(".new")
        try:
            fresh.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
            os.replace(fresh, self._file)
        except OSError:
            fresh.unlink(missing_ok=True)
