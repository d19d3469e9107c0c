"""What staff see of the outbox: masked numbers, no one-time codes, and nothing to change."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from hall.notices import actions
from hall.notices.actions.queueing import About, Recipient
from hall.notices.models import Notice
from hall.notices.states import Kind, Way
from tests.notices.outbox import PHONE
from tests.web.api.contract import valid
from tests.world import HALL, Api, Floor

FIELDS = {"code": "482913", "minutes": 10, "number": "A001", "ahead": "前面还有3位", "zone": "A"}


def tell(app: Flask, kind: Kind, key: str, **more: Any) -> Notice:
    house = app.extensions["hall"]
    to = more.pop("to", Recipient(Way.SMS, PHONE, "zh-CN"))
    made: Notice = Floor(house.works).do(actions.queue_notice, kind, to, FIELDS, dedupe=key, **more)
    return made


def as_real_hall(app: Flask) -> None:
    house = app.extensions["hall"]
    app.extensions["hall"] = replace(house, settings=replace(house.settings, demo=False))


def page(app: Flask, token: str, query: str = "", language: str = "en") -> str:
    client = app.test_client()
    client.set_cookie("hall_session", token)
    answer = client.get(f"/outbox/{HALL}{query}", headers={"Accept-Language": language})
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("who", ["desk", "lead", "manager"])
def test_staff_read_what_was_told_with_the_number_masked(app: Flask, tokens: dict[str, str], who: str) -> None:
    ticket = Floor(app.extensions["hall"].works).issue("A1")
    tell(app, Kind.NEAR_TURN, "one", about=About("ticket", ticket.id))
    text = page(app, tokens[who])
    assert "138****8000" in text and "A001前面还有3位" in text and f"/desk/{HALL}/tickets/{ticket.id}" in text
    assert "13800138000" not in text
    assert "No provider is set." in text


@pytest.mark.parametrize("who", ["clerk", "stranger", "kiosk", None])
def test_nobody_else_does(app: Flask, tokens: dict[str, str], who: str | None) -> None:
    api = Api(app, tokens[who] if who else None)
    assert api.get(f"/halls/{HALL}/notices").status_code in (401, 403)


def test_a_one_time_code_is_shown_in_the_demo_alone(app: Flask, tokens: dict[str, str]) -> None:
    tell(app, Kind.CODE, "one")
    assert "482913" in page(app, tokens["desk"])
    as_real_hall(app)
    text = page(app, tokens["desk"])
    assert "482913" not in text and "••••••" in text
    assert "482913" not in Api(app, tokens["manager"]).get(f"/halls/{HALL}/notices").text


def test_the_list_is_cut_into_parts_and_by_state(app: Flask, tokens: dict[str, str]) -> None:
    for n in range(3):
        tell(app, Kind.NEAR_TURN, f"n{n}")
    app.extensions["hall"].sender.send_due()
    tell(app, Kind.NEAR_TURN, "later")
    api = Api(app, tokens["lead"])
    sent = valid(api.get(f"/halls/{HALL}/notices?state=sent&limit=2"), 200)
    assert len(sent["items"]) == 2 and sent["sends"] is False
    rest = valid(api.get(f"/halls/{HALL}/notices?state=sent&limit=2&cursor={sent['next']}"), 200)
    assert len(rest["items"]) == 1 and rest["next"] is None
    assert [n["state"] for n in valid(api.get(f"/halls/{HALL}/notices?state=due"), 200)["items"]] == ["due"]
    assert api.get(f"/halls/{HALL}/notices?state=lost").status_code == 422
    assert api.get(f"/halls/{HALL}/notices?cursor=x").status_code == 422


def test_what_nobody_sent_in_time_reads_as_over_before_a_job_says_so(
    app: Flask, tokens: dict[str, str], clock: Any
) -> None:
    tell(app, Kind.NEAR_TURN, "one")
    clock.pass_(minutes=16)
    assert "too late to send" in page(app, tokens["desk"])


def test_an_address_of_mail_is_masked_and_the_page_reads_in_chinese(app: Flask, tokens: dict[str, str]) -> None:
    tell(app, Kind.NEAR_TURN, "one", to=Recipient(Way.EMAIL, "lilei@example.org", "en"))
    text = page(app, tokens["desk"], "?language=zh-CN", "zh-CN")
    assert "l***@example.org" in text and "lilei" not in text and "快到号" in text


def test_the_door_is_shown_to_who_may_open_it(app: Flask, tokens: dict[str, str]) -> None:
    assert f'href="/outbox/{HALL}"' in page(app, tokens["desk"])
