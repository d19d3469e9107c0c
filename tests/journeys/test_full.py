"""The end of the day by capacity: no more numbers, in the right words, and everybody who has one is served."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Founding
from tests.journeys.place import Place, press
from tests.long import IN_LONG_RUN
from tests.world import a_counter, a_service

STATE = ".ticket-state"


def one_counter_each(founding: Founding) -> Place:
    """Queue A has one counter, and a visit takes 22 minutes and the way to it: at 16:45 three find room."""
    return founding(
        counters=(a_counter(1, "A"), a_counter(3, "B", floor=2)),
        services=(a_service("A1", "A", mean=22), a_service("B1", "B")),
    )


def test_r08_r09_a_full_queue_gives_no_more_numbers_and_serves_everybody_who_has_one(founding: Founding) -> None:
    place = one_counter_each(founding)
    place.open(1)
    place.clock.pass_(hours=7, minutes=5)
    mine, *_ = [place.issue() for _ in range(3 - 1)]
    late = place.page(f"/kiosk/{place.id}/service/A1?language=en", "other kiosk")
    takes(place, "A1")  # the third and last, at another kiosk
    takes(late, "A1")
    expect(late.locator("h1")).to_have_text("No number was made")
    expect(late.locator(".kiosk-state")).to_contain_text("full")
    says_full(place)

    console, phone, screen = place.console(1), place.phone(mine), place.screen()
    press(console, "Space")
    expect(console.locator("#do-miss")).to_be_enabled()
    press(console, "m")
    console.check("#dialog-miss [value=declined]")
    console.keyboard.press("Enter")
    phone.get_by_role("button", name="Rejoin the queue").click()  # a place of one's own is not a new number
    expect(phone.locator(STATE)).to_contain_text("2 people ahead of you")
    place.clock.pass_(minutes=60)  # 17:45
    for number in ("A002", "A003", "A001"):
        press(console, "Space")
        expect(console.locator("#current-number")).to_have_text(number)
        expect(screen.locator(".call-first")).to_contain_text(number)
        expect(screen.locator(".no-more")).to_contain_text("serving until the last")
        press(console, "a")
        expect(console.locator("#do-wrap-up")).to_be_enabled()
    press(console, "f")
    expect(console.locator(".visitor-none")).to_contain_text("everybody has been served")
    assert {t["state"] for t in place.tickets()} == {"finished"}
    assert len(place.tickets()) == 3


@IN_LONG_RUN
def test_r08_other_queues_go_on_while_one_is_full(founding: Founding) -> None:
    place = one_counter_each(founding)
    place.open(1), place.open(3, "other")
    place.clock.pass_(hours=7, minutes=5)
    for _ in range(3):
        place.issue()
    assert place.asked("kiosk", "POST", f"/halls/{place.id}/tickets", {"service": "A1"}).status_code == 409
    kiosk = place.page(f"/kiosk/{place.id}?language=en", "kiosk")
    expect(kiosk.get_by_role("link", name="A1").first).to_contain_text("full today")
    kiosk.get_by_role("link", name="B1").first.click()
    kiosk.get_by_role("button", name="Take a number").click()
    kiosk.wait_for_url("**/number/**")
    expect(kiosk.locator(".slip-number")).to_contain_text("B001")


def takes(at: Place | Page, service: str) -> None:
    kiosk = at if isinstance(at, Page) else at.page(f"/kiosk/{at.id}/service/{service}?language=en", "kiosk")
    kiosk.get_by_role("button", name="Take a number").click()
    if kiosk is not at:
        kiosk.wait_for_url("**/number/**")


def says_full(place: Place) -> None:
    kiosk = place.page(f"/kiosk/{place.id}/service/A1?language=en", "kiosk")
    expect(kiosk.locator(".kiosk-state h2")).to_have_text("Today's numbers are full")
    expect(kiosk.locator(".kiosk-state")).to_contain_text("Everyone who has a number will be served.")
    expect(kiosk.get_by_role("button", name="Take a number")).to_have_count(0)
    kiosk.get_by_role("link", name="中文").click()
    expect(kiosk.locator(".kiosk-state h2")).to_contain_text("号")
