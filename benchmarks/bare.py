"""The peer of every rate: the same server with a Flask route that reads JSON, answers it and does nothing else.

`python -m benchmarks.bare PORT` serves it. Four of its requests are the least that a visit can cost here.
"""

import http.client
import subprocess
import sys
import threading
import time

from gevent import monkey

if __name__ == "__main__":
    monkey.patch_all()  # as the served hall is

from flask import Flask, request
from gunicorn.app.base import BaseApplication

from benchmarks import served

BODY = b'{"service": "A1"}'


class _Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, port: int) -> None:
        self._port = port
        super().__init__()

    def load_config(self) -> None:
        for name, value in {
            "bind": [f"127.0.0.1:{self._port}"],
            "worker_class": "gevent",
            "keepalive": 75,
            "loglevel": "warning",
            "control_socket_disable": True,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        app = Flask("bare")
        app.post("/echo", endpoint="echo")(lambda: {"got": request.get_json()})
        app.get("/readyz")(lambda: "ready")
        return app


def requests_per_second(*, clients: int, seconds: float) -> float:
    """Of the bare route, with so many keep-alive connections."""
    port = served.free_port()
    server = subprocess.Popen([sys.executable, "-m", "benchmarks.bare", str(port)])
    try:
        served.wait_for(port)
        return _rate(port, clients, seconds)
    finally:
        server.terminate()
        server.wait(10)


def _rate(port: int, clients: int, seconds: float) -> float:
    done = [0] * clients
    until = time.perf_counter() + seconds

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < until:
            connection.request("POST", "/echo", BODY, {"Content-Type": "application/json"})
            connection.getresponse().read()
            done[number] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - begun)


if __name__ == "__main__":
    _Server(int(sys.argv[1])).run()
