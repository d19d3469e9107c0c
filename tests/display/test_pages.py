"""The screens as a TV gets them: the hall's, a zone's, a counter's."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from hall.queue import actions
from hall.queue.models import Counter
from hall.site import actions as site
from hall.site.plan import Override, Queue, Settings
from tests.world import HALL, MONDAY, OTHER, Floor, FrozenClock, a_counter, a_plan, names

NO_MORE = "今天取号已经停止，已取号的我们会全部办完"
BOOKED = Queue(id="Y", prefix="Y", names=names("Booked"), zone="-", number_series_only=True)


@pytest.fixture
def hall(app: Flask) -> Floor:
    return Floor(app.extensions["hall"].works)


def look(app: Flask, path: str = "/part") -> str:
    answer = app.test_client().get(f"/display/{HALL}{path}")
    assert answer.status_code == 200
    text = re.sub(r"<(style|script).*?</\1>", "", answer.text, flags=re.S)
    return re.sub(r"\s+", " ", text)


def words(app: Flask, path: str = "/part") -> str:
    """What can be read on a screen."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", look(app, path)))


def adopt(hall: Floor, **more: Any) -> None:
    hall.do(site.adopt_plan, a_plan(**more))


def evening(clock: FrozenClock) -> None:
    clock.pass_(hours=8)  # 17:40: the opening has ended ten minutes ago


def test_after_closing_the_screen_says_that_the_last_will_be_served(
    app: Flask, hall: Floor, clock: FrozenClock
) -> None:
    """R-71"""
    hall.issue("A1")
    assert NO_MORE not in words(app)
    evening(clock)
    seen = words(app)
    assert NO_MORE in seen and "No more tickets; serving until the last." in seen and "closed" not in seen
    hall.do(actions.close_queue, "closing")
    assert "The hall is closed now" in words(app) and NO_MORE not in words(app)


def test_closing_today_takes_no_call_from_the_screen(app: Flask, hall: Floor) -> None:
    """R-09: people are called on; the screen says why there are no more numbers, until the last has gone."""
    hall.issue("A1"), hall.issue("A1")
    hall.next(hall.open(1))
    closed = {"zh-CN": "台风停办", "en": "Typhoon"}
    today = {"first": date(2026, 11, 23), "last": date(2026, 11, 23)}
    adopt(hall, overrides=(Override(**today, kind="closed", names=closed),))
    for path in ("/part", "/part?zone=A"):
        seen = words(app, path)
        assert "正在叫号" in seen and "请A001到1号窗口办理" in seen
        assert "今天不开放（台风停办），不再发号，已取号的仍会叫到" in seen
        assert "Closed today (Typhoon), no more numbers; those with a number are still called." in seen
    hall.do(actions.close_queue, "closing")
    hall.do(actions.finish, hall.do(lambda work: work.session.get_one(Counter, f"{HALL}-1").ticket_id), "done")
    assert "The hall is closed now" in words(app)


def test_phone_kiosk_and_public_page_say_the_same(app: Flask, hall: Floor) -> None:
    ticket = hall.issue("A1", language="en")
    today = {"first": date(2026, 11, 23), "last": date(2026, 11, 23)}
    adopt(hall, overrides=(Override(**today, kind="closed", names=names("Typhoon")),))
    client, still = app.test_client(), "Everyone who has a number is still called."
    for path in (f"/t/{ticket.code}", f"/kiosk/{HALL}?language=en", f"/halls/{HALL}?language=en"):
        assert still in client.get(path).text, path


def test_a_closed_hall_shows_no_old_numbers(app: Flask, hall: Floor, clock: FrozenClock) -> None:
    hall.issue("A1")
    call = hall.next(hall.open(1))
    hall.do(actions.arrive, call.id)
    hall.do(actions.finish, call.ticket_id, "done")
    assert "A001" in words(app)
    evening(clock)
    assert "A001" not in words(app)


def test_floors_are_named_where_the_hall_has_several(app: Flask, hall: Floor) -> None:
    """R-38: also on the screen of a zone whose counters all stand on one floor."""
    hall.issue("B1")
    hall.next(hall.open(3))
    assert "二楼" not in words(app, "/part?zone=B")
    adopt(hall, floors=2)
    seen = words(app, "/part?zone=B")
    assert "请B001到二楼3号窗口办理 Ticket B001, counter 3, second floor." in seen
    assert "二楼 second floor" in seen.partition("请B001")[0]


def test_a_second_call_of_an_older_call_is_captioned(app: Flask, hall: Floor, clock: FrozenClock) -> None:
    hall.issue("A1"), hall.issue("A1")
    hall.next(hall.open(1))
    clock.pass_(seconds=19)
    hall.next(hall.open(2, "01CLERK0000000000000000002"))
    clock.pass_(seconds=2)
    hall.do(actions.announce_due)
    seen = words(app)
    assert "A001，请到1号窗口" in seen and "请A002到2号窗口办理" in seen
    assert seen.index("A001，请到1号窗口") < seen.index("请A002到2号窗口办理")


def test_the_last_call_is_the_halls_last_one(app: Flask, hall: Floor, clock: FrozenClock) -> None:
    """R-14"""
    adopt(hall, settings=Settings(call_attempts=2))
    hall.issue("A1")
    hall.next(hall.open(1))
    clock.pass_(seconds=20)
    hall.do(actions.announce_due)
    assert "A001最后一次呼叫，请到1号窗口 Last call for ticket A001, counter 1." in words(app)


def test_a_repeat_by_hand_is_news_on_the_screen(app: Flask, hall: Floor, clock: FrozenClock) -> None:
    """R-16"""
    hall.issue("A1")
    call = hall.next(hall.open(1))
    before = re.search(r'data-call="([^"]+)"', look(app))
    clock.pass_(seconds=25)
    assert "Ticket A001" not in words(app)
    hall.do(actions.recall, call.id)
    after = re.search(r'data-call="([^"]+)"', look(app))
    assert before and after and before[1] != after[1]
    assert "A001，请到1号窗口 Ticket A001, counter 1, please." in words(app)


def test_whoever_does_not_hear_gets_a_banner(app: Flask, hall: Floor, clock: FrozenClock) -> None:
    """R-46"""
    hall.issue("A1"), hall.issue("A1", visual_alert=True)
    first = hall.next(hall.open(1))
    assert "data-banner" not in look(app)
    hall.do(actions.arrive, first.id)
    hall.next(f"{HALL}-1", first.id)
    assert "data-banner" in look(app)
    clock.pass_(seconds=30)
    assert "data-banner" not in look(app)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("meal", "用餐时间 Meal break"),
        ("short_break", "短暂休息 Short break"),
        ("system_fault", "系统故障 System fault"),
        ("other", "临时有事 Away for a moment"),
    ],
)
def test_a_paused_counter_says_why_and_until_when(
    app: Flask, hall: Floor, clock: FrozenClock, reason: str, said: str
) -> None:
    """R-39"""
    hall.do(actions.pause_counter, hall.open(1), reason, until=clock.hall + timedelta(hours=1))
    seen = words(app, "/counter/1/part")
    assert "暂停服务 Paused" in seen and said in seen
    assert "预计 10:40 恢复 Back at about 10:40" in seen
    assert "恢复" not in words(app, "/counter/2/part")


def test_a_counter_that_calls_shows_the_number_and_where_to_come(app: Flask, hall: Floor) -> None:
    hall.issue("A1")
    call = hall.next(hall.open(1))
    seen = look(app, "/counter/1/part")
    assert "A001" in seen and "请到本窗口" in seen and "one-turns" in seen
    hall.do(actions.arrive, call.id)
    assert "one-turns" not in look(app, "/counter/1/part") and "办理中 Serving" in words(app, "/counter/1/part")


def test_the_legend_explains_only_letters_that_the_hall_has(app: Flask, hall: Floor) -> None:
    """R-11"""
    assert "预约" not in words(app)
    adopt(hall, queues=(*a_plan().queues, BOOKED))
    assert "Y = 预约 booked" in words(app)


def test_a_desk_is_shown_by_its_name(app: Flask, hall: Floor) -> None:
    both = {"zh-CN": "咨询台", "en": "Enquiry desk"}
    desks = (a_counter(0, "A", type="desk", names=both), a_counter(4, "A", type="desk", names=both))
    adopt(hall, counters=desks)
    hall.works.database.write(lambda session: actions.set_up_counters(session, a_plan(counters=desks), MONDAY))
    hall.issue("A1"), hall.issue("A1")
    hall.next(hall.open(0))
    assert "0号窗口" not in words(app) and "请A001到咨询台办理" in words(app)
    hall.next(hall.open(4, OTHER))
    assert "请A002到4号窗口办理" in words(app), "what has a number is looked for by it"


def test_an_emergency_replaces_every_screen(app: Flask, hall: Floor) -> None:
    """R-76"""
    hall.issue("A1")
    hall.next(hall.open(1))
    hall.do(site.raise_emergency, "Please leave the hall")
    for path in ("/part", "/part?zone=A", "/counter/1/part"):
        assert words(app, path).strip() == "Please leave the hall"


def test_an_unchanged_part_is_not_sent_again_but_says_the_halls_time(app: Flask, hall: Floor) -> None:
    client = app.test_client()
    first = client.get(f"/display/{HALL}/part")
    again = client.get(f"/display/{HALL}/part", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and again.headers["Hall-Now"] == first.headers["Hall-Now"]


def test_places_that_there_are_not(app: Flask, hall: Floor) -> None:
    for path in ("/display/nowhere", f"/display/{HALL}?zone=Q", f"/display/{HALL}/counter/99"):
        assert app.test_client().get(path).status_code == 404
