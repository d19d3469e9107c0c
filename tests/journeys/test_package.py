"""Several services in one visit: three counters, one number, no queueing up in between."""

from playwright.sync_api import expect

from hall.site.plan import Package
from tests.journeys.conftest import Founding
from tests.journeys.place import Place, press
from tests.world import names

STATE = ".ticket-state"
THREE = Package(id="P3", names=names("Moving in"), services=("A1", "B1", "A2"))


def test_r13_one_number_from_the_kiosk_leads_through_three_services(founding: Founding) -> None:
    place = founding(packages=(THREE,), floors=2)
    place.open(1), place.open(3, "other")
    number, phone = taken_at_the_kiosk(place), None
    ticket = place.ask("desk", "GET", f"/tickets/{place.tickets()[0]['id']}")
    phone = place.phone(ticket)
    consoles = {1: place.console(1), 3: place.console(3, "other")}
    for step, (counter, service) in enumerate(((1, "A1"), (3, "B1"), (1, "A2")), start=1):
        expect(phone.locator(".ticket-service")).to_have_text(f"{service}Moving in · Step {step} of 3")
        expect(phone.locator(STATE)).to_contain_text("You are next")
        press(consoles[counter], "Space")
        expect(consoles[counter].locator("#current-number")).to_have_text(number)
        expect(consoles[counter].locator(".visitor-step")).to_have_text(f"Step {step} of 3")
        expect(phone.locator(".ticket-counter-number")).to_have_text(str(counter))
        press(consoles[counter], "a")
        expect(consoles[counter].locator("#do-wrap-up")).to_be_enabled()
        press(consoles[counter], "f")
        expect(consoles[counter].locator("#current-number")).to_have_count(0)
    expect(phone.locator(STATE)).to_contain_text("Your visit is completed.")
    assert [t["number"] for t in place.tickets()] == [number], "one number, and nobody took a second"


def taken_at_the_kiosk(place: Place) -> str:
    kiosk = place.page(f"/kiosk/{place.id}?language=en", "kiosk")
    kiosk.get_by_role("link", name="Moving in").click()
    steps = kiosk.locator(".papers-step")
    expect(steps).to_have_count(3)
    expect(steps.nth(1)).to_contain_text("B1")
    kiosk.get_by_role("button", name="Take a number").click()
    kiosk.wait_for_url("**/number/**")
    return kiosk.locator(".slip-number").inner_text().split()[-1]
