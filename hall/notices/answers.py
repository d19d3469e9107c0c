"""What follows from an answer to a text. Rooms below know no texts; `app.py` fills the table by their verbs."""

from collections.abc import Callable

from hall.kernel.work import Work
from hall.notices.actions.consents import start, stop
from hall.notices.events import AnswerHeard
from hall.notices.states import Meaning

Answer = Callable[[Work, str], bool]
"""Does what somebody with this keyed hash of a number means; False when there was nothing to do."""

ANSWERS: dict[str, Answer] = {}
"""By meaning: `not_coming`, `late`, `yes`. Filled once, at the start."""


def on_answer(work: Work, phone_hash: str, meaning: str) -> bool:
    """Does what an answer means; True if anything followed. STOP and START need nobody else."""
    if meaning == Meaning.STOP:
        return stop(work, phone_hash)
    if meaning == Meaning.START:
        return start(work, phone_hash)
    handler = ANSWERS.get(meaning)
    followed = handler(work, phone_hash) if handler else False
    work.record(AnswerHeard(meaning=meaning, followed=followed))
    return followed
