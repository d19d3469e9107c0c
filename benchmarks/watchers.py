"""Many screens in one process: says for each call when the last of them had heard of it (wall clock)."""

import sys
import threading
import time

import socketio


class Screens:
    """`count` clients in the board's room; the arrival of each call at the last of them."""

    def __init__(self, address: str, hall_id: str, count: int) -> None:
        self._heard: dict[str, list[float]] = {}
        self._news = threading.Condition()
        self._count = count
        self._clients = [self._connect(address, hall_id) for _ in range(count)]

    def last_arrival(self, call: str) -> float:
        """When the last screen heard of a call; waits for it."""
        with self._news:
            self._news.wait_for(lambda: len(self._heard.get(call, ())) >= self._count, timeout=10)
            return max(self._heard[call])

    def _connect(self, address: str, hall_id: str) -> socketio.Client:
        client = socketio.Client()
        client.on("message", self._note, namespace="/live")
        client.connect(f"http://{address}", namespaces=["/live"], transports=["websocket"])
        client.call("watch", {"room": f"board:{hall_id}"}, namespace="/live")
        return client

    def _note(self, message: dict[str, str]) -> None:
        now = time.time()
        if message.get("name") == "ticket.called":
            with self._news:
                self._heard.setdefault(message["call"], []).append(now)
                self._news.notify_all()


def main(address: str, hall_id: str, count: str, calls: str) -> None:
    screens = Screens(address, hall_id, int(count))
    print("ready", flush=True)
    for line in sys.stdin:
        print(screens.last_arrival(line.strip()), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:5])
