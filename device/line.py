"""The live line of a device: listens in its rooms, notices at once when it is cut or shut out, and comes back."""

import random
import threading
from collections.abc import Callable, Sequence
from typing import Any

import socketio

from device.identity import Identity

NAMESPACE = "/live"
AGAIN_SECONDS = (0.4, 2.0)
Heard = Callable[[dict[str, Any]], None]


class Line:
    """One connection that is always made again. `on_found` after each new one, `on_lost` after each end.

    Messages come as the hall wrote them. What was missed comes again: every watch says what was heard last.
    """

    def __init__(
        self,
        address: str,
        identity: Identity,
        *,
        rooms: Callable[[], Sequence[str]],
        since: Callable[[], int | None],
        on_message: Heard,
        on_found: Callable[[], None],
        on_lost: Callable[[], None],
    ) -> None:
        self._address, self._identity = address, identity
        self._rooms, self._since = rooms, since
        self._on_message, self._on_found, self._on_lost = on_message, on_found, on_lost
        self._stop, self._cut = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="line", daemon=True)
        self._client: socketio.Client | None = None
        self.is_up = False

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self.again()
        if self._thread.is_alive():  # the connection's own threads end with it, and the program with them
            self._thread.join(5)

    def again(self) -> None:
        """Connects anew: as another device, or to other rooms."""
        self._cut.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._cut.clear()
            if self._identity.token is not None:
                self._once()
            self._stop.wait(random.uniform(*AGAIN_SECONDS))  # a hundred screens do not come back in one second

    def _once(self) -> None:
        client = self._client = socketio.Client(reconnection=False, handle_sigint=False)
        client.on("disconnect", lambda *_: self._cut.set(), namespace=NAMESPACE)
        client.on("message", self._on_message, namespace=NAMESPACE)
        client.on("resync", lambda said: self._on_message({"name": "resync", **said}), namespace=NAMESPACE)
        try:
            auth = {"token": self._identity.token}
            client.connect(
                self._address, auth=auth, transports=["websocket"], namespaces=[NAMESPACE], wait_timeout=3
            )
            for room in self._rooms():
                wish = {"room": room, "since": self._since()}
                client.call("watch", wish, namespace=NAMESPACE, timeout=3)
        except (socketio.exceptions.SocketIOError, OSError, ValueError):
            client.shutdown()
            return
        self.is_up = True
        self._on_found()
        self._cut.wait()
        self.is_up = False
        client.shutdown()
        self._on_lost()
