"""The publisher: reads the journal in order after the last fact it sent, and emits.

It keeps the number of each room's newest message, so that every message can say which one came before it in
its room. For a room that has been silent since the start that number is the hall's head at the start: it may
be higher than the true one, which costs a reader one needless snapshot and never a lost message.
"""

import logging
import threading
import time
from typing import Any

from sqlalchemy.orm import Session

from hall.kernel.journal import JournalRow, facts_after, head
from hall.site.queries import halls, plan_of
from hall.staff.events import ENDS_LINES
from hall.web.house import House
from hall.web.live.publish import Post, of_staff, post
from hall.wire.live import WaitChanged

log = logging.getLogger(__name__)
NAMESPACE = "/live"
AT_ONCE = 500  # facts
REPLAY = 200  # facts; a longer absence is answered with "take a snapshot"
OWN_WRITES = 1.0  # seconds: this process wakes itself, the timer is only a safety net
FOREIGN_WRITES = 0.25  # other processes write too


class Rounds:
    """When which halls are looked at; `pause` and moments in seconds of a steady clock."""

    def __init__(self, pause: float, now: float) -> None:
        self._pause, self._all_at = pause, now

    def next(self, news: set[str], now: float) -> set[str]:
        """The halls to look at: those with news, or none for all of them.

        All of them at least once a pause, however busy one is: other processes wake nobody here.
        """
        if news and now - self._all_at < self._pause:
            return news
        self._all_at = now
        return set()


class Publisher:
    """One per process. `start` gives it a thread (a greenlet under gevent)."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._sent: dict[str, int] = {}
        self._start: dict[str, int] = {}
        self._rooms: dict[str, int] = {}
        self._news: set[str] = set()  # halls that have something to say
        self._woken = threading.Event()
        self._one_at_a_time = threading.Lock()
        self._stopped = False
        self._thread: threading.Thread | None = None
        with house.database.read() as session:
            for hall in halls(session):
                self._sent[hall.id] = self._start[hall.id] = head(session, hall.id)

    def wake(self, hall_id: str) -> None:
        """Something was committed."""
        self._news.add(hall_id)
        self._woken.set()

    def publish(self, *only: str) -> int:
        """Emits everything that has been committed since the last time, in all halls or some; how many facts."""
        with self._one_at_a_time, self._house.database.read() as session:
            return sum(self._publish(session, hall_id) for hall_id in only or [h.id for h in halls(session)])

    def missed(self, session: Session, hall_id: str, room: str, since: int) -> list[dict[str, Any]] | None:
        """The messages of a room after `since`, each with its `prev`; None when there are too many facts."""
        rows = facts_after(session, hall_id, since, limit=REPLAY + 1)
        if len(rows) > REPLAY:
            return None
        plan, prev, found = plan_of(session, hall_id), since, []
        for row in rows:
            said = post(session, plan, row)
            if said and room in said.rooms:
                found.append(said.heard_in(room).model_copy(update={"prev": prev}).model_dump(mode="json"))
                prev = row.seq
        return found

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="publisher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped = True
        self._woken.set()
        if self._thread:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        pause = OWN_WRITES if self._house.database.is_sqlite else FOREIGN_WRITES
        rounds = Rounds(pause, time.monotonic())
        while not self._stopped:
            self._woken.wait(timeout=pause)
            self._woken.clear()
            news, self._news = self._news, set()
            try:
                self.publish(*rounds.next(news, time.monotonic()))
            except Exception:
                log.exception("facts could not be published; they are sent with the next ones")

    def _publish(self, session: Session, hall_id: str) -> int:
        plan, done = plan_of(session, hall_id), 0
        sent = self._sent.setdefault(hall_id, 0)
        self._start.setdefault(hall_id, sent)
        while True:
            rows = facts_after(session, hall_id, self._sent[hall_id], limit=AT_ONCE)
            for row in rows:
                self._emit(hall_id, row, post(session, plan, row))
                self._sent[hall_id] = row.seq
            done += len(rows)
            if len(rows) < AT_ONCE:
                return done

    def _emit(self, hall_id: str, row: JournalRow, said: Post | None) -> None:
        if row.name in ENDS_LINES:
            self._shut_out(row.data["member"])
        if said is None:
            return
        frames: dict[bool, dict[str, Any]] = {}
        for room in said.rooms:
            prev, self._rooms[room] = self._rooms.get(room, self._start[hall_id]), row.seq
            if not self._anybody_in(room):
                continue
            staff = of_staff(room)
            if staff not in frames:
                message = said.message if staff else said.public
                frames[staff] = message.model_dump(mode="json", exclude_none=True)
            self._house.socketio.emit("message", frames[staff] | {"prev": prev}, to=room, namespace=NAMESPACE)
        if row.name == "device.revoked":
            self._shut_out(row.data["device"])

    def _anybody_in(self, room: str) -> bool:
        """Most rooms are empty most of the time; a message to nobody costs as much as one to somebody."""
        return bool(self._house.socketio.server.manager.rooms.get(NAMESPACE, {}).get(room))

    def _shut_out(self, caller_id: str) -> None:
        """Ends the live lines of a device or a member; who may still watch something connects again."""
        from hall.web.live.handlers import watchers

        for sid in watchers(self._house).of_caller(caller_id):
            self._house.socketio.server.disconnect(sid, namespace=NAMESPACE)


def tell_waits(house: House, hall_id: str, seq: int) -> None:
    """Newer wait ranges can be asked for. May be lost: the next one replaces it."""
    message = WaitChanged(as_of_seq=seq).model_dump(mode="json")
    house.socketio.emit("message", message, to=waits_room(hall_id), namespace=NAMESPACE)


def waits_room(hall_id: str) -> str:
    """The inner room of everybody who is shown wait ranges of a hall."""
    return f"waits#{hall_id}"
