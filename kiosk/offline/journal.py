"""What a kiosk writes down, in one SQLite file: what the hall said last, and every number it gave alone.

A number is on the disk before it is shown or printed. The old journal mode is used on purpose: a commit is synced
(EXTRA: the folder too), and the fault of older versions with two writers of a WAL file cannot happen.
"""

import json
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS known (name TEXT PRIMARY KEY, content TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS ticket (
    n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, wish_key TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL, short_code TEXT NOT NULL, view TEXT NOT NULL, made TEXT NOT NULL,
    boot TEXT NOT NULL, up REAL NOT NULL, state TEXT NOT NULL DEFAULT 'new', reason TEXT,
    listed INTEGER NOT NULL DEFAULT 0, given_back INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS used (
    day TEXT, series TEXT, first INTEGER, used INTEGER NOT NULL, PRIMARY KEY (day, series, first));
CREATE TABLE IF NOT EXISTS listed (ticket TEXT PRIMARY KEY);
"""
BEGUN = "journal.begun"


class JournalFull(Exception):
    """Nothing can be written down: no number may be given."""


@dataclass(frozen=True)
class Kept:
    """A number that was given without the hall. `made`: its OfflineTicket as far as it was known then."""

    n: int
    id: str
    code: str
    short_code: str
    view: dict[str, Any]
    made: dict[str, Any]
    boot: str
    up: float
    state: str  # new, replayed, refused
    listed: bool
    given_back: bool


class Journal:
    """One file, one connection, one lock. `was_lost`: an earlier journal of this kiosk is gone or broken."""

    def __init__(self, home: Path) -> None:
        self._file, self._begun = home / "journal.db", home / BEGUN
        self._lock = threading.RLock()
        begun = self._begun.exists()
        missing = not self._file.exists()
        self._database = self._opened()
        self.was_lost = self._broken or (begun and missing)
        self._begun.touch()

    def _opened(self) -> sqlite3.Connection:
        self._broken = False
        try:
            return _connect(self._file)
        except sqlite3.DatabaseError:
            self._broken = True
            os.replace(self._file, self._file.with_suffix(".broken"))
            self._file.with_name(self._file.name + "-journal").unlink(missing_ok=True)
            return _connect(self._file)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One change, on the disk when this ends, or JournalFull and nothing has happened."""
        with self._lock:
            try:
                self._database.execute("BEGIN IMMEDIATE")
                yield self._database
                self._database.execute("COMMIT")
            except sqlite3.IntegrityError:
                self._undo()
                raise
            except sqlite3.Error as error:
                self._undo()
                raise JournalFull(str(error)) from error
            except BaseException:
                self._undo()
                raise

    def _undo(self) -> None:
        if self._database.in_transaction:
            self._database.execute("ROLLBACK")

    def close(self) -> None:
        with self._lock:
            self._database.close()

    # What the hall said.

    def know(self, name: str, content: Any) -> None:
        """Keeps an answer of the hall for the time without it."""
        text = json.dumps(content, ensure_ascii=False)
        with self._lock:
            if self._database.execute("SELECT content FROM known WHERE name = ?", (name,)).fetchone() == (text,):
                return
        with self.writing() as database:
            database.execute("INSERT OR REPLACE INTO known VALUES (?, ?)", (name, text))

    def known(self, name: str) -> Any | None:
        with self._lock:
            row = self._database.execute("SELECT content FROM known WHERE name = ?", (name,)).fetchone()
        return json.loads(row[0]) if row else None

    # What was given without it.

    def tickets(self, state: str | None = None, limit: int = -1) -> list[Kept]:
        """In the order in which they were made."""
        where, values = ("WHERE state = ?", (state,)) if state else ("", ())
        return self._found(f"{where} ORDER BY n LIMIT {limit}", values)

    def ticket(self, column: str, value: str) -> Kept | None:
        """By `id`, `wish_key`, `code` or `short_code`; the newest."""
        assert column in ("id", "wish_key", "code", "short_code"), column
        return next(iter(self._found(f"WHERE {column} = ? ORDER BY n DESC LIMIT 1", (value,))), None)

    def count(self, state: str) -> int:
        with self._lock:
            return int(
                self._database.execute("SELECT count(*) FROM ticket WHERE state = ?", (state,)).fetchone()[0]
            )

    def settle(self, ticket: str, state: str, reason: str | None) -> None:
        """What the hall said of one."""
        with self.writing() as database:
            database.execute("UPDATE ticket SET state = ?, reason = ? WHERE id = ?", (state, reason, ticket))

    def give_back(self, ticket: str) -> None:
        with self.writing() as database:
            database.execute("UPDATE ticket SET given_back = 1 WHERE id = ?", (ticket,))

    def mark_listed(self, tickets: list[str]) -> None:
        """These stand on a calling list: whoever reads it may have called them."""
        with self.writing() as database:
            for ticket in tickets:
                database.execute("UPDATE ticket SET listed = 1 WHERE id = ?", (ticket,))
                database.execute("INSERT OR IGNORE INTO listed VALUES (?)", (ticket,))

    def listed(self) -> list[str]:
        with self._lock:
            return [row[0] for row in self._database.execute("SELECT ticket FROM listed")]

    def unlist(self) -> None:
        """The hall knows what stood on lists."""
        with self.writing() as database:
            database.execute("DELETE FROM listed")

    def used(self) -> dict[tuple[str, str, int], int]:
        """The last number given of each block, by day, series and first number."""
        with self._lock:
            return {
                (d, s, f): u for d, s, f, u in self._database.execute("SELECT day, series, first, used FROM used")
            }

    def _found(self, condition: str, values: tuple[str, ...]) -> list[Kept]:
        columns = "n, id, code, short_code, view, made, boot, up, state, listed, given_back"
        with self._lock:
            rows = self._database.execute(f"SELECT {columns} FROM ticket {condition}", values).fetchall()
        return [_kept(row) for row in rows]


def _kept(row: tuple[Any, ...]) -> Kept:
    n, ticket, code, short_code, view, made, boot, up, state, listed, given_back = row
    return Kept(
        n,
        ticket,
        code,
        short_code,
        json.loads(view),
        json.loads(made),
        boot,
        up,
        state,
        bool(listed),
        bool(given_back),
    )


def _connect(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
    database.execute("PRAGMA journal_mode = DELETE")
    database.execute("PRAGMA synchronous = EXTRA")
    database.executescript(SCHEMA)
    if database.execute("PRAGMA quick_check").fetchone() != ("ok",):
        database.close()
        raise sqlite3.DatabaseError("the journal is broken")
    return database
