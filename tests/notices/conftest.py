"""The outbox of a hall; its carrier is a stand-in that a test tells what to do."""

from collections.abc import Iterator

import pytest

from hall.kernel.database import Database
from hall.kernel.work import Works
from hall.notices.ports import Carriers
from hall.notices.sending import Sender
from hall.reactions import HouseReactions
from tests.notices.outbox import Post, Told
from tests.world import FrozenClock, a_hall


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def told(database: Database, clock: FrozenClock, post: Post) -> Iterator[Told]:
    """A hall whose bookings and tickets tell people, with what was told."""
    a_hall(database, clock=clock)
    works = Works(database, clock, HouseReactions(), "https://hall.example.org")
    yield Told(works, Sender(works, Carriers(sms=post, email=post)), clock, post)
