"""Which halls the publisher looks at, and when: the woken ones at once, all of them in every pause."""

from hall.web.live.publisher import Rounds


def test_a_woken_hall_is_looked_at_alone() -> None:
    rounds = Rounds(pause=1.0, now=0.0)
    assert rounds.next({"willow"}, 0.4) == {"willow"}


def test_a_pause_without_news_looks_at_every_hall() -> None:
    assert Rounds(pause=1.0, now=0.0).next(set(), 1.0) == set()


def test_one_busy_hall_never_keeps_the_others_waiting() -> None:
    """What another process wrote to a quiet hall wakes nobody here: it is found in the next pause all the same."""
    rounds = Rounds(pause=1.0, now=0.0)
    looks = [rounds.next({"willow"}, tenth / 10) for tenth in range(1, 31)]
    assert looks.count(set()) == 3
