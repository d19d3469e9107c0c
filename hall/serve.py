"""The server of one installation: gunicorn with one gevent worker, all of it said in this place.

The process must be patched by gevent before anything else is imported; `hall.cli` does that.
"""

import dataclasses
import fcntl
import gc
import os
import resource
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from sqlalchemy.engine import make_url

from hall import schedule
from hall.app import create_app
from hall.kernel import masking
from hall.kernel.clock import Clock
from hall.settings import BadSetting, Settings
from hall.web.house import House

BROWSER_LIBRARY = Path(__file__).parent / "web/shared/static/vendor/socket.io.esm.min.js"
DESCRIPTORS_KEPT = 200
SWITCH_SECONDS = 0.0005  # how soon the writer thread hands the interpreter back to the hub: measured, pays


def serve(settings: Settings, clock: Clock | None = None) -> None:
    """Serves until it is told to stop. Raises BadSetting when another process serves this database."""
    if not BROWSER_LIBRARY.exists():
        raise BadSetting("The browser's library is missing; run: make setup")
    settings = within_descriptors(settings)
    free_port(settings)
    lock = only_one(settings)
    masking.install(settings.secrets)
    try:
        _Server(lambda: create_app(settings, clock), settings, clock).run()
    finally:
        if lock:
            lock.close()


def within_descriptors(settings: Settings) -> Settings:
    """Settings with no more watchers than the machine has file descriptors for: two each, and some for the rest.

    A server that has run out of them can answer nobody at all, so the surplus is refused at the door instead.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    most = max(1, (hard - DESCRIPTORS_KEPT) // 2)
    if settings.max_watchers <= most:
        return settings
    print(f"This machine allows {hard} open files: {most} live connections at most, not {settings.max_watchers}.")
    return dataclasses.replace(settings, max_watchers=most)


def free_port(settings: Settings) -> None:
    """BadSetting when somebody else listens there: what answered would be another program."""
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            port = settings.port
            raise BadSetting(f"Port {port} cannot be used ({error.strerror}). Try PORT={port + 1}.") from None


def only_one(settings: Settings) -> IO[str] | None:
    """One serving process per SQLite file: a lock that ends with the process, however it ends."""
    if not settings.database_url.startswith("sqlite"):
        return None
    database = Path(make_url(settings.database_url).database or "").absolute()
    database.parent.mkdir(parents=True, exist_ok=True)
    # Beside the file itself: two homes may name one database.
    file = database.with_name(database.name + ".serving").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise BadSetting(f"Another process serves {database} already.") from None
    os.set_inheritable(file.fileno(), True)
    return file


def start(app: Flask) -> Callable[[], None]:
    """Starts what runs beside requests: publisher, wait ranges, the clock's jobs. Returns how to stop it."""
    house: House = app.extensions["hall"]
    publisher = app.extensions["hall.publisher"]
    publisher.start()
    waits: Any = house.waits
    waits.start()
    app.extensions["hall.heartbeat"] = heartbeat = schedule.Heartbeat()
    house.sender.start()
    scheduler = schedule.start(house.works, heartbeat, house.seen, house.sender)

    def stop() -> None:
        scheduler.shutdown(wait=False)
        house.sender.stop()
        schedule.write_seen(house.works, house.seen)
        waits.stop()
        publisher.stop()
        if hasattr(house.clock, "keep"):
            house.clock.keep()
        house.database.close()

    return stop


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn without its command line."""

    def __init__(self, make: Callable[[], Flask], settings: Settings, clock: Clock | None) -> None:
        self._make, self._settings = make, settings
        self._stop: Callable[[], None] | None = None
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": [f"{self._settings.host}:{self._settings.port}"],
            "worker_class": "gevent",
            "workers": 1,
            "worker_connections": self._settings.max_watchers + 500,
            "keepalive": 75,
            "timeout": 60,
            "graceful_timeout": 3,
            "loglevel": "warning",
            "accesslog": None,  # addresses hold ticket codes
            "control_socket_disable": True,
            "proc_name": "hall",
            "post_worker_init": lambda worker: self._started(worker),
            "worker_exit": lambda server, worker: self._stop and self._stop(),
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        sys.setswitchinterval(SWITCH_SECONDS)
        app = self._make()
        gc.collect()
        gc.freeze()  # what stays for ever need not be looked through again and again
        return app

    def _started(self, worker: Any) -> None:
        self._stop = start(worker.wsgi)
