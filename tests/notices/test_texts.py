"""Every text of every kind, in both languages, with the longest names that the demo's hall has."""

from datetime import date
from pathlib import Path

import pytest

from hall.guides.rules import papers_of
from hall.notices.rules import MOST_PARTS, parts_of
from hall.notices.states import Kind
from hall.notices.texts import EN, TEXTS, ZH, ahead_words, compose, day_words, subject
from hall.site.hallfile import read
from hall.site.plan import Plan

LINK = "https://hall.qingtong.example.org/b/q3VYt0mB2nXcE5sWkLr8Aw"
FIELDS = {
    "code": "123456",
    "minutes": 30,
    "date": "11月28日",
    "time": "09:30",
    "link": LINK,
    "short": None,
    "tel": "0000-8000100",
    "session": "11月28日09:30",
    "new": "12月5日10:45",
    "days": 30,
    "limit": 3,
    "number": "B012",
    "copier": "一楼东侧",
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read((Path(__file__).parents[2] / "demo/demo-hall.yaml").read_text(encoding="utf-8"))


def longest(names: list[str]) -> str:
    return max(names, key=lambda name: (parts_of(name * 5), len(name)))


@pytest.mark.parametrize("language", [ZH, EN])
@pytest.mark.parametrize("kind", list(Kind))
def test_no_text_is_longer_than_two_messages(plan: Plan, kind: Kind, language: str) -> None:
    papers = max(([m.names[language] for m in papers_of(plan, [s.id])] for s in plan.services), key=len)
    fields = {
        **FIELDS,
        "service": longest([s.names[language] for s in plan.services]),
        "zone": longest([f"{q.zone} {q.names[language]}" for q in plan.queues]),
        "papers": ("、" if language == ZH else ", ").join(papers),
        "ahead": ahead_words(3, language),
    }
    if language == EN:
        fields |= {"date": "Wed 25 Nov", "session": "Wed 25 Nov 09:30", "new": "Wed 25 Nov 10:45"}
    text = compose(kind, language, plan.sms_signature[language], fields)
    assert parts_of(text) <= MOST_PARTS, (len(text), text)
    assert LINK in text or "{link}" not in TEXTS[kind][language], "a link is never cut"
    assert not set("[]{}") & set(text), text
    assert text.startswith("【青桐政务】") if language == ZH else "【" not in text


def test_the_texts_say_what_words_says() -> None:
    short = {**FIELDS, "service": "社保卡", "ahead": ahead_words(3, ZH), "zone": "B区", "link": "L"}
    said = {kind: compose(kind, ZH, "青桐政务", short) for kind in Kind}
    assert said[Kind.BOOKED] == "【青桐政务】已约11月28日09:30社保卡，请提前签到，取消点L"
    assert said[Kind.REMINDER_DAY] == "【青桐政务】提醒：明天09:30社保卡，不来请取消，名额留给他人L"
    assert said[Kind.NEAR_TURN] == "【青桐政务】B012前面还有3位，请到B区等候"
    assert said[Kind.MISSED] == "【青桐政务】B012已过号，30分钟内可在取号机免取号重排"
    moved = "【青桐政务】原11月28日09:30因故取消，已为您保留12月5日10:45，不便请回电0000-8000100"
    assert said[Kind.DISPLACED].startswith(moved)
    english = {**FIELDS, "service": "Social security card", "date": "Sat 28 Nov", "link": "L"}
    assert compose(Kind.BOOKED, EN, "QINGTONG HALL", english) == (
        "Booked: Social security card, Sat 28 Nov 09:30. Check in up to 30 min before. Cancel: L"
    )
    assert compose(Kind.REMINDER_DAY, EN, "", english) == (
        "Reminder: Social security card tomorrow 09:30. Cannot come? L"
    )
    assert compose(Kind.NEAR_TURN, EN, "", {"number": "B012", "ahead": ahead_words(3, EN), "zone": "B"}) == (
        "B012: 3 people ahead. Please wait in B."
    )


def test_without_a_public_address_there_is_a_code_instead_of_a_link_and_without_a_service_no_hole() -> None:
    fields = {**FIELDS, "link": None, "short": "NC43AMT4", "service": None}
    assert compose(Kind.BOOKED, ZH, "", fields) == "已约11月28日09:30，请提前签到，预约码NC43AMT4"
    assert compose(Kind.BOOKED, EN, "", {**fields, "date": "Sat 28 Nov"}) == (
        "Booked: Sat 28 Nov 09:30. Check in up to 30 min before. Code: NC43AMT4"
    )


def test_a_long_name_gives_way_and_a_link_does_not() -> None:
    text = compose(Kind.BOOKED, ZH, "青桐政务", {**FIELDS, "service": "很长的名字" * 30})
    assert parts_of(text) == 2 and text.endswith(LINK) and "很长的名字" in text and "…" in text


def test_days_and_people_as_texts_name_them() -> None:
    assert (day_words(date(2026, 11, 28), ZH), day_words(date(2026, 11, 28), EN)) == ("11月28日", "Sat 28 Nov")
    assert [ahead_words(n, EN) for n in (0, 1, 3)] == ["you are next", "1 person ahead", "3 people ahead"]
    assert subject(Kind.BOOKED, EN, "QINGTONG HALL") == "QINGTONG HALL: Your booking"
