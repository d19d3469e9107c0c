"""Three kiosks, cut off and back in any order, told in any pieces, again and at once: each ticket once (R-75)."""

import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hall.kernel.database import Database
from hall.kernel.work import Works
from hall.queue.models import NumberBlock
from hall.wire.devices import OfflineTicket
from tests.databases import fresh_sqlite
from tests.queue.outage import Kiosk, facts, tickets
from tests.world import Floor, FrozenClock, a_hall

STEPS = st.lists(
    st.tuples(st.sampled_from(["online", "offline", "told", "provided"]), st.integers(0, 2), st.integers(0, 99)),
    min_size=5,
    max_size=40,
)


class Story:
    """What happened, as the people in the hall have it on paper."""

    def __init__(self, floor: Floor, clock: FrozenClock) -> None:
        self.floor, self.clock = floor, clock
        self.kiosks = [Kiosk(floor, None) for _ in range(3)]
        for kiosk in self.kiosks:
            kiosk.provide()
        self.made: list[list[OfflineTicket]] = [[], [], []]
        self.online: list[str] = []

    def online_(self, who: int, n: int) -> None:
        self.online.append(self.floor.issue("A1").id)

    def offline_(self, who: int, n: int) -> None:
        kiosk, mine = self.kiosks[who], self.made[who]
        held = [b for b in kiosk.blocks() if (b.day, b.series) == (self.clock.hall.date(), "A")]
        numbers = list(chain.from_iterable(range(b.first, b.last + 1) for b in reversed(held)))
        mine.append(kiosk.make(numbers[len(mine)]))

    def told_(self, who: int, n: int) -> None:
        """A piece of the journal from anywhere, backwards: what the line did with it before does not matter."""
        piece = self.made[who][n % 7 : n % 7 + 1 + n % 5]
        if piece:
            self.kiosks[who].replay(*reversed(piece))

    def provided_(self, who: int, n: int) -> None:
        self.kiosks[who].provide()


@given(steps=STEPS)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_r75_whatever_the_order_every_ticket_is_there_once_and_stands_by_its_time(steps: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        clock = FrozenClock()
        database = Database(fresh_sqlite(Path(folder)))
        a_hall(database, clock=clock)
        story = Story(Floor(Works(database, clock)), clock)
        for name, who, n in steps:
            clock.pass_(seconds=n)
            getattr(story, f"{name}_")(who, n)
        for kiosk, mine in zip(story.kiosks, story.made, strict=True):
            for start in range(0, len(mine), 50):
                kiosk.replay(*mine[start : start + 50])
        everybody_is_there_once(story)
        database.close()


def everybody_is_there_once(story: Story) -> None:
    rows, made = tickets(story.floor), list(chain.from_iterable(story.made))
    assert sorted(t.id for t in rows) == sorted([*story.online, *(item.id for item in made)])
    assert max(Counter((t.day, t.series, t.number) for t in rows).values(), default=1) == 1
    assert [t.issued_at for t in rows] == sorted(t.issued_at for t in rows), "the key is the time of issue"
    by_id = {t.id: t for t in rows}
    assert all((by_id[i.id].ref, by_id[i.id].label) == (i.issued_at, f"A{i.number}") for i in made)
    held: list[NumberBlock] = list(chain.from_iterable(kiosk.blocks() for kiosk in story.kiosks))
    assert len({(b.day, b.series, b.first) for b in held}) == len(held)
    issued = [f for f in facts(story.floor, "ticket.issued") if f.get("offline")]
    assert len(issued) == len(made) and facts(story.floor, "kiosk.ticket_refused") == []


def test_r75_replays_at_once_over_several_lines_keep_each_ticket_once(floor: Floor, clock: FrozenClock) -> None:
    story = Story(floor, clock)
    for n in range(60):
        clock.pass_(seconds=1)
        story.offline_(n % 3, n)
    since = clock.hall - timedelta(minutes=1)

    def tell(line: int) -> list[str]:
        """Each journal over two lines at once, in pieces of different sizes, while numbers are given."""
        kiosk, mine, size = story.kiosks[line % 3], story.made[line % 3], 3 + line
        answers = []
        for start in range(0, len(mine), size):
            answers += kiosk.replay(*mine[start : start + size], cut_off_at=since)
            story.online_(0, 0)
        return [answer.state for answer in answers]

    with ThreadPoolExecutor(6) as threads:
        states = Counter(chain.from_iterable(threads.map(tell, range(6))))
    assert states == {"kept": 60, "known": 60}
    everybody_is_there_once(story)
