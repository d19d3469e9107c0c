"""docs/wire.md, made from the message types: `python -m hall.web.live.catalogue` writes it."""

import json
from pathlib import Path
from typing import Any

from hall.appointments import events as booking_events
from hall.kernel.events import Event
from hall.queue import events as queue_events
from hall.roster import events as roster_events
from hall.site import events as site_events
from hall.wire import live

FILE = Path(__file__).parents[3] / "docs" / "wire.md"
HEAD = """# Live messages

Socket.IO, namespace `/live`, websocket only. Connect with `auth: {token}` (staff, devices), `auth: {code}` (a
ticket's holder), a browser's cookie, or nothing (boards). Then `watch {room, since?}`; the acknowledgement is
`{ok, seq}` or `{ok: false, code}`. Messages arrive as the event `message`. `seq` is the hall's gapless number,
`prev` the number before it in the room: if `prev` is above the newest number you know, take a snapshot.
`resync {seq}` says the same. A client changes nothing over the socket.

| Room | Who may watch |
|---|---|
| `board:{hall}`, `board:{hall}:{zone}` | anybody |
| `counter:{counter}` | its hall's staff, its own screen |
| `ticket:{code}` | whoever connected with that code |
| `floor:{hall}` | leads, managers |

Why a ticket took its step (`reason`) and how its visit ended (`outcome`) are said in the rooms of staff only, the
group of a priority in none. What changes nothing on a screen, such as a given priority, is not sent to boards.

"""
_EXAMPLE: dict[str, Any] = {
    "seq": 42,
    "prev": 41,
    "at": "2026-11-23T09:40:00+08:00",
    "day": "2026-11-23",
    "number": "A012",
    "service": "A01",
    "queue": "A",
    "zone": "A",
    "lane": "ordinary",
    "state": "called",
    "from_state": "waiting",
    "counter": 3,
    "counter_state": "calling",
    "counter_since": "2026-11-23T09:40:00+08:00",
    "call": "01JDB0000000000000000000AA",
    "rule": "key",
    "message": "01JDB0000000000000000000AB",
    "text": "…",
}


def page() -> str:
    """The whole page, one entry per fact that goes out."""
    entries = [_entry(name, kind) for name, kind in sorted(_messages().items())]
    entries.append(_block("wait.changed", live.WaitChanged.__doc__, live.WaitChanged(as_of_seq=42).model_dump()))
    return HEAD + "\n".join(entries)


def _messages() -> dict[str, type[live.LiveMessage]]:
    found: dict[str, type[live.LiveMessage]] = {}
    for module in (queue_events, site_events, booking_events, roster_events):
        for fact in vars(module).values():
            if isinstance(fact, type) and issubclass(fact, Event) and fact.name:
                found[fact.name] = live.kind_of(fact.name)
    return found


def _entry(name: str, kind: type[live.LiveMessage]) -> str:
    values = {k: v for k, v in (_EXAMPLE | {"name": name}).items() if k in kind.model_fields}
    return _block(name, kind.__doc__, kind(**values).model_dump(mode="json", exclude_none=True))


def _block(name: str, words: str | None, example: dict[str, Any]) -> str:
    first = (words or "").strip().splitlines()[0]
    return f"## `{name}`\n\n{first}\n\n```json\n{json.dumps(example, ensure_ascii=False)}\n```\n"


def main() -> None:
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(page())


if __name__ == "__main__":
    main()
