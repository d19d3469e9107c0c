"""The twin of every provider: everything is kept in the outbox, nothing leaves. For demos, tests and new halls."""

from hall.notices.ports import Found, Letter
from hall.notices.states import NoticeState


class NullCarrier:
    """Takes every letter. What it took since the start is in `taken`, the newest last."""

    MOST = 1000

    def __init__(self) -> None:
        self.taken: list[Letter] = []

    @property
    def is_real(self) -> bool:
        return False

    def send(self, letter: Letter) -> str:
        self.taken = [*self.taken[-self.MOST :], letter]
        return f"kept-{letter.name}"

    def find(self, letter: Letter) -> Found | None:
        known = any(taken.name == letter.name for taken in self.taken)
        return Found(f"kept-{letter.name}", NoticeState.SENT) if known else None
