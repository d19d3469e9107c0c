"""Lengths, quiet hours, validity, retries, reminders, answers."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hall.notices.rules import (
    after_quiet,
    due_at,
    goes_on,
    meaning_of,
    parts_of,
    reminders_now,
    retry_at,
    turn_is_near,
    worth_until,
)
from hall.notices.states import Kind, Meaning, NoticeState
from hall.site.plan import Settings

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
USUAL = Settings()


def at(hour: int, minute: int = 0, day: int = 23, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("约" * 70, 1),
        ("约" * 71, 2),
        ("约" * 134, 2),
        ("约" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("a" * 69 + "“", 1),
        ("a" * 70 + "“", 2),
    ],
)
def test_a_text_is_as_many_parts_as_the_networks_make_of_it(text: str, parts: int) -> None:
    assert parts_of(text) == parts


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        (at(20, 59), at(20, 59)),
        (at(21), at(8, day=24)),
        (at(23, 59), at(8, day=24)),
        (at(0, 30), at(8)),
        (at(7, 59), at(8)),
        (at(8), at(8)),
    ],
)
def test_what_can_wait_waits_until_the_morning(now: datetime, leaves: datetime) -> None:
    assert due_at(Kind.BOOKED, now, SHANGHAI, USUAL) == leaves


@pytest.mark.parametrize("kind", [Kind.CODE, Kind.NEAR_TURN, Kind.MISSED, Kind.WAITLIST_OFFER, Kind.COME_NOW])
def test_what_is_of_no_use_later_leaves_at_night_too(kind: Kind) -> None:
    assert due_at(kind, at(23), SHANGHAI, USUAL) == at(23)


def test_r64_a_displacement_of_today_leaves_at_once_and_one_of_next_week_in_the_morning() -> None:
    assert due_at(Kind.DISPLACED, at(6), SHANGHAI, USUAL, today=True) == at(6)
    assert due_at(Kind.DISPLACED, at(6), SHANGHAI, USUAL) == at(8)


def test_quiet_hours_of_the_afternoon_none_at_all_and_the_night_in_which_the_clock_jumps() -> None:
    siesta = Settings(quiet_from_hour=13, quiet_until_hour=15)
    assert after_quiet(at(13, 30), SHANGHAI, siesta) == at(15)
    never = Settings(quiet_from_hour=8, quiet_until_hour=8)
    assert after_quiet(at(3), SHANGHAI, never) == at(3)
    spring = datetime(2026, 3, 28, 23, 0, tzinfo=BERLIN)  # the next day has 23 hours
    assert after_quiet(spring, BERLIN, USUAL) == datetime(2026, 3, 29, 8, 0, tzinfo=BERLIN)


def test_a_notice_is_worth_nothing_after_the_moment_that_it_speaks_of() -> None:
    assert worth_until(Kind.CODE, at(9)) == at(9, 10)
    assert worth_until(Kind.BOOKED, at(9), over=at(10)) == at(10)
    assert worth_until(Kind.BOOKED, at(9), over=at(10, day=30)) == at(9, day=25)


def test_retries_grow_and_end_with_the_use_of_it() -> None:
    later = [retry_at(n, at(9), at(12)) for n in range(1, 6)]
    assert later == [at(9) + timedelta(seconds=s) for s in (15, 60, 300, 900, 900)]
    assert retry_at(3, at(9), at(9, 4)) is None, "a late one is not sent"
    assert retry_at(3, at(9), at(12), most=3) is None, "each is paid for"


def test_r58_the_day_before_at_six_and_two_hours_before() -> None:
    assert {w.kind for w in reminders_now(at(17, 59), SHANGHAI, USUAL)} == {Kind.REMINDER_HOURS}
    day, hours = reminders_now(at(18), SHANGHAI, USUAL)
    assert (day.kind, day.first, day.last) == (Kind.REMINDER_DAY, at(0, day=24), at(0, day=25))
    assert (hours.kind, hours.first, hours.last) == (Kind.REMINDER_HOURS, at(19), at(20))


def test_r58_nothing_is_reminded_at_night() -> None:
    assert reminders_now(at(22), SHANGHAI, USUAL) == [] and reminders_now(at(6), SHANGHAI, USUAL) == []


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("STOP", Meaning.STOP),
        (" td ", Meaning.STOP),
        ("退订", Meaning.STOP),
        ("Start", Meaning.START),
        ("n", Meaning.NOT_COMING),
        ("不来。", Meaning.NOT_COMING),
        ("取消", Meaning.NOT_COMING),
        ("L", Meaning.LATE),
        ("迟到", Meaning.LATE),
        ("1", Meaning.YES),
        ("Y!", Meaning.YES),
        ("１", Meaning.YES),
        ("我明天不来了可以吗", Meaning.UNKNOWN),
        ("", Meaning.UNKNOWN),
    ],
)
def test_an_answer_means_what_it_says_and_a_whole_sentence_means_nothing(text: str, meaning: Meaning) -> None:
    assert meaning_of(text) == meaning


def test_a_late_sent_never_undoes_delivered() -> None:
    s = NoticeState
    assert goes_on(s.SENDING, s.SENT) and goes_on(s.SENT, s.DELIVERED) and goes_on(s.UNKNOWN, s.DELIVERED)
    assert not goes_on(s.DELIVERED, s.SENT) and not goes_on(s.SENT, s.SENT) and not goes_on(s.DELIVERED, s.FAILED)


def test_r12_a_turn_is_near_when_the_work_before_it_fits_into_the_window() -> None:
    assert turn_is_near(9, 2, 6, 30) and not turn_is_near(9, 2, 7, 30)
    assert turn_is_near(9, 0, 3, 30), "no counter open yet: the first one will be"
