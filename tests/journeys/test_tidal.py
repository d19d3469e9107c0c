"""A standby counter: the hall suggests, the lead decides, a clerk sits down, and everybody sees it."""

from playwright.sync_api import expect

from tests.journeys.conftest import Founding
from tests.journeys.place import press
from tests.world import a_counter, a_plan


def test_r72_the_lead_opens_a_suggested_counter_and_screen_and_consoles_follow(founding: Founding) -> None:
    place = founding(counters=(*a_plan().counters, a_counter(20, "A", "B", type="tidal")))
    place.open(1)
    for _ in range(8):
        place.issue()
    floor, standby = place.page(f"/floor/{place.id}?language=en", "lead"), place.console(20, "other")
    screen, neighbour = place.screen(), place.console(1)
    twenty = screen.locator(".counter", has_text="20")
    queue = floor.locator(".floor-queues tbody tr", has_text="General")
    expect(queue).to_contain_text("min")  # a range is known, and it is long
    expect(floor.locator("[data-suggestion]")).to_have_count(0)
    place.clock.pass_(minutes=11)
    place.issue()
    suggestion = floor.locator("[data-suggestion=open_standby]")
    expect(suggestion).to_contain_text("Open tidal counter 20")
    expect(suggestion).to_contain_text("so for 11 minutes")

    floor.get_by_role("button", name="Open counter 20").click()
    expect(suggestion).to_contain_text("nobody sits there yet")
    expect(twenty).to_contain_text("Closed")  # a decision opens nothing by itself
    press(standby, "o")
    expect(standby.locator("#do-next")).to_be_enabled()
    expect(suggestion).to_have_count(0)
    expect(floor.locator(".floor-counter", has_text="20")).to_contain_text("open")
    expect(neighbour.locator("#others-title")).to_contain_text("1")
    press(standby, "Space")
    expect(screen.locator(".call-first")).to_contain_text("A001")
    expect(twenty).to_contain_text("A001")
    expect(neighbour.locator(".row-first .row-number")).to_have_text("A002")
