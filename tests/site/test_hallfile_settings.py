"""Settings, quotas and elastic counters in a hall file: read, and every mistake named with its line."""

import pytest

from hall.site.hallfile import check, read
from hall.site.plan import Plan
from tests.site.test_hallfile import DEMO, SMALL, mistakes

QUEUE_A, COUNTER, SERVICE = "id: A, prefix: A,", "queues: [A, N]", "id: A1, queue: A,"
FLEX = COUNTER + ", flex: [{from: '%s', to: '%s', queues: [%s]}]"


def small(old: str, new: str) -> Plan:
    assert old in SMALL
    return read(SMALL.replace(old, new, 1))


def rules(*lines: str) -> str:
    return SMALL + "rules:\n" + "".join(f"  {line}\n" for line in lines)


def test_r72_the_demo_hall_says_tidal_open_and_close_in_its_own_way() -> None:
    settings = read(DEMO.read_text(encoding="utf-8")).settings
    assert (settings.tidal_open_wait_minutes, settings.tidal_open_for_minutes) == (20, 10)
    assert (settings.tidal_close_wait_minutes, settings.tidal_close_for_minutes) == (8, 20)


def test_r72_both_ways_of_saying_it_are_read() -> None:
    one = read(rules("tidal_open: {predicted_wait_minutes: 25, hold_minutes: 5}")).settings
    other = read(rules("tidal_open_wait_minutes: 25", "tidal_open_for_minutes: 5")).settings
    assert one == other and one.tidal_open_wait_minutes == 25


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("preset: fast", "literal_error"),
        ("passed_requeue_after: -1", "greater_than_equal"),
        ("call_attempts: many", "int_parsing"),
        ("call_atempts: 3", "unknown_key"),
        ("tidal_open: {predicted_wait: 20}", "unknown_key"),
        ("tidal_open: 20", "not_a_mapping"),
        ("tidal_open: {predicted_wait_minutes: soon}", "int_parsing"),
        ("tidal_open_wait_minutes: 5", "bad_order"),
        ("warn_wait_minutes: 60", "bad_order"),
        ("later: {}", "unknown_key"),
    ],
)
def test_a_wrong_setting_is_named_with_its_line(line: str, code: str) -> None:
    assert [(p.line, p.code) for p in check(rules("undo_seconds: 9", line))] == [(20, code)]


def test_one_setting_by_two_names_is_refused() -> None:
    assert [p.code for p in check(rules("boost_booked: 3", "credit_booked: 4"))] == ["double_key"]


def test_a_queue_may_set_what_concerns_it_alone() -> None:
    plan = small(QUEUE_A, QUEUE_A + " settings: {passed_requeue_after: end, call_attempts: 2},")
    assert plan.settings_for("A").call_attempts == 2 and plan.settings_for("A").passed_requeue_after == "end"
    assert plan.settings_for("N") == plan.settings


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("call_atempts: 2", "unknown_key"),
        ("call_attempts: two", "int_parsing"),
        ("call_attempts: 0", "greater_than_equal"),
        ("credit_booked: 20", "hall_setting"),
        ("boost_booked: 20", "hall_setting"),
        ("undo_seconds: 20", "hall_setting"),
        ("warn_wait_minutes: 45", "bad_order"),
    ],
)
def test_a_wrong_setting_of_a_queue_is_named_with_its_line(setting: str, code: str) -> None:
    found = mistakes(QUEUE_A, QUEUE_A + "\n     settings: {\n       " + setting + "},")
    assert found == [(11 if code != "bad_order" else 10, code)]


def test_r10_quotas_of_a_service_by_time_of_day() -> None:
    bands = " quotas: [{from: '08:30', to: '10:00', numbers: 20}, {from: '10:00', to: '12:00', numbers: 9}],"
    service = small(SERVICE, SERVICE + bands).service("A1")
    assert service and [(f"{q.start:%H:%M}", f"{q.end:%H:%M}", q.numbers) for q in service.quotas] == [
        ("08:30", "10:00", 20),
        ("10:00", "12:00", 9),
    ]


@pytest.mark.parametrize(
    ("bands", "code"),
    [
        ("{from: '08:30', to: '08:30', numbers: 2}", "bad_times"),
        ("{from: '08:30', to: '10:00', numbers: 2}, {from: '09:59', to: '11:00', numbers: 2}", "overlap"),
        ("{from: '24:30', to: '25:00', numbers: 2}", "time_parsing"),
        ("{from: 830, to: '10:00', numbers: 2}", "time_number"),
        ("{from: '08:30+08:00', to: '10:00', numbers: 2}", "time_zone"),
        ("{from: '08:30', to: '10:00', numbers: -2}", "greater_than_equal"),
        ("{from: '08:30', to: '10:00'}", "missing"),
        ("{start: '08:30', to: '10:00', numbers: 2}", "unknown_key"),
        ("20", "not_a_mapping"),
    ],
)
def test_r10_a_wrong_quota_is_named_with_its_line(bands: str, code: str) -> None:
    assert (12, code) in mistakes(SERVICE, f"{SERVICE} quotas: [{bands}],")


def test_r73_elastic_counters_are_read_both_ways() -> None:
    once = small(COUNTER, FLEX % ("2026-11-23T13:30", "2026-11-23T15:00", "N"))
    weekly = small(COUNTER, COUNTER + ", flex: [{days: [1], from: '13:30', to: '15:00', queues: [N], only: [N1]}]")
    assert once.counters[0].flex[0].queues == weekly.counters[0].flex[0].queues == ("N",)
    assert Plan.model_validate(weekly.model_dump(mode="json")) == weekly


@pytest.mark.parametrize(
    ("span", "code"),
    [
        ("from: '2026-11-23T15:00', to: '2026-11-23T13:30', queues: [N]", "bad_times"),
        ("from: '13:30', to: '15:00', queues: [N]", "span_kind"),
        ("from: '2026-11-23T13:30', to: '15:00', queues: [N]", "span_kind"),
        ("days: [8], from: '13:30', to: '15:00', queues: [N]", "bad_day"),
        ("days: [1], from: '13:30', to: '15:00', queues: [Q]", "unknown_queue"),
        ("days: [1], from: '13:30', to: '15:00', queues: []", "no_queue"),
        ("days: [1], from: '13:30', to: '15:00', queues: [N], only: [X]", "unknown_service"),
        ("days: [1], from: noon, to: '15:00', queues: [N]", "datetime_from_date_parsing"),
    ],
)
def test_r73_a_wrong_span_is_named_with_its_line(span: str, code: str) -> None:
    assert (17, code) in mistakes(COUNTER, f"{COUNTER}, flex: [{{{span}}}]")


def test_r73_spans_of_a_counter_do_not_overlap() -> None:
    two = ", ".join(f"{{days: {days}, from: '13:30', to: '15:00', queues: [N]}}" for days in ("[1, 2]", "[2, 3]"))
    assert mistakes(COUNTER, f"{COUNTER}, flex: [{two}]") == [(17, "overlap")]
