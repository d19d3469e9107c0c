"""R-72 from the keeper of waits to the lead's one click, and back to the clerk."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hall.adapters.estimator import EstimatorDown, InlineEstimator
from hall.queue import actions
from hall.queue.rollout_state import Estimates, HallState
from hall.queue.suggestions import Kind
from hall.site.actions import adopt_plan
from hall.waits import WaitKeeper
from tests.web.surfaces import Served, sign_in
from tests.world import HALL, OTHER, Floor, FrozenClock, a_counter, a_plan

GROUPED = a_plan(counters=(*a_plan().counters, a_counter(20, "A", "B", type="tidal")))
COUNTER = f"{HALL}-20"


@pytest.fixture
def busy(page_app: Flask, people: Floor, clock: FrozenClock) -> Floor:
    """Eight people wait for one clerk for a quarter of an hour, and counter 20 stands by."""
    people.do(adopt_plan, GROUPED)
    page_app.extensions["hall"].database.write(lambda s: actions.set_up_counters(s, GROUPED, clock.hall))
    people.open(1)
    for _ in range(8):
        people.issue("A1")
    return people


def keeper(app: Flask, estimator: Any = None) -> WaitKeeper:
    """The house's own keeper, computing in this process."""
    waits: WaitKeeper = app.extensions["hall"].waits
    waits._estimator = estimator or InlineEstimator(replications=20)
    return waits


def for_a_quarter(waits: WaitKeeper, clock: FrozenClock) -> None:
    for _ in range(4):
        waits.compute(HALL)
        clock.pass_(minutes=5)
    waits.compute(HALL)


def test_a_suggestion_says_what_it_would_change(page_app: Flask, busy: Floor, clock: FrozenClock) -> None:
    waits = keeper(page_app)
    waits.compute(HALL)
    assert waits.suggestions(HALL) == ()
    for_a_quarter(waits, clock)
    (found,) = waits.suggestions(HALL)
    assert (found.kind, found.number, found.queue) == (Kind.OPEN, 20, "A")
    assert found.wait_minutes and found.then_minutes and found.then_minutes < found.wait_minutes


def test_nothing_is_suggested_outside_the_opening(page_app: Flask, busy: Floor, clock: FrozenClock) -> None:
    waits = keeper(page_app)
    for_a_quarter(waits, clock)
    clock.hall = clock.hall.replace(hour=10)  # 18:00
    waits.compute(HALL)
    assert waits.suggestions(HALL) == ()


def test_an_estimator_that_fails_the_question_costs_the_effect_only(
    page_app: Flask, busy: Floor, clock: FrozenClock
) -> None:
    class NoWhatIf(InlineEstimator):
        def ask(self, state: HallState, **more: Any) -> Estimates:
            if any(c.id == COUNTER and c.status == "idle" for c in state.counters):
                raise EstimatorDown("not now")
            return super().ask(state, **more)

    waits = keeper(page_app, NoWhatIf(replications=5))
    for_a_quarter(waits, clock)
    (found,) = waits.suggestions(HALL)
    assert found.then_minutes is None and waits.of_queue(HALL, "A").known


def test_the_lead_opens_it_with_one_click_and_sees_that_it_was_decided(
    page_app: Flask, busy: Floor, clock: FrozenClock, served: Served
) -> None:
    for_a_quarter(keeper(page_app), clock)
    lead(served)
    page = served.open("/floor/willow?language=en")
    text = page.inner_text("[data-suggestion=open_standby]")
    assert "Open tidal counter 20" in text and "→" in text and "so for" in text
    with page.expect_navigation():
        page.click(f"#suggest-{COUNTER}")
    assert "nobody sits there yet" in page.inner_text("[data-suggestion=open_standby]")
    assert page.query_selector(f"#suggest-{COUNTER}") is None
    busy.open(20, OTHER)
    page.reload()
    assert page.query_selector("[data-suggestion]") is None


def test_the_page_is_fetched_anew_when_a_suggestion_comes_or_goes(
    page_app: Flask, busy: Floor, clock: FrozenClock, browserless: FlaskClient
) -> None:
    waits = keeper(page_app)
    for_a_quarter(waits, clock)
    sign_in(browserless, "lead")
    seen = {"If-None-Match": browserless.get("/floor/willow/fragment").headers["ETag"]}
    assert browserless.get("/floor/willow/fragment", headers=seen).status_code == 304
    waits._halls[HALL].suggestions = ()
    assert browserless.get("/floor/willow/fragment", headers=seen).status_code == 200


def test_a_short_wait_suggests_to_close_it_and_its_clerk_does(
    page_app: Flask, busy: Floor, clock: FrozenClock, browserless: FlaskClient
) -> None:
    busy.do(actions.set_tidal, COUNTER)
    busy.open(20, OTHER)
    busy.do(actions.close_queue, "other")
    waits = keeper(page_app)
    for _ in range(3):
        for_a_quarter(waits, clock)
    (found,) = waits.suggestions(HALL)
    assert (found.kind, found.number) == (Kind.CLOSE, 20)
    sign_in(browserless, "lead")
    assert "Close counter 20" in browserless.get("/floor/willow").text
    busy.do(actions.end_tidal, COUNTER)
    assert "its clerk closes it after the visit" in browserless.get("/floor/willow").text


def lead(served: Served) -> None:
    """The browser is the lead's from now on."""
    client = served.app.test_client()
    sign_in(client, "lead")
    cookie = client.get_cookie("hall_session")
    assert cookie is not None
    served.page.context.add_cookies([{"name": "hall_session", "value": cookie.value, "url": served.address}])
