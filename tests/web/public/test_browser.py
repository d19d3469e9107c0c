"""The public page in Chromium: live, lost, quiet, by keyboard, large, in every look, and light on the wire."""

import os
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Route

from tests.web.public.rooms import DEMO
from tests.web.surfaces import Served
from tests.world import Floor

PATHS = ("/halls/willow", "/halls/willow?q=A1", "/halls/willow?q=zzz", "/halls/willow/services/A1")
PATHS += ("/halls/willow/services/P", "/halls/willow/services/nonsense")
KILOBYTES = 150_000


def test_people_waiting_go_on_by_themselves_and_quietly(served: Served, people: Floor) -> None:
    page = served.open("/halls/willow?language=en")
    page.wait_for_selector("#line-A >> text=0 people waiting")
    people.issue("A1")
    page.wait_for_selector("#line-A >> text=1 person waiting")
    assert page.text_content("[data-said]") == "", "a new figure is not read out"


def test_a_lost_connection_is_marked(served: Served) -> None:
    page = served.open("/halls/willow?language=en")
    page.wait_for_selector("#line-A")
    page.route("**/fragment", lambda route: route.abort())
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_selector("[data-lost-band]:not([hidden])")
    page.unroute("**/fragment")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_selector("[data-lost-band]", state="hidden")


def test_an_area_opens_by_keyboard(served: Served) -> None:
    page = served.open("/halls/willow?language=en")
    page.focus("#line-A summary")
    page.keyboard.press("Enter")
    assert page.is_visible("#to-A1")
    page.focus("#q")
    page.keyboard.type("A1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/halls/willow?q=A1")


@pytest.mark.parametrize("path", PATHS)
def test_large_type_at_twice_the_size_needs_no_sideways_scrolling(served: Served, path: str) -> None:
    served.page.set_viewport_size({"width": 640, "height": 360})
    page = served.open(f"{path}{'&' if '?' in path else '?'}type=large")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_it_is_light_and_asks_nobody_else(served: Served) -> None:
    asked: list[str] = []
    sizes: list[int] = []
    served.page.on("request", lambda request: asked.append(request.url))
    served.page.on("response", lambda answer: sizes.append(len(answer.body())))
    served.open("/halls/willow").wait_for_load_state("load")
    assert all(url.startswith(served.address) for url in asked)
    assert 0 < sum(sizes) < KILOBYTES


def test_a_service_prints_on_one_sheet_and_a_package_on_both_its_sides(
    demo_hall: Flask, chromium: Browser
) -> None:
    """A4, counted in the file that the browser would print, in both languages; every fifth thing, or all."""
    client = demo_hall.test_client()
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.route("**/*", lambda route: _from(client, route))
    allowed = {s.id: 1 for s in DEMO.services} | {p.id: 2 for p in DEMO.packages}
    longer = []
    for wanted, sheets in list(allowed.items())[:: 1 if os.environ.get("HALL_LONG") else 5]:
        for language in ("en", "zh-CN"):
            page.goto(f"http://hall.test/halls/{DEMO.id}/services/{wanted}?language={language}")
            if len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) > sheets:
                longer.append((wanted, language))
    page.context.close()
    assert longer == []


def _from(client: FlaskClient, route: Route) -> None:
    """Answers a browser from an application that listens nowhere."""
    answer = client.get(route.request.url.removeprefix("http://hall.test"))
    route.fulfill(status=answer.status_code, body=answer.data, content_type=answer.content_type)
