"""A printer in the network that speaks ESC/POS status and does what a test wants: real sockets, real bytes.

`python -m tests.kiosk.printing.fake_printer PORT` runs it as a program; a line on its input sets its mood.
"""

import contextlib
import socket
import sys
import threading
from dataclasses import dataclass, field

READY, LOW, OUT, OPEN, JAM = "ready", "low", "out", "open", "jam"
HANGS, SLOW, CLOSES, ENDS = "hangs", "slow", "closes", "ends"  # ends: the paper ends within the ticket
ANSWERS = {  # printer, offline, error, paper
    READY: (0x12, 0x12, 0x12, 0x12),
    LOW: (0x12, 0x12, 0x12, 0x1E),
    OUT: (0x1A, 0x32, 0x12, 0x7E),
    OPEN: (0x1A, 0x16, 0x12, 0x12),
    JAM: (0x1A, 0x52, 0x1A, 0x12),
}
CUT = b"\x1dV"


@dataclass
class FakePrinter:
    """Listens until it is closed; `papers` are the bytes of each ticket that came out whole."""

    port: int = 0
    mood: str = READY
    papers: list[bytes] = field(default_factory=list)
    seen: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", self.port))
        self.port = self._server.getsockname()[1]
        self._closed = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._closed.set()
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def _accept(self) -> None:
        while not self._closed.is_set():
            try:
                line, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        if self.mood == HANGS:
            self._closed.wait(60)
            return line.close()
        taken = bytearray()
        with line, contextlib.suppress(OSError):
            while data := line.recv(4096):
                if self.mood == SLOW:
                    self._closed.wait(0.01)
                taken += data
                if self.mood == CLOSES and len(taken) > 8000:
                    return None
                self._answer(line, taken)
        return None

    def _answer(self, line: socket.socket, taken: bytearray) -> None:
        """Questions are taken out of the bytes and answered; a cut makes a paper of what came before."""
        state = READY if self.mood in (SLOW, CLOSES, ENDS) else self.mood
        while (at := _question(taken)) >= 0:
            line.sendall(bytes([ANSWERS[state][taken[at + 2] - 1]]))
            del taken[at : at + 3]
        if taken.endswith(b"\x1dr\x01"):
            printed = bytes(taken[: taken.rfind(CUT)])
            taken.clear()
            if self.mood != ENDS:
                self.papers.append(printed)
            line.sendall(bytes([0x0F if self.mood == ENDS else 0x03 if state == LOW else 0]))
            self.seen.set()


def _question(taken: bytearray) -> int:
    """Where a real-time question stands that is no part of a picture: alone at the end of what was sent."""
    at = len(taken) - 3
    return at if at >= 0 and taken[at : at + 2] == b"\x10\x04" and 1 <= taken[at + 2] <= 4 else -1


if __name__ == "__main__":
    printer = FakePrinter(int(sys.argv[1]))
    for said in sys.stdin:
        printer.mood = said.strip()
        print(len(printer.papers), flush=True)
