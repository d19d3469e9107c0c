"""What one request costs in CPU and in statements: the same four verbs, in this process, without a network.

`python -m benchmarks.profile` prints a table; with `--top` also where the time goes. CPU time, because a
machine that others use as well says little about the wall clock.
"""

import cProfile
import io
import json
import pstats
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from gevent import monkey

if __name__ == "__main__":
    monkey.patch_all()  # as the served hall is

from flask import Flask

from benchmarks import served
from hall.adapters.estimator import InlineEstimator
from hall.app import create_app
from hall.settings import from_env

CYCLES, ROUNDS, WARM_UP, SHOWN = 300, 30, 30, 45
HALL = served.HALL_ID


class Desk:
    """One kiosk and one clerk who ask the application itself."""

    def __init__(self, app: Flask, token: str) -> None:
        self._app, self._token = app, token
        self._publisher = app.extensions["hall.publisher"]
        self.cpu: dict[str, float] = defaultdict(float)  # seconds by verb

    def cycle(self, *, publishing: bool = True) -> None:
        """One visitor: take a number, be called, arrive, be finished."""
        self._post("issue", f"/halls/{HALL}/tickets", {"service": "A1"})
        made = self._post("call", f"/counters/{HALL}-1/calls", {"after": None})
        call, ticket = made["call"]["id"], made["ticket"]["id"]
        self._post("arrive", f"/calls/{call}/arrival", {})
        self._post("finish", f"/tickets/{ticket}/finish", {"outcome": "done", "call": call})
        if publishing:
            begun = time.process_time()
            self._publisher.publish(HALL)
            self.cpu["publish"] += time.process_time() - begun

    def _post(self, verb: str, path: str, body: dict[str, Any]) -> Any:
        environ = self._environ(path, json.dumps(body).encode())
        status: list[str] = []
        begun = time.process_time()
        answer = self._app.wsgi_app(environ, lambda s, headers, e=None: status.append(s))  # type: ignore
        text = b"".join(answer)
        self.cpu[verb] += time.process_time() - begun
        if not status[0].startswith("2"):
            raise RuntimeError(f"{path}: {status[0]} {text!r}")
        return json.loads(text)

    def _environ(self, path: str, body: bytes) -> dict[str, Any]:
        return {
            "REQUEST_METHOD": "POST",
            "SCRIPT_NAME": "",
            "PATH_INFO": "/api/v1" + path,
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_AUTHORIZATION": f"Bearer {self._token}",
            "HTTP_ACCEPT_ENCODING": "identity",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }


def main(top: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = from_env({}, home=folder)
        Path(folder).mkdir(exist_ok=True)
        tokens = served.found(settings, served.usual_plan()).tokens
        app = create_app(settings, estimator=InlineEstimator())
        desk = Desk(app, tokens[0])
        _cycles(desk, WARM_UP)
        _statements(app, desk)
        if top:
            _top(app, desk)
        else:
            _table(desk)
        app.extensions["hall"].database.close()


def _table(desk: Desk) -> None:
    """CPU by verb; in yardsticks too, for a crowded machine makes every loop slower."""
    desk.cpu.clear()
    yards = []
    for _ in range(ROUNDS):
        _cycles(desk, CYCLES // ROUNDS)
        yards.append(_yardstick())
    yard = statistics.mean(yards)
    for verb, seconds in [*desk.cpu.items(), ("a request", sum(desk.cpu.values()) / 4)]:
        each = 1000 * seconds / CYCLES
        print(f"{verb:10} {each:6.2f} ms CPU {each / yard:6.2f} yardsticks")


def _yardstick() -> float:
    """Milliseconds of CPU of a loop that is always the same; about 2.5 on the quiet machine."""
    begun, kept = time.process_time(), dict[int, str]()
    for number in range(20_000):
        kept[number & 1023] = str(number)
    return 1000 * (time.process_time() - begun)


def _cycles(desk: Desk, count: int) -> None:
    for _ in range(count):
        desk.cycle()


def _statements(app: Flask, desk: Desk) -> None:
    """How many statements a request takes."""
    found: list[str] = []
    database = app.extensions["hall"].database

    database.trace(found.append)
    desk.cycle(publishing=False)
    database.trace(None)
    print(f"{len(found) / 4:.1f} statements a request, BEGIN and COMMIT included")


def _top(app: Flask, desk: Desk) -> None:
    """Where the time goes; the writer runs on this thread for it, for a profile sees one thread."""
    app.extensions["hall"].database._writer = None
    profile = cProfile.Profile()
    profile.runcall(_cycles, desk, CYCLES)
    for order in ("tottime", "cumulative"):
        pstats.Stats(profile).sort_stats(order).print_stats(SHOWN)


if __name__ == "__main__":
    main("--top" in sys.argv)
