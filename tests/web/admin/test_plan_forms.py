"""Forms for the plan: every part comes back as it was, nonsense is told at its field, effects come first."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from hall.queue.actions import cancel
from hall.queue.replanning import with_history
from hall.site.actions import adopt_plan
from hall.site.hallfile import read, review_values
from hall.site.hallfile_writer import values_of, write
from hall.site.plan import Plan
from hall.site.queries import plan_of
from hall.web.admin.drafts import changed, entries, entry_as_it_stands
from hall.web.admin.fields import Field, entry_of, rows_of, typed_of
from hall.web.admin.sections import SECTIONS, Section
from hall.web.house import House
from tests.site.test_hallfile import DEMO
from tests.site.test_hallfile_writer import GUIDE, everything
from tests.web.surfaces import csrf, sign_in
from tests.world import Floor, a_plan

PLANS = {"everything": everything(), "demo": read(DEMO.read_text(encoding="utf-8"))}


def as_sent(entry: dict[str, Any], fields: tuple[Field, ...], prefix: str = "") -> list[tuple[str, str]]:
    """What a browser sends of a form that shows an entry and in which nothing was changed."""
    typed, sent = typed_of(entry, fields), list[tuple[str, str]]()
    for each in fields:
        name = prefix + each.key
        if each.kind == "group":
            sent += as_sent(entry, each.parts, prefix)
        elif each.kind == "rows":
            for n, row in enumerate(rows_of(entry, each)):
                sent += as_sent(row, each.parts, f"{name}.{n}.")
        elif each.kind == "names":
            sent += [(f"{name}.{tag}", typed[f"{each.key}.{tag}"]) for tag in ("zh", "en")]
        elif each.kind == "many":
            sent += [(name, value) for value in typed[each.key]]
        elif each.kind == "yes":
            sent += [(name, "yes")] if typed[each.key] else []
        else:
            sent.append((name, typed[each.key]))
    return sent


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
@pytest.mark.parametrize("section", SECTIONS, ids=lambda s: s.id)
def test_a_form_in_which_nothing_was_changed_changes_nothing(plan: Plan, section: Section) -> None:
    keys = [""] if section.single else [section.key(e) for e in entries(plan, section)]
    for key in keys[:12]:
        before = entry_as_it_stands(plan, section, key)
        entry = entry_of(MultiDict(as_sent(before, section.fields)), before, section.fields)
        draft = changed(plan, section, key, entry)
        assert (draft.errors, draft.elsewhere) == ({}, [])
        assert draft.plan == review_values(values_of(plan)).plan


@pytest.fixture
def house(page_app: Flask) -> House:
    found: House = page_app.extensions["hall"]
    return found


@pytest.fixture
def boss(browserless: FlaskClient) -> FlaskClient:
    sign_in(browserless, "boss")
    return browserless


def post(client: FlaskClient, address: str, **values: Any) -> TestResponse:
    page = client.get(address if "/removal" not in address else address.removesuffix("/removal"))
    version = re.search(r'name="version" value="(\d+)"', page.text)
    assert version
    named = {key.replace("__", "."): value for key, value in values.items()}
    return client.post(address, data={"csrf_token": csrf(client), "version": version[1], **named})


def agree(client: FlaskClient, answer: TestResponse) -> TestResponse:
    """Presses "Save and use it now" on the page that shows what a change would do."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text)
    action = re.search(r'<form class="plan-foot" method="post" action="([^"]+)"', answer.text)
    assert action and 'name="agreed"' in answer.text
    return client.post(action[1], data=MultiDict([*fields, ("agreed", "yes")]))


def plan_now(house: House) -> Plan:
    with house.database.read() as session:
        return plan_of(session, "willow")


SERVICE = {
    "id": "B9", "name__zh": "新事项", "name__en": "New thing", "queue": "B", "dept": "d", "kind": "instant",
    "mean": "7", "sd": "2",
}  # fmt: skip


def test_a_new_service_is_shown_then_saved_and_offered(boss: FlaskClient, people: Floor, house: House) -> None:
    look = post(boss, "/admin/willow/plan/services/new", **SERVICE)
    assert look.status_code == 200 and "B9" in look.text and plan_now(house).service("B9") is None
    assert agree(boss, look).location.startswith("/admin/willow/plan/services?saved=")
    made = plan_now(house).service("B9")
    assert made is not None and made.mean == 7 and made.names["en"] == "New thing"
    assert people.issue("B9").label == "B001"


def test_every_mistake_is_told_at_its_field_and_in_the_summary(boss: FlaskClient, house: House) -> None:
    wrong = {**SERVICE, "id": "no space", "mean": "long", "name__en": "", "quotas__0__from": "9", "copy_p": "2"}
    answer = post(boss, "/admin/willow/plan/services/new", **wrong)
    assert answer.status_code == 422
    for name in ("id", "mean", "name.en"):
        assert f'id="field-{name}-error"' in answer.text, name
    assert 'value="long"' in answer.text and "autofocus" in answer.text


def test_mistakes_are_told_in_the_readers_language(boss: FlaskClient) -> None:
    boss.set_cookie("language", "zh-CN")
    answer = post(boss, "/admin/willow/plan/services/new", **{**SERVICE, "mean": "long"})
    assert "此处必须是数字。" in answer.text


def test_a_change_that_breaks_another_part_says_which(boss: FlaskClient) -> None:
    answer = post(boss, "/admin/willow/plan/counters/of/3", type="regular", queues="A", label__zh="", label__en="")
    # Queue B is still served by counter 4, so nothing is wrong yet; without that one it would be.
    assert answer.status_code == 200
    agree(boss, answer)
    answer = post(boss, "/admin/willow/plan/counters/of/4/removal")
    assert (
        answer.status_code == 422 and "No counter can serve “B1”" in answer.text and "Services: B1" in answer.text
    )


def test_a_service_with_people_waiting_is_retired_after_saying_so(
    boss: FlaskClient, people: Floor, house: House
) -> None:
    people.issue("A2")
    look = post(boss, "/admin/willow/plan/services/of/A2/removal")
    assert "who holds one (1) is served as before" in look.text
    assert agree(boss, look).status_code == 303
    kept = plan_now(house).service("A2")
    assert kept is not None and kept.retired
    assert "A2" not in [s.id for s in plan_now(house).on_offer()]


def test_a_closure_over_today_says_who_waits(boss: FlaskClient, people: Floor) -> None:
    people.issue("A1")
    values = {
        "from": "2026-11-23",
        "to": "2026-11-23",
        "kind": "closed",
        "name__zh": "停电",
        "name__en": "Power cut",
    }
    look = post(boss, "/admin/willow/plan/calendar/new", **values)
    assert "would be closed from now on" in look.text and "Who waits (1)" in look.text


def test_an_open_counter_cannot_be_taken_out(boss: FlaskClient, people: Floor, house: House) -> None:
    people.open(1)
    look = post(boss, "/admin/willow/plan/counters/of/1/removal")
    assert "Counter 1 is open" in look.text and 'name="agreed"' not in look.text


def test_two_administrators_at_once_the_later_one_looks_again(boss: FlaskClient, house: House) -> None:
    mine = post(boss, "/admin/willow/plan/services/new", **SERVICE)
    agree(boss, post(boss, "/admin/willow/plan/services/new", **{**SERVICE, "id": "B8"}))
    answer = agree(boss, mine)
    assert answer.status_code == 200 and "Somebody else changed the plan meanwhile" in answer.text
    assert agree(boss, answer).status_code == 303
    assert {"B8", "B9"} <= {s.id for s in plan_now(house).services}


def test_a_setting_left_blank_is_its_default(boss: FlaskClient, house: House) -> None:
    look = post(boss, "/admin/willow/plan/rules", **{"rules.undo_seconds": "17"})
    assert agree(boss, look).status_code == 303 and plan_now(house).settings.undo_seconds == 17
    look = post(boss, "/admin/willow/plan/rules")
    assert "17 → 10" in look.text
    agree(boss, look)
    assert plan_now(house).settings.undo_seconds == 10


def test_more_lines_keep_what_was_typed(boss: FlaskClient) -> None:
    answer = post(boss, "/admin/willow/plan/services/new", **{**SERVICE, "mean": "x", "more": "quotas"})
    assert answer.status_code == 200 and 'value="x"' in answer.text and 'name="quotas.3.from"' in answer.text


def test_the_file_comes_back_without_loss(boss: FlaskClient, house: House) -> None:
    text = boss.get("/admin/willow/file.yaml").text
    assert read(text) == review_values(values_of(plan_now(house))).plan and write(read(text)) == text
    page = post(boss, "/admin/willow/file", text=text.replace("mean: 4.0", "mean: 5.0"))
    assert "4.0 → 5.0" in page.text


def test_a_file_with_mistakes_is_told_line_by_line_and_kept(boss: FlaskClient, house: House) -> None:
    text = boss.get("/admin/willow/file.yaml").text.replace("mean: 8.0", "mean: long")
    answer = post(boss, "/admin/willow/file", text=text)
    assert answer.status_code == 422 and "services[0].mean" in answer.text and "mean: long" in answer.text
    line = next(n for n, each in enumerate(text.splitlines(), 1) if "mean: long" in each)
    assert f"line {line}" in answer.text


def test_a_file_of_another_hall_is_refused(boss: FlaskClient) -> None:
    text = boss.get("/admin/willow/file.yaml").text.replace("id: willow", "id: birch", 1)
    assert post(boss, "/admin/willow/file", text=text).status_code == 422


@pytest.mark.parametrize("login", ["clerk", "lead"])
def test_the_plan_is_for_managers_and_administrators(browserless: FlaskClient, login: str) -> None:
    sign_in(browserless, login)
    for address in ("plan/services", "plan/services/new", "file", "file.yaml"):
        assert browserless.get(f"/admin/willow/{address}").status_code == 403


@pytest.mark.parametrize("address", ["plan/nothing", "plan/services/of/XX", "plan/hours/of/1-0830"])
def test_what_is_not_there_says_so(boss: FlaskClient, address: str) -> None:
    assert boss.get(f"/admin/willow/{address}").status_code == 404


def test_a_service_that_gave_numbers_keeps_its_guide_when_it_is_retired(
    boss: FlaskClient, people: Floor, house: House
) -> None:
    people.do(adopt_plan, a_plan(guides=(GUIDE,)))
    people.do(cancel, people.issue("A1").id)
    look = post(boss, "/admin/willow/plan/services/of/A1/removal")
    assert look.status_code == 200 and "Service A1 A1" in look.text and "retired" in look.text
    agree(boss, look)
    kept = plan_now(house)
    assert [g.id for g in kept.guides] == ["g"] and [s.id for s in kept.on_offer()] == ["A2", "B1"]
    assert "A1" not in [s["id"] for s in (boss.get("/api/v1/halls/willow/services").json or {})["items"]]
    assert boss.get("/halls/willow").text.count(">A1<") == 0


@pytest.mark.parametrize("way", ["form", "file"])
def test_whoever_takes_a_number_while_it_is_saved_is_named_and_nothing_changes(
    boss: FlaskClient, people: Floor, house: House, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    people.do(adopt_plan, a_plan(packages=()))
    if way == "form":
        look = post(boss, "/admin/willow/plan/services/of/A2/removal")
    else:
        less = a_plan(packages=(), services=tuple(s for s in a_plan().services if s.id != "A2"))
        look = post(boss, "/admin/willow/file", text=write(less))

    def and_then_somebody_comes(*args: Any) -> Plan:
        kept = with_history(*args)
        people.issue("A2")
        return kept

    monkeypatch.setattr("hall.web.admin.drafts.with_history", and_then_somebody_comes)
    fields = dict(re.findall(r'name="(csrf_token|version)" value="([^"]*)"', look.text))
    address = "/admin/willow/plan/services/of/A2/removal" if way == "form" else "/admin/willow/file"
    text = {} if way == "form" else {"text": write(less)}
    answer = boss.post(address, data={**fields, **text, "agreed": "yes"})
    assert answer.status_code == 409 and "people hold numbers for it (1)" in answer.text
    assert 'name="agreed"' not in answer.text and plan_now(house).service("A2") is not None


@pytest.mark.parametrize("nonsense", ["NaN", "1e9", "25:99", "😀"])
def test_days_that_are_none_are_refused_in_words(boss: FlaskClient, nonsense: str) -> None:
    address = "/admin/willow/plan/hours/new"
    form = {"csrf_token": csrf(boss, address), "days": [nonsense] * 3, "start": "08:30", "end": "12:00"}
    assert boss.post(address, data=form).status_code == 422
