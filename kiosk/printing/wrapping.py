"""Breaks a text into lines of paper: Chinese between any two letters, others between words. Pure."""

import re
from collections.abc import Callable

_PIECE = re.compile(r"[ \t]+|[A-Za-z0-9À-ɏ'’.,:;!?()/%+&“”\"-]+|.")
NOT_FIRST = "，。、；：！？）》”％·…"
"""Marks that belong to what stands before them."""


def wrapped(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Lines no wider than `width` by `measure`; a single word that is wider is broken anywhere."""
    lines, line = list[str](), ""
    for piece in _pieces(text):
        if not line and piece.isspace():
            continue
        if measure((line + piece).rstrip()) <= width:
            line += piece
            continue
        if line:
            lines.append(line.rstrip())
        line = "" if piece.isspace() else piece
        while measure(line) > width:
            fits = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or measure(line[:n]) <= width)
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> list[str]:
    pieces = list[str]()
    for piece in _PIECE.findall(text):
        if pieces and piece in NOT_FIRST:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces
