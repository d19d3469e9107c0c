"""A cable between a device and its hall that can be pulled: a TCP relay on this machine.

While it is pulled the port is closed and every connection through it is broken: for the device the hall is away,
as it is when a switch loses its power.
"""

import contextlib
import socket
import threading


class Cable:
    """Relays `port` to `hall_port`, both on this machine."""

    def __init__(self, port: int, hall_port: int) -> None:
        self.port, self._hall_port = port, hall_port
        self._lock = threading.Lock()
        self._listening: socket.socket | None = None
        self._open: set[socket.socket] = set()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_pulled(self) -> bool:
        return self._listening is None

    def plug(self) -> None:
        """From now on the hall can be reached."""
        with self._lock:
            if self._listening is not None:
                return
            listening = socket.socket()
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(("127.0.0.1", self.port))
            listening.listen(64)
            self._listening = listening
        threading.Thread(target=self._accept, args=(listening,), daemon=True).start()

    def pull(self) -> None:
        """From now on it cannot, and what was on its way is lost."""
        with self._lock:
            ends, self._open = self._open, set()
            listening, self._listening = self._listening, None
            if listening is not None:
                with contextlib.suppress(OSError):
                    listening.shutdown(socket.SHUT_RDWR)
                listening.close()
        for end in ends:
            _close(end)

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                device, _ = listening.accept()
            except OSError:
                return
            try:
                hall = socket.create_connection(("127.0.0.1", self._hall_port), timeout=5)
            except OSError:
                device.close()
                continue
            for end in (device, hall):
                end.settimeout(None)
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                if self._listening is not listening:
                    _close(device)
                    _close(hall)
                    return
                self._open |= {device, hall}
            for one, other in ((device, hall), (hall, device)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        with self._lock:
            self._open -= {one, other}
        _close(one)
        _close(other)


def _close(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
