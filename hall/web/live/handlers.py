"""What a socket client may do: connect, watch a room, ask what it missed. Nothing here changes a hall."""

import functools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from flask import Flask, current_app, request
from flask_socketio import ConnectionRefusedError, SocketIO, emit, join_room, leave_room
from gevent import monkey

from hall.kernel.journal import head
from hall.queue.lookups import find_ticket
from hall.site.errors import UnknownHall
from hall.site.queries import plan_of
from hall.staff.rules import Role
from hall.web.guards import (
    DEVICE_COOKIE,
    PUBLIC,
    SESSION_COOKIE,
    Caller,
    caller_by_digest,
    caller_by_token,
    cookie_name,
)
from hall.web.house import House, house
from hall.web.live.publish import ticket_room
from hall.web.live.publisher import NAMESPACE, Publisher, waits_room
from hall.wire import rooms
from hall.wire.rooms import Room

ROOMS_PER_CLIENT = 20
Handler = Callable[..., Any]


@dataclass
class Watcher:
    """One connected client: who it is, the ticket whose code it showed, the rooms it is in."""

    caller: Caller
    ticket_id: str | None = None
    hall_id: str | None = None
    rooms: set[str] = field(default_factory=set)


class Watchers:
    """Everybody connected to this process, up to a limit that keeps the file descriptors for the others."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._by_sid: dict[str, Watcher] = {}
        self._lock = threading.Lock()

    def add(self, sid: str, watcher: Watcher) -> bool:
        """False when the hall has as many watchers as it can keep in step."""
        with self._lock:
            if len(self._by_sid) >= self._limit:
                return False
            self._by_sid[sid] = watcher
            return True

    def remove(self, sid: str) -> None:
        with self._lock:
            self._by_sid.pop(sid, None)

    def get(self, sid: str) -> Watcher | None:
        return self._by_sid.get(sid)

    def of_caller(self, caller_id: str) -> list[str]:
        """The connections of a device or a member."""
        with self._lock:
            return [s for s, w in self._by_sid.items() if w.caller.id == caller_id]

    def of_token(self, token_hash: str) -> list[str]:
        with self._lock:
            return [s for s, w in self._by_sid.items() if w.caller.token_hash == token_hash]

    def __len__(self) -> int:
        return len(self._by_sid)


def end_session(the_house: House, token_hash: str) -> None:
    """Ends the live connections of a token that has been signed out."""
    for sid in watchers(the_house).of_token(token_hash):
        the_house.socketio.server.disconnect(sid, namespace=NAMESPACE)


def watchers(the_house: House) -> Watchers:
    return cast(Watchers, the_house.socketio.hall_watchers)


def create_socketio(app: Flask, *, limit: int = 9000) -> SocketIO:
    """The socket server of one application. Websocket only: polling would need sticky sessions."""
    socketio = SocketIO(
        app,
        async_mode="gevent" if monkey.is_module_patched("threading") else "threading",
        transports=["websocket"],
        ping_interval=4,
        ping_timeout=5,
        max_http_buffer_size=16_384,
        manage_session=False,
    )
    socketio.hall_watchers = Watchers(limit)
    for name, handler in HANDLERS.items():
        socketio.on_event(name, handler, namespace=NAMESPACE)
    return socketio


def _guarded(name: str) -> Callable[[Handler], Handler]:
    """Marks what a handler asks for; malformed input must never end a connection with an error."""

    def decorate(handler: Handler) -> Handler:
        @functools.wraps(handler)
        def calm(*args: Any) -> Any:
            return handler(args[0] if args else None)

        calm.__guard__ = name  # type: ignore[attr-defined]
        return calm

    return decorate


@_guarded("public")
def on_connect(auth: Any) -> None:
    """With a token, with a ticket's code, with a browser's cookie, or as anybody."""
    watcher = _identify(auth if isinstance(auth, dict) else {})
    if not watchers(house()).add(_sid(), watcher):
        raise ConnectionRefusedError("too many watchers, please try again later")


@_guarded("public")
def on_disconnect(_reason: Any) -> None:
    watchers(house()).remove(_sid())


@_guarded("room")
def on_watch(wish: Any) -> dict[str, Any]:
    """Joins a room and says where the hall's line stands; with `since`, what was missed comes again."""
    watcher = watchers(house()).get(_sid())
    wish = wish if isinstance(wish, dict) else {}
    room = rooms.parse(wish.get("room"))
    if watcher is None or room is None:
        return {"ok": False, "code": "room_unknown"}
    if watcher.caller.token_hash is not None:  # roles may have changed, the session may be over
        watcher.caller = caller_by_digest(watcher.caller.token_hash) or PUBLIC
    hall_id, inner = _inner(watcher, room)
    if hall_id is None or not _may_watch(watcher, room, hall_id):
        return {"ok": False, "code": "not_allowed"}
    if len(watcher.rooms) >= ROOMS_PER_CLIENT:
        return {"ok": False, "code": "too_many_rooms"}
    watcher.rooms.add(inner)
    try:
        join_room(inner)
        join_room(waits_room(hall_id))
    except ValueError:  # the client went while it was asking; there is nobody to answer
        return {"ok": False, "code": "gone"}
    return {"ok": True, "seq": _catch_up(hall_id, inner, wish.get("since"))}


@_guarded("room")
def on_unwatch(wish: Any) -> dict[str, Any]:
    watcher = watchers(house()).get(_sid())
    room = rooms.parse(wish.get("room")) if isinstance(wish, dict) else None
    if watcher is None or room is None:
        return {"ok": False, "code": "room_unknown"}
    _, inner = _inner(watcher, room)
    watcher.rooms.discard(inner)
    leave_room(inner)
    return {"ok": True}


HANDLERS: dict[str, Handler] = {
    "connect": on_connect,
    "disconnect": on_disconnect,
    "watch": on_watch,
    "unwatch": on_unwatch,
}


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined]


def _identify(auth: dict[str, Any]) -> Watcher:
    token, code = auth.get("token"), auth.get("code")
    if isinstance(token, str):
        found = caller_by_token(token)
        if found is None:
            raise ConnectionRefusedError("signed out")
        return Watcher(found)
    if isinstance(code, str) and len(code) == 22:
        with house().database.read() as session:
            ticket = find_ticket(session, code)
        if ticket is not None:
            return Watcher(PUBLIC, ticket.id, ticket.hall_id)
    for name in (SESSION_COOKIE, DEVICE_COOKIE):
        cookie = request.cookies.get(cookie_name(name))
        if cookie and (found := caller_by_token(cookie)) is not None:
            return Watcher(found)
    return Watcher(PUBLIC)


def _inner(watcher: Watcher, room: Room) -> tuple[str | None, str]:
    """The hall a room belongs to, and the name it has inside the server."""
    if room.kind == "ticket":
        return watcher.hall_id, ticket_room(watcher.ticket_id or "")
    if room.kind == "counter":
        return room.subject.rpartition("-")[0], rooms.counter(room.subject)
    name = rooms.board(room.subject, room.zone) if room.kind == "board" else rooms.floor(room.subject)
    return room.subject, name


def _may_watch(watcher: Watcher, room: Room, hall_id: str) -> bool:
    try:
        with house().database.read() as session:
            plan = plan_of(session, hall_id)
    except UnknownHall:
        return False
    who = watcher.caller
    if room.kind == "board":
        return room.zone is None or room.zone in plan.zones()
    if room.kind == "counter":
        return who.may(hall_id) or who.counter_id == room.subject
    if room.kind == "floor":
        return who.may(hall_id, Role.LEAD)
    return watcher.ticket_id is not None and _holds(watcher, room.subject)


def _holds(watcher: Watcher, code: str) -> bool:
    with house().database.read() as session:
        ticket = find_ticket(session, code) if len(code) == 22 else None
    return ticket is not None and ticket.id == watcher.ticket_id


def _catch_up(hall_id: str, inner: str, since: Any) -> int:
    publisher: Publisher = current_app.extensions["hall.publisher"]
    with house().database.read() as session:
        newest = head(session, hall_id)
        if not isinstance(since, int) or isinstance(since, bool) or not 0 <= since < newest:
            return newest
        missed = publisher.missed(session, hall_id, inner, since)
    if missed is None:
        emit("resync", {"seq": newest})
        return newest
    for message in missed:
        emit("message", message)
    return newest
