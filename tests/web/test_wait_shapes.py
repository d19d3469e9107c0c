"""Which range a ticket shows before it has its own, and that "soon" needs somebody who calls (R-04)."""

from types import SimpleNamespace
from typing import Any

from hall.web.house import Wait
from hall.web.wait_shapes import of_queue, of_ticket
from tests.world import Floor, a_plan

SOON, SERVICE, QUEUE = Wait(0, 1, soon=True), Wait(10, 20), Wait(15, 25)


def waits(own: Wait, service: Wait = SERVICE, queue: Wait = QUEUE) -> Any:
    known = {"ticket": own, "service": service, "queue": queue}
    return SimpleNamespace(**{f"of_{name}": lambda hall_id, id_, w=wait: w for name, wait in known.items()})


def test_a_new_ticket_shows_what_its_service_offered_a_moment_ago(floor: Floor) -> None:
    mine = floor.issue("A1")
    floor.open(1)
    with floor.works.database.read() as session:
        plan, computing, none = a_plan(), Wait(unknown_reason="computing"), Wait(unknown_reason="closed")
        low = [
            of_ticket(waits(*given), session, plan, mine)["wait"].low_minutes
            for given in ((Wait(5, 9),), (computing,), (computing, none))
        ]
        assert low == [5, 10, 15]
        assert of_ticket(waits(none), session, plan, mine)["wait"] is None, "what is known is not replaced"


def test_soon_needs_an_open_counter() -> None:
    plan = a_plan()
    assert of_queue(waits(SOON, queue=SOON), plan, "A", frozenset())["wait_unknown_reason"] == "no_counter"
    assert of_queue(waits(SOON, queue=SOON), plan, "A", frozenset({3}))["wait"] is None
    assert of_queue(waits(SOON, queue=SOON), plan, "A", frozenset({4}))["wait"].soon
    assert of_queue(waits(SOON), plan, "A", frozenset())["wait"].low_minutes == 15, "a planned opening is known"
