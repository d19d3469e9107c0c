"""Settings of a hall and of its queues, presets, and counters that serve other queues for a while."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from hall.site.plan import Flex, Plan, Queue, Settings
from tests.world import a_counter, a_plan, names

SHANGHAI = ZoneInfo("Asia/Shanghai")
ONCE = {"start": "2026-11-23T13:30", "end": "2026-11-23T15:00", "queues": ("B",)}
WEEKLY = {"days": (1, 2), "start": "13:00", "end": "16:00", "queues": ("A", "B")}


def local(hour: int, minute: int = 0, *, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def with_queue(**changed: object) -> Plan:
    queues = (
        Queue(id="A", prefix="A", names=names("A"), zone="A", settings=changed),
        Queue(id="B", prefix="B", names=names("B"), zone="B"),
    )
    return a_plan(queues=queues, settings=Settings(call_attempts=4, recall_limit=7))


@pytest.mark.parametrize(
    ("preset", "priority", "booked"), [("punctual", 60, 90), ("balanced", 30, 45), ("in_order", 15, 20)]
)
def test_r20a_a_preset_sets_both_credits(preset: str, priority: int, booked: int) -> None:
    settings = Settings(preset=preset)
    assert (settings.credit_priority, settings.credit_booked) == (priority, booked)


def test_r20a_a_credit_that_is_given_wins_over_the_preset() -> None:
    settings = Settings(preset="in_order", credit_booked=33)
    assert (settings.credit_priority, settings.credit_booked) == (15, 33)
    assert Settings.model_validate(settings.model_dump(mode="json")) == settings


def test_r72_the_tidal_window_has_the_rulebooks_defaults() -> None:
    names_ = ("open_wait", "open_for", "close_wait", "close_for", "min_open")
    assert [getattr(Settings(), f"tidal_{n}_minutes") for n in names_] == [20, 10, 8, 20, 30]


@pytest.mark.parametrize("value", [-1, "last", 2.5, 101])
def test_r28_the_place_after_a_miss_is_a_count_or_the_end(value: object) -> None:
    with pytest.raises(ValidationError):
        Settings(passed_requeue_after=value)  # type: ignore[arg-type]
    assert Settings(passed_requeue_after="end").passed_requeue_after == "end"


def test_no_setting_is_so_large_that_a_moment_could_not_be_computed() -> None:
    for name in Settings.model_fields:
        if name.endswith(("minutes", "seconds", "before")):
            with pytest.raises(ValidationError):
                Settings.model_validate({name: 10**9})


def test_a_plan_of_an_earlier_version_with_a_retired_setting_can_be_read() -> None:
    assert Settings.model_validate({"wait_target_minutes": {"average": 15}}) == Settings()


def test_a_queue_has_the_halls_settings_but_for_its_own() -> None:
    plan = with_queue(call_attempts=2, passed_requeue_after="end")
    mine, others = plan.settings_for("A"), plan.settings_for("B")
    assert (mine.call_attempts, mine.passed_requeue_after, mine.recall_limit) == (2, "end", 7)
    assert others is plan.settings and plan.settings_for("nowhere") is plan.settings


def test_the_settings_of_a_queue_follow_a_changed_plan() -> None:
    plan = with_queue(call_attempts=2)
    assert plan.settings_for("A").recall_limit == 7
    changed = plan.model_copy(update={"settings": Settings(recall_limit=1)})
    assert (changed.settings_for("A").recall_limit, changed.settings_for("A").call_attempts) == (1, 2)


@pytest.mark.parametrize("key", ["credit_booked", "boost_run", "undo_seconds", "later", "nonsense"])
def test_r23_what_is_one_list_for_all_queues_is_refused_at_a_queue(key: str) -> None:
    with pytest.raises(ValidationError, match="cannot set"):
        with_queue(**{key: 1})


def test_r73_a_counter_serves_other_queues_for_a_span() -> None:
    counter = a_counter(1, "A", flex=(Flex.model_validate(ONCE),))
    seen = [counter.queues_at(local(13, m)) for m in (29, 30)] + [counter.queues_at(local(15))]
    assert seen == [("A",), ("B",), ("A",)]
    assert counter.queues_at(local(14, day=24)) == ("A",)


def test_r73_a_weekly_span_holds_on_its_days_and_a_dated_one_goes_before_it() -> None:
    counter = a_counter(1, "A", flex=(Flex.model_validate(WEEKLY), Flex.model_validate(ONCE)))
    assert counter.queues_at(local(13)) == ("A", "B")
    assert counter.queues_at(local(14)) == ("B",)
    assert counter.queues_at(local(14, day=24)) == ("A", "B")
    assert counter.queues_at(local(14, day=25)) == ("A",)


def test_r73_a_span_brings_its_own_services() -> None:
    span = Flex.model_validate(ONCE | {"only": ("B1",)})
    plan = a_plan(counters=(a_counter(1, "A", only=("A1",), flex=(span,)), a_counter(2, "A", "B")))
    b1, a1 = plan.service("B1"), plan.service("A1")
    assert b1 and a1
    counter = plan.counters[0].at(local(14))
    assert counter.can_serve(b1) and not counter.can_serve(a1)


def test_r73_the_plan_at_an_instant_has_its_counters_as_they_are_then() -> None:
    plan = a_plan(counters=(a_counter(1, "A", flex=(Flex.model_validate(ONCE),)), a_counter(2, "A", "B")))
    inside = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # 14:00 in Shanghai
    then = plan.at(inside)
    b1 = plan.service("B1")
    assert b1 and [c.number for c in then.counters_for(b1)] == [1, 2]
    assert plan.at(inside + timedelta(hours=2)) is plan
    assert a_plan().counters and (still := a_plan()).at(inside) is still


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": "13:30"},
        {"days": (1,)},
        {"start": 830, "end": 900, "days": (1,)},
        {"start": "2026-11-23T13:30Z"},
    ],
)
def test_r73_a_span_is_of_a_date_or_weekly_in_the_halls_own_time(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Flex.model_validate(ONCE | wrong)
