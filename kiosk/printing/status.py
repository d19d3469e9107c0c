"""What ESC/POS printers say of themselves (`DLE EOT n`, `GS r 1`), as the state of a printer. Pure.

Bits by the command reference of the makers: each answer has bits 1 and 4 set and bits 0 and 7 clear.
"""

from collections.abc import Mapping

from hall.wire.devices import PrinterState

ASK_PRINTER, ASK_OFFLINE, ASK_ERROR, ASK_PAPER = (b"\x10\x04" + bytes([n]) for n in (1, 2, 3, 4))
ASK_WHEN_DONE = b"\x1d\x72\x01"
"""Answered in turn with everything that was sent before: the paper is out when this is answered."""

COVER_OPEN, PAPER_STOP, ERROR = 0x04, 0x20, 0x40  # of ASK_OFFLINE
CUTTER, UNRECOVERABLE = 0x08, 0x20  # of ASK_ERROR
OFFLINE = 0x08  # of ASK_PRINTER
NEAR_END, AT_END = 0x0C, 0x60  # of ASK_PAPER
DONE_NEAR_END, DONE_AT_END = 0x03, 0x0C  # of ASK_WHEN_DONE


def state_of(answers: Mapping[bytes, int]) -> PrinterState:
    """The state behind the answers to the four questions, the gravest first."""
    offline, error, paper = answers.get(ASK_OFFLINE, 0), answers.get(ASK_ERROR, 0), answers.get(ASK_PAPER, 0)
    if offline & COVER_OPEN:
        return "cover_open"
    if paper & AT_END or offline & PAPER_STOP:
        return "paper_out"
    if error & (CUTTER | UNRECOVERABLE) or offline & ERROR or answers.get(ASK_PRINTER, 0) & OFFLINE:
        return "failed"
    return "paper_low" if paper & NEAR_END else "ready"


def state_when_done(answer: int) -> PrinterState:
    """The state behind the answer to ASK_WHEN_DONE. At its end the paper may have ended within the ticket."""
    if answer & DONE_AT_END:
        return "paper_out"
    return "paper_low" if answer & DONE_NEAR_END else "ready"


PRINTS: frozenset[PrinterState] = frozenset({"ready", "paper_low"})
