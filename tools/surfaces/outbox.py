"""What the busy hall has told people, each state once; and a number that was taken from outside."""

from datetime import timedelta
from typing import Any

from hall.notices import actions
from hall.notices.actions.queueing import About, Recipient
from hall.notices.ports import Found
from hall.notices.states import Kind, NoticeState, Way
from hall.queue.models import Ticket

FIELDS: dict[str, str | int | None] = {
    "code": "482913",
    "minutes": 10,
    "date": "11月28日",
    "time": "09:30",
    "service": "居民身份证换领补领",
    "link": "http://hall.example.org/b/q3VYt0mB2nXcE5sWkLr8Aw",
    "number": "B031",
    "ahead": "前面还有3位",
    "zone": "B 公安户政",
    "session": "11月28日09:30",
    "tel": "0000-8000100",
}


def tell(scene: Any, ticket: Ticket) -> None:
    """One notice in every state, the newest a one-time code."""
    _sent(scene, Kind.BOOKED, "booked", NoticeState.DELIVERED)
    _sent(scene, Kind.NEAR_TURN, "near", NoticeState.SENT, about=About("ticket", ticket.id))
    _sent(scene, Kind.DISPLACED_ALONE, "lost", NoticeState.FAILED)
    _queued(scene, Kind.REMINDER_DAY, "mail", to=Recipient(Way.EMAIL, "lilei@example.org", "zh-CN"))
    stopped = _queued(scene, Kind.BOOKED, "stopped", to=Recipient(Way.SMS, "+8613900139000", "en"))
    scene.do(actions.stop, stopped.recipient_hash)
    _queued(scene, Kind.CODE, "code")


def take_outside(scene: Any) -> Ticket:
    """A number whose visitor is not in the hall yet, and is texted."""
    ticket: Ticket = scene.issue("B01", to_arrive=True)
    scene.do(actions.want_texts, ticket.id, "+8613800138000")
    return ticket


def _queued(scene: Any, kind: Kind, key: str, **more: Any) -> Any:
    to = more.pop("to", Recipient(Way.SMS, "+8613800138000", "zh-CN"))
    return scene.do(actions.queue_notice, kind, to, FIELDS, dedupe=f"surfaces:{key}", **more)


def _sent(scene: Any, kind: Kind, key: str, state: NoticeState, **more: Any) -> None:
    notice = _queued(scene, kind, key, **more)
    scene.clock.now += timedelta(seconds=1)
    found = Found("SM", state, "number_unknown" if state == NoticeState.FAILED else None)
    scene.do(actions.record_receipt, f"{notice.id}-0", found)
