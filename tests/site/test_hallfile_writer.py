"""A plan written as a hall file is read as the same plan; what differs between two plans is said."""

from datetime import date, time

import pytest

from hall.site.changes import Change, Detail, changes
from hall.site.hallfile import check, read
from hall.site.hallfile_writer import write
from hall.site.plan import Flex, Guide, Plan, Queue, QuotaBand, Settings
from tests.site.test_hallfile import DEMO, SMALL
from tests.world import a_counter, a_plan, a_service, names

BAND = QuotaBand(start=time(8, 30), end=time(10), numbers=20)
WEEKLY = Flex(days=(1,), start=time(13, 30), end=time(15), queues=("A",), only=("A1",))
GUIDE = Guide(
    id="g",
    service="A1",
    title=names("Guide: 10%, “no”"),
    who=names("yes"),
    agent_allowed=False,
    fee=names("10"),
    limit=names("08:30"),
    when=names("null"),
    questions=({"q": names("# what?"), "a": names("- this")},),
    checked_on=date(2026, 11, 1),
)


def everything() -> Plan:
    queues = (Queue(id="A", prefix="A", names=names("A"), zone="A", settings={"passed_requeue_after": "end"}),)
    return a_plan(
        queues=(*queues, *a_plan().queues[1:]),
        services=(
            *a_plan().services[1:],
            a_service("A1", "A", quotas=(BAND,), words=("no", "1"), online=names("x")),
        ),
        counters=(*a_plan().counters, a_counter(9, "B", flex=(WEEKLY,), names=names("Nine"))),
        guides=(GUIDE,),
        sms_signature=names("Willow"),
        settings=Settings(preset="in_order", credit_booked=33, later={"ring_seconds": 15}),
    )


@pytest.mark.parametrize(
    "plan", [read(SMALL), read(DEMO.read_text(encoding="utf-8")), everything()], ids=lambda p: p.id
)
def test_what_is_written_is_read_as_the_same_plan(plan: Plan) -> None:
    text = write(plan)
    assert check(text) == [] and read(text) == plan and write(read(text)) == text


def test_the_same_plan_has_no_changes() -> None:
    assert changes(a_plan(), a_plan()) == []


def test_every_change_is_said_with_how_it_was_and_is() -> None:
    new = a_plan(
        services=(a_service("A1", "A", mean=9), a_service("B1", "B"), a_service("B2", "B")),
        counters=(*a_plan().counters[:3], a_counter(4, "B", type="general")),
        settings=Settings(undo_seconds=5),
        seats=80,
    )
    assert changes(a_plan(), new) == [
        Change("service", "added", "B2"),
        Change("service", "removed", "A2"),
        Change("service", "changed", "A1", (Detail("mean", "8.0", "9.0"),)),
        Change("counter", "changed", "4", (Detail("queues", "A B", "B"),)),
        Change("setting", "changed", "undo_seconds", (Detail("undo_seconds", "10", "5"),)),
        Change("hall", "changed", "seats"),
    ]
