"""The hall file: every mistake with its line, all at once, nothing half read; and the demo hall as it is."""

import copy
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from hall.site.hallfile import HallFileError, check, read
from hall.site.hallfile_writer import write

DEMO = Path(__file__).parents[2] / "demo" / "demo-hall.yaml"
SMALL = """\
hall: {id: w, name: {zh: 柳, en: Willow}, address: {zh: 路, en: Road}}
meta: {timezone: Europe/Berlin}
calendar:
  weekly:
    - {days: [1, 2], session: day, start: "08:30", end: "12:00", kind: regular}
departments:
  - {id: d, name: {zh: 部, en: Dept}, zone: A}
queues:
  - {id: A, prefix: A, name: {zh: 一, en: One}}
  - {id: N, prefix: N, name: {zh: 二, en: Two}}
services:
  - {id: A1, queue: A, dept: d, name: {zh: 事, en: Thing}, kind: instant, mean: 8, sd: 3}
  - {id: N1, queue: N, dept: d, name: {zh: 问, en: Ask}, kind: advice, mean: 4, sd: 2}
packages:
  - {id: P, name: {zh: 包, en: Both}, services: [A1, N1]}
counters:
  - {number: 1, type: general, queues: [A, N]}
"""


def mistakes(old: str, new: str) -> list[tuple[int, str]]:
    assert old in SMALL
    return [(p.line, p.code) for p in check(SMALL.replace(old, new, 1))]


def test_the_demo_hall_is_whole() -> None:
    plan = read(DEMO.read_text(encoding="utf-8"))
    counts = (len(plan.departments), len(plan.services), len(plan.counters), len(plan.guides), len(plan.packages))
    assert counts == (12, 47, 28, 12, 5)
    assert plan.settings.credit_booked == 90 and plan.settings.kiosk_opens_before == 20


def test_a_good_file_has_no_mistakes() -> None:
    assert check(SMALL) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("queue: A, dept", "quee: A, dept", 12, "unknown_key"),
        ('start: "08:30"', 'start: "25:00"', 5, "time_parsing"),
        ('end: "12:00"', 'end: "08:00"', 5, "bad_times"),
        ("id: N1, queue: N", "id: A1, queue: N", 13, "double_id"),
        ("id: N, prefix: N", "id: A, prefix: N", 10, "double_id"),
        ("id: N, prefix: N", "id: N, prefix: O", 10, "bad_prefix"),
        ("id: N, prefix: N", "id: N, prefix: A", 10, "double_prefix"),
        ("queue: N, dept", "queue: Q, dept", 13, "unknown_queue"),
        ("dept: d, name: {zh: 问", "dept: x, name: {zh: 问", 13, "unknown_department"),
        ("{zh: 问, en: Ask}", "{zh: 问, en: Ask, or tell}", 13, "stray_word"),
        ("{zh: 问, en: Ask}", "{zh: 问}", 13, "language_missing"),
        ("mean: 4", "mean: four", 13, "float_parsing"),
        ("mean: 4", "mean: 0", 13, "not_positive"),
        ("services: [A1, N1]", "services: [A1, A1]", 15, "cycle"),
        ("services: [A1, N1]", "services: [A1, P]", 15, "cycle"),
        ("services: [A1, N1]", "services: [A1, X]", 15, "unknown_service"),
        ("queues: [A, N]", "queues: [A]", 13, "unserved"),
        ("queues: [A, N]", "queues: [A, N], no: yes", 17, "unknown_key"),
        ("number: 1,", "number: 1, number: 2,", 17, "double_key"),
        ("Europe/Berlin", "Europe/Atlantis", 2, "unknown_zone"),
        ("days: [1, 2]", "days: [0, 2]", 5, "bad_day"),
    ],
)
def test_every_mistake_is_named_with_its_line(old: str, new: str, line: int, code: str) -> None:
    assert (line, code) in mistakes(old, new)


def test_all_mistakes_are_named_at_once_and_nothing_is_read() -> None:
    wrong = (
        SMALL.replace("quee", "").replace("prefix: N", "prefix: O").replace("services: [A1, N1]", "services: [A1]")
    )
    with pytest.raises(HallFileError) as caught:
        read(wrong)
    assert {p.code for p in caught.value.problems} == {"bad_prefix", "too_few"}


def test_overlapping_sessions_are_found() -> None:
    twice = SMALL.replace(
        "departments:",
        '    - {days: [2], session: x, start: "11:00", end: "13:00", kind: regular}\ndepartments:',
        1,
    )
    assert [p.code for p in check(twice)] == ["overlap"]


@pytest.mark.parametrize(
    "text", ["", "- 1", "a: &x [*x]", "\x00", "a: b: c", "%", "hall: !!python/object:os.system {}"]
)
def test_what_is_no_hall_file_says_so(text: str) -> None:
    assert check(text)


def test_aliases_of_aliases_are_not_multiplied_out() -> None:
    lines = ["l0: &l0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 10)]
    assert "too_large" in {p.code for p in check("\n".join(lines))}


def test_a_file_of_mistakes_is_not_told_without_end() -> None:
    assert len(check(SMALL + "".join(f"k{n}: 1\n" for n in range(2000)))) == 500


def test_mistakes_of_parts_and_between_parts_are_named_in_the_same_run() -> None:
    wrong = SMALL.replace("mean: 8", "mean: long").replace("queue: N, dept", "queue: Q, dept")
    wrong = wrong.replace("services: [A1, N1]", "services: [A1]").replace("id: w,", "id: w w, floors: two,")
    found = [(p.line, p.code) for p in check(wrong)]
    assert found == [
        (1, "int_parsing"),
        (1, "bad_id"),
        (12, "float_parsing"),
        (13, "unserved"),
        (13, "unknown_queue"),
        (15, "too_few"),
    ]


def test_a_mistake_is_named_once_and_not_again_by_what_follows_from_it() -> None:
    found = check(SMALL.replace("queues: [A, N]", "queues: many").replace("{zh: 事, en: Thing}", "Thing"))
    assert [(p.line, p.code) for p in found] == [(12, "no_names"), (17, "tuple_type")]


@pytest.mark.parametrize(
    "value", [5, -1, 1.5, "x", "", [], {}, [1], {"a": 1}, True, None, 10**400, "08:30Z", [[1]]]
)
def test_whatever_stands_anywhere_there_are_problems_never_an_exception(value: object) -> None:
    whole = yaml.safe_load(write(read(SMALL)))
    for section, rows in whole.items():
        for place in list(rows if isinstance(rows, dict) else rows[0]):
            changed = copy.deepcopy(whole)
            target = changed[section] if isinstance(rows, dict) else changed[section][0]
            target[place] = value
            assert isinstance(check(yaml.safe_dump(changed)), list)


def test_a_near_word_is_suggested() -> None:
    problem = next(p for p in check(SMALL.replace("sd: 3", "sdd: 3")) if p.code == "unknown_key")
    assert "Did you mean “sd”?" in problem.said


@given(st.text(max_size=200))
def test_any_text_gives_problems_never_an_exception(text: str) -> None:
    assert isinstance(check(text), list)


@given(st.integers(0, len(SMALL.splitlines()) - 1), st.text(max_size=30))
@settings(max_examples=150, deadline=None)
def test_any_broken_line_gives_problems_never_an_exception(line: int, text: str) -> None:
    lines = SMALL.splitlines()
    lines[line] = text
    assert isinstance(check("\n".join(lines)), list)
