"""Clients: plain keep-alive connections in threads, each with a counter and a queue of its own."""

import http.client
import json
import threading
import time
from typing import Any

from benchmarks.served import Hall

LETTERS = "ABCDFGHJ"


class Client:
    """One kiosk and one clerk over one connection."""

    def __init__(self, hall: Hall, number: int) -> None:
        self._connection = http.client.HTTPConnection(hall.address, timeout=30)
        self._headers = {
            "Authorization": f"Bearer {hall.tokens[number - 1]}",
            "Content-Type": "application/json",
        }
        self._hall, self._number = hall.hall_id, number
        self.took: list[float] = []
        self.cycles = 0

    def cycle(self) -> None:
        """One visitor: take a number, be called, arrive, be finished."""
        self.issue()
        self.serve(self.call())
        self.cycles += 1

    def serve(self, call: Any) -> None:
        """The called visitor comes and is finished."""
        self._post(f"/calls/{call['call']['id']}/arrival", {})
        self._post(f"/tickets/{call['ticket']['id']}/finish", {"outcome": "done", "call": call["call"]["id"]})

    def issue(self) -> Any:
        return self._post(f"/halls/{self._hall}/tickets", {"service": f"{LETTERS[self._number - 1]}1"})

    def call(self) -> Any:
        return self._post(f"/counters/{self._hall}-{self._number}/calls", {"after": None})

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        begun = time.perf_counter()
        self._connection.request("POST", "/api/v1" + path, json.dumps(body), self._headers)
        answer = self._connection.getresponse()
        text = answer.read()
        self.took.append(time.perf_counter() - begun)
        if answer.status >= 400:
            raise RuntimeError(f"{path}: {answer.status} {text!r}")
        return json.loads(text)


def cycles(hall: Hall, *, clients: int, seconds: float) -> tuple[float, float, float, float]:
    """Cycles per second of all clients together; of one request p50, p99 and the server's CPU in milliseconds."""
    people = [Client(hall, number) for number in range(1, clients + 1)]
    until = time.perf_counter() + seconds

    def work(client: Client) -> None:
        while time.perf_counter() < until:
            client.cycle()

    threads = [threading.Thread(target=work, args=(client,)) for client in people]
    begun, cpu = time.perf_counter(), hall.cpu_seconds()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed, cpu = time.perf_counter() - begun, hall.cpu_seconds() - cpu
    took = sorted(t for client in people for t in client.took)
    total = sum(client.cycles for client in people)
    p50, p99 = took[len(took) // 2], took[int(len(took) * 0.99)]
    return total / elapsed, 1000 * p50, 1000 * p99, 1000 * cpu / len(took)


def one_call(hall: Hall) -> tuple[float, str]:
    """Issues and calls one visitor; when the call was sent (wall clock) and its id. Then finishes the visit."""
    client = Client(hall, 1)
    client.issue()
    sent = time.time()
    call = client.call()
    client._post(f"/tickets/{call['ticket']['id']}/finish", {"outcome": "done", "call": call["call"]["id"]})
    return sent, str(call["call"]["id"])
