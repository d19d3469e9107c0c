"""Many screens in one process: says for each call when the last of them had heard of it (wall clock).

They shake hands as every Socket.IO client does and then only look for a call's name in what arrives: a
hundred full clients in Python would take longer to read a message than the hall takes to send it.
"""

import re
import selectors
import sys
import time

import websocket

WAIT_SECONDS = 10.0
FRAME = 4096  # bytes; a message is shorter
CALLED = re.compile(rb'"name":"ticket\.called"[^\x81]*?"call":"([0-9A-Za-z]+)"')  # within one frame
PING, PONG = b"\x81\x012", "3"  # one text frame of one character each way (Engine.IO 4)


class Screen:
    """One connection in the board's room."""

    def __init__(self, address: str, hall_id: str) -> None:
        self._wire = websocket.create_connection(f"ws://{address}/socket.io/?EIO=4&transport=websocket")
        self._wire.recv()  # the engine's greeting
        self._wire.send("40/live,")
        self._wire.recv()
        self._wire.send(f'42/live,1["watch",{{"room":"board:{hall_id}"}}]')
        while not str(self._wire.recv()).startswith("43/live,1"):
            pass
        self.socket = self._wire.sock
        self.socket.setblocking(False)
        self._tail = b""

    def heard(self) -> list[str]:
        """The calls named in what has just arrived; RuntimeError when the hall has hung up."""
        arrived = self.socket.recv(1 << 16)
        if not arrived:
            raise RuntimeError("the hall has closed a screen's connection")
        self._tail += arrived
        if PING in self._tail:
            self._wire.send(PONG)
            self._tail = self._tail.replace(PING, b"")
        found = list(CALLED.finditer(self._tail))
        self._tail = self._tail[found[-1].end() :] if found else self._tail[-FRAME:]
        return [match[1].decode() for match in found]


class Screens:
    """`count` screens, and when each call had reached the last of them."""

    def __init__(self, address: str, hall_id: str, count: int) -> None:
        self._ready = selectors.DefaultSelector()
        self._heard: dict[str, list[float]] = {}
        self._count = count
        self._ready.register(sys.stdin, selectors.EVENT_READ)
        for _ in range(count):
            screen = Screen(address, hall_id)
            self._ready.register(screen.socket, selectors.EVENT_READ, screen)

    def answer(self, questions: int) -> None:
        """Reads names of calls, one a line, and prints for each when the last screen had heard of it.

        The screens are read all the while: a call's name is known only after the hall has answered. RuntimeError
        when nothing was answered for WAIT_SECONDS.
        """
        asked: str | None = None
        until = time.monotonic() + WAIT_SECONDS
        while questions:
            if time.monotonic() > until:
                raise RuntimeError(f"not every screen has heard of {asked}")
            for key, _ in self._ready.select(timeout=1):
                if key.data is None:
                    asked = sys.stdin.readline().strip()
                    continue
                for call in key.data.heard():
                    self._heard.setdefault(call, []).append(time.time())
            if asked and len(self._heard.get(asked, ())) == self._count:
                print(max(self._heard.pop(asked)), flush=True)
                asked, questions, until = None, questions - 1, time.monotonic() + WAIT_SECONDS


def main(address: str, hall_id: str, count: str, calls: str) -> None:
    screens = Screens(address, hall_id, int(count))
    print("ready", flush=True)
    screens.answer(int(calls))


if __name__ == "__main__":
    main(*sys.argv[1:5])
