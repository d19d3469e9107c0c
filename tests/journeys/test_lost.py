"""The hall is lost and found again: every surface says so in time, presses nothing twice, and then shows the truth.

The pages' own clocks are in the test's hand, also where a page lets the browser count (`AbortSignal.timeout`).
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.cable import Cable
from tests.journeys.place import Place, press

BAND = "[data-lost-band], [data-stale], [data-away]"
PATIENCE = """
AbortSignal.timeout = (ms) => {
  const control = new AbortController();
  setTimeout(() => control.abort(new DOMException("late", "TimeoutError")), ms);
  return control.signal;
};
window.fetched = [];
const really = window.fetch;
window.fetch = async (...asked) => {
  const answer = await really(...asked);
  window.fetched.push(String(asked[0]));
  return answer;
};
"""
SHOWN_AND_TRUE = """async () => {
  const told = (page) => {
    const part = page.querySelector("[data-fragment], [data-board], [data-browse]").cloneNode(true);
    for (const running of part.querySelectorAll(".timer, template, [role=alert]")) running.remove();
    return part.textContent.replace(/\\s+/g, " ").trim();
  };
  const fresh = await (await fetch(location.href)).text();
  return [told(document), told(new DOMParser().parseFromString(fresh, "text/html"))];
}"""


# A page that listens has asked for its part once more after its line stood.
LISTENS = """() => !document.querySelector("[data-room]")
  || window.fetched.some((address) => /\\/(fragment|facts|part)/.test(address))"""
NEVER_CONNECTS = "window.WebSocket = class extends EventTarget { send() {} close() {} };"


@pytest.fixture
def cable(place: Place) -> Iterator[Cable]:
    wire = Cable(place.served.port)
    yield wire
    wire.close()


@pytest.fixture
def surfaces(place: Place, cable: Cable) -> dict[str, Page]:
    """Every surface, open and true, its clock stopped; counters 1 and 2 are open and three people wait."""
    mine = three_wait(place)
    paths = {
        "console": (f"/counter/{place.counter(1)}?language=en", "clerk"),
        "floor": (f"/floor/{place.id}?language=en", "lead"),
        "desk": (f"/desk/{place.id}/tickets/{mine['id']}?language=en", "desk"),
        "kiosk": (f"/kiosk/{place.id}?language=en", "kiosk"),
        "phone": (f"/t/{mine['code']}", ""),
        "screen": (f"/display/{place.id}", ""),
        "counter screen": (f"/display/{place.id}/counter/2", ""),
        "public": (f"/halls/{place.id}?language=en", ""),
    }
    pages = {name: opened(place, cable, path, who) for name, (path, who) in paths.items()}
    for page in pages.values():
        stop_its_clock(page)
    return pages


def three_wait(place: Place) -> dict[str, Any]:
    """The ticket of the third."""
    _, _, mine = (place.issue() for _ in range(3))
    place.open(1), place.open(2, "other")
    return mine


def opened(place: Place, cable: Cable, path: str, who: str) -> Page:
    return place.page(path, who, base=cable.base, init=PATIENCE, clock=True)


def stop_its_clock(page: Page) -> None:
    """Once a page has everything its time goes on only when the test says so."""
    page.wait_for_function(LISTENS)
    page.clock.pause_at(page.evaluate("Date.now() / 1000") + 5)
    expect(page.locator(BAND)).to_be_hidden()


def test_every_surface_says_within_ten_seconds_that_it_may_be_out_of_date_and_then_finds_the_truth(
    place: Place, cable: Cable, surfaces: dict[str, Page]
) -> None:
    """First the worst kind of silence: nothing ends and nothing comes. Then a server that is killed and started."""
    console = surfaces["console"]
    has_just_asked(surfaces["kiosk"])
    cable.silence()
    all_are_marked(surfaces)
    sent: list[str] = []
    console.on("request", lambda request: sent.append(request.method))
    for _ in range(3):
        console.keyboard.press("Space")
    assert "POST" not in sent
    serves_the_first(place)
    cable.carry()
    all_find_the_truth(surfaces)
    assert [fact["data"]["counter_number"] for fact in place.facts("ticket.called")] == [2]

    place.served.kill()
    all_are_marked(surfaces)
    place.served.start()
    third = next(t for t in place.tickets() if t["number"] == "A003")
    place.ask("desk", "PUT", f"/tickets/{third['id']}/priority", {"group": "older"})
    all_find_the_truth(surfaces)
    press(console, "Space")
    expect(console.locator("#current-number")).to_have_text("A003")
    expect(surfaces["screen"].locator(".call-first")).to_contain_text("A003")


def test_a_press_into_the_silence_is_one_call_when_the_wire_carries_again(place: Place, cable: Cable) -> None:
    """R-24: it is sent twice under one name, and both arrive late."""
    three_wait(place)
    console = opened(place, cable, f"/counter/{place.counter(1)}?language=en", "clerk")
    stop_its_clock(console)
    cable.silence()
    press(console, "Space")
    for _ in range(40):
        if console.locator("[data-said]").is_hidden():
            console.clock.run_for(1_000)
    expect(console.locator("[data-said]")).to_contain_text("what was pressed is not done twice")
    expect(console.locator("[data-lost-band]")).to_be_visible()
    serves_the_first(place)
    cable.carry()
    all_find_the_truth({"console": console})
    expect(console.locator("#current-number")).to_have_text("A002")
    assert [fact["data"]["counter_number"] for fact in place.facts("ticket.called")] == [2, 1]


def test_a_page_whose_line_never_came_about_is_marked_too(place: Place) -> None:
    phone = place.phone(place.issue(), init=NEVER_CONNECTS, clock=True)
    expect(phone.locator(BAND)).to_be_hidden()
    phone.clock.run_for(10_000)
    expect(phone.locator(BAND)).to_be_visible(timeout=1000)


def has_just_asked(kiosk: Page) -> None:
    """From here it is the longest way to its next question."""
    asked: list[str] = []
    kiosk.on("response", lambda response: asked.append(response.url))
    for _ in range(200):
        if any(address.endswith("/pulse") for address in asked):
            return
        kiosk.clock.run_for(100)
        kiosk.evaluate("0")
    raise AssertionError("the kiosk never asks")


def all_are_marked(surfaces: dict[str, Page]) -> None:
    for name, page in surfaces.items():
        page.clock.run_for(10_000)
        expect(page.locator(BAND), name).to_be_visible(timeout=2000)


def all_find_the_truth(surfaces: dict[str, Page]) -> None:
    """Without a hand each page comes to show what a page opened now shows."""
    for name, page in surfaces.items():
        for _ in range(60):  # seconds of the page: a start page where nobody stands takes its time
            page.clock.run_for(1_000)
            shown, true = page.evaluate(SHOWN_AND_TRUE)
            if shown == true and page.locator(BAND).is_hidden():
                break
        assert (shown, page.locator(BAND).is_hidden()) == (true, True), name


def serves_the_first(place: Place) -> None:
    """What nobody here can see: counter 2 calls and serves the first, and somebody else comes."""
    made = place.call(2, "other")
    place.arrive(made, "other")
    place.issue("B1")
