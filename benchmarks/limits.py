"""What this machine can do at all: raw durable transactions with the same pragmas, one writer."""

import time
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite

SECONDS = 2.0


def durable_transactions(folder: Path) -> float:
    """Per second: begin immediate, read the last number, insert one row, commit; WAL, synchronous=FULL."""
    path = folder / "limit.db"
    connection = sqlite.connect(str(path), isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE IF NOT EXISTS t (n INTEGER PRIMARY KEY, a TEXT, b TEXT)")
    done, until = 0, time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        connection.execute("BEGIN IMMEDIATE")
        last = connection.execute("SELECT max(n) FROM t").fetchone()[0] or 0
        connection.execute("INSERT INTO t VALUES (?, ?, ?)", (last + 1, "ticket", "waiting"))
        connection.execute("COMMIT")
        done += 1
    connection.close()
    return done / SECONDS
