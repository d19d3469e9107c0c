"""R-06: one person, one open number per service."""

import pytest

from hall.queue import actions
from hall.queue.actions.issue import Wish
from hall.queue.errors import AlreadyWaiting
from tests.world import Floor

WHO = "ab" * 32


def test_r06_whoever_has_a_number_gets_no_second_for_the_same(floor: Floor) -> None:
    first = floor.issue("A1", person_hash=WHO)
    with pytest.raises(AlreadyWaiting) as refused:
        floor.issue("A1", person_hash=WHO)
    assert refused.value.params == {"number": first.label}
    floor.issue("B1", person_hash=WHO)
    floor.issue("A1", person_hash="cd" * 32)


def test_r06_a_number_that_was_given_back_is_in_nobodys_way(floor: Floor) -> None:
    first = floor.issue("A1", person_hash=WHO)
    floor.do(actions.cancel, first.code)
    assert floor.issue("A1", person_hash=WHO).label != first.label


def test_r06_an_agent_may_come_for_somebody_else(floor: Floor) -> None:
    floor.issue("A1", person_hash=WHO)
    floor.issue("A1", person_hash=WHO, for_someone_else=True)


def test_r06_nobody_must_show_a_card(floor: Floor) -> None:
    assert Wish(("A1",)).person_hash is None
    assert floor.issue("A1").label != floor.issue("A1").label
