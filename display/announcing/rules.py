"""Which announcement comes next and how it is said (R-14, R-18). Pure: moments are seconds of one steady clock."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from hall.wire.board import Board, BoardCall
from hall.wire.devices import VoiceView

OLDEST = 60.0  # seconds: an older one is shown only
MANY = 3  # waiting: with more of them each is said in its short form, once
SAME_WITHIN = 5.0  # seconds: a repeat so soon is the same announcement

Form = Literal["whole", "short"]


@dataclass(frozen=True)
class Announcement:
    """One call, one of its repeats, or its last one. `id` is the same however often it is heard."""

    id: str
    call: BoardCall
    at: float  # when it was announced

    @property
    def number(self) -> str:
        return self.call.number


@dataclass(frozen=True)
class Step:
    """What to do now: say one, or say of one that it was shown only."""

    announcement: Announcement
    form: Form | None  # None: shown only


def news(before: Board | None, after: Board) -> list[BoardCall]:
    """Calls that were announced since `before`, oldest first. A screen that begins says nothing."""
    if before is None or before.hall != after.hall or before.zone != after.zone:
        return []
    fresh = [c for c in after.calls if c.announced > before.seq and not c.undone]
    return sorted(fresh, key=lambda call: call.announced)


def queued(waiting: Sequence[Announcement], fresh: Announcement, said: Container[str]) -> list[Announcement]:
    """The queue with one more; what was said or stands there already changes nothing, a quick repeat is merged."""
    if fresh.id in said or any(a.id == fresh.id for a in waiting):
        return list(waiting)
    merged = [a for a in waiting if a.call.call != fresh.call.call or fresh.at - a.at > SAME_WITHIN]
    return [*merged, fresh]


def next_step(waiting: Sequence[Announcement], board: Board, now: float, *, silent: bool) -> Step | None:
    """The oldest one, and how; None when nobody waits or an emergency has the word (R-76)."""
    if not waiting or board.emergency is not None:
        return None
    first = waiting[0]
    if silent or now - first.at > OLDEST:
        return Step(first, None)
    return Step(first, "short" if len(waiting) > MANY else "whole")


def still_called(waiting: Sequence[Announcement], board: Board) -> list[Announcement]:
    """Without those whose call was taken back meanwhile, or is no longer known."""
    standing = {c.call for c in board.calls if not c.undone}
    return [a for a in waiting if a.call.call in standing]


def is_quiet(voice: VoiceView, local: datetime) -> bool:
    """True in the hours in which this screen is silent; they may go over midnight."""
    if not voice.speaks:
        return True
    if voice.quiet_from is None or voice.quiet_until is None:
        return False
    begins, ends = time.fromisoformat(voice.quiet_from), time.fromisoformat(voice.quiet_until)
    now = local.time()
    return begins <= now < ends if begins <= ends else now >= begins or now < ends


def identity(call: BoardCall) -> str:
    """An announcement's id: the call, and the fact that announced it."""
    return f"{call.call}:{call.announced}"
